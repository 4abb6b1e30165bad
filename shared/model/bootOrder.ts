/**
 * What a guest is started from. libvirt knows two ways, and refuses both at once: kinds of devices (`<os><boot dev>`), of which the first of
 * each is taken (qemuProcessPrepareDeviceBootorder), and a number at each device (`<boot order>`).
 */
import type { XmlElement } from '../xml/element.ts';
import { bootOrder } from './devices/common.ts';
import type { DeviceKey } from './devices/deviceKey.ts';
import { disk } from './devices/disk.ts';
import type { EditValue } from './domainEdit.ts';
import { domain } from './domainProperties.ts';
import type { Finding } from './finding.ts';

/** A device with the key that edits name it by. */
export interface KeyedElement {
  readonly key: DeviceKey;
  readonly element: XmlElement;
}

export interface BootCandidate extends KeyedElement {
  /** From 1, as the guest tries them; undefined where it isn't tried. */
  readonly position: number | undefined;
}

const bootable: ReadonlySet<string> = new Set(['disk', 'interface', 'hostdev', 'redirdev']);

type BootKind = 'hd' | 'cdrom' | 'network' | 'fd';

function kindOf(element: XmlElement): BootKind | undefined {
  if (element.name === 'interface') return 'network';
  if (element.name !== 'disk') return undefined;
  switch (disk.device.get(element)) {
    case 'cdrom':
      return 'cdrom';
    case 'floppy':
      return 'fd';
    default:
      return 'hd';
  }
}

/** Devices that a guest may be started from: first those it tries, in that order, then the others as the definition has them. */
export function bootCandidates(root: XmlElement, devices: readonly KeyedElement[]): readonly BootCandidate[] {
  const possible = devices.filter(({ element }) => bootable.has(element.name));
  const tried = triedOf(root, possible);
  const positions = new Map(tried.map(({ key }, index) => [key, index + 1]));
  return [...tried, ...possible.filter(({ key }) => !positions.has(key))].map((device) => ({
    ...device,
    position: positions.get(device.key),
  }));
}

function triedOf(root: XmlElement, possible: readonly KeyedElement[]): readonly KeyedElement[] {
  const numbered = possible.flatMap((device) => {
    const order = bootOrder.get(device.element);
    return order === undefined ? [] : [{ device, order }];
  });
  if (numbered.length > 0) return numbered.toSorted((a, b) => a.order - b.order).map(({ device }) => device);
  return (domain.boot.get(root) ?? []).flatMap(
    (kind) => possible.find(({ element }) => kindOf(element) === kind) ?? [],
  );
}

/** New values that planned edits bring. */
export interface BootChanges {
  readonly devices: readonly { readonly key: DeviceKey; readonly from: EditValue; readonly to: EditValue }[];
  /** Kinds of devices, which go: libvirt takes them only where no device has a number. */
  readonly kinds: { readonly from: EditValue; readonly to: null } | undefined;
}

/** @param wanted what the guest shall try, in that order */
export function bootChanges(
  root: XmlElement,
  devices: readonly KeyedElement[],
  wanted: readonly DeviceKey[],
): BootChanges {
  const kinds = domain.boot.get(root);
  return {
    devices: devices.flatMap(({ key, element }) => {
      if (!bootable.has(element.name)) return [];
      const from = bootOrder.get(element) ?? null;
      const at = wanted.indexOf(key);
      const to = at === -1 ? null : at + 1;
      return from === to ? [] : [{ key, from, to }];
    }),
    kinds: kinds === undefined ? undefined : { from: [...kinds], to: null },
  };
}

/** The same order with one device earlier or later; as it is where that is no move. */
export function moved(order: readonly DeviceKey[], key: DeviceKey, by: -1 | 1): readonly DeviceKey[] {
  const at = order.indexOf(key);
  const to = at + by;
  return at === -1 || to < 0 || to >= order.length ? order : order.toSpliced(at, 1).toSpliced(to, 0, key);
}

export type BootFinding = 'bootTwoWays' | 'bootOrderTwice' | 'bootsKernel' | 'bootsNothing';

export function checkBoot(root: XmlElement, devices: readonly KeyedElement[]): readonly Finding<BootFinding, never>[] {
  const orders = devices.flatMap(({ element }) => (bootable.has(element.name) ? (bootOrder.get(element) ?? []) : []));
  const twice = orders.find((order, index) => orders.indexOf(order) !== index);
  const kinds = domain.boot.get(root) ?? [];
  const kernel = domain.kernel.get(root) !== undefined;
  const isContainer = domain.osType.get(root) === 'exe';
  return [
    ...(orders.length > 0 && kinds.length > 0 ? [{ level: 'error', word: 'bootTwoWays' } as const] : []),
    ...(twice === undefined ? [] : [{ level: 'error', word: 'bootOrderTwice', params: { order: twice } } as const]),
    ...(kernel ? [{ level: 'hint', word: 'bootsKernel' } as const] : []),
    ...(kernel || isContainer || orders.length + kinds.length > 0
      ? []
      : [{ level: 'hint', word: 'bootsNothing' } as const]),
  ];
}
