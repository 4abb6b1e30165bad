/**
 * What will differ once the guest is started again: the running definition against the persistent one, property by property. What
 * libvirt adds to a running definition by itself (addresses of consoles, names of taps, the expanded CPU model) is no change.
 */
import { parseXml } from '../xml/parse.ts';
import { serializeElement } from '../xml/serialize.ts';
import type { XmlElement } from '../xml/element.ts';
import type { NamedTable } from '../xml/named.ts';
import { keyedDevices } from './devices/deviceKey.ts';
import { namedDeviceTables, type DeviceKind, type KnownDevice } from './devices/index.ts';
import type { DomainEdit, EditValue } from './domainEdit.ts';
import type { domain } from './domainProperties.ts';
import { editValue, namedDomain, same, sameXml } from './editDefinition.ts';

export type PendingChange =
  | {
      readonly kind: 'property';
      readonly device?: string;
      readonly property: string;
      readonly live: EditValue;
      readonly persistent: EditValue;
    }
  /** Comes with the next start. */
  | { readonly kind: 'added'; readonly device: string; readonly xml: string }
  /** Goes with the next start. */
  | { readonly kind: 'removed'; readonly device: string; readonly xml: string }
  /** A device without a table differs. */
  | { readonly kind: 'element'; readonly device: string; readonly live: string; readonly persistent: string };

type Read = (property: string) => unknown;
/** Whether what differs is libvirt's own doing; `true` always is. */
type Expansion = true | ((persistent: Read, running: Read) => boolean);
type Expansions = Readonly<Record<string, Expansion>>;

/** Properties that a running domain fills in by itself. */
const expandedDomain: Expansions = {
  currentMemory: true, // what the balloon has reached at this moment
  cpuCheck: true,
  cpuMatch: true,
  cpuVendor: true,
  cpuFallback: true,
  cpuMigratable: true,
  cpuFeatures: true, // compared apart, see `featureChanges`
  cpuMode: (persistent) => persistent('cpuMode') === 'host-model' || persistent('cpuMode') === undefined,
  cpuModel: (persistent) => persistent('cpuMode') !== 'custom',
  clockAdjustment: true,
  clockBasis: true,
  resourcePartition: true,
  securityLabels: (persistent, running) => isWithin(persistent('securityLabels'), running('securityLabels')),
  launchSecurity: (persistent) => persistent('launchSecurity') === undefined,
  vcpuPlacement: true,
} satisfies { readonly [Name in keyof typeof domain]?: Expansion };

/** Those that libvirt chooses at start when the definition leaves them open. */
const chosenAtStart: ReadonlySet<string> = new Set([
  'loader',
  'loaderReadonly',
  'loaderSecure',
  'loaderType',
  'loaderFormat',
  'loaderStateless',
  'nvram',
  'nvramTemplate',
  'nvramFormat',
  'nvramTemplateFormat',
  'numaNodes',
  'cpuset',
  'vcpus', // listed once one was plugged in; how many there are is compared by itself
]);

/** Said of a running one even where it was left open. */
const whereOpen =
  (property: string): Expansion =>
  (persistent) =>
    persistent(property) === undefined;
const terminal = { tty: true, tls: whereOpen('tls') } as const;

const expandedDevices: Readonly<Record<string, Expansions>> = {
  disk: {
    tray: true,
    startupPolicy: true,
    format: (persistent, running) => isEmpty(persistent) && isEmpty(running),
    tls: whereOpen('tls'),
  },
  filesystem: { binary: whereOpen('binary') },
  redirdev: terminal,
  interface: {
    target: true,
    bridge: (persistent) => persistent('type') === 'network',
    dev: (persistent) => persistent('type') === 'network',
    mode: (persistent) => persistent('type') === 'network',
    // Of the port that the network gave it: <source portid=…>, by the network also a virtual port.
    switchPortId: (persistent) => persistent('type') === 'network',
    macType: true,
    backendTap: true,
    backendVhost: true,
  },
  graphics: {
    port: (persistent) => persistent('autoport') !== false,
    tlsPort: (persistent) => persistent('autoport') !== false,
    websocket: (persistent) => persistent('websocket') === -1,
    listens: (persistent, running) =>
      openListens(persistent('listens')) || isWithin(persistent('listens'), running('listens')),
    listenAddress: true, // the older place of what `listens` says
    socket: true,
    password: true,
    renderNode: whereOpen('renderNode'),
  },
  serial: { ...terminal, path: (persistent) => persistent('type') === 'pty' },
  parallel: { ...terminal, path: (persistent) => persistent('type') === 'pty' },
  console: { ...terminal, path: (persistent) => persistent('type') === 'pty' },
  channel: {
    ...terminal,
    state: true,
    mode: (persistent) => persistent('mode') === undefined, // libvirt makes a socket of its own
    path: (persistent) => persistent('path') === undefined || persistent('type') === 'pty',
  },
  vsock: { cid: (persistent) => persistent('cid') === undefined || persistent('autoCid') === true },
  hostdev: { driver: whereOpen('driver') },
  memory: { current: true },
} satisfies { readonly [K in DeviceKind]?: { readonly [Name in keyof KnownDevice<K>['properties']]?: Expansion } };

/** Whether nothing is in a drive: while it runs, an empty one has no format. */
const isEmpty = (read: Read): boolean =>
  ['cdrom', 'floppy'].includes(String(read('device'))) &&
  ['file', 'dev', 'volume', 'name'].every((source) => read(source) === undefined);

