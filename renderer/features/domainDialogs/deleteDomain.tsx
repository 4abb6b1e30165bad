/** Deletes a VM: says what goes with it, which disks may go too and who else uses them; the name is typed where data is lost. */
import { Button, Group, Loader, Modal, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletePlan } from '../../../shared/api/domain.ts';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';
import { DeletableFiles } from './deletableFiles.tsx';
import styles from './domainDialogs.module.css';
import { UnlookedNote } from './unlookedNote.tsx';

type Loading = { readonly plan: DeletePlan } | { readonly error: ErrorData } | undefined;

function usePlan(ref: DomainRef): { readonly loading: Loading; readonly again: () => void } {
  const { host, uuid } = ref;
  const [loading, setLoading] = useState<Loading>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    api.domain.deletePlan({ host, uuid }, { signal: abort.signal }).then(
      (plan) => setLoading({ plan }),
      (thrown: unknown) => !abort.signal.aborted && setLoading({ error: toErrorData(thrown) }),
    );
    return () => abort.abort();
  }, [host, uuid, turn]);
  const again = (): void => {
    setLoading(undefined);
    setTurn((last) => last + 1);
  };
  return { loading, again };
}

export function DeleteDomain({
  domain: ref,
  onClose,
}: {
  readonly domain: DomainRef;
  readonly onClose: () => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const domain = useDomain(ref);
  // The name it had when the dialog opened: it is what the user reads and types, also while the task already runs.
  const [name] = useState(domain?.name ?? '');
  const { loading, again } = usePlan(ref);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('domain.delete.title', { name })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {loading === undefined && (
        <Group gap="xs" role="status">
          <Loader size="xs" aria-hidden /> {t('domain.delete.looking')}
        </Group>
      )}
      {loading && 'error' in loading && <Problem error={loading.error} />}
      {loading && 'plan' in loading && (
        <Form domain={ref} name={name} plan={loading.plan} onAgain={again} onClose={onClose} />
      )}
    </Modal>
  );
}

interface FormProps {
  readonly domain: DomainRef;
  readonly name: string;
  readonly plan: DeletePlan;
  /** Looks at the host once more. */
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

function Form({ domain, name, plan, onAgain, onClose }: FormProps): ReactElement {
  const { t } = useTranslation();
  const [paths, setPaths] = useState<readonly string[]>(
    plan.volumes.filter(({ suggested }) => suggested).map(({ path }) => path),
  );
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // The dialog opened without the form, on its close button.
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const [error, setError] = useState<ErrorData>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (typed !== name) return;
    try {
      const users = plan.volumes.filter(({ path }) => paths.includes(path)).flatMap(({ usedBy }) => usedBy);
      const despite = [...users, ...plan.unlooked.map(({ name: what }) => what)];
      await api.domain.delete({ ...domain, paths: [...paths], despite, force: plan.running });
      onClose();
    } catch (thrown) {
      setError(toErrorData(thrown));
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <ul className={styles.consequences}>
        {plan.running && <li data-warning>{t('domain.delete.running')}</li>}
        {plan.managedSave && <li>{t('domain.delete.managedSave')}</li>}
        {plan.snapshots > 0 && <li>{t('domain.delete.snapshots', { count: plan.snapshots })}</li>}
        {plan.checkpoints > 0 && <li>{t('domain.delete.checkpoints', { count: plan.checkpoints })}</li>}
        {plan.nvram && <li>{t('domain.delete.nvram')}</li>}
        {plan.tpm && <li>{t('domain.delete.tpm')}</li>}
      </ul>
      <h3 className={styles.heading}>{t('domain.delete.storage')}</h3>
      {plan.volumes.length === 0 && <p className={styles.quiet}>{t('domain.delete.noStorage')}</p>}
      {plan.volumes.length > 0 && <UnlookedNote host={domain.host} unlooked={plan.unlooked} onAgain={onAgain} />}
      {plan.volumes.length > 0 && !plan.linksFollowed && (
        <p className={styles.quiet}>{t('domain.delete.linksNotFollowed')}</p>
      )}
      <DeletableFiles volumes={plan.volumes} chosen={paths} onChange={setPaths} />
      <TextInput
        mt="md"
        ref={field}
        data-autofocus
        autoComplete="off"
        label={t('domain.delete.typeName', { name })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error && <Problem error={error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('shell.cancel')}
        </Button>
        <Button type="submit" color="red" disabled={typed !== name}>
          {paths.length === 0 ? t('domain.delete.submit') : t('domain.delete.submitWithDisks', { count: paths.length })}
        </Button>
      </Group>
    </form>
  );
}
