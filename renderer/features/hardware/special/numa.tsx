import { ActionIcon, Button, Select } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NumaCell } from '../../../../shared/model/capabilities.ts';
import { cpusetText, cpusOf } from '../../../../shared/model/cpuset.ts';
import { memoryDevicesOf } from '../../../../shared/model/memorySize.ts';
import {
  addedCell,
  cellChanges,
  cellId,
  checkNuma,
  evenCells,
  numaProperties,
  placementChanges,
  placementOf,
  removedCell,
  type NumaValues,
} from '../../../../shared/model/numaCells.ts';
import { readAll } from '../../../../shared/xml/property.ts';
import { sizeText } from '../../../nouns/propertyValue.ts';
import type { PropertyForm } from '../form.ts';
import { Findings } from './findings.tsx';
import { useCapabilities, valueOf } from './hostHas.ts';
import { Line } from './line.tsx';
import { SizeInput } from '../../../nouns/sizeInput.tsx';
import { TextInput } from '../../../nouns/textInput.tsx';
import styles from './special.module.css';

interface PartProps {
  readonly form: PropertyForm;
  readonly values: NumaValues;
}

/** The NUMA cells that the guest sees, and the host's nodes that its memory comes from. */
export function Numa({ form }: { readonly form: PropertyForm }): ReactElement {
  const { t } = useTranslation();
  const values = readAll(numaProperties, form.hardware.planned);
  const nodes = valueOf(useCapabilities(form))?.numa;
  const memoryDevices = memoryDevicesOf(form.hardware.planned).modules;
  const limits = { memoryDevices, ...(nodes !== undefined && { nodes: nodes.map(({ id }) => id) }) };
  const total = Math.max(0, (values.memory ?? 0) - memoryDevices);
  return (
    <div className={styles.section}>
      <Line form={form} properties={['numaCells']} label={t('hardware.special.numa.cells')}>
        {values.numaCells === undefined ? (
          <span className={styles.aside}>{t('hardware.special.numa.none')}</span>
        ) : (
          <Cells form={form} values={values} />
        )}
        <Arrangements form={form} values={values} total={total} hostNodes={nodes?.length ?? 1} />
      </Line>
      <HostNodes form={form} values={values} nodes={nodes ?? []} />
      <Findings form={form} findings={checkNuma(values, limits)} />
    </div>
  );
}

function Cells({ form, values }: PartProps): ReactElement {
  const { t } = useTranslation();
  const columns = {
    cpus: t('hardware.special.numa.cpus'),
    memory: t('hardware.special.numa.memory'),
    access: t('hardware.special.numa.access'),
    nodes: t('hardware.special.numa.hostNodes'),
  };
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('hardware.special.numa.cell')}</th>
          {Object.entries(columns).map(([name, label]) => (
            <th key={name} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(values.numaCells ?? []).map((cell, index) => (
          <Cell key={cellId(cell, index)} form={form} values={values} index={index} columns={columns} />
        ))}
      </tbody>
    </table>
  );
}

interface CellProps extends PartProps {
  readonly index: number;
  readonly columns: Readonly<Record<'cpus' | 'memory' | 'access' | 'nodes', string>>;
}

const accesses = ['shared', 'private'] as const;

function Cell({ form, values, index, columns }: CellProps): ReactElement {
  const { t } = useTranslation();
  const cell = values.numaCells?.[index] ?? {};
  const id = cellId(cell, index);
  const label = (column: keyof typeof columns): string =>
    t('hardware.special.numa.ofCell', { column: columns[column], cell: id });
  const change = (to: Parameters<typeof cellChanges>[2]): void => form.change(cellChanges(values, index, to));
  const nodeset = placementOf(values, id);
  return (
    <tr>
      <th scope="row">{id}</th>
      <td>
        <TextInput
          label={label('cpus')}
          value={cell.cpus}
          placeholder="0-3"
          width={90}
          invalid={cell.cpus !== undefined && cpusOf(cell.cpus) === undefined}
          onChange={(cpus) => change({ cpus })}
        />
      </td>
      <td>
        <SizeInput label={label('memory')} value={cell.memory} onChange={(memory) => change({ memory: memory ?? 0 })} />
      </td>
      <td>
        <Select
          aria-label={label('access')}
          w={110}
          allowDeselect={false}
          data={['default' as const, ...accesses].map((value) => ({
            value,
            label: t(`hardware.special.numa.accessOf.${value}`),
          }))}
          value={cell.access ?? 'default'}
          onChange={(to) => change({ access: accesses.find((access) => access === to) })}
        />
      </td>
      <td>
        <TextInput
          label={label('nodes')}
          value={nodeset}
          placeholder={t('hardware.special.numa.nodesPlaceholder')}
          width={90}
          invalid={nodeset !== undefined && cpusOf(nodeset) === undefined}
          onChange={(to) => form.change(placementChanges(values, id, to))}
        />
      </td>
      <td>
        <ActionIcon
          size="sm"
          aria-label={t('hardware.special.numa.remove', { cell: id })}
          onClick={() => form.change(removedCell(values, index))}
        >
          <X size={13} aria-hidden />
        </ActionIcon>
      </td>
    </tr>
  );
}

