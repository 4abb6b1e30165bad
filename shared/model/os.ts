/** Operating systems that guests run: what is known of each, from the database of the libosinfo project (assets/osDatabase.json). */

/** Devices an operating system has drivers for, as far as they decide what a new guest gets. */
export const osDevices = [
  'virtio-blk',
  'virtio-scsi',
  'virtio-net',
  'virtio-console',
  'virtio-rng',
  'virtio-balloon',
  'virtio-gpu',
  'virtio-input',
  'virtio-9p',
  'virtio-fs',
  'qxl',
  'e1000',
  'e1000e',
  'xhci',
  'usb-tablet',
  'q35',
] as const;
export type OsDevice = (typeof osDevices)[number];

export interface OsResources {
  readonly vcpus?: number;
  readonly memoryMiB?: number;
  readonly storageGiB?: number;
}

/** How an installation medium is known: patterns (regular expressions) for fields of the ISO's primary volume descriptor. */
export interface OsMedia {
  readonly arch: string;
  readonly volumeId?: string;
  readonly systemId?: string;
  readonly publisherId?: string;
  readonly applicationId?: string;
  /** Of the volume descriptor, in bytes. */
  readonly volumeSize?: number;
  readonly live?: true;
  /** Inside the ISO, for a direct kernel boot. */
  readonly kernel?: string;
  readonly initrd?: string;
  readonly url?: string;
}

/** An installation tree, known by its .treeinfo, or by where the distribution has it. */
export interface OsTree {
  readonly arch: string;
  readonly url?: string;
  readonly kernel?: string;
  readonly initrd?: string;
  /** Patterns for the fields of `.treeinfo`. */
  readonly family?: string;
  readonly version?: string;
  readonly variant?: string;
}

/** A ready image to copy, made for cloud-init. */
export interface OsImage {
  readonly arch: string;
  readonly format: 'qcow2' | 'raw';
  readonly url: string;
}

export const installScripts = ['preseed', 'kickstart', 'autoinstall', 'autoyast', 'autounattend'] as const;
export type InstallScript = (typeof installScripts)[number];

export interface OperatingSystem {
  /** Short id: `debian12`. */
  readonly id: string;
  /** libosinfo's id, as `<libosinfo:os id=...>` in a definition's metadata has it. */
  readonly uri: string;
  readonly name: string;
  readonly version?: string;
  readonly vendor?: string;
  /** linux, winnt, freebsd... */
  readonly family: string;
  readonly distro: string;
  readonly codename?: string;
  /** Dates as YYYY-MM-DD. */
  readonly released?: string;
  readonly endOfLife?: string;
  readonly status?: 'prerelease' | 'rolling';
  readonly minimum?: OsResources;
  readonly recommended?: OsResources;
  readonly devices: readonly OsDevice[];
  /** Firmware by what is known to work or not to. */
  readonly firmware: { readonly bios?: boolean; readonly efi?: boolean };
  readonly media: readonly OsMedia[];
  readonly trees: readonly OsTree[];
  readonly images: readonly OsImage[];
  readonly script?: InstallScript;
}

/** What an ISO says of itself (ECMA-119 8.4, primary volume descriptor). */
export interface VolumeDescriptor {
  readonly volumeId: string;
  readonly systemId: string;
  readonly publisherId: string;
  readonly applicationId: string;
  readonly volumeSize: number;
}

export interface DetectedMedia {
  readonly os: OperatingSystem;
  readonly media: OsMedia;
}

/**
 * The system whose medium this is. Of several that fit, the one that says most, then the newest: patterns of point releases fit
 * their successors too.
 */
export function detectMedia(systems: readonly OperatingSystem[], found: VolumeDescriptor): DetectedMedia | undefined {
  const fitting = systems.flatMap((os) =>
    os.media.filter((media) => fits(media, found)).map((media) => ({ os, media, weight: weightOf(media) })),
  );
  const [best] = fitting.toSorted(
    (a, b) => b.weight - a.weight || (b.os.released ?? '').localeCompare(a.os.released ?? ''),
  );
  return best && { os: best.os, media: best.media };
}

const fields = ['volumeId', 'systemId', 'publisherId', 'applicationId'] as const;

function fits(media: OsMedia, found: VolumeDescriptor): boolean {
  if (fields.every((field) => media[field] === undefined)) return false;
  if (media.volumeSize !== undefined && media.volumeSize !== found.volumeSize) return false;
  return fields.every((field) => {
    const pattern = media[field];
    return pattern === undefined || matches(pattern, found[field]);
  });
}

const weightOf = (media: OsMedia): number =>
  fields.reduce((sum, field) => sum + (media[field]?.length ?? 0), media.volumeSize === undefined ? 0 : 100);

/** libosinfo's patterns match anywhere in the text. One that this engine can't read matches nothing. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    try {
      return new RegExp(pattern).test(text);
    } catch {
      return false;
    }
  }
}

/** What the name of an image tells: `debian-12-genericcloud-amd64.qcow2`, `Fedora-Cloud-Base-36.qcow2`, `noble-server-cloudimg-amd64.img`. */
export function detectImageName(systems: readonly OperatingSystem[], fileName: string): OperatingSystem | undefined {
  const name = fileName.toLowerCase();
  const parts = name.split(/[^a-z0-9.]+/);
  const scored = systems.flatMap((os) => {
    const score = scoreOf(os, name, parts);
    return score === 0 ? [] : [{ os, score }];
  });
  return scored.toSorted((a, b) => b.score - a.score || (b.os.released ?? '').localeCompare(a.os.released ?? ''))[0]
    ?.os;
}

function scoreOf(os: OperatingSystem, name: string, parts: readonly string[]): number {
  if (os.images.some(({ url }) => url.toLowerCase().endsWith(`/${name}`))) return 100;
  if (os.codename !== undefined && parts.includes(os.codename.toLowerCase().split(' ')[0] ?? '')) return 50;
  if (parts.some((part) => part.replaceAll('.', '') === os.id.replaceAll('.', ''))) return 40;
  const { version } = os;
  if (version === undefined || os.distro === '' || !name.includes(os.distro)) return 0;
  if (parts.includes(version) || name.includes(`${os.distro}${version}`)) return 30;
  return parts.some((part) => part.startsWith(`${version}.`)) ? 20 : 0;
}

/** `recommended`: released and supported; `old`: past its end of life, or ten years old where that isn't known. */
export type OsGroup = 'recommended' | 'prerelease' | 'old';

const OLD_YEARS = 10;

/** @param today YYYY-MM-DD */
export function groupOf(os: Pick<OperatingSystem, 'released' | 'endOfLife' | 'status'>, today: string): OsGroup {
  if (os.endOfLife !== undefined && os.endOfLife < today) return 'old';
  if (os.status === 'prerelease') return 'prerelease';
  const limit = `${Number(today.slice(0, 4)) - OLD_YEARS}${today.slice(4)}`;
  if (os.endOfLife === undefined && os.released !== undefined && os.released < limit) return 'old';
  return 'recommended';
}

/** Those whose name, id, vendor or codename has every word of the text; newest first. */
export function searchSystems<T extends Pick<OperatingSystem, 'id' | 'name' | 'vendor' | 'codename' | 'released'>>(
  systems: readonly T[],
  text: string,
): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return systems
    .filter(({ id, name, vendor = '', codename = '' }) => {
      const all = `${id} ${name} ${vendor} ${codename}`.toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .toSorted((a, b) => (b.released ?? '').localeCompare(a.released ?? '') || a.name.localeCompare(b.name));
}
