import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { el, toXml } from '../guest/xml.ts';
import { listed, type Virsh } from './virsh.ts';

const networkDefinition = el(
  'network',
  {},
  el('name', {}, 'default'),
  el('forward', { mode: 'nat' }),
  el('bridge', { name: 'virbr0', stp: 'on', delay: 0 }),
  el(
    'ip',
    { address: '192.168.122.1', netmask: '255.255.255.0' },
    el('dhcp', {}, el('range', { start: '192.168.122.2', end: '192.168.122.254' })),
  ),
);

/**
 * Defines (only if absent) and starts the network and the storage pool `default`; answers the warnings.
 * @param fresh libvirt was installed just now: the network that came with it is to start with the machine
 */
export async function ensureDefaults(virsh: Virsh, fresh: boolean): Promise<string[]> {
  return [...(await ensureNetwork(virsh, fresh)), ...(await ensurePool(virsh))];
}

async function ensureNetwork(virsh: Virsh, fresh: boolean): Promise<string[]> {
  return await ensure(virsh, 'network', 'net', async (attempt, defined) => {
    const ours =
      !defined && (await withFile('network.xml', toXml(networkDefinition), (file) => attempt('define', file)));
    if (ours || (defined && fresh)) await attempt('autostart', 'default');
  });
}

async function ensurePool(virsh: Virsh): Promise<string[]> {
  return await ensure(virsh, 'pool', 'pool', async (attempt, defined) => {
    if (defined || !(await attempt('define-as', 'default', 'dir', '--target', '/var/lib/libvirt/images'))) return;
    await attempt('build', 'default');
    await attempt('autostart', 'default');
  });
}

type Attempt = (verb: string, ...words: readonly string[]) => Promise<boolean>;

/** What is the same for both: what cannot be listed is left alone, and what is there in the end is started. */
async function ensure(
  virsh: Virsh,
  kind: string,
  prefix: 'net' | 'pool',
  define: (attempt: Attempt, defined: boolean) => Promise<void>,
): Promise<string[]> {
  const warnings: string[] = [];
  const attempt: Attempt = async (verb, ...words) => {
    const done = await virsh(`${prefix}-${verb}`, ...words);
    if (done.code !== 0) warnings.push(`default ${kind}: ${done.stderr.trim()}`);
    return done.code === 0;
  };
  const all = await listed(virsh, `${prefix}-list`, '--all', '--name');
  if ('problem' in all) return [`default ${kind}: ${all.problem}`];
  await define(attempt, all.names.includes('default'));
  const active = await listed(virsh, `${prefix}-list`, '--name');
  if ('problem' in active) warnings.push(`default ${kind}: ${active.problem}`);
  else if (!active.names.includes('default')) await attempt('start', 'default');
  return warnings;
}

/** Gives a file with this text to the work, and removes it afterwards. */
export async function withFile<T>(name: string, text: string, work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'virtdeck-quickstart-'));
  try {
    const file = join(folder, name);
    await writeFile(file, text);
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
