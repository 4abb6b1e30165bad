/**
 * What a list of edits will do: to the definition, to the running guest, and when. Pure: the same for the preview of a window and
 * for the task that runs it.
 */
import { parseXml } from '../xml/parse.ts';
import { serializeElement, serializeXml } from '../xml/serialize.ts';
import type { XmlElement } from '../xml/element.ts';
import { keyedDevices } from './devices/deviceKey.ts';
import { namedDeviceTables } from './devices/index.ts';
import { inverseOf, type DomainEdit, type DomainEdits, type EditConflict, type PropertyChange } from './domainEdit.ts';
import { editDefinition, editValue, namedDomain, same, withoutSecrets } from './editDefinition.ts';
import { liveDevice, liveDomainProperties, type LiveCall } from './liveChange.ts';
import { plugObstacle } from './livePlug.ts';
import { risksOf, type EditRisk } from './editRisk.ts';

/**
 * `now`: felt by the running guest at once. `nextStart`: kept, and in force when the guest is next started. `shutdown`: libvirt takes it
 * only while the guest is off, so it has to wait for that.
 */
export type EditEffect = 'now' | 'nextStart' | 'shutdown';

/** Properties of the domain that libvirt refuses to change while it runs. */
const shutdownProperties: ReadonlySet<string> = new Set(['name']);

/** One thing to do to the running guest. */
export type LiveAction =
  | { readonly kind: 'attach'; readonly xml: string }
  | { readonly kind: 'detach'; readonly device: string }
  /** The running device's properties to change, then virDomainUpdateDeviceFlags. */
  | { readonly kind: 'update'; readonly device: string; readonly properties: readonly string[] }
  | {
      readonly kind: 'call';
      readonly call: LiveCall;
      readonly device?: string;
      readonly properties: readonly string[];
    };

export interface PlannedEdit {
  readonly edit: DomainEdit;
  /** When each of its properties changes; of an edit of a whole element, the one entry ''. */
  readonly effects: Readonly<Record<string, EditEffect>>;
  readonly live: readonly LiveAction[];
  readonly risks: readonly EditRisk[];
}

export interface DefinitionChange {
  readonly before: string;
  readonly after: string;
}

export interface EditPlan {
  readonly edits: readonly PlannedEdit[];
  /** Absent for a transient domain. */
  readonly persistent?: DefinitionChange;
  /** What the running guest will have; absent when it is off or nothing changes live. */
  readonly live?: DefinitionChange;
  readonly conflicts: readonly EditConflict[];
  /** The domain is saved: it goes on as it was saved, and the edits are in force at the start after that. */
  readonly savedState?: true;
  /** Takes it back. */
  readonly inverse: DomainEdits;
  /** How long it may take, in seconds: hot-unplug waits for the guest. */
  readonly seconds: number;
}

export interface EditedDomain {
  /** Persistent definition; absent for a transient domain. */
  readonly persistent?: string;
  /** Live definition; absent when the domain is off. */
  readonly live?: string;
}

export interface PlanOptions {
  readonly force?: boolean;
  /** Leave the running guest alone. */
  readonly nextStartOnly?: boolean;
  /** A managed save image exists. */
  readonly savedState?: boolean;
}

/** @throws AppError `invalidArgument` when an edit is malformed */
export function planEdits(definitions: EditedDomain, edits: DomainEdits, options: PlanOptions = {}): EditPlan {
  const live = definitions.live === undefined ? undefined : parseXml(definitions.live).root;
  const reachable = options.nextStartOnly === true ? undefined : live;
  const risksFor = definitions.persistent ?? definitions.live ?? '<domain/>';
  const planned = edits.map((edit): PlannedEdit => {
    const actions = reachable === undefined ? [] : liveActions(edit, reachable);
    return {
      edit,
      effects: effectsOf(edit, actions, live),
      live: actions,
      risks: risksOf(edit, parseXml(risksFor).root, live !== undefined),
    };
  });
  const persistent = changed(definitions.persistent, (root) => editDefinition(root, edits, options));
  const liveAfter = changed(definitions.live, (root) =>
    editDefinition(root, planned.flatMap(livePart), { force: true }),
  );
  const hasLive = planned.some((each) => each.live.length > 0);
  return {
    edits: planned,
    ...(persistent === undefined ? {} : { persistent: persistent.change }),
    ...(liveAfter === undefined || !hasLive ? {} : { live: liveAfter.change }),
    conflicts: (persistent ?? liveAfter)?.conflicts ?? [],
    ...(options.savedState === true && { savedState: true }),
    inverse: inverseOf(edits, keyOfXml),
    seconds: secondsFor(planned),
  };
}

