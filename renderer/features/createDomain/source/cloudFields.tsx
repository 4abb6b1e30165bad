/** A ready image: which, and whether it is copied or built upon. */
import { Checkbox, Radio, Select } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CloudDraft } from '../draft.ts';
import { groupNow } from '../systems.ts';
import type { CreationState } from '../useCreationDraft.ts';
import { ImageFields } from './imageFields.tsx';
import styles from './source.module.css';

export function CloudFields({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  const { change, draft } = state;
  const { cloud } = draft;
  const set = (part: Partial<CloudDraft>): void => change((now) => ({ ...now, cloud: { ...now.cloud, ...part } }));
  const arriving = cloud.from === 'file' || cloud.from === 'url';
  return (
    <>
      {cloud.from === 'url' && <KnownImages state={state} onChoose={(url) => set({ url })} />}
      <ImageFields state={state} image={cloud} media={false} onChange={set} />
      <Radio.Group
        className={styles.mode ?? ''}
        label={t('createDomain.cloud.mode')}
        value={cloud.mode}
        onChange={(mode) => set({ mode: mode === 'link' ? 'link' : 'copy' })}
      >
        <div className={styles.options}>
          {(['copy', 'link'] as const).map((mode) => (
            <Radio
              key={mode}
              size="xs"
              value={mode}
              label={t(`createDomain.cloud.${mode}`)}
              description={t(`createDomain.cloud.${mode}Hint`)}
            />
          ))}
        </div>
      </Radio.Group>
      {arriving && (
        <Checkbox
          label={t('createDomain.cloud.keep')}
          disabled={cloud.mode === 'link'}
          checked={cloud.keepImage || cloud.mode === 'link'}
          onChange={(event) => set({ keepImage: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

interface KnownImagesProps {
  readonly state: CreationState;
  readonly onChoose: (url: string) => void;
}

/** The images that the makers of supported systems publish for the host's architecture. */
function KnownImages({ state, onChoose }: KnownImagesProps): ReactElement | null {
  const { t } = useTranslation();
  const { systems, draft } = state;
  const arch = draft.hardware?.arch ?? 'x86_64';
  const known = useMemo(() => {
    return (systems ?? [])
      .filter((os) => groupNow(os) === 'recommended')
      .toSorted((a, b) => (b.released ?? '').localeCompare(a.released ?? ''))
      .flatMap(({ name, images }) => {
        const image = images.find((each) => each.arch === arch);
        return image === undefined ? [] : [{ value: image.url, label: name }];
      });
  }, [systems, arch]);
  const once = [...new Map(known.map((each) => [each.value, each])).values()];
  if (once.length === 0) return null;
  return (
    <Select
      searchable
      className={styles.known ?? ''}
      label={t('createDomain.cloud.known')}
      placeholder={t('createDomain.cloud.knownHint')}
      nothingFoundMessage={t('createDomain.cloud.knownNothing')}
      data={once}
      value={once.some(({ value }) => value === draft.cloud.url) ? draft.cloud.url : null}
      onChange={(url) => url !== null && onChoose(url)}
    />
  );
}