/** Each entry of the definition is one of the running guest, which says more of it: with SELinux the category that a label got. */
const isWithin = (persistent: unknown, running: unknown): boolean =>
  persistent === undefined ||
  (Array.isArray(persistent) &&
    Array.isArray(running) &&
    persistent.every((each: unknown) => running.some((other: unknown) => isEqualWhereSaid(each, other))));

function isEqualWhereSaid(said: unknown, found: unknown): boolean {
  if (typeof said !== 'object' || said === null || typeof found !== 'object' || found === null) return false;
  const values = new Map(Object.entries(found));
  return Object.entries(said).every(([name, value]) => value === undefined || values.get(name) === value);
}

/** Listens of type network or socket get their address or path at start. */
const openListens = (listens: unknown): boolean =>
  Array.isArray(listens) &&
  listens.some(
    (listen: unknown) => typeof listen === 'object' && listen !== null && 'type' in listen && listen.type !== 'address',
  );

/**
 * @param live definition as it runs
 * @param persistent definition of the next start
 * @throws AppError `invalidArgument` when one is no XML
 */
export function pendingChanges(live: string, persistent: string): readonly PendingChange[] {
  return [...pendingSteps(live, persistent)].flat();
}

/** As `pendingChanges`, text by text and device by device: who has others to serve takes a rest between these. */
export function* pendingSteps(live: string, persistent: string): Generator<readonly PendingChange[], void, undefined> {
  const running = parseXml(live).root;
  yield [];
  const next = parseXml(persistent).root;
  yield [];
  yield properties(namedDomain, running, next, expandedDomain, chosenAtStart).map((each) => ({
    kind: 'property' as const,
    ...each,
  }));
  yield featureChanges(running, next);
  const devices = { running: keyedDevices(running), next: keyedDevices(next) };
  for (const [device, element] of devices.next) yield deviceChanges(device, devices.running.get(device), element);
  for (const [device, element] of devices.running) {
    if (!devices.next.has(device)) yield [{ kind: 'removed', device, xml: serializeElement(element) }];
  }
}

function deviceChanges(device: string, running: XmlElement | undefined, next: XmlElement): PendingChange[] {
  if (running === undefined) return [{ kind: 'added', device, xml: serializeElement(next) }];
  const table = namedDeviceTables[next.name];
  if (table === undefined) {
    const [live, persistent] = [bare(running), bare(next)];
    return sameXml(live, persistent) ? [] : [{ kind: 'element', device, live, persistent }];
  }
  return properties(table, running, next, expandedDevices[next.name] ?? {}, new Set()).map((each) => ({
    kind: 'property',
    device,
    ...each,
  }));
}

/** Without what libvirt adds to a running device of any kind. */
function bare(element: XmlElement): string {
  const copy = parseXml(serializeElement(element)).root;
  copy.child('alias')?.remove();
  return serializeElement(copy);
}

function properties(
  table: NamedTable,
  running: XmlElement,
  next: XmlElement,
  expanded: Expansions,
  chosen: ReadonlySet<string>,
): { property: string; live: EditValue; persistent: EditValue }[] {
  const read: Read = (property) => table.read(next, property);
  const readRunning: Read = (property) => table.read(running, property);
  return Object.keys(table.fields).flatMap((property) => {
    const rule = Object.hasOwn(expanded, property) ? expanded[property] : undefined;
    if (rule === true || rule?.(read, readRunning) === true) return [];
    const [live, persistent] = [editValue(table.read(running, property)), editValue(read(property))];
    if (same(live, persistent) || (persistent === null && chosen.has(property))) return [];
    if (isDefault(table, property, live) && isDefault(table, property, persistent)) return [];
    return [{ property, live, persistent }];
  });
}

/** Absent and the default say the same. */
function isDefault(table: NamedTable, property: string, value: EditValue): boolean {
  return (
    value === null ||
    (table.fields[property]?.default !== undefined && same(value, editValue(table.fields[property].default)))
  );
}

/** A started CPU lists every feature it got: only what the persistent definition names and the running one lacks or has otherwise counts. */
function featureChanges(running: XmlElement, next: XmlElement): PendingChange[] {
  if (namedDomain.read(next, 'cpuMode') !== 'custom') return [];
  const [live, persistent] = [features(running), features(next)];
  const differs = [...persistent].some(([name, policy]) => (live.get(name) ?? 'disable') !== policy);
  if (!differs) return [];
  const values = [running, next].map((root) => editValue(namedDomain.read(root, 'cpuFeatures')));
  return [{ kind: 'property', property: 'cpuFeatures', live: values[0] ?? null, persistent: values[1] ?? null }];
}

function features(root: XmlElement): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const feature of root.child('cpu')?.childrenNamed('feature') ?? []) {
    const [name, policy = 'require'] = [feature.attribute('name'), feature.attribute('policy')];
    // "force" and "optional" turn out one way or the other; the running definition says which.
    if (name !== undefined && (policy === 'require' || policy === 'disable')) found.set(name, policy);
  }
  return found;
}

/** The edit that makes the next start like the guest runs now. */
export function revertOf(change: PendingChange): DomainEdit {
  switch (change.kind) {
    case 'property': {
      const changes = { [change.property]: { from: change.persistent, to: change.live } };
      return change.device === undefined
        ? { kind: 'domain', changes }
        : { kind: 'device', device: change.device, changes };
    }
    case 'added':
      return { kind: 'removeDevice', device: change.device, xml: change.xml };
    case 'removed':
      return { kind: 'addDevice', xml: change.xml };
    case 'element':
      return { kind: 'deviceXml', device: change.device, from: change.persistent, to: change.live };
    default:
      return change satisfies never;
  }
}
