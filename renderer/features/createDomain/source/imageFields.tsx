/** Which image: one of the host's pools, a file of this computer, what is at a URL, or a path as typed. */
import { Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { imageOrigins } from '../draft.ts';
import { fileNameOf } from '../names.ts';
import { isUrl } from '../request.ts';
import { BrowseVolumes } from './browseVolumes.tsx';
import { FileField } from './fileField.tsx';
import type { ImageEdit } from './imageEdit.ts';
import { TargetFields } from './targetFields.tsx';
import styles from './source.module.css';

interface ImageFieldsProps extends ImageEdit {
  /** ISO images; otherwise images of disks. */
  readonly media: boolean;
}

export function ImageFields(props: ImageFieldsProps): ReactElement {
  const { t } = useTranslation();
  const { image, onChange } = props;
  return (
    <div className={styles.fields}>
      <SegmentedControl
        aria-label={t('createDomain.image.from')}
        className={styles.origin ?? ''}
        data={imageOrigins.map((value) => ({ value, label: t(`createDomain.image.origin.${value}`) }))}
        value={image.from}
        onChange={(from) => onChange({ from })}
      />
      <Origin {...props} />
    </div>
  );
}

function Origin(props: ImageFieldsProps): ReactElement {
  const { t } = useTranslation();
  const { state, image, onChange, media } = props;
  const [host = ''] = state.draft.hosts;
  switch (image.from) {
    case 'pool':
      return (
        <BrowseVolumes
          host={host}
          media={media}
          chosen={image.volume && { pool: image.volume.pool, name: image.volume.volume }}
          onChoose={({ pool, name }) => onChange({ volume: { pool, volume: name } })}
        />
      );
    case 'file':
      return (
        <>
          <FileField
            file={image.file?.file}
            accept={media ? '.iso,.img' : '.qcow2,.img,.raw,.iso'}
            onChoose={(file) => onChange({ file: file && { upload: crypto.randomUUID(), file } })}
          />
          {image.file !== undefined && <TargetFields {...props} name={image.file.file.name} />}
        </>
      );
    case 'url':
      return <UrlFields {...props} />;
    case 'path':
      return (
        <TextInput
          label={t('createDomain.image.path')}
          description={t('createDomain.image.pathHint')}
          placeholder="/var/lib/libvirt/images/…"
          value={image.path}
          spellCheck={false}
          onChange={(event) => onChange({ path: event.currentTarget.value })}
        />
      );
    default:
      return image.from satisfies never;
  }
}

function UrlFields(props: ImageFieldsProps): ReactElement {
  const { t } = useTranslation();
  const { image, onChange, media } = props;
  const wrong = image.url.trim() !== '' && !isUrl(image.url);
  return (
    <>
      <TextInput
        label={t('createDomain.image.url')}
        placeholder="https://…"
        value={image.url}
        spellCheck={false}
        {...(wrong && { error: t('createDomain.image.urlWrong') })}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      {media && (
        <Checkbox
          label={t('createDomain.image.remote')}
          description={t('createDomain.image.remoteHint')}
          checked={image.remote}
          onChange={(event) => onChange({ remote: event.currentTarget.checked })}
        />
      )}
      {!(media && image.remote) && isUrl(image.url) && <TargetFields {...props} name={fileNameOf(image.url)} />}
    </>
  );
}
