/**
 * What libvirt found out about the QEMU binaries, kept for later libvirtds: asking them costs seconds of CPU for each. libvirt itself
 * checks what it reads (time of change of QEMU and of itself, its version, kernel, KVM), asks again where that doesn't fit any more, and
 * writes anew; so a stale file is never believed, and replaced here by what became of it.
 */
import { createHash } from 'node:crypto';
import { chown, copyFile, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from './guestImages.ts';

/** @param place what tells libvirtds apart that see other binaries or another /dev/kvm */
function folderFor(place: readonly string[]): string {
  const version = createHash('sha256')
    .update(JSON.stringify([...place, process.getuid?.()]))
    .digest('hex')
    .slice(0, 12);
  return join(cacheDirectory(), `capabilities-${version}`);
}

/** Puts what is known into the cache folder of a libvirtd that isn't running yet. @param owner of the files, if not this user */
export async function giveCapabilities(place: readonly string[], cache: string, owner?: number): Promise<void> {
  const known = folderFor(place);
  const folders = ['qemu', 'qemu/capabilities'].map((name) => join(cache, name));
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    if (owner !== undefined) await chown(folder, owner, owner);
  }
  for (const name of await definitions(known)) {
    const copy = join(cache, 'qemu/capabilities', name);
    await copyFile(join(known, name), copy);
    if (owner !== undefined) await chown(copy, owner, owner);
  }
}

/** Keeps what a libvirtd has found out. Others may do so at the same moment: each file appears whole or not at all. */
export async function keepCapabilities(place: readonly string[], cache: string): Promise<void> {
  const from = join(cache, 'qemu/capabilities');
  const known = folderFor(place);
  for (const name of await definitions(from)) {
    const found = await readFile(join(from, name));
    const before = await readFile(join(known, name)).catch(() => undefined);
    if (before?.equals(found)) continue;
    await mkdir(known, { recursive: true });
    const fresh = join(known, `${name}.${process.pid}`);
    await copyFile(join(from, name), fresh);
    await rename(fresh, join(known, name));
  }
}

async function definitions(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.xml'));
}
