/** What this window is sending, in the line at the bottom: there whether or not the task panel is open. */
import { Pause, Play, Upload, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../backend.ts';
import { showFailure } from '../../nouns/runVerb.ts';
import { holdUpload, useUploads, type Sending } from '../../nouns/upload.ts';
import styles from './tasks.module.css';

export function UploadStrip(): ReactElement | null {
  const { t } = useTranslation();
  const uploads = useUploads();
  if (uploads.length === 0) return null;
  return (
    <span role="group" aria-label={t('task.uploadStrip.label')} className={styles.uploads}>
      {uploads.map((upload) => (
        <One key={upload.id} upload={upload} />
      ))}
    </span>
  );
}

function One({ upload: { id, name, tasks, sizeBytes, sentBytes, held } }: { readonly upload: Sending }): ReactElement {
  const { t } = useTranslation();
  const cancel = (): void => {
    for (const task of tasks) api.task.cancel({ id: task }).catch(showFailure);
  };
  return (
    <span className={styles.upload}>
      <Upload size={12} aria-hidden />
      <span className={styles.uploadName} title={name}>
        {name}
      </span>
      <span className="num">{Math.floor((sentBytes / Math.max(1, sizeBytes)) * 100)} %</span>
      <button
        type="button"
        aria-label={t(held ? 'task.uploadStrip.goOn' : 'task.uploadStrip.hold', { name })}
        onClick={() => holdUpload(id, !held)}
      >
        {held ? <Play size={12} aria-hidden /> : <Pause size={12} aria-hidden />}
      </button>
      <button type="button" aria-label={t('task.uploadStrip.cancel', { name })} onClick={cancel}>
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
