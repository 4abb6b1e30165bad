/** What was found out about an image, and how. */
import { CircleCheck, CircleHelp, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatingSystem } from '../../../../shared/model/os.ts';
import { ProblemLine } from '../../../nouns/problem.tsx';
import type { CreationState } from '../useCreationDraft.ts';
import type { Detection } from '../useDetection.ts';
import styles from './source.module.css';

interface DetectionLineProps extends Pick<CreationState, 'detection' | 'systems'> {
  /** The system that is taken: another one where somebody chose. */
  readonly os: OperatingSystem | undefined;
}

export function DetectionLine({ detection, systems, os }: DetectionLineProps): ReactElement | null {
  const { t } = useTranslation();
  switch (detection.kind) {
    case 'nothing':
      return null;
    case 'looking':
      return (
        <p className={styles.detection} role="status">
          <LoaderCircle size={15} aria-hidden className={styles.spin} />
          {t('createDomain.detection.looking')}
        </p>
      );
    case 'failed':
      return (
        <p className={styles.detection} role="status" data-kind="failed">
          <TriangleAlert size={15} aria-hidden />
          <span>{t('createDomain.detection.failed')}</span>
          <ProblemLine error={detection.error} />
        </p>
      );
    case 'looked': {
      const name = systems?.find(({ id }) => id === detection.os)?.name;
      return (
        <p className={styles.detection} role="status" data-kind={name === undefined ? 'unknown' : 'found'}>
          {name === undefined ? <CircleHelp size={15} aria-hidden /> : <CircleCheck size={15} aria-hidden />}
          <span>
            {name !== undefined && <b>{name}</b>} <How detection={detection} known={name !== undefined} />
            {os !== undefined && name !== undefined && os.name !== name && (
              <span className={styles.quiet}> {t('createDomain.detection.overruled', { name: os.name })}</span>
            )}
          </span>
        </p>
      );
    }
    default:
      return detection satisfies never;
  }
}

interface HowProps {
  readonly detection: Extract<Detection, { kind: 'looked' }>;
  readonly known: boolean;
}

function How({ detection, known }: HowProps): ReactElement {
  const { t } = useTranslation();
  const { by, label = '', live, arch } = detection;
  const notes = [
    ...(arch !== undefined && arch !== 'all' ? [arch] : []),
    ...(live === true ? [t('createDomain.detection.live')] : []),
  ].join(' · ');
  return (
    <>
      {notes !== '' && <span>{notes} </span>}
      <span className={styles.quiet}>
        {known
          ? t(`createDomain.detection.by.${by}`, { label })
          : t(by === 'medium' ? 'createDomain.detection.unknownMedium' : 'createDomain.detection.unknown', { label })}
      </span>
    </>
  );
}
