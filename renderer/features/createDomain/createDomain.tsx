/** Makes new VMs: steps at the left, the one that is open at the right, and below what still keeps them from being made. */
import { Button, Modal } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useHosts } from '../../store/inventory.ts';
import { createDomains } from './create.ts';
import { Footer } from './footer.tsx';
import { StepBody } from './stepBody.tsx';
import { StepList } from './stepList.tsx';
import { stepsFor, type StepId } from './steps.ts';
import { filesOf, useCreationDraft, type CreationState } from './useCreationDraft.ts';
import styles from './createDomain.module.css';

interface CreateDomainProps {
  /** The host that is chosen at first; absent: the first that is there. */
  readonly host?: HostId | undefined;
  readonly onClose: () => void;
}

export function CreateDomain({ host, onClose }: CreateDomainProps): ReactElement {
  const { t } = useTranslation();
  const [asks, setAsks] = useState(false);
  const connected = useHosts().find(({ status }) => status.kind === 'connected')?.id;
  const state = useCreationDraft(host ?? connected);
  return (
    <Modal
      opened
      onClose={() => (state.touched ? setAsks(!asks) : onClose())}
      size={1060}
      closeOnClickOutside={false}
      title={t('createDomain.title')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
      classNames={{ body: styles.modal ?? '' }}
    >
      <Frame state={state} asks={asks} onKeep={() => setAsks(false)} onClose={onClose} />
    </Modal>
  );
}

interface FrameProps {
  readonly state: CreationState;
  /** Closing was asked for, and would lose what was entered. */
  readonly asks: boolean;
  readonly onKeep: () => void;
  readonly onClose: () => void;
}

function Frame({ state, asks, onKeep, onClose }: FrameProps): ReactElement {
  const { t } = useTranslation();
  const [chosen, setStep] = useState<StepId>('source');
  const [visited, setVisited] = useState<ReadonlySet<StepId>>(new Set(['source']));
  const steps = stepsFor(state.draft.kind);
  const step = steps.includes(chosen) ? chosen : 'source';
  const creating = useCreating(state, onClose);
  const body = useFocusOnStep(step, asks);
  const go = (to: StepId): void => {
    setStep(to);
    setVisited(new Set([...visited, step, to]));
    creating.forget();
  };
  const next = steps[steps.indexOf(step) + 1];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (next !== undefined) go(next);
    else void creating.create();
  };
  return (
    <form className={styles.frame} noValidate onSubmit={submit} ref={useEnterKept()}>
      <StepList state={state} steps={steps} step={step} visited={visited} onGo={go} />
      <section ref={body} className={styles.body} aria-labelledby="create-domain-step">
        <h2 id="create-domain-step" tabIndex={-1}>
          {t(`createDomain.steps.${step}`)}
        </h2>
        <div className={styles.scroll}>
          {creating.error !== undefined && (
            <div className={styles.refused}>
              <Problem error={creating.error} />
            </div>
          )}
          <StepBody state={state} step={step} onGo={go} />
        </div>
      </section>
      {asks ? (
        <Discard onKeep={onKeep} onClose={onClose} />
      ) : (
        <Footer
          state={state}
          step={step}
          back={steps[steps.indexOf(step) - 1]}
          next={next}
          busy={creating.busy}
          onGo={go}
          onCancel={onClose}
        />
      )}
    </form>
  );
}

/** Enter in a field is no "go on": too much is asked here. Ctrl+Enter is (`submitByKey`). */
function useEnterKept() {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const keep = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && event.target instanceof HTMLInputElement)
        event.preventDefault();
    };
    const element = form.current;
    element?.addEventListener('keydown', keep);
    return () => element?.removeEventListener('keydown', keep);
  }, []);
  return form;
}

/** The keyboard goes with the steps, to the first thing one would use there; and back to it when closing was thought better of. */
function useFocusOnStep(step: StepId, asks: boolean) {
  const body = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asks) return;
    const wanted = body.current?.querySelector<HTMLElement>('[data-first]') ?? body.current?.querySelector('h2');
    wanted?.focus();
  }, [step, asks]);
  return body;
}

interface Creating {
  readonly busy: boolean;
  readonly error: ErrorData | undefined;
  readonly create: () => Promise<void>;
  readonly forget: () => void;
}

function useCreating({ request, ready, draft }: CreationState, onClose: () => void): Creating {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorData>();
  return {
    busy,
    error,
    forget: () => setError(undefined),
    create: async () => {
      if (busy || !ready || request === undefined) return;
      setBusy(true);
      setError(undefined);
      try {
        await createDomains(request, filesOf(draft));
        onClose();
      } catch (thrown) {
        setError(toErrorData(thrown));
        setBusy(false);
      }
    },
  };
}

/** In place of the buttons: closing would lose what was entered. */
function Discard({ onKeep, onClose }: { readonly onKeep: () => void; readonly onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div role="alertdialog" aria-labelledby="create-domain-discard" className={styles.footer}>
      <span id="create-domain-discard" className={styles.status}>
        {t('createDomain.discardQuestion')}
      </span>
      <Button ref={keep} variant="default" onClick={onKeep}>
        {t('createDomain.keepEditing')}
      </Button>
      <Button color="red" onClick={onClose}>
        {t('createDomain.discard')}
      </Button>
    </div>
  );
}
