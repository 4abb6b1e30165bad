/**
 * node build/osDatabase/make.ts [FOLDER]: makes assets/osDatabase.json from the package osinfo-db (GPL-2+), and from additions.json what
 * came after it. Run by hand when a newer package is there; FOLDER is its usr/share/osinfo, or it is downloaded by apt-get.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  osDevices,
  type InstallScript,
  type OperatingSystem,
  type OsDevice,
  type OsResources,
} from '../../shared/model/os.ts';
import type { XmlElement } from '../../shared/xml/element.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import { command, say } from '../machine/say.ts';

const root = join(import.meta.dirname, '../..');

/** libosinfo's device ids -> ours; virtio of both generations counts alike. */
const deviceNames: Readonly<Record<string, OsDevice>> = {
  'http://pcisig.com/pci/1af4/1001': 'virtio-blk',
  'http://pcisig.com/pci/1af4/1042': 'virtio-blk',
  'http://pcisig.com/pci/1af4/1004': 'virtio-scsi',
  'http://pcisig.com/pci/1af4/1048': 'virtio-scsi',
  'http://pcisig.com/pci/1af4/1000': 'virtio-net',
  'http://pcisig.com/pci/1af4/1041': 'virtio-net',
  'http://pcisig.com/pci/1af4/1003': 'virtio-console',
  'http://pcisig.com/pci/1af4/1043': 'virtio-console',
  'http://pcisig.com/pci/1af4/1005': 'virtio-rng',
  'http://pcisig.com/pci/1af4/1044': 'virtio-rng',
  'http://pcisig.com/pci/1af4/1002': 'virtio-balloon',
  'http://pcisig.com/pci/1af4/1045': 'virtio-balloon',
  'http://pcisig.com/pci/1af4/1050': 'virtio-gpu',
  'http://pcisig.com/pci/1af4/1052': 'virtio-input',
  'http://pcisig.com/pci/1af4/1009': 'virtio-9p',
  'http://pcisig.com/pci/1af4/1049': 'virtio-9p',
  'http://pcisig.com/pci/1af4/105a': 'virtio-fs',
  'http://pcisig.com/pci/1b36/0100': 'qxl',
  'http://pcisig.com/pci/8086/100e': 'e1000',
  'http://pcisig.com/pci/8086/10d3': 'e1000e',
  'http://pcisig.com/pci/1b36/0004': 'xhci',
  'http://pcisig.com/pci/1033/0194': 'xhci',
  'http://usb.org/usb/80ee/0021': 'usb-tablet',
  'http://qemu.org/chipset/x86/q35': 'q35',
};

/** By the libosinfo ids of its install scripts. */
const scriptKinds: readonly (readonly [pattern: RegExp, script: InstallScript])[] = [
  [/ubuntu\.com.*preseed/, 'autoinstall'],
  [/preseed/, 'preseed'],
  [/kickstart/, 'kickstart'],
  [/autoyast/, 'autoyast'],
  [/microsoft\.com.*unattend/, 'autounattend'],
];

/** Text of a child without a language: names are repeated in many. */
function textOf(element: XmlElement, name: string): string | undefined {
  const found = element.childrenNamed(name).find((child) => child.attribute('xml:lang') === undefined);
  const text = found?.text.trim();
  return text === '' ? undefined : text;
}

/** The same without what is undefined. */
type Given<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Only what is there: JSON leaves the rest out, and so must the types. */
function given<T extends object>(values: T): Given<T> {
  return JSON.parse(JSON.stringify(values));
}

const statuses = ['prerelease', 'rolling'] as const;

interface Source {
  readonly element: XmlElement;
  readonly uri: string;
  readonly parents: readonly string[];
}

