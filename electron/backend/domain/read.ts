/** Reads domains from a host: all of them in one round trip of five calls, or one of them after an event in one as well. */
import { AppError } from '../../../shared/errors.ts';
import type { DomainState } from '../../../shared/model/domain.ts';
import { domainStates, isActive } from '../../../shared/model/domain.ts';
import {
  enums,
  procedures,
  someDomainStats,
  uuidBytes,
  uuidText,
  type Connection,
  type TypedParameter,
  type WireDomain,
} from '../../libvirt/index.ts';
import { fitsId, type DomainSizes, type DomainStates, type ListedDomain } from './knowledge.ts';
import { mapInTurns } from '../calls/turns.ts';

const { virConnectListAllDomainsFlags: lists, virDomainStatsTypes: groups } = enums;

/** What reading needs of a connection. */
export type Caller = Pick<Connection, 'call'>;

/** A domain's UUID, and what the list tells of it. */
export type Listed = readonly [uuid: string, listed: ListedDomain];

/**
 * Statistics that the daemon has at hand. Memory and vCPUs are not among them: for those it asks the QEMU of each running domain,
 * which with a thousand of them takes a second.
 */
const stateGroups = groups.VIR_DOMAIN_STATS_STATE;
const sizeGroups = groups.VIR_DOMAIN_STATS_BALLOON | groups.VIR_DOMAIN_STATS_VCPU;
/** What is read here of those groups. */
const listed = new Set([
  'state.state',
  'state.reason',
  'vcpu.current',
  'vcpu.maximum',
  'balloon.current',
  'balloon.maximum',
]);
const listedStats = someDomainStats((field) => listed.has(field));

export type Parameters = ReadonlyMap<string, number | bigint | string | boolean>;

export function parameters(list: readonly TypedParameter[]): Parameters {
  return new Map(list.map(({ field, value }) => [field, value.value]));
}

export const numeric = (from: Parameters, field: string): number | undefined => {
  const value = from.get(field);
  return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : undefined;
};

/** Undefined where the answer says nothing of it. */
function statesOf(from: Parameters | undefined): DomainStates | undefined {
  const state = from && numeric(from, 'state.state');
  return from === undefined || state === undefined
    ? undefined
    : { state: stateName(state), stateReason: numeric(from, 'state.reason') ?? 0 };
}

/** Off because it was saved: to an image that libvirt keeps, or to a file of somebody's. */
const isSaved = ({ state, stateReason }: DomainStates): boolean =>
  state === 'shutoff' && stateReason === enums.virDomainShutoffReason.VIR_DOMAIN_SHUTOFF_SAVED;

function sizesOf(from: Parameters): DomainSizes {
  const vcpus = pair(numeric(from, 'vcpu.current'), numeric(from, 'vcpu.maximum'));
  const memoryKiB = pair(numeric(from, 'balloon.current'), numeric(from, 'balloon.maximum'));
  return { ...(vcpus && { vcpus }), ...(memoryKiB && { memoryKiB }) };
}

function pair(current: number | undefined, maximum: number | undefined) {
  if (current === undefined && maximum === undefined) return undefined;
  return { current: current ?? maximum ?? 0, maximum: maximum ?? current ?? 0 };
}

const stateName = (state: number): DomainState => domainStates[state] ?? 'nostate';

/** What a list says. */
export interface DomainList {
  readonly listed: readonly Listed[];
  readonly states: ReadonlyMap<string, DomainStates>;
  /**
   * Those of which its answers tell too little (they came or went meanwhile, or the driver has no statistics) or things of two moments
   * (saved, and no image; running, and no id): each is to be read by itself.
   */
  readonly unsure: readonly string[];
}

/**
 * The whole list but for sizes, in one round trip: what libvirt filters by tells what would else be three calls a domain. Control gets
 * one of the five calls, so that registering for events goes beside it; bulk the others.
 */
