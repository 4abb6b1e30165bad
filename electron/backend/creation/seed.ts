/** What cloud-init or an installer is told on a CD of its own, or in the root of its initrd. */
import type { CreationRequest } from '../../../shared/model/creation/creationRequest.ts';
import { cloudInitFiles, cloudInitPasswords, SEED_LABEL } from '../../../shared/model/cloudInitFiles.ts';
import { maskFile } from '../../../shared/model/cloudInitMask.ts';
import { maskedHash, type FirstBootFile, type HashOf } from '../../../shared/model/firstBoot.ts';
import {
  maskedAnswers,
  unattendedFiles,
  unattendedPasswords,
  unattendedScript,
  type UnattendedVm,
} from '../../../shared/model/unattended/index.ts';
import type { OperatingSystem } from '../../../shared/model/os.ts';
import { cpioArchive } from '../../../shared/cpio.ts';
import { isoImage } from '../../../shared/iso9660/image.ts';
import { sha512Crypt } from './passwordHash.ts';

/** The VM as its seed has to know it. */
export interface SeedVm {
  readonly name: string;
  readonly uuid: string;
  readonly index: number;
  readonly macs: readonly string[];
}

export interface Seed {
  readonly files: readonly FirstBootFile[];
  /** Absent: the files belong into the initrd. */
  readonly label?: string;
  readonly kernelArguments: readonly string[];
}

/** The seed with passwords masked, to be shown. Undefined where nothing is to be told, or the system has no way for it. */
export function shownSeed(request: CreationRequest, os: OperatingSystem | undefined, vm: SeedVm): Seed | undefined {
  const { unattended } = request;
  const shown = unattended && { ...unattended, answers: maskedAnswers(unattended.answers) };
  const { unattended: _, ...rest } = request;
  const seed = seedOf({ ...rest, ...(shown && { unattended: shown }) }, os, vm, maskedHash);
  return seed && { ...seed, files: request.cloudInit === undefined ? seed.files : seed.files.map(maskFile) };
}

/** The seed as the guest gets it, its passwords hashed. */
export async function realSeed(
  request: CreationRequest,
  os: OperatingSystem | undefined,
  vm: SeedVm,
): Promise<Seed | undefined> {
  const { cloudInit, unattended } = request;
  const passwords = [
    ...(cloudInit === undefined ? [] : cloudInitPasswords(cloudInit.answers)),
    ...(unattended === undefined ? [] : unattendedPasswords(unattended.answers)),
  ];
  const hashes = new Map<string, string>();
  for (const password of passwords) hashes.set(password, await sha512Crypt(password));
  return seedOf(request, os, vm, (password) => hashes.get(password) ?? '');
}

function seedOf(
  { cloudInit, unattended, ...request }: CreationRequest,
  os: OperatingSystem | undefined,
  { name, uuid, index, macs }: SeedVm,
  hash: HashOf,
): Seed | undefined {
  if (cloudInit !== undefined) {
    const files = cloudInitFiles(cloudInit.answers, { name, instanceId: uuid, index, macs }, hash);
    return { files, label: SEED_LABEL, kernelArguments: [] };
  }
  if (unattended === undefined || os === undefined || unattendedScript(os) === undefined) return undefined;
  const install = unattendedFiles(os, unattended.answers, unattendedVm(request, name), hash);
  const { files, delivery, kernelArguments } = install;
  // An installation medium starts its own kernel, which can't be told anything.
  const tree = request.source.kind === 'tree';
  if (!tree && (delivery.kind === 'initrd' || install.withoutArguments === 'fails')) return undefined;
  return { files, ...(delivery.kind === 'cd' && { label: delivery.label }), kernelArguments };
}

const unattendedVm = (
  { hardware, source, extraMedia }: Pick<CreationRequest, 'hardware' | 'source' | 'extraMedia'>,
  name: string,
): UnattendedVm => {
  const bus = hardware.disks[0]?.bus;
  return {
    name,
    firmware: hardware.firmware === 'bios' ? 'bios' : 'efi',
    arch: hardware.arch,
    disk: bus === 'virtio' ? 'vda' : bus === 'nvme' ? 'nvme0n1' : 'sda',
    virtioDrivers: extraMedia.length > 0,
    ...(source.kind === 'tree' && { tree: source.url }),
  };
};

/** The CD, or for an initrd what is appended to it. */
export function seedBytes({ files, label }: Seed): Uint8Array {
  const encoded = files.map(({ name, text }) => ({ name, data: new TextEncoder().encode(text) }));
  return label === undefined ? cpioArchive(encoded) : isoImage(encoded, label);
}