/** The inverse of edits that were made, expecting what the definition says of them now. */
export function inverseIn(root: XmlElement, made: DomainEdits): DomainEdit[] {
  const devices = keyedDevices(root);
  const keyNow = (xml: string): string => {
    const key = keyOfXml(xml);
    const [element = ''] = key.split(':', 1);
    // A device without an identity of its own stands where the last of its kind stands.
    return devices.has(key) && !key.endsWith(':0')
      ? key
      : ([...devices.keys()].findLast((each) => each.startsWith(`${element}:`)) ?? key);
  };
  return inverseOf(made, keyNow).map((edit): DomainEdit => {
    switch (edit.kind) {
      case 'domain':
        return { ...edit, changes: expecting(edit.changes, (name) => namedDomain.read(root, name)) };
      case 'device': {
        const element = devices.get(edit.device);
        const table = element === undefined ? undefined : namedDeviceTables[element.name];
        if (element === undefined || table === undefined) return edit;
        return { ...edit, changes: expecting(edit.changes, (name) => table.read(element, name)) };
      }
      case 'deviceXml':
        return { ...edit, from: xmlOf(devices.get(edit.device), edit.from) };
      case 'removeDevice':
        return { ...edit, xml: xmlOf(devices.get(edit.device), edit.xml) };
      case 'definition':
        return { ...edit, from: withoutSecrets(serializeElement(root)) };
      case 'addDevice':
        return edit;
      default:
        return edit satisfies never;
    }
  });
}

const xmlOf = (element: XmlElement | undefined, otherwise: string): string =>
  element === undefined ? otherwise : serializeElement(element);

const expecting = (
  changes: Readonly<Record<string, PropertyChange>>,
  read: (name: string) => unknown,
): Record<string, PropertyChange> =>
  Object.fromEntries(Object.entries(changes).map(([name, { to }]) => [name, { from: editValue(read(name)), to }]));

/** The key that a device of this XML gets in a definition of its own. */
export function keyOfXml(xml: string): string {
  const { root } = parseXml(`<domain><devices>${xml}</devices></domain>`);
  return keyedDevices(root).keys().next().value ?? '';
}

function changed(xml: string | undefined, edit: (root: XmlElement) => readonly EditConflict[]) {
  if (xml === undefined) return undefined;
  const document = parseXml(xml);
  const conflicts = edit(document.root);
  return { conflicts, change: { before: withoutSecrets(xml), after: withoutSecrets(serializeXml(document)) } };
}

/** What of an edit the running guest feels, as an edit of the live definition. */
function livePart({ edit, live }: PlannedEdit): DomainEdit[] {
  if (live.length === 0) return [];
  if (edit.kind !== 'domain' && edit.kind !== 'device') return [edit];
  const names = new Set(live.flatMap((action) => ('properties' in action ? action.properties : [])));
  const changes = Object.fromEntries(Object.entries(edit.changes).filter(([name]) => names.has(name)));
  return [{ ...edit, changes }];
}

