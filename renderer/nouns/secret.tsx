/** The secret: a password that the host keeps for the hypervisor. Its value is never read. */
import { KeyRound, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Secret } from '../../shared/model/secret.ts';
import { api } from '../backend.ts';
import { hasWords } from '../words/hasWords.ts';
import type { ColumnId, FieldId, VerbId } from '../words/keys.ts';
import { byNumber, byText, dash, hostColumn, Quiet, Yes, YesNo } from './cells.tsx';
import { changeable, started } from './checks.ts';
import { copyNameVerb, copyUuidVerb } from './commonVerbs.ts';
import { CopyUuid } from './copyUuid.tsx';
import type { ColumnEntry, FactEntry, NounColumn, NounDescription, NounFact, Target } from './noun.ts';
import { NounIcon } from './nounIcon.tsx';
import type { Verb, VerbEntry } from './verb.ts';

type Row = Target<'secret'>;

/** A newer libvirt's word stands as it is. */
function Usage({ secret: { usage } }: { readonly secret: Secret }): ReactElement {
  const { t } = useTranslation();
  if (usage === undefined) return <>{t('secret.noUsage')}</>;
  const key = `secret.usages.${usage}`;
  return <>{hasWords(key) ? t(key) : usage}</>;
}

function Kept({ secret: { ephemeral } }: { readonly secret: Secret }): ReactElement {
  const { t } = useTranslation();
  return <>{t(ephemeral ? 'secret.keptInMemory' : 'secret.keptOnDisk')}</>;
}

function Private({ secret }: { readonly secret: Secret }): ReactElement {
  const { t } = useTranslation();
  return secret.private ? <>{t('secret.privateHint')}</> : <YesNo yes={false} />;
}

const columns: readonly ColumnEntry<'secret', ColumnId<'secret'>>[] = [
  {
    id: 'name',
    width: 'minmax(200px, 2fr)',
    standard: true,
    compare: byText(({ record }) => record.name),
    render: ({ record }) => record.name,
  },
  {
    id: 'usage',
    width: 'minmax(110px, 1fr)',
    standard: true,
    compare: byText(({ record }) => record.usage ?? ''),
    render: ({ record }) => (
      <Quiet>
        <Usage secret={record} />
      </Quiet>
    ),
  },
  hostColumn,
  {
    id: 'description',
    width: 'minmax(140px, 1.6fr)',
    standard: true,
    compare: byText(({ record }) => record.description ?? ''),
    render: ({ record }) => record.description ?? dash,
  },
  {
    id: 'private',
    width: '84px',
    standard: true,
    compare: byNumber(({ record }) => Number(record.private)),
    render: ({ record }) => record.private && <Yes />,
  },
  {
    id: 'ephemeral',
    width: '124px',
    standard: true,
    compare: byNumber(({ record }) => Number(record.ephemeral)),
    render: ({ record }) => record.ephemeral && <Yes />,
  },
];

const facts: readonly FactEntry<'secret', FieldId<'secret'>>[] = [
  { id: 'usage', render: (record) => <Usage secret={record} /> },
  { id: 'description', render: ({ description }) => description },
  { id: 'private', render: (record) => <Private secret={record} /> },
  { id: 'ephemeral', render: (record) => <Kept secret={record} /> },
  { id: 'uuid', render: ({ uuid }) => <CopyUuid uuid={uuid} /> },
];

const verbs: readonly VerbEntry<Row, VerbId<'secret'>>[] = [
  copyNameVerb(),
  copyUuidVerb(),
  {
    id: 'undefine',
    icon: Trash2,
    group: 'danger',
    confirm: { damage: 'typed', words: 'secret.confirm.undefine', users: true },
    bulk: true,
    prominent: true,
    shortcut: 'Delete',
    blocked: changeable,
    run: ({ record: { host, uuid } }) => started(api.secret.undefine({ host, id: uuid })),
  },
];

export const secret: NounDescription<'secret'> = {
  words: {
    one: 'secret.one',
    many: 'secret.many',
    unknown: 'secret.unknown',
    unknownHint: 'secret.unknownHint',
  },
  name: ({ name }) => name,
  note: ({ host }) => host?.config.name ?? '',
  foundBy: ({ description, uuid }) => [description, uuid],
  icon: (_record, look) => <NounIcon icon={KeyRound} color="text-2" {...look} />,
  look: ({ host }) => ((host?.stale ?? true) ? 'stale' : undefined),
  tree: { group: KeyRound },
  list: {
    columns: columns.map((column): NounColumn<'secret'> => ({ ...column, label: `secret.columns.${column.id}` })),
    count: 'secret.count',
    none: 'secret.none',
  },
  facts: facts.map((fact): NounFact<'secret'> => ({ ...fact, label: `secret.fields.${fact.id}` })),
  definition: ({ host, id }, options) => api.secret.definition({ host, id }, options),
  users: ({ host, id }, options) => api.secret.users({ host, id }, options),
  verbs: verbs.map((verb): Verb<Row> => ({ ...verb, label: `secret.verbs.${verb.id}` })),
};