export async function readAll(control: Caller, bulk: Caller): Promise<DomainList> {
  const list = async (lane: Caller, flags: number): Promise<readonly WireDomain[]> =>
    (await lane.call(procedures.connectListAllDomains, { needResults: 1, flags })).domains;
  const only = async (flags: number): Promise<ReadonlySet<string>> =>
    new Set(await mapInTurns(await list(bulk, flags), ({ uuid }) => uuidText(uuid)));
  const [all, transient, autostart, managedSave, stats] = await Promise.all([
    list(control, 0),
    only(lists.VIR_CONNECT_LIST_DOMAINS_TRANSIENT),
    only(lists.VIR_CONNECT_LIST_DOMAINS_AUTOSTART),
    only(lists.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE),
    readStats(bulk, [], stateGroups),
  ]);
  const listed = await mapInTurns(all, (dom): Listed => {
    const uuid = uuidText(dom.uuid);
    const domain: ListedDomain = {
      name: dom.name,
      ...(dom.id >= 0 && { id: dom.id }),
      persistent: !transient.has(uuid),
      autostart: autostart.has(uuid),
      managedSave: managedSave.has(uuid),
    };
    return [uuid, domain];
  });
  const states = new Map<string, DomainStates>();
  const unsure: string[] = [];
  for (const [uuid, domain] of listed) {
    const told = statesOf(stats.get(uuid));
    // Ids come on one lane and states on the other: one that started or stopped between the answers would be running without an id.
    const fits = told !== undefined && fitsId(told.state, isActive(domain));
    if (fits) states.set(uuid, told);
    if (!fits || (isSaved(told) && !managedSave.has(uuid))) unsure.push(uuid);
  }
  return { listed, states, unsure };
}

/** Memory and vCPUs of all domains, by UUID; what the driver doesn't tell of a domain is missing. */
export async function readSizes(bulk: Caller): Promise<ReadonlyMap<string, DomainSizes>> {
  const stats = await readStats(bulk, [], sizeGroups);
  return new Map(await mapInTurns(stats, ([uuid, from]) => [uuid, sizesOf(from)] as const));
}

/** Of all domains, or of those named. A driver without statistics gives none; the list stands without them. */
async function readStats(
  lane: Caller,
  doms: readonly WireDomain[],
  stats: number,
): Promise<ReadonlyMap<string, Parameters>> {
  const flags = enums.virConnectGetAllDomainStatsFlags.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT;
  try {
    const { retStats } = await lane.call(listedStats, { doms, stats, flags });
    return new Map(await mapInTurns(retStats, ({ dom, params }) => [uuidText(dom.uuid), parameters(params)] as const));
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'notSupported') return new Map();
    throw thrown;
  }
}

/** What one reading of one domain tells: what the list would, and its sizes. */
export interface DomainRead {
  readonly listed: ListedDomain;
  readonly states: DomainStates;
  readonly sizes: DomainSizes;
}

/** One domain, in one round trip or, from drivers with meagre statistics, two. @throws AppError `notFound` when it is gone */
export async function readOne(lane: Caller, uuid: string): Promise<DomainRead> {
  const read = await readOnce(lane, uuid);
  // The calls are answered side by side, and a domain may start, be saved, or go on, between them. Half of each it would look as if it were
  // just off, or running without an id. Read once more, it is what it says: saved to a file of somebody's.
  const isOfTwoMoments =
    !fitsId(read.states.state, isActive(read.listed)) || (isSaved(read.states) && !read.listed.managedSave);
  return isOfTwoMoments ? await readOnce(lane, uuid) : read;
}

async function readOnce(lane: Caller, uuid: string): Promise<DomainRead> {
  const dom = { name: '', uuid: uuidBytes(uuid), id: -1 };
  const [found, persistent, autostart, managedSave, stats] = await Promise.all([
    lane.call(procedures.domainLookupByUuid, { uuid: dom.uuid }),
    lane.call(procedures.domainIsPersistent, { dom }),
    lane.call(procedures.domainGetAutostart, { dom }),
    lane.call(procedures.domainHasManagedSaveImage, { dom, flags: 0 }),
    readStats(lane, [dom], stateGroups | sizeGroups),
  ]);
  const from = stats.get(uuid) ?? new Map();
  const { id } = found.dom;
  const told = sizesOf(from);
  const state = statesOf(from);
  const complete = state !== undefined && told.vcpus !== undefined && told.memoryKiB !== undefined;
  const { states, sizes } = complete ? { states: state, sizes: told } : await readParts(lane, dom);
  const listed: ListedDomain = {
    name: found.dom.name,
    ...(id >= 0 && { id }),
    persistent: persistent.persistent !== 0,
    autostart: autostart.autostart !== 0,
    managedSave: managedSave.result !== 0,
  };
  return { listed, states, sizes };
}

async function readParts(
  lane: Caller,
  dom: WireDomain,
): Promise<{ readonly states: DomainStates; readonly sizes: DomainSizes }> {
  const [state, info] = await Promise.all([
    lane.call(procedures.domainGetState, { dom, flags: 0 }),
    lane.call(procedures.domainGetInfo, { dom }),
  ]);
  const memory = Number(info.memory);
  return {
    states: { state: stateName(state.state), stateReason: state.reason },
    sizes: {
      vcpus: { current: info.nrVirtCpu, maximum: info.nrVirtCpu },
      memoryKiB: { current: memory, maximum: Math.max(memory, Number(info.maxMem)) },
    },
  };
}
