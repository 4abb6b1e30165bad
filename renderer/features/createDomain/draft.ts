/** What the user has said of new VMs so far. Choices of each source are kept side by side: going back loses none of them. */
import type { CreationRequest } from '../../../shared/model/creation/creationRequest.ts';
import type { Hardware, NewDisk } from '../../../shared/model/creation/hardware.ts';
import { topologyFor } from '../../../shared/model/creation/osTraits.ts';
import type { SourceKind } from '../../../shared/model/creation/sources.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { OperatingSystem } from '../../../shared/model/os.ts';
import { firstAnswers } from './firstBoot/answers.ts';
import { equal, mergeHardware } from './mergeHardware.ts';

export const imageOrigins = ['pool', 'file', 'url', 'path'] as const;
export type ImageOrigin = (typeof imageOrigins)[number];

/** A file of this computer, and the name of the channel that will carry it. */
export interface ChosenFile {
  readonly upload: string;
  readonly file: File;
}

export interface ImageDraft {
  readonly from: ImageOrigin;
  readonly volume?: { readonly pool: string; readonly volume: string };
  readonly path: string;
  readonly file?: ChosenFile | undefined;
  readonly url: string;
  /** The URL is read by the hypervisor while the guest runs. */
  readonly remote: boolean;
  /** Where a file or a URL's content is put; absent: the pool that is proposed. */
  readonly pool?: string;
  /** Of the volume it becomes; absent: after the file or the URL. */
  readonly name?: string;
  readonly sha256: string;
}

export interface CloudDraft extends ImageDraft {
  readonly mode: 'copy' | 'link';
  readonly keepImage: boolean;
}

export interface TreeDraft {
  readonly url: string;
  readonly kernel: string;
  readonly initrd: string;
  readonly arguments: string;
  readonly pool?: string;
}

export interface CreationDraft {
  readonly kind: SourceKind;
  readonly iso: ImageDraft;
  readonly cloud: CloudDraft;
  readonly tree: TreeDraft;
  readonly xml: string;
  readonly os: { readonly kind: 'detected' } | { readonly kind: 'chosen'; readonly id: string | undefined };
  /** The oldest, safest devices. */
  readonly compatible: boolean;
  /** Absent: the one that is proposed. */
  readonly name?: string;
  readonly count: number;
  readonly title: string;
  readonly description: string;
  readonly hosts: readonly HostId[];
  readonly start: boolean;
  readonly autostart: boolean;
  /** As proposed for host and system, with what was changed of it; absent until the host has answered. */
  readonly hardware?: Hardware;
  /** The latest proposal: what differs from it was changed. */
  readonly proposed?: Hardware;
  /** What of the hardware was chosen and decides about the rest. */
  readonly platform: Partial<Pick<Hardware, 'type' | 'arch' | 'firmware'>>;
  /** Public keys of this workstation, for the first user of ready images. */
  readonly keys: readonly string[];
  readonly extraMedia: CreationRequest['extraMedia'];
  readonly cloudInit: CreationRequest['cloudInit'];
  /** Whether something was said about cloud-init: until then it follows the source. */
  readonly cloudInitSaid: boolean;
  readonly unattended: CreationRequest['unattended'];
}

const noImage: ImageDraft = { from: 'pool', path: '', url: '', remote: false, sha256: '' };

export const emptyDraft = (hosts: readonly HostId[]): CreationDraft => ({
  kind: 'iso',
  iso: noImage,
  cloud: { ...noImage, mode: 'copy', keepImage: true },
  tree: { url: '', kernel: '', initrd: '', arguments: '' },
  xml: '',
  os: { kind: 'detected' },
  compatible: false,
  count: 1,
  title: '',
  description: '',
  hosts,
  start: true,
  autostart: false,
  platform: {},
  keys: [],
  extraMedia: [],
  cloudInit: undefined,
  cloudInitSaid: false,
  unattended: undefined,
});

/** The dialog may be opened before any host is connected: the first that comes is chosen, unless one is. */
export const withFirstHost = (draft: CreationDraft, host: HostId): CreationDraft =>
  draft.hosts.length === 0 ? { ...draft, hosts: [host] } : draft;

/** The image of the source that is chosen, where it has one. */
export function imageDraftOf(draft: CreationDraft): ImageDraft | undefined {
  if (draft.kind === 'iso') return draft.iso;
  return draft.kind === 'cloud' ? draft.cloud : undefined;
}

/** What cloud-init is told unless somebody says otherwise. */
const usualCloudInit = (pool: string, keys: readonly string[]): NonNullable<CreationRequest['cloudInit']> => ({
  answers: firstAnswers(keys),
  pool,
  removeAfterFirstBoot: true,
});

