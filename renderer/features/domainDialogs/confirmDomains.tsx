/** Asks before work is interrupted or lost: says what happens to which VMs. */
import { Button, Group, Modal } from '@mantine/core';
import type { FormEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainKey, type Domain, type DomainRef } from '../../../shared/model/domain.ts';
import { domainVerb } from '../../nouns/domain.tsx';
import { runVerb, targetOf } from '../../nouns/runVerb.ts';
import { DomainIcon } from '../../nouns/statusIcon.tsx';
import { useInventory } from '../../store/inventory.ts';
import type { ConfirmedVerbId } from '../../words/keys.ts';
import styles from './domainDialogs.module.css';

interface ConfirmProps {
  readonly verb: ConfirmedVerbId;
  readonly domains: readonly DomainRef[];
  readonly onClose: () => void;
}

/** Names listed before "and N more". */
const LISTED = 12;

export function ConfirmDomains({ verb: id, domains: refs, onClose }: ConfirmProps): ReactElement | null {
  const { t } = useTranslation();
  const all = useInventory((state) => state.domains);
  const domains = refs.flatMap((ref) => all[domainKey(ref)] ?? []);
  const verb = domainVerb(id);
  if (!verb) return null;
  const [first] = domains;
  const title =
    domains.length === 1 && first
      ? t(`confirm.${id}.title`, { name: first.name })
      : t(`confirm.${id}.titleMany`, { count: domains.length });
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    onClose();
    for (const domain of domains) void runVerb(verb, targetOf(domain));
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('shell.close') }}>
      <form onSubmit={confirm}>
        <p className={styles.consequence}>{t(`confirm.${id}.consequence`, { count: domains.length })}</p>
        {domains.length > 1 && <Names domains={domains} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" {...(verb.confirm === 'explicit' && { 'data-autofocus': true })} onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button
            // Where work is lost, Enter pressed too soon must lose none.
            {...(verb.confirm === 'explicit' ? { color: 'red' } : { 'data-autofocus': true })}
            type="submit"
          >
            {t(`verbs.domain.${id}`)}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Names({ domains }: { readonly domains: readonly Domain[] }): ReactElement {
  const { t } = useTranslation();
  const hosts = useInventory((state) => state.hosts);
  return (
    <ul className={styles.names}>
      {domains.slice(0, LISTED).map((domain) => (
        <li key={domainKey(domain)}>
          <DomainIcon domain={domain} /> {domain.name}{' '}
          <span className={styles.quiet}>{hosts[domain.host]?.config.name}</span>
        </li>
      ))}
      {domains.length > LISTED && (
        <li className={styles.quiet}>{t('confirm.more', { count: domains.length - LISTED })}</li>
      )}
    </ul>
  );
}
