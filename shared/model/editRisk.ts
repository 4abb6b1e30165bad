/** What may go wrong in the guest after an edit, though libvirt takes it: said before it is applied. */
import type { XmlElement } from '../xml/element.ts';
import { keyedDevices } from './devices/deviceKey.ts';
import { namedDeviceTables } from './devices/index.ts';
import type { DomainEdit } from './domainEdit.ts';
import { namedDomain } from './editDefinition.ts';

/** Key of the words `edit.risks.<risk>`. */
export const editRisks = [
  /** The disk gets another name in the guest, which may need a driver to boot. */
  'busChange',
  /** The guest may take it for a new card; leases and licences follow the MAC. */
  'macChange',
  'modelChange',
  /** UEFI and BIOS guests don't boot with the other; UEFI settings are kept apart. */
  'firmwareChange',
  'machineChange',
  'archChange',
  /** Less than the guest may be using now. */
  'memoryShrink',
  'vcpuShrink',
  'cpuModelChange',
  /** A format other than the image's reads as garbage, and what is written then destroys it. */
  'formatChange',
  /** Data written last may be lost when the host fails. */
  'unsafeCache',
  'sharedDisk',
  'removesBootDisk',
  'removesDisk',
  'removesDevice',
  'removesLastGraphics',
  'tpmRemoved',
  'uuidChange',
] as const;
export type EditRisk = (typeof editRisks)[number];

const domainRisks: Readonly<Record<string, EditRisk>> = {
  firmware: 'firmwareChange',
  loader: 'firmwareChange',
  loaderType: 'firmwareChange',
  nvram: 'firmwareChange',
  machine: 'machineChange',
  arch: 'archChange',
  cpuMode: 'cpuModelChange',
  cpuModel: 'cpuModelChange',
  uuid: 'uuidChange',
};

const deviceRisks: Readonly<Record<string, Readonly<Record<string, EditRisk>>>> = {
  disk: { bus: 'busChange', target: 'busChange', format: 'formatChange' },
  interface: { mac: 'macChange', model: 'modelChange' },
  controller: { model: 'busChange' },
};

/** @param root the definition before the edit */
export function risksOf(edit: DomainEdit, root: XmlElement, running: boolean): readonly EditRisk[] {
  switch (edit.kind) {
    case 'domain':
      return unique([...named(edit.changes, domainRisks), ...shrinking(edit, root, running)]);
    case 'device':
      return unique([
        ...named(edit.changes, deviceRisks[edit.device.split(':', 1)[0] ?? ''] ?? {}),
        ...diskRisks(edit),
      ]);
    case 'removeDevice':
      return removal(edit.device, root);
    case 'deviceXml':
    case 'addDevice':
    case 'definition':
      return [];
    default:
      return edit satisfies never;
  }
}

const unique = (risks: readonly EditRisk[]): readonly EditRisk[] => [...new Set(risks)];

const named = (
  changes: Readonly<Record<string, unknown>>,
  risks: Readonly<Record<string, EditRisk>>,
): readonly EditRisk[] =>
  Object.keys(changes).flatMap((name) => (Object.hasOwn(risks, name) ? (risks[name] ?? []) : []));

function shrinking(
  { changes }: Extract<DomainEdit, { kind: 'domain' }>,
  root: XmlElement,
  running: boolean,
): readonly EditRisk[] {
  const less = (name: string): boolean => {
    const to = changes[name]?.to;
    const now = namedDomain.read(root, name);
    return typeof to === 'number' && typeof now === 'number' && to < now;
  };
  return [
    ...(less('memory') || (running && less('currentMemory')) ? (['memoryShrink'] as const) : []),
    ...(running && less('currentVcpu') ? (['vcpuShrink'] as const) : []),
  ];
}

function diskRisks({ device, changes }: Extract<DomainEdit, { kind: 'device' }>): readonly EditRisk[] {
  if (!device.startsWith('disk:')) return [];
  return [
    ...(changes['cache']?.to === 'unsafe' ? (['unsafeCache'] as const) : []),
    ...(changes['shareable']?.to === true ? (['sharedDisk'] as const) : []),
  ];
}

function removal(device: string, root: XmlElement): readonly EditRisk[] {
  const devices = keyedDevices(root);
  const element = devices.get(device);
  const read = (property: string): unknown =>
    element === undefined ? undefined : namedDeviceTables[element.name]?.read(element, property);
  switch (element?.name) {
    case 'disk': {
      const kind = read('device') ?? 'disk';
      if (kind === 'cdrom' || kind === 'floppy') return [];
      const first = [...devices].find(([, each]) => each.name === 'disk')?.[0];
      return [device === first ? 'removesBootDisk' : 'removesDisk'];
    }
    case 'tpm':
      return ['tpmRemoved'];
    case 'graphics':
      return [...devices.values()].filter(({ name }) => name === 'graphics').length === 1
        ? ['removesLastGraphics']
        : [];
    case 'controller':
      return ['removesDevice'];
    default:
      return [];
  }
}