function readSources(folder: string): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>();
  for (const file of globSync('os/*/*.xml', { cwd: folder })) {
    const element = parseXml(readFileSync(join(folder, file), 'utf8')).root.child('os');
    const uri = element?.attribute('id');
    if (element === undefined || uri === undefined) continue;
    const parents = ['derives-from', 'clones'].flatMap((name) =>
      element.childrenNamed(name).flatMap((child) => child.attribute('id') ?? []),
    );
    sources.set(uri, { element, uri, parents });
  }
  return sources;
}

/** The system and those it comes from, nearest first. */
function lineage(sources: ReadonlyMap<string, Source>, source: Source): readonly Source[] {
  const line = [source];
  for (const each of line)
    for (const parent of each.parents) {
      const found = sources.get(parent);
      if (found !== undefined && !line.includes(found)) line.push(found);
    }
  return line;
}

function devicesOf(line: readonly Source[]): readonly OsDevice[] {
  const found = new Set<OsDevice>();
  // The oldest first, so that what a younger one says no longer holds goes.
  for (const { element } of line.toReversed())
    for (const device of element.child('devices')?.childrenNamed('device') ?? []) {
      const name = deviceNames[device.attribute('id') ?? ''];
      if (name === undefined) continue;
      if (device.attribute('supported') === 'false') found.delete(name);
      else found.add(name);
    }
  return osDevices.filter((device) => found.has(device));
}

const MiB = 1024 * 1024;

function resourcesOf(line: readonly Source[], which: 'minimum' | 'recommended'): OsResources | undefined {
  for (const { element } of line) {
    const blocks = element.childrenNamed('resources');
    const block = blocks.find((each) => ['x86_64', 'all'].includes(each.attribute('arch') ?? '')) ?? blocks[0];
    const found = block?.child(which);
    if (found === undefined) continue;
    const number = (name: string, unit: number): number | undefined => {
      const text = textOf(found, name);
      return text === undefined ? undefined : Math.ceil(Number(text) / unit);
    };
    return given({
      vcpus: number('n-cpus', 1),
      memoryMiB: number('ram', MiB),
      storageGiB: number('storage', 1024 * MiB),
    });
  }
  return undefined;
}

function firmwareOf(line: readonly Source[]): OperatingSystem['firmware'] {
  const found: { bios?: boolean; efi?: boolean } = {};
  for (const { element } of line)
    for (const firmware of element.childrenNamed('firmware')) {
      const type = firmware.attribute('type');
      if ((type === 'bios' || type === 'efi') && found[type] === undefined)
        found[type] = firmware.attribute('supported') !== 'false';
    }
  return found;
}

function mediaOf(element: XmlElement): OperatingSystem['media'] {
  return element.childrenNamed('media').flatMap((media) => {
    const iso = media.child('iso');
    const size = iso && textOf(iso, 'volume-size');
    if (iso === undefined) return [];
    return given({
      arch: media.attribute('arch') ?? '',
      volumeId: textOf(iso, 'volume-id'),
      systemId: textOf(iso, 'system-id'),
      publisherId: textOf(iso, 'publisher-id'),
      applicationId: textOf(iso, 'application-id'),
      volumeSize: size === undefined ? undefined : Number(size),
      live: media.attribute('live') === 'true' ? (true as const) : undefined,
      kernel: textOf(media, 'kernel'),
      initrd: textOf(media, 'initrd'),
      url: textOf(media, 'url'),
    });
  });
}

function treesOf(element: XmlElement): OperatingSystem['trees'] {
  return element.childrenNamed('tree').map((tree) => {
    const info = tree.child('treeinfo');
    return given({
      arch: tree.attribute('arch') ?? '',
      url: textOf(tree, 'url'),
      kernel: textOf(tree, 'kernel'),
      initrd: textOf(tree, 'initrd'),
      family: info && textOf(info, 'family'),
      version: info && textOf(info, 'version'),
      variant: info && textOf(info, 'variant'),
    });
  });
}

