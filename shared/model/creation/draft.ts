/** One new VM, resolved: which volumes it gets and from where, which disks, and what its installation needs. */
import type { HostId } from '../host.ts';
import type { OperatingSystem } from '../os.ts';
import type { PlannedVolume } from './creationPlan.ts';
import type { CreationRequest } from './creationRequest.ts';
import type { Installation } from './installation.ts';
import { isWindows } from './osTraits.ts';
import type { ImageLocation } from './sources.ts';

/** An image of the host by the name it was asked for. */
export type ImageRef =
  | { readonly kind: 'volume'; readonly pool: string; readonly volume: string; readonly format?: string }
  | { readonly kind: 'path'; readonly path: string; readonly format: string }
  | { readonly kind: 'url'; readonly url: string };

/** What a new volume is filled with. */
export type VolumeContent =
  | { readonly kind: 'empty' }
  | { readonly kind: 'image'; readonly image: ImageRef; readonly mode: 'copy' | 'link' }
  | { readonly kind: 'upload'; readonly upload: string; readonly sha256?: string | undefined }
  /** `appendix`: the seed follows, as an archive. */
  | { readonly kind: 'url'; readonly url: string; readonly sha256?: string | undefined; readonly appendix?: true }
  /** What cloud-init or the installer is told. */
  | { readonly kind: 'seed' };

export interface DraftVolume extends PlannedVolume {
  readonly content: VolumeContent;
  /** One for all VMs of the host. */
  readonly shared: boolean;
}

export interface DraftInstallation extends Pick<Installation, 'boot' | 'endsWithReboot'> {
  readonly media: readonly ImageRef[];
  readonly kernel?: { readonly kernel: ImageRef; readonly initrd: ImageRef; readonly arguments: string };
}

export interface DraftVm {
  readonly name: string;
  readonly host: HostId;
  /** Which of the request's VMs it is, from 0. */
  readonly index: number;
  /** In the order in which they are made. */
  readonly volumes: readonly DraftVolume[];
  /** Of the request's disks, in their order. */
  readonly disks: readonly ImageRef[];
  readonly installation?: DraftInstallation;
  /** In drives of their own for good. */
  readonly fixedMedia: readonly ImageRef[];
}

/** Where a tree's kernel and initrd are, below its URL. */
export interface TreeFiles {
  readonly kernel: string;
  readonly initrd: string;
}

/** What cloud-init or the installer is told, as far as the draft has to know. */
export interface DraftSeed {
  /** A CD, or an archive at the end of the initrd. */
  readonly delivery: 'cd' | 'initrd';
  readonly bytes: number;
  readonly kernelArguments: readonly string[];
}

export interface DraftParts {
  readonly name: string;
  readonly host: HostId;
  readonly index: number;
  readonly os: OperatingSystem | undefined;
  /** Of a tree; undefined: nobody knows. */
  readonly tree?: TreeFiles | undefined;
  readonly seed?: DraftSeed | undefined;
}

export function draftOf(request: CreationRequest, parts: DraftParts): DraftVm {
  const { name, host, index } = parts;
  const { source, extraMedia, hardware } = request;
  const media = [...mediaOf(source), ...(installs(request) ? extraMedia : [])];
  const kernel = source.kind === 'tree' && parts.tree ? treeVolumes(source, name, parts.tree, parts.seed) : [];
  const disks = hardware.disks.map((disk, at) => diskOf(request, name, disk, at));
  const seed = seedVolume(request, parts);
  const installation = installationOf(request, parts, seed);
  return {
    name,
    host,
    index,
    volumes: [
      ...media.flatMap((each) => arriving(each, false)),
      ...cloudImage(request),
      ...kernel,
      ...(seed === undefined ? [] : [seed]),
      ...disks.flatMap(({ volumes }) => volumes),
    ],
    disks: disks.map(({ image }) => image),
    fixedMedia: [
      ...(isLive(request) ? [...media, ...request.extraMedia].map(imageOf) : []),
      ...(seed !== undefined && !seed.temporary ? [seedImage(seed)] : []),
    ],
    ...(installation && { installation }),
  };
}

const mediaOf = (source: CreationRequest['source']): readonly ImageLocation[] =>
  source.kind === 'iso' ? [source.image] : [];

/** Nothing to install on: it runs from its medium for good. */
const isLive = ({ source, hardware }: CreationRequest): boolean => source.kind === 'iso' && hardware.disks.length === 0;

const installs = ({ source }: CreationRequest): boolean =>
  source.kind === 'iso' || source.kind === 'tree' || source.kind === 'pxe';

/** The volume that an upload or a download becomes. */
function arriving(location: ImageLocation, temporary: boolean): readonly DraftVolume[] {
  if (location.kind !== 'upload' && location.kind !== 'url') return [];
  const size = location.kind === 'upload' ? location.sizeBytes : 0;
  const { pool, volume, sha256 } = location;
  return [
    {
      pool,
      volume,
      capacityBytes: size,
      allocationBytes: size,
      format: 'raw',
      purpose: 'media',
      temporary,
      shared: true,
      content:
        location.kind === 'upload'
          ? { kind: 'upload', upload: location.upload, sha256 }
          : { kind: 'url', url: location.url, sha256 },
    },
  ];
}

