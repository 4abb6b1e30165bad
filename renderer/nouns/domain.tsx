/** The domain: what users call a virtual machine. */
import { PendingMark } from './pendingMark.tsx';
import { DomainIcon, DomainState } from './statusIcon.tsx';
import { domainColumns } from './domain/columns.tsx';
import { StateText } from './domain/stateText.tsx';
import { domainVerbs } from './domain/verbs.ts';
import type { NounDescription } from './noun.ts';

export const domain: NounDescription<'domain'> = {
  words: {
    one: 'menu.domain',
    noneOpen: 'menu.noDomain',
    many: 'palette.domains',
    unknown: 'domain.unknown',
    unknownHint: 'domain.unknownHint',
  },
  name: ({ name }) => name,
  note: ({ host }) => host?.config.name ?? '',
  foundBy: ({ definition }) => [definition?.title],
  icon: (record, look) => <DomainIcon domain={record} {...look} />,
  state: (record) => <DomainState domain={record} />,
  look: ({ record, host }) => ((host?.stale ?? true) ? 'stale' : record.state === 'shutoff' ? 'off' : undefined),
  marks: (record, place) => <PendingMark domain={record} {...(place === 'page' && { counted: true })} />,
  head: { state: (record) => <StateText domain={record} /> },
  tree: {},
  list: { columns: domainColumns, count: 'domain.table.count', none: 'domain.empty.noDomains' },
  verbs: domainVerbs,
};
