/** Asks before work is interrupted or lost: says what happens to which VMs. */
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainKey, type Domain, type DomainRef } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { ConfirmDialog, type ConfirmObject, type Damage } from '../../components/confirmDialog.tsx';
import { domainVerb, type DomainTarget, type DomainVerb } from '../../nouns/domain.tsx';
import { applies, runVerb } from '../../nouns/runVerb.ts';
import { DomainIcon } from '../../nouns/statusIcon.tsx';
import { useInventory } from '../../store/inventory.ts';
import type { ConfirmedVerbId } from '../../words/keys.ts';

interface ConfirmProps {
  readonly verb: ConfirmedVerbId;
  /** Those that were chosen; to those that can't take it nothing happens. */
  readonly domains: readonly DomainRef[];
  readonly onClose: () => void;
}

/** What asks the guest instead of stopping it. */
const gentler = {
  destroy: { id: 'shutdown', words: 'confirm.destroy.gentler' },
  reset: { id: 'reboot', words: 'confirm.reset.gentler' },
} as const;

const isHarsh = (id: ConfirmedVerbId): id is keyof typeof gentler => Object.hasOwn(gentler, id);

export function ConfirmDomains({ verb: id, domains: refs, onClose }: ConfirmProps): ReactElement | null {
  const { t } = useTranslation();
  const all = useInventory((state) => state.domains);
  const hosts = useInventory((state) => state.hosts);
  const verb = domainVerb(id);
  if (!verb) return null;
  const chosen = refs
    .flatMap((ref) => all[domainKey(ref)] ?? [])
    .map((domain): DomainTarget => ({ domain, host: hosts[domain.host] }));
  const targets = chosen.filter((target) => applies(verb, target));
  const excluded = chosen.filter((target) => !applies(verb, target));
  const count = targets.length;
  // The only one that it is about; or the only one that was chosen, if it is left out.
  const named = targets.length === 1 ? targets[0] : chosen.length === 1 ? chosen[0] : undefined;
  return (
    <ConfirmDialog
      title={named ? t(`confirm.${id}.title`, { name: named.domain.name }) : t(`confirm.${id}.titleMany`, { count })}
      consequence={t(`confirm.${id}.consequence`, { count })}
      damage={damageOf(verb, targets, t)}
      objects={targets.length > 1 ? targets.map(({ domain, host }) => objectOf(domain, host)) : []}
      excluded={excluded.map((target) => ({
        ...objectOf(target.domain, target.host),
        why: t(`reasons.${verb.blocked(target) ?? 'doesNotApply'}`),
      }))}
      {...(chosen.length > 1 && { excludedTitle: t('confirm.excluded', { count: excluded.length }) })}
      more={(rest) => t('confirm.more', { count: rest })}
      act={count === 1 ? t(`verbs.domain.${id}`) : t(`confirm.${id}.act`, { count })}
      disabled={count === 0}
      cancel={t('shell.cancel')}
      close={t('shell.close')}
      onConfirm={() => run(verb, targets)}
      onClose={onClose}
    />
  );
}

function run(verb: DomainVerb, targets: readonly DomainTarget[]): void {
  for (const target of targets) void runVerb(verb, target);
}

/** With the gentler way beside it, where all of them can go it. */
function damageOf(verb: DomainVerb, targets: readonly DomainTarget[], t: TFunction): Damage {
  if (verb.confirm !== 'explicit') return { kind: 'plain' };
  if (!isHarsh(verb.id)) return { kind: 'explicit' };
  const { id, words } = gentler[verb.id];
  const way = domainVerb(id);
  if (!way || targets.length === 0 || !targets.every((target) => applies(way, target))) return { kind: 'explicit' };
  return { kind: 'explicit', gentler: { label: t(words), onChoose: () => run(way, targets) } };
}

const objectOf = (domain: Domain, host: Host | undefined): ConfirmObject => ({
  key: domainKey(domain),
  name: domain.name,
  icon: <DomainIcon domain={domain} />,
  place: host?.config.name,
});
