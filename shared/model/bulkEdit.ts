/** One field changed in many domains: finds the old value in each, and makes the edits. */
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import { keyedDevices } from './devices/deviceKey.ts';
import { namedDeviceTables } from './devices/index.ts';
import type { DomainEdit, EditValue } from './domainEdit.ts';
import { editValue, namedDomain, same } from './editDefinition.ts';

export interface BulkField {
  /** `domain`, or the element of a device. */
  readonly kind: string;
  readonly property: string;
}

export interface BulkChange {
  /** Key of the device; absent for the domain itself. */
  readonly device?: string;
  readonly from: EditValue;
  readonly to: EditValue;
}

/** Fields that are worth changing in many VMs at once, most used first. What names one thing (MAC, target, file) is not among them. */
export const bulkFields: readonly BulkField[] = [
  ...['memory', 'currentMemory', 'vcpu', 'currentVcpu', 'description', 'cpuMode', 'cpuModel', 'machine'].map(
    (property) => ({
      kind: 'domain',
      property,
    }),
  ),
  ...[
    'onPoweroff',
    'onReboot',
    'onCrash',
    'bootMenu',
    'clockOffset',
    'cpuShares',
    'blkioWeight',
    'hardLimit',
    'emulator',
  ].map((property) => ({ kind: 'domain', property })),
  ...['cache', 'io', 'discard', 'detectZeroes', 'totalBytesPerSecond', 'totalRequestsPerSecond'].map((property) => ({
    kind: 'disk',
    property,
  })),
  ...['network', 'bridge', 'model', 'link', 'filter', 'mtu', 'queues', 'inboundAverage', 'outboundAverage'].map(
    (property) => ({
      kind: 'interface',
      property,
    }),
  ),
  { kind: 'graphics', property: 'listenAddress' },
  { kind: 'video', property: 'model' },
  { kind: 'watchdog', property: 'action' },
  { kind: 'memballoon', property: 'statsPeriod' },
];

/**
 * What the field is now and shall be, for the domain or for each of its devices of that kind; without those that have the value already.
 * Drives of removable media are left out where a disk is meant.
 * @param xml persistent definition
 */
export function bulkChanges(xml: string, field: BulkField, to: EditValue): readonly BulkChange[] {
  return bulkValues(xml, field)
    .map((found): BulkChange => ({ ...found, to }))
    .filter(({ from }) => !same(from, to));
}

/** What the field is now, for the domain or for each of its devices of that kind. */
export function bulkValues(xml: string, { kind, property }: BulkField): readonly Omit<BulkChange, 'to'>[] {
  const { root } = parseXml(xml);
  const table = kind === 'domain' ? namedDomain : namedDeviceTables[kind];
  if (table === undefined) return [];
  const read = (element: XmlElement): EditValue => editValue(table.read(element, property));
  return kind === 'domain'
    ? [{ from: read(root) }]
    : [...keyedDevices(root)]
        .filter(([, element]) => element.name === kind && !isRemovable(element))
        .map(([device, element]) => ({ device, from: read(element) }));
}

function isRemovable(element: XmlElement): boolean {
  const device = element.name === 'disk' ? namedDeviceTables['disk']?.read(element, 'device') : undefined;
  return device === 'cdrom' || device === 'floppy';
}

/** The edits that make the changes. */
export function bulkEdits(changes: readonly BulkChange[], property: string): DomainEdit[] {
  return changes.map(({ device, from, to }): DomainEdit => {
    const changed = { [property]: { from, to } };
    return device === undefined ? { kind: 'domain', changes: changed } : { kind: 'device', device, changes: changed };
  });
}
