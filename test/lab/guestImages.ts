import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { constants, copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { run } from './process.ts';

const script = join(import.meta.dirname, '../../build/guest/build-guest.sh');

export interface GuestImages {
  readonly vmlinuz: string;
  readonly initrd: { readonly tiny: string; readonly cloud: string };
}

/** `.cache/lab` of this working tree, or what VIRTDECK_LAB_CACHE says. */
export function cacheDirectory(): string {
  return process.env['VIRTDECK_LAB_CACHE'] ?? join(import.meta.dirname, '../../.cache/lab');
}

let building: Promise<GuestImages> | undefined;

/**
 * Kernel and initial RAM disks of the lab's guests, built once (10 s) and again when the build script changes. Labs that start at
 * the same time may build twice; the later one wins, and both are whole.
 */
export function guestImages(): Promise<GuestImages> {
  building ??= build();
  return building;
}

/** Copies of the images in a folder that a host of the lab sees: it has a /root and a /home of its own, where the working tree may lie. */
export async function placedImages(folder: string): Promise<GuestImages> {
  const { vmlinuz, initrd } = await guestImages();
  await mkdir(folder, { recursive: true });
  const place = async (file: string): Promise<string> => {
    const copy = join(folder, basename(file));
    await copyFile(file, copy, constants.COPYFILE_FICLONE);
    return copy;
  };
  const [kernel, tiny, cloud] = await Promise.all([vmlinuz, initrd.tiny, initrd.cloud].map(place));
  return { vmlinuz: kernel ?? '', initrd: { tiny: tiny ?? '', cloud: cloud ?? '' } };
}

async function build(): Promise<GuestImages> {
  const version = createHash('sha256')
    .update(await readFile(script))
    .digest('hex')
    .slice(0, 12);
  const directory = join(cacheDirectory(), `guest-${version}`);
  if (!existsSync(directory)) {
    const fresh = `${directory}.${process.pid}`;
    await mkdir(fresh, { recursive: true });
    await run([script, fresh], { timeoutMs: 300_000 });
    await rename(fresh, directory).catch(async (error: unknown) => {
      await rm(fresh, { recursive: true, force: true });
      if (!existsSync(directory)) throw error;
    });
  }
  return {
    vmlinuz: join(directory, 'vmlinuz'),
    initrd: { tiny: join(directory, 'initrd-tiny.gz'), cloud: join(directory, 'initrd-cloud.gz') },
  };
}
