/** How far it is, and the buttons: back, on, create. */
import { Button } from '@mantine/core';
import { CircleCheck, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepId } from './steps.ts';
import type { CreationState } from './useCreationDraft.ts';
import styles from './createDomain.module.css';

interface FooterProps {
  readonly state: CreationState;
  readonly step: StepId;
  readonly back: StepId | undefined;
  readonly next: StepId | undefined;
  readonly busy: boolean;
  readonly onGo: (step: StepId) => void;
  readonly onCancel: () => void;
}

export function Footer({ state, back, next, busy, onGo, onCancel }: FooterProps): ReactElement {
  const { t } = useTranslation();
  const { ready, draft, names } = state;
  const verb = draft.start ? 'createDomain.createAndStart' : 'createDomain.createAndEdit';
  const count = names?.length ?? 1;
  return (
    <div className={styles.footer}>
      <Status state={state} />
      <Button variant="subtle" color="gray" onClick={onCancel}>
        {t('shell.cancel')}
      </Button>
      {back !== undefined && (
        <Button variant="default" onClick={() => onGo(back)}>
          {t('createDomain.back')}
        </Button>
      )}
      {next === undefined ? (
        <Button type="submit" disabled={!ready} loading={busy}>
          {count === 1 ? t(verb, { name: names?.[0] ?? state.name }) : t('createDomain.createMany', { count })}
        </Button>
      ) : (
        <Button type="submit">{t('createDomain.next')}</Button>
      )}
    </div>
  );
}

function Status({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  const { missing, planning, planError, problems, ready, request } = state;
  const errors = problems.filter(({ level }) => level === 'error').length;
  const show = (kind: string, icon: ReactElement, words: string): ReactElement => (
    <span className={styles.status} role="status" data-kind={kind}>
      {icon}
      {words}
    </span>
  );
  if (missing !== undefined) return show('missing', <></>, t(`createDomain.missing.${missing}`));
  if (planning || (request === undefined && errors === 0))
    return show('busy', <LoaderCircle size={14} aria-hidden />, t('createDomain.planning'));
  if (planError !== undefined || errors > 0)
    return show('error', <CircleX size={14} aria-hidden />, t('createDomain.inTheWay', { count: Math.max(1, errors) }));
  if (problems.length > 0)
    return show(
      'warning',
      <TriangleAlert size={14} aria-hidden />,
      t('createDomain.warned', { count: problems.length }),
    );
  return ready
    ? show('ready', <CircleCheck size={14} aria-hidden />, t('createDomain.ready'))
    : show('busy', <></>, '');
}
