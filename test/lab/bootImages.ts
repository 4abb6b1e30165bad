/** Images that boot by themselves: a disk, a cloud image, Debian's installer. Built once, and again when their script changes. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheDirectory, guestImages } from './guestImages.ts';
import { unpackedPackages } from './packages.ts';
import { run } from './process.ts';

const scripts = join(import.meta.dirname, 'scripts');
const tools = ['mtools', 'syslinux', 'syslinux-common', 'isolinux', 'genisoimage', 'libmagic1'];
const installerFiles = ['linux', 'initrd.gz'].map((name) => `*/amd64/text/debian-installer/amd64/${name}`);

export interface BootImages {
  /** Raw; boots to a login on the serial port. */
  readonly login: string;
  /** qcow2; does at its first boot what a CD labelled `cidata` says. Has the guest agent. */
  readonly cloud: string;
  /** ISO 9660; the first screen of Debian's installer, in text mode. */
  readonly installer: string;
}

export async function bootImages(): Promise<BootImages> {
  const guest = dirname((await guestImages()).vmlinuz);
  const hash = createHash('sha256').update(guest);
  for (const name of ['build-images.sh', 'first-boot.sh']) hash.update(await readFile(join(scripts, name)));
  const directory = join(cacheDirectory(), `boot-${hash.digest('hex').slice(0, 12)}`);
  if (!existsSync(directory)) {
    const fresh = `${directory}.${process.pid}`;
    await mkdir(fresh, { recursive: true });
    const packages = [
      await unpackedPackages(tools),
      await unpackedPackages(['debian-installer-12-netboot-amd64'], installerFiles),
    ];
    await run([join(scripts, 'build-images.sh'), fresh, guest, ...packages], { timeoutMs: 300_000 });
    await rename(fresh, directory).catch(async (error: unknown) => {
      await rm(fresh, { recursive: true, force: true });
      if (!existsSync(directory)) throw error;
    });
  }
  return {
    login: join(directory, 'login.img'),
    cloud: join(directory, 'cloud.qcow2'),
    installer: join(directory, 'installer.iso'),
  };
}