function imagesOf(element: XmlElement): OperatingSystem['images'] {
  return element.childrenNamed('image').flatMap((image) => {
    const format = image.attribute('format');
    const url = textOf(image, 'url');
    if ((format !== 'qcow2' && format !== 'raw') || url === undefined || image.attribute('cloud-init') !== 'true')
      return [];
    return { arch: image.attribute('arch') ?? '', format, url };
  });
}

function scriptOf(line: readonly Source[]): InstallScript | undefined {
  for (const { element } of line) {
    const ids = element
      .childrenNamed('installer')
      .flatMap((each) => each.childrenNamed('script').map((one) => one.attribute('id') ?? ''));
    const found = scriptKinds.find(([pattern]) => ids.some((id) => pattern.test(id)));
    if (found !== undefined) return found[1];
  }
  return undefined;
}

function systemOf(sources: ReadonlyMap<string, Source>, source: Source): OperatingSystem[] {
  const { element, uri } = source;
  const [id, name] = [textOf(element, 'short-id'), textOf(element, 'name')];
  if (id === undefined || name === undefined) return [];
  const line = lineage(sources, source);
  const status = textOf(element, 'release-status');
  const minimum = resourcesOf(line, 'minimum');
  return [
    {
      ...given({
        id,
        uri,
        name,
        version: textOf(element, 'version'),
        vendor: textOf(element, 'vendor'),
        family: textOf(element, 'family') ?? '',
        distro: textOf(element, 'distro') ?? '',
        codename: textOf(element, 'codename'),
        released: textOf(element, 'release-date'),
        endOfLife: textOf(element, 'eol-date'),
        status: statuses.find((known) => known === status),
        minimum,
        recommended: resourcesOf(line, 'recommended'),
        script: scriptOf(line),
      }),
      devices: devicesOf(line),
      firmware: firmwareOf(line),
      media: mediaOf(element),
      trees: treesOf(element),
      images: imagesOf(element),
    },
  ];
}

/** What came after the package: each says only what differs from the system that it follows. */
interface Addition extends Partial<OperatingSystem> {
  readonly id: string;
  readonly follows: string;
}

function withAdditions(
  systems: readonly OperatingSystem[],
  additions: readonly Addition[],
): readonly OperatingSystem[] {
  const all = new Map(systems.map((os) => [os.id, os]));
  for (const { follows, ...own } of additions) {
    const before = all.get(follows);
    if (before === undefined) throw new Error(`${own.id} follows ${follows}, which isn't there`);
    if (systems.some(({ id }) => id === own.id)) continue; // the package knows it by now
    const { endOfLife: _eol, codename: _codename, status: _status, ...kept } = before;
    all.set(own.id, { ...kept, media: [], trees: [], images: [], ...own });
  }
  return [...all.values()].toSorted((a, b) => a.id.localeCompare(b.id));
}

async function download(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'osinfo-'));
  const words: readonly [string, ...string[]] = [
    'sh',
    '-c',
    'apt-get download -q osinfo-db && dpkg-deb -x osinfo-db_*.deb .',
  ];
  const { code, stderr } = await command(words, { cwd: folder, timeoutMs: 120_000 });
  if (code !== 0) throw new Error(stderr);
  return folder;
}

const [, , existing] = process.argv;
const downloaded = existing === undefined ? await download() : undefined;
const folder = existing ?? join(downloaded ?? '', 'usr/share/osinfo');
const sources = readSources(folder);
const additions: readonly Addition[] = JSON.parse(readFileSync(join(import.meta.dirname, 'additions.json'), 'utf8'));
const systems = withAdditions(
  [...sources.values()].flatMap((source) => systemOf(sources, source)),
  additions,
);
const lines = systems.map((os) => JSON.stringify(os)).join(',\n');
writeFileSync(join(root, 'assets/osDatabase.json'), `[\n${lines}\n]\n`);
say(`${systems.length} systems from osinfo-db ${readFileSync(join(folder, 'VERSION'), 'utf8').trim()}`);
if (downloaded !== undefined) await rm(downloaded, { recursive: true });
