import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { dataDirectory } from '../../electron/shell/paths.ts';

/** What the quickstart found out for the program, by host URI. The program reads it when it adds that host. */
const findings = z.record(z.string(), z.object({ defaultDomainType: z.enum(['kvm', 'qemu']) }));

/** Marks a host: new VMs on it default to this domain type. Other hosts' marks stay. */
export async function markHost(
  uri: string,
  defaultDomainType: 'kvm' | 'qemu',
  directory = dataDirectory(),
): Promise<string> {
  const file = join(directory, 'quickstart.json');
  const before = await readFile(file, 'utf8')
    .then((text) => findings.parse(JSON.parse(text)))
    .catch(() => ({}));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, `${JSON.stringify({ ...before, [uri]: { defaultDomainType } }, null, 2)}\n`, {
    mode: 0o600,
  });
  await rename(`${file}.new`, file);
  return file;
}
