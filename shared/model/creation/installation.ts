/**
 * What is only there while a system is being installed, or starts for the first time: media, kernel, boot order. It is put on a
 * definition and taken off again by the same words, whatever else was changed in between.
 */
import { el } from '../../xml/build.ts';
import type { XmlElement } from '../../xml/element.ts';
import { cdromElement, sourceElement, TargetNames } from './domainDisks.ts';
import type { ImageSource } from './newDomain.ts';

export interface Installation {
  /** In the CD drive; further ones get drives of their own, which go with them. */
  readonly media: readonly ImageSource[];
  /** What the machine starts before all else. `diskOrMedia`: the disk, and as long as nothing is on it the medium. */
  readonly boot: 'disk' | 'media' | 'diskOrMedia' | 'network';
  /** Of the host; started in place of any boot loader. */
  readonly kernel?: { readonly kernel: string; readonly initrd: string; readonly arguments: string };
  /** The guest's first reboot ends it, so that it starts as it is defined then. */
  readonly endsWithReboot: boolean;
}

const childOf = (root: XmlElement, name: string): XmlElement => root.child(name) ?? root.addChild(name);
const disksOf = (root: XmlElement): readonly XmlElement[] => root.child('devices')?.childrenNamed('disk') ?? [];
const isCdrom = (disk: XmlElement): boolean => disk.attribute('device') === 'cdrom';

/** Puts it on: `root` is changed. */
export function addInstallation(root: XmlElement, installation: Installation): void {
  const { media, kernel, boot } = installation;
  const os = childOf(root, 'os');
  if (kernel !== undefined) {
    for (const [name, value] of kernelParts(kernel)) {
      os.child(name)?.remove();
      os.addChild(name, os.children.at(-1)).setText(value);
    }
  }
  const drives = media.map((source) => driveWith(root, source));
  setBootOrder(root, bootOrder(root, boot, drives[0]));
  if (installation.endsWithReboot) childOf(root, 'on_reboot').setText('destroy');
}

/** Takes it off again: `root` is changed. Drives that weren't there before are left, empty, where the guest runs on. */
export function removeInstallation(root: XmlElement, { media, kernel, boot, endsWithReboot }: Installation): void {
  const os = root.child('os');
  if (kernel !== undefined)
    for (const [name, value] of kernelParts(kernel)) if (os?.child(name)?.text === value) os.child(name)?.remove();
  media.forEach((source, index) => {
    const drive = disksOf(root).find((disk) => isCdrom(disk) && holds(disk, source));
    if (drive === undefined) return;
    if (index > 0) drive.remove();
    else empty(drive);
  });
  if (endsWithReboot && root.child('on_reboot')?.text === 'destroy') root.child('on_reboot')?.setText('restart');
  if (boot !== 'disk') setBootOrder(root, bootOrder(root, 'disk', undefined));
}

const kernelParts = ({ kernel, initrd, arguments: words }: NonNullable<Installation['kernel']>) =>
  [
    ['kernel', kernel],
    ['initrd', initrd],
    ['cmdline', words],
  ] as const;

/** An empty drive of the definition, or a new one beside it. */
function driveWith(root: XmlElement, source: ImageSource): XmlElement {
  const disks = disksOf(root);
  const cdroms = disks.filter(isCdrom);
  const free = cdroms.find((drive) => drive.child('source') === undefined);
  const targets = disks.flatMap((disk) => disk.child('target')?.attribute('dev') ?? []);
  const machine = root.child('os')?.child('type')?.attribute('machine') ?? '';
  const usual = /q35/.test(machine) ? 'sata' : /^(pc|isapc)/.test(machine) ? 'ide' : 'scsi';
  const bus = (free ?? cdroms[0])?.child('target')?.attribute('bus') ?? usual;
  const target = free?.child('target')?.attribute('dev') ?? new TargetNames(targets).next(bus);
  const drive = cdromElement(bus, target, source);
  childOf(root, 'devices').insert(drive, free ?? disks.at(-1));
  free?.remove();
  return drive;
}

function empty(drive: XmlElement): void {
  drive.child('source')?.remove();
  drive.child('boot')?.remove();
  drive.setAttribute('type', 'file');
}

const nameOf = (element: XmlElement | undefined): string =>
  ['file', 'dev', 'protocol', 'name'].map((name) => element?.attribute(name) ?? '').join(' ');

const holds = (drive: XmlElement, source: ImageSource): boolean =>
  nameOf(drive.child('source')) === nameOf(sourceElement(source));

/** The devices to start from, first one first. */
function bootOrder(
  root: XmlElement,
  boot: Installation['boot'],
  medium: XmlElement | undefined,
): readonly XmlElement[] {
  const [disk] = disksOf(root).filter((each) => !isCdrom(each) && (each.attribute('device') ?? 'disk') === 'disk');
  const [nic] = root.child('devices')?.childrenNamed('interface') ?? [];
  const order = {
    disk: disk === undefined ? [nic] : [disk],
    media: [medium, disk],
    diskOrMedia: [disk, medium],
    network: [nic, disk],
  }[boot];
  return order.filter((each) => each !== undefined);
}

function setBootOrder(root: XmlElement, order: readonly XmlElement[]): void {
  // libvirt takes either way of telling, not both.
  for (const each of root.child('os')?.childrenNamed('boot') ?? []) each.remove();
  for (const device of root.child('devices')?.children ?? []) device.child('boot')?.remove();
  order.forEach((device, index) => device.insert(el('boot', { order: index + 1 })));
}