export const proposedPool = ({ proposed }: CreationDraft): string | undefined => {
  const content = proposed?.disks[0]?.content;
  return content?.kind === 'new' ? content.pool : undefined;
};

/** Another source. A disk that was to be imported is not what another source would be written to. */
export function withKind(draft: CreationDraft, kind: SourceKind): CreationDraft {
  const { hardware, proposed } = draft;
  const [first, ...others] = hardware?.disks ?? [];
  const blank = proposed?.disks[0];
  const imported = draft.kind === 'import' && kind !== 'import' && first?.content.kind !== 'new';
  const next: CreationDraft = {
    ...draft,
    kind,
    ...(imported && hardware && { hardware: { ...hardware, disks: [...(blank ? [blank] : []), ...others] } }),
  };
  return withUsualCloudInit(next);
}

/** What cloud-init is told: of an imported disk nobody knows whether it listens, so only what somebody said. */
export function cloudInitOf({ kind, cloudInit, cloudInitSaid }: CreationDraft): CreationRequest['cloudInit'] {
  return kind === 'cloud' || (kind === 'import' && cloudInitSaid) ? cloudInit : undefined;
}

/** What the installer is told, where there is one. */
export const unattendedOf = ({ kind, unattended }: CreationDraft): CreationRequest['unattended'] =>
  kind === 'iso' || kind === 'tree' ? unattended : undefined;

/** A ready image is told who may log in, where nothing was said. */
function withUsualCloudInit(draft: CreationDraft): CreationDraft {
  const { kind, cloudInit, cloudInitSaid } = draft;
  const pool = proposedPool(draft);
  if (kind === 'cloud' && cloudInit === undefined && !cloudInitSaid && pool !== undefined)
    return { ...draft, cloudInit: usualCloudInit(pool, draft.keys) };
  return draft;
}

/** The keys of this workstation have come. */
export function withKeys(draft: CreationDraft, keys: readonly string[]): CreationDraft {
  const { cloudInit, cloudInitSaid } = draft;
  if (cloudInit === undefined || cloudInitSaid) return { ...draft, keys };
  return { ...draft, keys, cloudInit: { ...cloudInit, answers: firstAnswers(keys) } };
}

/** What a disk is imported from. */
export function withFirstDisk(draft: CreationDraft, content: NewDisk['content']): CreationDraft {
  const { hardware } = draft;
  if (hardware === undefined) return draft;
  const [first, ...others] = hardware.disks;
  const disk: NewDisk = { bus: 'virtio', discard: true, ...first, content };
  return { ...draft, hardware: { ...hardware, disks: [disk, ...others] } };
}

const deciding = ['type', 'arch', 'firmware'] as const;

/** Hardware as the user wants it. What of it decides about the rest (an architecture) is asked about anew. */
export function withHardware(draft: CreationDraft, hardware: Hardware): CreationDraft {
  const before = draft.hardware;
  const changed = deciding.filter((key) => before !== undefined && before[key] !== hardware[key]);
  if (changed.length === 0) return { ...draft, hardware };
  const { type, arch, firmware } = hardware;
  const platform = {
    ...draft.platform,
    ...(changed.includes('type') && { type }),
    ...(changed.includes('arch') && { arch }),
    ...(changed.includes('firmware') && { firmware }),
  };
  return { ...draft, hardware, platform };
}

/** Another proposal: what was changed of the one before stays, all else follows. */
export function withProposal(
  draft: CreationDraft,
  proposal: Hardware,
  systems: { readonly before: OperatingSystem | undefined; readonly now: OperatingSystem | undefined },
): CreationDraft {
  const { hardware: mine, proposed: base, platform } = draft;
  if (mine === undefined || base === undefined)
    return withUsualCloudInit({ ...draft, hardware: proposal, proposed: proposal });
  // A machine of another architecture, a CPU that needs KVM: not chosen for this one.
  const moved = (['type', 'arch'] as const).some((key) => base[key] !== proposal[key]);
  const chosen: Hardware = moved
    ? { ...mine, ...platform, machine: base.machine, cpu: { ...cpuWithout(mine.cpu), mode: base.cpu.mode } }
    : { ...mine, ...platform };
  const merged = mergeHardware({ ...base, ...platform }, chosen, proposal);
  const byRule = equal(mine.cpu.topology, topologyFor(systems.before, mine.cpu.vcpus));
  const topology = byRule ? topologyFor(systems.now, merged.cpu.vcpus) : merged.cpu.topology;
  const { topology: _, ...cpu } = merged.cpu;
  return withUsualCloudInit({
    ...draft,
    hardware: { ...merged, cpu: { ...cpu, ...(topology && { topology }) } },
    proposed: proposal,
  });
}

function cpuWithout({ model: _model, ...cpu }: Hardware['cpu']): Hardware['cpu'] {
  return cpu;
}