const cloudImage = ({ source }: CreationRequest): readonly DraftVolume[] =>
  source.kind === 'cloud' ? arriving(source.image, source.mode === 'copy' && !source.keepImage) : [];

export function imageOf(location: ImageLocation): ImageRef {
  switch (location.kind) {
    case 'volume':
    case 'upload':
    case 'url':
      return { kind: 'volume', pool: location.pool, volume: location.volume };
    case 'path':
      return { kind: 'path', path: location.path, format: 'raw' };
    case 'remote':
      return { kind: 'url', url: location.url };
    default:
      return location satisfies never;
  }
}

const treeName = (name: string, file: 'kernel' | 'initrd'): string => `${name}-${file}`;

function treeVolumes(
  { url, pool }: Extract<CreationRequest['source'], { kind: 'tree' }>,
  name: string,
  files: TreeFiles,
  seed: DraftSeed | undefined,
): readonly DraftVolume[] {
  const base = url.endsWith('/') ? url : `${url}/`;
  return (['kernel', 'initrd'] as const).map((purpose) => ({
    pool,
    volume: treeName(name, purpose),
    capacityBytes: 0,
    allocationBytes: 0,
    format: 'raw',
    purpose,
    temporary: true,
    shared: false,
    content: {
      kind: 'url',
      url: `${base}${files[purpose].replace(/^\/+/, '')}`,
      ...(purpose === 'initrd' && seed?.delivery === 'initrd' && { appendix: true }),
    },
  }));
}

type Disk = CreationRequest['hardware']['disks'][number];

/** `web`, `web-2`: the first disk after the VM, the others counted. */
const volumeName = (name: string, at: number, format: string): string =>
  `${name}${at === 0 ? '' : `-${at + 1}`}.${format === 'raw' ? 'img' : format}`;

function diskOf(
  { source }: CreationRequest,
  name: string,
  { content }: Disk,
  at: number,
): { readonly image: ImageRef; readonly volumes: readonly DraftVolume[] } {
  switch (content.kind) {
    case 'volume':
      return { image: content, volumes: [] };
    case 'path':
      return { image: content, volumes: [] };
    case 'new': {
      const { pool, format, capacityBytes, full } = content;
      const volume = content.volume ?? volumeName(name, at, format);
      const filled = source.kind === 'cloud' && at === 0;
      const made: DraftVolume = {
        pool,
        volume,
        capacityBytes,
        allocationBytes: full ? capacityBytes : 0,
        format,
        purpose: 'disk',
        temporary: false,
        shared: false,
        content: filled ? { kind: 'image', image: imageOf(source.image), mode: source.mode } : { kind: 'empty' },
      };
      return { image: { kind: 'volume', pool, volume, format }, volumes: [made] };
    }
    default:
      return content satisfies never;
  }
}

function seedVolume({ cloudInit, unattended }: CreationRequest, { name, seed }: DraftParts): DraftVolume | undefined {
  const pool = (cloudInit ?? unattended)?.pool;
  if (seed?.delivery !== 'cd' || pool === undefined) return undefined;
  return {
    pool,
    volume: `${name}-seed.iso`,
    capacityBytes: seed.bytes,
    allocationBytes: seed.bytes,
    format: 'raw',
    purpose: 'seed',
    // An installer's answers are for the installation only.
    temporary: cloudInit?.removeAfterFirstBoot ?? true,
    shared: false,
    content: { kind: 'seed' },
  };
}

const seedImage = ({ pool, volume }: DraftVolume): ImageRef => ({ kind: 'volume', pool, volume, format: 'raw' });

function installationOf(
  request: CreationRequest,
  { name, os, tree, seed }: DraftParts,
  seedCd: DraftVolume | undefined,
): DraftInstallation | undefined {
  if (isLive(request)) return undefined;
  const { source, extraMedia } = request;
  const extra = [...extraMedia.map(imageOf), ...(seedCd?.temporary === true ? [seedImage(seedCd)] : [])];
  // Windows restarts many times before it is done, and finds its way from the disk by itself.
  const endsWithReboot = !isWindows(os) && request.hardware.disks.length > 0;
  switch (source.kind) {
    case 'iso': {
      const boot = isWindows(os) ? 'diskOrMedia' : 'media';
      return { media: [imageOf(source.image), ...extra], boot, endsWithReboot };
    }
    case 'tree': {
      if (tree === undefined) return undefined;
      const ref = (file: 'kernel' | 'initrd'): ImageRef => ({
        kind: 'volume',
        pool: source.pool,
        volume: treeName(name, file),
      });
      const words = [source.arguments.trim(), ...(seed?.kernelArguments ?? [])].filter(Boolean).join(' ');
      const kernel = { kernel: ref('kernel'), initrd: ref('initrd'), arguments: words };
      return { media: extra, boot: 'disk', kernel, endsWithReboot: true };
    }
    case 'pxe':
      return { media: extra, boot: 'network', endsWithReboot };
    case 'import':
    case 'cloud':
    case 'blank':
      return seedCd?.temporary === true ? { media: extra, boot: 'disk', endsWithReboot: false } : undefined;
    case 'xml':
      return undefined;
    default:
      return source satisfies never;
  }
}
