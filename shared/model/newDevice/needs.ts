/** What must be so, or become so, for a device to work: reasons why it can't be added, and edits that go with it. */
import { XmlElement } from '../../xml/element.ts';
import { edit } from '../../xml/property.ts';
import { serializeElement } from '../../xml/serialize.ts';
import { controller } from '../devices/controller.ts';
import { graphics } from '../devices/graphics.ts';
import { memory as memoryDevice } from '../devices/memory.ts';
import { namedDeviceTables } from '../devices/index.ts';
import { keyedDevices } from '../devices/deviceKey.ts';
import type { DomainEdit, EditValue } from '../domainEdit.ts';
import { domain } from '../domainProperties.ts';
import { editValue, namedDomain, same } from '../editDefinition.ts';
import { devicesNamed, isX86, machineOf, type NewDeviceContext } from './context.ts';

/** Why a device can't be added; each has words. */
export type NewDeviceReason = 'onlyOne' | 'allTaken' | 'hostLacks' | 'machineLacks' | 'needsSpice' | 'libvirtOld';

/** Why something else is changed with it; each has words. */
export type NewDeviceExtra = 'sharedMemory' | 'memorySlots' | 'numaCell' | 'ioapic' | 'scsiController' | 'replacesNone';

export interface NeededEdit {
  readonly why: NewDeviceExtra;
  readonly edit: DomainEdit;
}

export type Needs =
  | { readonly kind: 'impossible'; readonly reason: NewDeviceReason }
  /** `before`: edits that are made before the device is added. */
  | { readonly kind: 'possible'; readonly before: readonly NeededEdit[] };

export const possible = (...before: readonly (readonly NeededEdit[])[]): Needs => ({
  kind: 'possible',
  before: before.flat(),
});
export const impossible = (reason: NewDeviceReason): Needs => ({ kind: 'impossible', reason });

/** The first that is impossible, else all that has to be changed. */
export function allOf(...needs: readonly Needs[]): Needs {
  const before: NeededEdit[] = [];
  for (const each of needs) {
    if (each.kind === 'impossible') return each;
    before.push(...each.before);
  }
  return possible(before);
}

/** Possible unless the condition holds. */
export const unless = (condition: boolean, reason: NewDeviceReason): Needs =>
  condition ? impossible(reason) : possible();

/** The host's hypervisor must have one of the values, as far as it tells. */
export function offered(
  { capabilities }: NewDeviceContext,
  name: string,
  ...values: readonly (EditValue | undefined)[]
): Needs {
  const [element = ''] = name.split('.', 1);
  if (capabilities?.supported[element] === false) return impossible('hostLacks');
  const known = capabilities?.enums[name];
  return unless(known !== undefined && !known.some((each) => values.includes(each)), 'hostLacks');
}

/** There must be none of its kind yet; one that says that there is none (`model='none'`) makes way. */
export function onlyOne(context: NewDeviceContext, kind: string): Needs {
  const there = devicesNamed(context, kind);
  const none = there.filter(isNone);
  return there.length > none.length ? impossible('onlyOne') : possible(none.map((each) => replaced(context, each)));
}

/** What says that there is none of this kind makes way. */
export const notNone = (context: NewDeviceContext, kind: string): Needs =>
  possible(
    devicesNamed(context, kind)
      .filter(isNone)
      .map((each) => replaced(context, each)),
  );

const isNone = (element: XmlElement): boolean => namedDeviceTables[element.name]?.read(element, 'model') === 'none';

function replaced({ root }: NewDeviceContext, element: XmlElement): NeededEdit {
  const [device = ''] = [...keyedDevices(root)].find(([, each]) => each === element) ?? [];
  return { why: 'replacesNone', edit: { kind: 'removeDevice', device, xml: serializeElement(element) } };
}

/** USB must not be switched off. */
export const usb = (context: NewDeviceContext): Needs => notNone(context, 'controller');

export const spice = (context: NewDeviceContext): Needs => unless(!hasSpice(context), 'needsSpice');

export const hasSpice = (context: NewDeviceContext): boolean =>
  devicesNamed(context, 'graphics').some((each) => graphics.type.get(each) === 'spice');

type DomainValues = Readonly<Record<string, EditValue>>;

/** Properties of the domain itself, those that are so already left out. */
function domainEdits(why: NewDeviceExtra, { root }: NewDeviceContext, values: DomainValues): readonly NeededEdit[] {
  const changed = Object.entries(values)
    .map(([name, to]) => [name, { from: editValue(namedDomain.read(root, name)), to }] as const)
    .filter(([, { from, to }]) => !same(from, to));
  return changed.length === 0 ? [] : [{ why, edit: { kind: 'domain', changes: Object.fromEntries(changed) } }];
}

/** The guest's memory must be open to processes of the host (vhost-user). */
export function sharedMemory(context: NewDeviceContext): Needs {
  const { root } = context;
  const cells = domain.numaCells.get(root) ?? [];
  if (domain.memoryAccess.get(root) === 'shared') return possible();
  if (cells.length > 0 && cells.every(({ access }) => access === 'shared')) return possible();
  const source = domain.memoryBacking.get(root);
  const memfd = domain.hugepages.get(root) === true || source === 'file' ? {} : { memoryBacking: 'memfd' };
  return possible(domainEdits('sharedMemory', context, { ...memfd, memoryAccess: 'shared' }));
}

/** Slots to plug memory into where the guest has none, as QEMU on x86 and most others allows at least. */
const usualSlots = 16;

/**
 * The guest must have room for more memory, and cells that it belongs to: libvirt refuses pluggable memory without both.
 * @param sizeKiB of the new one
 */
export function memoryRoom(context: NewDeviceContext, sizeKiB: number): Needs {
  const { root } = context;
  const total = domain.memory.get(root) ?? 0;
  const plugged = devicesNamed(context, 'memory');
  const slots = domain.maxMemorySlots.get(root) ?? 0;
  const room = Math.max(domain.maxMemory.get(root) ?? total * 2, total + sizeKiB);
  const space = domainEdits('memorySlots', context, {
    maxMemory: room,
    maxMemorySlots: slots > plugged.length ? slots : Math.max(usualSlots, plugged.length + 1),
  });
  if ((domain.numaCells.get(root) ?? []).length > 0) return possible(space);
  const cpus = (domain.vcpu.get(root) ?? 1) - 1;
  const there = plugged.reduce((sum, each) => sum + (memoryDevice.size.get(each) ?? 0), 0);
  const cell = { id: 0, cpus: cpus === 0 ? '0' : `0-${cpus}`, memory: total - there };
  return possible(space, domainEdits('numaCell', context, { numaCells: [cell] }));
}

/** Interrupt remapping needs the I/O APIC in QEMU (libvirt refuses it otherwise). */
export const splitIoapic = (context: NewDeviceContext): Needs =>
  possible(isX86(context) ? domainEdits('ioapic', context, { ioapic: 'qemu' }) : []);

/** libvirt would add an emulated LSI controller, which few guests have drivers for. */
export function scsiController(context: NewDeviceContext): Needs {
  const controllers = devicesNamed(context, 'controller').filter((each) => controller.type.get(each) === 'scsi');
  if (controllers.length > 0 || machineOf(context) === 'pseries') return possible();
  const element = new XmlElement('controller');
  edit(controller, element, { type: 'scsi', controllerIndex: 0, model: 'virtio-scsi' });
  return possible([{ why: 'scsiController', edit: { kind: 'addDevice', xml: serializeElement(element) } }]);
}
