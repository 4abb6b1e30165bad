/**
 * What libvirt found out about the QEMU binaries, kept for later libvirtds: asking them costs seconds of CPU for each. libvirt itself
 * checks what it reads (time of change of QEMU and of itself, its version, kernel, KVM), asks again where that doesn't fit any more, and
 * writes anew; so a stale file is never believed, and replaced here by what became of it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { chown, copyFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from './guestImages.ts';

export interface CapabilityCache {
  /** What tells libvirtds apart that see other binaries or another /dev/kvm. */
  readonly seen: readonly string[];
  /** libvirt's folder for what it may forget, which exists: /var/cache/libvirt of a system's daemon, ~/.cache/libvirt of a session's. */
  readonly base: string;
  readonly session: boolean;
  /** User whose files they are, if not this one. */
  readonly owner?: number;
}

const within = ({ session }: CapabilityCache): string[] =>
  session ? ['qemu', 'qemu/cache', 'qemu/cache/capabilities'] : ['qemu', 'qemu/capabilities'];

const folderIn = (cache: CapabilityCache): string => join(cache.base, within(cache).at(-1) ?? '');

function keptIn({ seen }: CapabilityCache): string {
  const version = createHash('sha256')
    .update(JSON.stringify([...seen, process.getuid?.()]))
    .digest('hex')
    .slice(0, 12);
  return join(cacheDirectory(), `capabilities-${version}`);
}

/** Puts what is known into the cache of a libvirtd that isn't running yet. */
export async function giveCapabilities(cache: CapabilityCache): Promise<void> {
  const own = async (path: string): Promise<void> => {
    if (cache.owner !== undefined) await chown(path, cache.owner, cache.owner);
  };
  for (const folder of within(cache).map((name) => join(cache.base, name))) {
    await mkdir(folder, { recursive: true });
    await own(folder);
  }
  const known = keptIn(cache);
  for (const name of await definitions(known)) {
    const copy = join(folderIn(cache), name);
    await copyFile(join(known, name), copy);
    await own(copy);
  }
}

/** Keeps what a libvirtd has found out. Others may do so at the same moment: each file appears whole or not at all. */
export async function keepCapabilities(cache: CapabilityCache): Promise<void> {
  const from = folderIn(cache);
  const known = keptIn(cache);
  for (const name of await definitions(from)) {
    const found = await readFile(join(from, name));
    const before = await readFile(join(known, name)).catch(() => undefined);
    if (before?.equals(found)) continue;
    await mkdir(known, { recursive: true });
    const fresh = join(known, `${name}.${randomUUID()}`);
    await writeFile(fresh, found, { mode: 0o600 });
    await rename(fresh, join(known, name));
  }
}

async function definitions(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.xml'));
}
