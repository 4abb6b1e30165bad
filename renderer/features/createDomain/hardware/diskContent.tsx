/** What is on a disk: an image that is made, one that a pool has, or a path on the host. */
import { Checkbox, SegmentedControl } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { typedPath } from '../../../../shared/model/imagePath.ts';
import { formatsOf, withPool } from '../../../../shared/model/creation/hardwareChanges.ts';
import { formatValue } from '../../../components/chartUnits.ts';
import { FormField, FormFields } from '../../../components/formRow.tsx';
import { useImageFormat } from '../../../nouns/imageFormat.ts';
import { ImageFormatNote } from '../../../nouns/imageFormatNote.tsx';
import { SizeInput } from '../../../nouns/sizeInput.tsx';
import { TextInput } from '../../../nouns/textInput.tsx';
import { Choose } from './choose.tsx';
import type { DiskProps } from './part.ts';
import { VolumeChoice } from './volumeChoice.tsx';
import { useUnusableWords } from './unusable.ts';
import styles from './hardwareStep.module.css';

type Content = DiskProps['disk']['content'];
type LabelledProps = DiskProps & { readonly label: string };

const kinds = ['new', 'volume', 'path'] as const satisfies readonly Content['kind'][];
const imageFormats = ['qcow2', 'raw', 'vmdk', 'vdi', 'vhdx', 'vpc', 'qed'] as const;
const GiB = 1024 ** 3;
const KiB = 1024;

export function DiskContent(props: LabelledProps): ReactElement {
  const { t } = useTranslation();
  const { disk, all, at, source, onDisk, offers, label } = props;
  const { content } = disk;
  // A ready system is on a disk that exists; a cloud image fills a new one.
  const offered = kinds.filter((kind) =>
    at > 0 ? true : source === 'import' ? kind !== 'new' : source === 'cloud' ? kind === 'new' : true,
  );
  const shown = offered.includes(content.kind) ? offered : [...offered, content.kind];
  const pool = offers.pools.find(({ unusable }) => unusable === undefined)?.name ?? '';
  const choose = (kind: string): void => {
    const found = kinds.find((each) => each === kind);
    if (found !== undefined && found !== content.kind) onDisk({ ...disk, content: contentOf(found, content, pool) });
  };
  return (
    <>
      {(all || source === 'import') && shown.length > 1 && (
        <SegmentedControl
          className={styles.kinds ?? ''}
          aria-label={t('creation.hardware.contentOf', { device: label })}
          data={shown.map((kind) => ({ value: kind, label: t(`creation.hardware.content.${kind}`) }))}
          value={content.kind}
          onChange={choose}
        />
      )}
      <ContentFields {...props} />
    </>
  );
}

function contentOf(kind: Content['kind'], before: Content, usual: string): Content {
  const pool = before.kind === 'path' ? usual : before.pool;
  switch (kind) {
    case 'new':
      return { kind, pool, capacityBytes: 20 * GiB, format: 'qcow2', full: false };
    case 'volume':
      return { kind, pool, volume: '' };
    case 'path':
      return { kind, path: '', format: 'qcow2' };
    default:
      return kind satisfies never;
  }
}

function ContentFields(props: LabelledProps): ReactElement {
  const { disk, onDisk, hosts, offers, label } = props;
  const { content } = disk;
  switch (content.kind) {
    case 'new':
      return <NewImage {...props} content={content} />;
    case 'volume':
      return (
        <VolumeChoice
          host={hosts[0]}
          offers={offers}
          label={label}
          media={false}
          pool={content.pool}
          volume={content.volume}
          onChange={(pool, volume) => onDisk({ ...disk, content: { kind: 'volume', pool, volume } })}
        />
      );
    case 'path':
      return <ImageAtPath {...props} content={content} />;
    default:
      return content satisfies never;
  }
}