interface ArrangementsProps extends PartProps {
  /** KiB to distribute. */
  readonly total: number;
  readonly hostNodes: number;
}

function Arrangements({ form, values, total, hostNodes }: ArrangementsProps): ReactElement {
  const { t } = useTranslation();
  const vcpus = values.vcpu ?? 1;
  const counts = [...new Set([1, 2, 4, values.numaCells?.length ?? 1])].filter((count) => count <= vcpus);
  return (
    <div className={styles.buttons} role="group" aria-label={t('hardware.special.numa.usual')}>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Plus size={12} aria-hidden />}
        onClick={() => form.change(addedCell(values, total))}
      >
        {t('hardware.special.numa.add')}
      </Button>
      {values.numaCells !== undefined && (
        <Button size="compact-xs" variant="default" onClick={() => form.change(evenCells(values, 0, total))}>
          {t('hardware.special.numa.noCells')}
        </Button>
      )}
      {counts
        .filter((count) => count !== hostNodes || hostNodes === 1)
        .toSorted((a, b) => a - b)
        .map((count) => (
          <Button
            key={count}
            size="compact-xs"
            variant="default"
            onClick={() => form.change(evenCells(values, count, total))}
          >
            {t('hardware.special.numa.even', { count })}
          </Button>
        ))}
      {hostNodes > 1 && hostNodes <= vcpus && (
        <Button size="compact-xs" variant="default" onClick={() => form.change(evenCells(values, hostNodes, total))}>
          {t('hardware.special.numa.likeHost', { count: hostNodes })}
        </Button>
      )}
    </div>
  );
}

const modes = ['strict', 'preferred', 'interleave', 'restrictive'] as const;

function HostNodes({ form, values, nodes }: PartProps & { readonly nodes: readonly NumaCell[] }): ReactElement {
  const { t } = useTranslation();
  const labels = { mode: t('hardware.special.numa.mode'), nodes: t('hardware.special.numa.nodes') };
  const described = nodes.map(({ id, memoryKiB, cpus }) =>
    t('hardware.special.numa.hostNode', {
      node: id,
      size: sizeText(memoryKiB),
      cpus: cpusetText(cpus.map((cpu) => cpu.id)),
    }),
  );
  return (
    <Line
      form={form}
      properties={['numaMode', 'numaNodes']}
      label={labels.mode}
      hint={[t('hardware.special.numa.nodesLiveHint'), ...described].join(' ')}
    >
      <Select
        aria-label={labels.mode}
        w={240}
        allowDeselect={false}
        data={['none' as const, ...modes].map((value) => ({
          value,
          label: t(`hardware.special.numa.modes.${value}`),
        }))}
        value={values.numaMode ?? (values.numaNodes === undefined ? 'none' : 'strict')}
        onChange={(to) => {
          const mode = modes.find((each) => each === to) ?? null;
          const all = cpusetText(nodes.map(({ id }) => id));
          form.change({
            numaMode: mode,
            numaNodes: mode === null ? null : (values.numaNodes ?? (all === '' ? '0' : all)),
            ...(mode === null && { numaPlacement: null }),
          });
        }}
      />
      {(values.numaMode !== undefined || values.numaNodes !== undefined) && values.numaPlacement !== 'auto' && (
        <TextInput
          label={labels.nodes}
          value={values.numaNodes}
          placeholder={t('hardware.special.numa.nodesHint')}
          invalid={values.numaNodes !== undefined && cpusOf(values.numaNodes) === undefined}
          onChange={(to) => form.change({ numaNodes: to ?? null })}
        />
      )}
    </Line>
  );
}
