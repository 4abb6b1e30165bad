/** A disk that holds a system already: a volume of the host, or a path. */
import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { typedPath } from '../../../../shared/model/imagePath.ts';
import { useImageFormat } from '../../../nouns/imageFormat.ts';
import { ImageFormatNote } from '../../../nouns/imageFormatNote.tsx';
import { withFirstDisk } from '../draft.ts';
import type { CreationState } from '../useCreationDraft.ts';
import { BrowseVolumes } from './browseVolumes.tsx';
import styles from './source.module.css';

/** What QEMU reads besides. */
const formats = ['qcow2', 'raw', 'vmdk', 'vdi', 'vhdx', 'vpc', 'qed'];

export function ImportFields({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  const { draft, change } = state;
  const content = draft.hardware?.disks[0]?.content;
  const [from, setFrom] = useState<'pool' | 'path'>(content?.kind === 'path' ? 'path' : 'pool');
  const [path, format] = content?.kind === 'path' ? [content.path, content.format] : ['', 'qcow2'];
  const setPath = (next: { readonly path?: string; readonly format?: string }): void =>
    change((now) => withFirstDisk(now, { kind: 'path', path, format, ...next }));
  const found = useImageFormat(draft.hosts[0], path, (told) => setPath({ format: told }));
  return (
    <div className={styles.fields}>
      <SegmentedControl
        aria-label={t('createDomain.image.from')}
        className={styles.origin ?? ''}
        data={(['pool', 'path'] as const).map((value) => ({ value, label: t(`createDomain.image.origin.${value}`) }))}
        value={from}
        onChange={setFrom}
      />
      {from === 'pool' ? (
        <BrowseVolumes
          host={draft.hosts[0] ?? ''}
          media={false}
          chosen={content?.kind === 'volume' ? { pool: content.pool, name: content.volume } : undefined}
          onChoose={({ pool, name }) => change((now) => withFirstDisk(now, { kind: 'volume', pool, volume: name }))}
        />
      ) : (
        <div className={styles.grid}>
          <TextInput
            label={t('createDomain.image.path')}
            placeholder="/var/lib/libvirt/images/…"
            value={path}
            spellCheck={false}
            onChange={(event) => setPath({ path: typedPath(event.currentTarget.value) })}
          />
          <Select
            label={t('createDomain.image.format')}
            data={formats.includes(format) ? formats : [...formats, format]}
            value={format}
            allowDeselect={false}
            onChange={(value) => value !== null && setPath({ format: value })}
          />
          <ImageFormatNote found={found} chosen={format} />
        </div>
      )}
    </div>
  );
}
