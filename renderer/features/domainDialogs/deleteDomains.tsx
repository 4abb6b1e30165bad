/** Deletes many VMs: what each has, whether their disks go too, and their count typed; then one task a VM. */
import { Button, Checkbox, Group, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletePlan } from '../../../shared/api/domain.ts';
import { domainObject, domainKey, type Domain, type DomainRef } from '../../../shared/model/domain.ts';
import type { Unlooked } from '../../../shared/model/imageUse.ts';
import { api } from '../../backend.ts';
import { showFailure } from '../../nouns/runVerb.ts';
import { recordNow } from '../../store/inventory.ts';
import { DeleteTable } from './deleteTable.tsx';
import styles from './domainDialogs.module.css';
import { UnlookedNote } from './unlookedNote.tsx';
import { useDeletePlans } from './useDeletePlans.ts';

interface DeleteDomainsProps {
  readonly domains: readonly DomainRef[];
  readonly onClose: () => void;
}

export function DeleteDomains({ domains: refs, onClose }: DeleteDomainsProps): ReactElement {
  const { t } = useTranslation();
  // As they were when the dialog opened: that is what is read, counted and typed.
  const [domains] = useState(() => known(refs));
  const plans = useDeletePlans(refs);
  const [withDisks, setWithDisks] = useState(false);
  const [typed, setTyped] = useState('');
  const ready = domains.flatMap((domain) => {
    const planned = plans.get(domainKey(domain));
    return planned?.kind === 'planned' ? [{ domain, plan: planned.plan }] : [];
  });
  // One that could not be looked at is left alone; while one is still looked at, the count is not yet known.
  const settled = plans.size === domains.length && ready.length > 0;
  const confirmed = settled && typed.trim() === String(ready.length);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!confirmed) return;
    for (const { domain, plan } of ready) {
      const { host, uuid } = domain;
      const paths = withDisks ? plan.volumes.filter(({ suggested }) => suggested).map(({ path }) => path) : [];
      api.domain.delete({ host, uuid, paths, force: plan.running }).catch(showFailure);
    }
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={760}
      title={t('domain.delete.titleMany', { count: domains.length })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form onSubmit={submit}>
        <DeleteTable domains={domains} plans={plans} withDisks={withDisks} />
        {withDisks && <UnlookedNote unlooked={unlookedOf(ready)} />}
        <Checkbox
          mt="md"
          label={t('domain.delete.withDisks')}
          description={t('domain.delete.withDisksHint')}
          checked={withDisks}
          onChange={(event) => setWithDisks(event.currentTarget.checked)}
        />
        <TextInput
          mt="md"
          data-autofocus
          autoComplete="off"
          inputMode="numeric"
          label={t('domain.delete.typeCount', { count: settled ? ready.length : domains.length })}
          className={styles.count ?? ''}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!confirmed}>
            {t('domain.delete.submitMany', { count: settled ? ready.length : domains.length })}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Of all hosts, each once. */
function unlookedOf(ready: readonly { readonly domain: Domain; readonly plan: DeletePlan }[]): readonly Unlooked[] {
  const byName = ready.flatMap(({ domain: { host }, plan }) =>
    plan.unlooked.map((each) => [`${host} ${each.kind} ${each.name}`, each] as const),
  );
  return [...new Map(byName).values()];
}

function known(refs: readonly DomainRef[]): readonly Domain[] {
  return refs.flatMap((ref) => recordNow(domainObject(ref)) ?? []);
}
