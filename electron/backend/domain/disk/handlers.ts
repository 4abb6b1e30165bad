/** What a window may ask of a domain's disks (`shared/api/disk.ts`). */
import { disk } from '../../../../shared/api/disk.ts';
import { diskDevices, type DiskImage, type DiskJob, type DiskState } from '../../../../shared/model/disk.ts';
import { disk as diskTable, sourceOf } from '../../../../shared/model/devices/disk.ts';
import { isActive } from '../../../../shared/model/domain.ts';
import type { NounHandlers } from '../../../../shared/rpc/contract.ts';
import type { XmlElement } from '../../../../shared/xml/element.ts';
import { parseXml } from '../../../../shared/xml/parse.ts';
import { enums, procedures, type Connection } from '../../../libvirt/index.ts';
import { domainTarget, type DomainTarget } from '../target.ts';
import type { Sessions } from '../../session.ts';
import type { Planner } from '../../task/plan.ts';
import type { Tasks } from '../../task/tasks.ts';
import { verbHandlers } from '../../task/verbHandlers.ts';
import { diskVerbs } from './verbs.ts';

export interface DisksParts {
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly plan: Planner;
}

export function diskHandlers({ sessions, tasks, plan }: DisksParts): NounHandlers<typeof disk> {
  return {
    list: (ref) => listDisks(domainTarget(sessions, ref)),
    ...verbHandlers('disk', disk, diskVerbs, { tasks, plan }),
  };
}

/** Every disk in the order of the definition, with what the host tells of each. */
export async function listDisks(target: DomainTarget): Promise<readonly DiskState[]> {
  const { session, dom, domain } = target;
  const lane = await session.lane('control');
  const running = isActive(domain);
  const [{ xml }, errors] = await Promise.all([
    lane.call(procedures.domainGetXmlDesc, { dom, flags: 0 }),
    running ? diskErrors(lane, dom) : new Map<string, DiskState['error']>(),
  ]);
  const elements = parseXml(xml).root.child('devices')?.childrenNamed('disk') ?? [];
  return Promise.all(elements.map((element) => stateOf(lane, dom, element, running, errors)));
}

async function stateOf(
  lane: Connection,
  dom: DomainTarget['dom'],
  element: XmlElement,
  running: boolean,
  errors: ReadonlyMap<string, DiskState['error']>,
): Promise<DiskState> {
  const target = diskTable.target.get(element) ?? '';
  const device = diskTable.device.get(element) ?? 'disk';
  const chain = chainOf(element);
  const [size, job] = await Promise.all([
    chain.length === 0 ? undefined : blockInfo(lane, dom, target),
    running ? jobOf(lane, dom, target) : undefined,
  ]);
  const error = errors.get(target);
  return {
    target,
    device: diskDevices.find((known) => known === device) ?? 'disk',
    chain,
    ...size,
    ...(error !== undefined && { error }),
    ...(job !== undefined && { job }),
  };
}

/** The image and those it is backed by, as far as the definition tells. */
function chainOf(element: XmlElement): readonly DiskImage[] {
  const images: DiskImage[] = [];
  for (let store: XmlElement | undefined = element; store !== undefined; store = store.child('backingStore')) {
    const source = sourceOf(store);
    if (source === undefined) break;
    const format = diskTable.format.get(store) ?? store.child('format')?.attribute('type');
    images.push({ source, ...(format !== undefined && { format }) });
  }
  return images;
}

/** undefined where the host can't tell: a network source of a guest that is off, a file that is missing. */
async function blockInfo(
  lane: Connection,
  dom: DomainTarget['dom'],
  path: string,
): Promise<Pick<DiskState, 'capacityBytes' | 'allocationBytes'> | undefined> {
  try {
    const { capacity, allocation } = await lane.call(procedures.domainGetBlockInfo, { dom, path, flags: 0 });
    return { capacityBytes: Number(capacity), allocationBytes: Number(allocation) };
  } catch {
    return undefined;
  }
}

const jobKinds: Readonly<Record<number, DiskJob['kind']>> = {
  [enums.virDomainBlockJobType.VIR_DOMAIN_BLOCK_JOB_TYPE_PULL]: 'pull',
  [enums.virDomainBlockJobType.VIR_DOMAIN_BLOCK_JOB_TYPE_COPY]: 'copy',
  [enums.virDomainBlockJobType.VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT]: 'commit',
  [enums.virDomainBlockJobType.VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT]: 'activeCommit',
  [enums.virDomainBlockJobType.VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP]: 'backup',
};

async function jobOf(lane: Connection, dom: DomainTarget['dom'], path: string): Promise<DiskJob | undefined> {
  try {
    const { found, type, cur, end } = await lane.call(procedures.domainGetBlockJobInfo, { dom, path, flags: 0 });
    if (found === 0) return undefined;
    return { kind: jobKinds[type] ?? 'other', fraction: end === 0n ? 0 : Math.min(1, Number(cur) / Number(end)) };
  } catch {
    return undefined; // an empty drive has none
  }
}

async function diskErrors(lane: Connection, dom: DomainTarget['dom']): Promise<Map<string, DiskState['error']>> {
  try {
    const { errors } = await lane.call(procedures.domainGetDiskErrors, { dom, maxerrors: 64, flags: 0 });
    const noSpace = enums.virDomainDiskErrorCode.VIR_DOMAIN_DISK_ERROR_NO_SPACE;
    return new Map(errors.map(({ disk, error }) => [disk, error === noSpace ? 'noSpace' : 'unspecified']));
  } catch {
    return new Map();
  }
}
