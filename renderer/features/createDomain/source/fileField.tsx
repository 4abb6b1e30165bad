/** A file of this computer: chosen, or dropped here. */
import { Button, FileButton } from '@mantine/core';
import { FileUp, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { formatValue } from '../../../components/chartUnits.ts';
import styles from './source.module.css';

interface FileFieldProps {
  readonly file: File | undefined;
  /** Endings of names that the chooser shows first. */
  readonly accept: string;
  readonly onChoose: (file: File | undefined) => void;
}

export function FileField({ file, accept, onChoose }: FileFieldProps): ReactElement {
  const { t } = useTranslation();
  const [zone, over] = useFileDrop(onChoose);
  return (
    <div role="group" aria-label={t('createDomain.file.label')} className={styles.drop} data-over={over} ref={zone}>
      <FileUp size={20} strokeWidth={1.5} aria-hidden />
      {file === undefined ? (
        <span>{t('createDomain.file.drop')}</span>
      ) : (
        <span className={styles.file}>
          <b>{file.name}</b> <span className={styles.quiet}>{formatValue('memory', file.size / 1024)}</span>
        </span>
      )}
      <FileButton accept={accept} onChange={(chosen) => chosen !== null && onChoose(chosen)}>
        {(props) => (
          <Button {...props} variant="default">
            {t(file === undefined ? 'createDomain.file.choose' : 'createDomain.file.another')}
          </Button>
        )}
      </FileButton>
      {file !== undefined && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<X size={13} aria-hidden />}
          onClick={() => onChoose(undefined)}
        >
          {t('createDomain.file.none')}
        </Button>
      )}
    </div>
  );
}

/** @returns the zone, and whether something is held over it */
function useFileDrop(onDrop: (file: File) => void) {
  const zone = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const hold = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) latest.current(file);
    };
    zone.current?.addEventListener('dragover', hold, { signal });
    zone.current?.addEventListener('dragleave', () => setOver(false), { signal });
    zone.current?.addEventListener('drop', drop, { signal });
    return () => listening.abort();
  }, []);
  return [zone, over] as const;
}