function ImageAtPath(props: LabelledProps & { readonly content: Extract<Content, { kind: 'path' }> }): ReactElement {
  const { t } = useTranslation();
  const { disk, onDisk, hosts, label, content } = props;
  const set = (changed: Partial<typeof content>): void => onDisk({ ...disk, content: { ...content, ...changed } });
  const found = useImageFormat(hosts[0], content.path, (format) => set({ format }));
  return (
    <>
      <FormFields>
        <FormField grow label={t('creation.hardware.path')}>
          <TextInput
            eager
            width="100%"
            label={t('creation.hardware.pathOf', { device: label })}
            placeholder="/var/lib/libvirt/images/web.qcow2"
            value={content.path}
            onChange={(path) => set({ path: typedPath(path ?? '') })}
          />
        </FormField>
        <FormField label={t('creation.hardware.format')}>
          <Choose
            width={90}
            label={t('creation.hardware.formatOf', { device: label })}
            options={imageFormats}
            value={imageFormats.find((each) => each === content.format)}
            onChange={(format) => set({ format })}
          />
        </FormField>
      </FormFields>
      <ImageFormatNote found={found} chosen={content.format} />
    </>
  );
}

function NewImage(props: LabelledProps & { readonly content: Extract<Content, { kind: 'new' }> }): ReactElement {
  const { t } = useTranslation();
  const { disk, onDisk, content, all, count, label, offers } = props;
  const pool = offers.pools.find(({ name }) => name === content.pool);
  const set = (changed: Partial<typeof content>): void => onDisk({ ...disk, content: { ...content, ...changed } });
  return (
    <FormFields>
      <FormField label={t('creation.hardware.size')}>
        <div className={styles.size}>
          <SizeInput
            eager
            label={t('creation.hardware.sizeOf', { device: label })}
            value={content.capacityBytes / KiB}
            onChange={(kib) => {
              if (kib !== undefined && kib > 0) set({ capacityBytes: Math.round(kib * KiB) });
            }}
          />
        </div>
      </FormField>
      <PoolChoice {...props} pool={content.pool} />
      {all && (
        <>
          <FormField label={t('creation.hardware.format')}>
            <Choose
              width={90}
              label={t('creation.hardware.formatOf', { device: label })}
              options={formatsOf(pool)}
              value={content.format}
              onChange={(format) => set({ format })}
            />
          </FormField>
          <FormField grow label={t('creation.hardware.imageName')}>
            <TextInput
              eager
              width="100%"
              label={t('creation.hardware.imageNameOf', { device: label })}
              placeholder={t('creation.hardware.afterDomain')}
              // Each VM needs an image of its own.
              disabled={count > 1 && content.volume === undefined}
              value={content.volume}
              onChange={(volume) => {
                const { volume: _, ...rest } = content;
                onDisk({ ...disk, content: volume === undefined ? rest : { ...rest, volume } });
              }}
            />
          </FormField>
          <Checkbox
            className={styles.check ?? ''}
            label={t('creation.hardware.full')}
            aria-label={t('creation.hardware.fullOf', { device: label })}
            checked={content.full}
            disabled={pool?.block === true}
            onChange={(event) => set({ full: event.currentTarget.checked })}
          />
        </>
      )}
    </FormFields>
  );
}

function PoolChoice({ disk, onDisk, offers, label, pool }: LabelledProps & { readonly pool: string }): ReactElement {
  const { t } = useTranslation();
  const why = useUnusableWords();
  const byName = new Map(offers.pools.map((each) => [each.name, each]));
  return (
    <FormField label={t('creation.hardware.pool')}>
      <Choose
        width={230}
        label={t('creation.hardware.poolOf', { device: label })}
        options={offers.pools.map(({ name }) => name)}
        value={pool}
        text={(name) => {
          const offer = byName.get(name);
          return offer === undefined || offer.unusable !== undefined
            ? name
            : `${name} · ${t('creation.hardware.free', { size: formatValue('memory', offer.freeBytes / KiB) })}`;
        }}
        why={(name) => why(byName.get(name)?.unusable)}
        onChange={(name) => {
          const chosen = byName.get(name);
          if (chosen !== undefined) onDisk(withPool(disk, chosen, byName.get(pool)));
        }}
      />
    </FormField>
  );
}