function effectsOf(
  edit: DomainEdit,
  actions: readonly LiveAction[],
  live: XmlElement | undefined,
): Record<string, EditEffect> {
  const later: EditEffect = live === undefined ? 'now' : 'nextStart';
  if (edit.kind !== 'domain' && edit.kind !== 'device') {
    const waits = live !== undefined && edit.kind === 'definition' && renames(edit.to, live);
    return { '': waits ? 'shutdown' : actions.length > 0 ? 'now' : later };
  }
  const names = new Set(actions.flatMap((action) => ('properties' in action ? action.properties : [])));
  const waits = (name: string): boolean => live !== undefined && edit.kind === 'domain' && shutdownProperties.has(name);
  return Object.fromEntries(
    Object.keys(edit.changes).map((name) => [name, waits(name) ? 'shutdown' : names.has(name) ? 'now' : later]),
  );
}

const renames = (definition: string, live: XmlElement): boolean => {
  const { root } = parseXml(definition);
  return [...shutdownProperties].some(
    (name) => !same(editValue(namedDomain.read(root, name)), editValue(namedDomain.read(live, name))),
  );
};

function liveActions(edit: DomainEdit, live: XmlElement): readonly LiveAction[] {
  switch (edit.kind) {
    case 'domain':
      return grouped(reachable(edit.changes, live), liveDomainProperties).map(([call, properties]) => ({
        kind: 'call',
        call,
        properties,
      }));
    case 'device':
      return deviceActions(edit, live);
    case 'addDevice': {
      const added = parseXml(edit.xml).root;
      return plugObstacle(added, live) === undefined ? [{ kind: 'attach', xml: edit.xml }] : [];
    }
    case 'removeDevice': {
      const element = keyedDevices(live).get(edit.device);
      return element !== undefined && abilities(element).plug === 'yes'
        ? [{ kind: 'detach', device: edit.device }]
        : [];
    }
    case 'deviceXml':
    case 'definition':
      return []; // what a free text means for the guest isn't known
    default:
      return edit satisfies never;
  }
}

/** What the running guest has at most, which a change of the next start does not raise. */
const ceilings: Readonly<Record<string, string>> = { currentMemory: 'memory', currentVcpu: 'vcpu' };

/** Without what is more than the running guest can have. */
function reachable(changes: Readonly<Record<string, PropertyChange>>, live: XmlElement): readonly string[] {
  return Object.entries(changes).flatMap(([name, { to }]) => {
    const ceiling = ceilings[name];
    const most = ceiling === undefined ? undefined : namedDomain.read(live, ceiling);
    return typeof most === 'number' && typeof to === 'number' && to > most ? [] : [name];
  });
}

function deviceActions(
  { device, changes }: Extract<DomainEdit, { kind: 'device' }>,
  live: XmlElement,
): readonly LiveAction[] {
  const element = keyedDevices(live).get(device);
  if (element === undefined) return [];
  const { update, calls } = abilities(element);
  const names = Object.keys(changes);
  const updated = names.filter((name) => update.includes(name));
  return [
    ...(updated.length === 0 ? [] : [{ kind: 'update' as const, device, properties: updated }]),
    ...grouped(names, calls).map(([call, properties]) => ({ kind: 'call' as const, call, device, properties })),
  ];
}

/** Names by the call that changes them. */
function grouped(
  names: readonly string[],
  calls: Readonly<Record<string, LiveCall>>,
): readonly (readonly [LiveCall, readonly string[]])[] {
  const groups = new Map<LiveCall, string[]>();
  for (const name of names) {
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (call !== undefined) groups.set(call, [...(groups.get(call) ?? []), name]);
  }
  return [...groups];
}

function abilities(element: XmlElement) {
  const table = namedDeviceTables[element.name];
  return liveDevice(element.name, (property) => table?.read(element, property));
}

/** A define is one short call; each live change another; an unplug may wait for the guest as long as libvirt's timeout. */
function secondsFor(planned: readonly PlannedEdit[]): number {
  const actions = planned.flatMap(({ live }) => live);
  return 1 + Math.ceil(actions.length / 4) + 4 * actions.filter(({ kind }) => kind === 'detach').length;
}
