/** The domain: what users call a virtual machine. */
import { PendingMark } from './pendingMark.tsx';
import { DomainIcon, DomainState } from './statusIcon.tsx';
import { domainColumns } from './domain/columns.tsx';
import { domainVerbs } from './domain/verbs.ts';
import type { NounDescription } from './noun.ts';

export const domain: NounDescription<'domain'> = {
  words: { menu: 'menu.domain', none: 'menu.noDomain', many: 'palette.domains' },
  name: ({ name }) => name,
  note: ({ host }) => host?.config.name ?? '',
  foundBy: ({ definition }) => [definition?.title],
  icon: (record, look) => <DomainIcon domain={record} {...look} />,
  state: (record) => <DomainState domain={record} />,
  look: ({ record, host }) => ((host?.stale ?? true) ? 'stale' : record.state === 'shutoff' ? 'off' : undefined),
  marks: (record) => <PendingMark domain={record} />,
  columns: domainColumns,
  verbs: domainVerbs,
};
