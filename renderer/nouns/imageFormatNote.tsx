import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageFormat } from './imageFormat.ts';
import styles from './imageFormatNote.module.css';

interface ImageFormatNoteProps {
  readonly found: ImageFormat;
  /** As it would be read. */
  readonly chosen: string;
}

/** What the host tells of an image's format; a warning where it shall be read as another, or where nobody can tell. */
export function ImageFormatNote({ found, chosen }: ImageFormatNoteProps): ReactElement | null {
  const { t } = useTranslation();
  if (found === 'none') return null;
  if (found === 'asking') return <p className={styles.note}>{t('storageVolume.imageFormat.asking')}</p>;
  const format = found === 'untold' ? undefined : found.told;
  if (format === chosen)
    return (
      <p className={styles.note} role="status">
        {t('storageVolume.imageFormat.told', { format })}
      </p>
    );
  return (
    <p className={styles.warning} role="alert">
      <TriangleAlert size={14} aria-hidden />
      {format === undefined
        ? t('storageVolume.imageFormat.untold')
        : t('storageVolume.imageFormat.differs', { format })}
    </p>
  );
}
