/** Debian packages that a test needs and the machine shouldn't have for that: unpacked into a folder, used from there. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from './guestImages.ts';
import { run } from './process.ts';

/** What a test that needs them is skipped for. */
export class PackagesMissing extends Error {}

/**
 * Downloads them with apt and unpacks them, once for all runs; dependencies are to be named too. Only `/usr` and `/etc` of them matter.
 * @param only of each package just what matches; tar's wildcards
 * @returns the folder
 * @throws PackagesMissing where apt can't get one of them
 */
export async function unpackedPackages(names: readonly string[], only: readonly string[] = []): Promise<string> {
  const version = createHash('sha256')
    .update(JSON.stringify([names, only]))
    .digest('hex')
    .slice(0, 12);
  const directory = join(cacheDirectory(), `packages-${version}`);
  if (existsSync(directory)) return directory;
  const fresh = `${directory}.${process.pid}`;
  const debs = join(fresh, 'debs');
  await mkdir(debs, { recursive: true });
  try {
    const asRoot = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
    const download = ['apt-get', ...asRoot, 'download', '-q', ...names].join(' ');
    // Once more after reading the lists anew: they may be missing, or older than the archive.
    const update = asRoot.length > 0 ? 'apt-get -o DPkg::Lock::Timeout=300 update -q' : 'false';
    const twice = `cd '${debs}' && { ${download} || { ${update}; ${download}; }; } >&2`;
    await run(['sh', '-c', twice], { timeoutMs: 600_000 }).catch((cause: unknown) => {
      throw new PackagesMissing(`apt-get can't download ${names.join(', ')}`, { cause });
    });
    const words = only.length > 0 ? `--wildcards ${only.map((pattern) => `'${pattern}'`).join(' ')}` : '';
    for (const deb of await readdir(debs))
      await run(['sh', '-c', `dpkg-deb --fsys-tarfile '${join(debs, deb)}' | tar -xS -C '${fresh}' ${words}`], {
        timeoutMs: 120_000,
      });
    await rm(debs, { recursive: true });
    // Firmware images are mostly zeros.
    await run(['find', fresh, '-type', 'f', '-size', '+1M', '-exec', 'fallocate', '--dig-holes', '{}', ';']);
    await rename(fresh, directory);
  } catch (thrown) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(directory)) throw thrown;
  }
  return directory;
}
