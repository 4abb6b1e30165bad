/** The host device: what the machine is made of, as far as libvirt knows. */
import { CircuitBoard } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedNodeDevice } from '../../shared/model/nodeDevice.ts';
import { objectHref } from '../../shared/model/route.ts';
import { api } from '../backend.ts';
import { hasWords } from '../words/hasWords.ts';
import type { ColumnId, FieldId, VerbId } from '../words/keys.ts';
import { byText, dash, hostColumn, Quiet } from './cells.tsx';
import { copyNameVerb } from './commonVerbs.ts';
import type { ColumnEntry, FactEntry, NounColumn, NounDescription, NounFact, Target } from './noun.ts';
import { NounIcon } from './nounIcon.tsx';
import type { Verb, VerbEntry } from './verb.ts';

type Row = Target<'nodeDevice'>;

/** A newer libvirt's word stands as it is. */
function Capability({ device }: { readonly device: ListedNodeDevice }): ReactElement {
  const { t } = useTranslation();
  const key = `nodeDevice.capabilities.${device.capability}`;
  return <>{hasWords(key) ? t(key) : device.capability}</>;
}

const columns: readonly ColumnEntry<'nodeDevice', ColumnId<'nodeDevice'>>[] = [
  {
    id: 'name',
    width: 'minmax(190px, 1.6fr)',
    standard: true,
    compare: byText(({ record }) => record.name),
    render: ({ record }) => record.name,
  },
  {
    id: 'label',
    width: 'minmax(160px, 2fr)',
    standard: true,
    compare: byText(({ record }) => record.label ?? ''),
    render: ({ record }) => record.label ?? dash,
  },
  {
    id: 'capability',
    width: 'minmax(110px, 0.8fr)',
    standard: true,
    compare: byText(({ record }) => record.capability),
    render: ({ record }) => (
      <Quiet>
        <Capability device={record} />
      </Quiet>
    ),
  },
  hostColumn,
  {
    id: 'driver',
    width: 'minmax(90px, 0.8fr)',
    standard: true,
    compare: byText(({ record }) => record.driver ?? ''),
    render: ({ record }) => record.driver ?? dash,
  },
  {
    id: 'parent',
    width: 'minmax(120px, 1fr)',
    standard: true,
    compare: byText(({ record }) => record.parent ?? ''),
    render: ({ record }) => record.parent ?? dash,
  },
];

const facts: readonly FactEntry<'nodeDevice', FieldId<'nodeDevice'>>[] = [
  { id: 'label', render: ({ label }) => label },
  { id: 'capability', render: (record) => <Capability device={record} /> },
  { id: 'driver', render: ({ driver }) => driver },
  {
    id: 'parent',
    render: ({ host, parent }) =>
      parent === undefined ? undefined : <a href={objectHref({ host, kind: 'nodeDevice', id: parent })}>{parent}</a>,
  },
];

/** None of libvirt's: to give a device to a guest is a matter of the guest. */
const verbs: readonly VerbEntry<Row, VerbId<'nodeDevice'>>[] = [copyNameVerb()];

export const nodeDevice: NounDescription<'nodeDevice'> = {
  words: {
    one: 'nodeDevice.one',
    many: 'nodeDevice.many',
    unknown: 'nodeDevice.unknown',
    unknownHint: 'nodeDevice.unknownHint',
  },
  name: ({ name }) => name,
  note: ({ record, host }) => record.label ?? host?.config.name ?? '',
  foundBy: ({ label, driver }) => [label, driver],
  icon: (_record, look) => <NounIcon icon={CircuitBoard} color="text-2" {...look} />,
  look: ({ host }) => ((host?.stale ?? true) ? 'stale' : undefined),
  tree: { group: CircuitBoard },
  list: {
    columns: columns.map((column): NounColumn<'nodeDevice'> => ({
      ...column,
      label: `nodeDevice.columns.${column.id}`,
    })),
    count: 'nodeDevice.count',
    none: 'nodeDevice.none',
  },
  facts: facts.map((fact): NounFact<'nodeDevice'> => ({ ...fact, label: `nodeDevice.fields.${fact.id}` })),
  definition: ({ host, id }, options) => api.nodeDevice.definition({ host, id }, options),
  users: ({ host, id }, options) => api.nodeDevice.users({ host, id }, options),
  verbs: verbs.map((verb): Verb<Row> => ({ ...verb, label: `nodeDevice.verbs.${verb.id}` })),
};
