/**
 * Networks, storage pools, node devices, secrets, interfaces and filters of a real host, volumes and snapshots: kept true while somebody follows
 * them, and changed by their verbs.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apply } from '../../shared/changes.ts';
import type { ChildKind, ChildRecords, HostedKind, ObjectRecords } from '../../shared/model/objects.ts';
import { startLab, until, type Lab, type LabHost } from '../lab/lab.ts';
import { startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
let host: string;
const stop = new AbortController();
/** No object has this UUID. */
const nobody = '00000000-0000-4000-8000-00000000dead';

/** What the window has of one kind, kept true from the first question on. */
function copyOf<K extends HostedKind>(kind: K): () => readonly ObjectRecords[K][] {
  let records: Readonly<Record<string, ObjectRecords[K]>> = {};
  const follow = async (): Promise<void> => {
    for await (const { [kind]: changes } of program.api.inventory.watch({ kinds: [kind] }, stop))
      if (changes) records = apply(records, changes);
  };
  follow().catch((thrown: unknown) => {
    if (!stop.signal.aborted) throw thrown;
  });
  return () => Object.values(records);
}

/** What the window has under one parent, from the first question on, and how to look no longer. */
function childrenOf<K extends ChildKind>(kind: K, parent: string) {
  const left = new AbortController();
  const { signal } = left;
  let records: Readonly<Record<string, ChildRecords[K]>> = {};
  let loaded = false;
  const follow = async (): Promise<void> => {
    for await (const { [kind]: changes } of program.api.inventory.watchChildren({ host, kind, parent }, { signal })) {
      if (changes) records = apply(records, changes);
      loaded = true;
    }
  };
  const ended = follow().catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
  return {
    all: () => Object.values(records),
    loaded: () => until(`the ${kind} list`, async () => loaded),
    ended,
    leave: () => left.abort(),
  };
}

let networks: () => readonly ObjectRecords['network'][];
let pools: () => readonly ObjectRecords['storagePool'][];
let secrets: () => readonly ObjectRecords['secret'][];

/** The record once it is as `when` says. */
const seen = <T extends { readonly name: string }>(
  all: () => readonly T[],
  name: string,
  when: (record: T) => boolean = () => true,
): Promise<T> =>
  until(`${name} as expected`, async () => {
    const found = all().find((record) => record.name === name);
    return found !== undefined && when(found) && found;
  });
const gone = (all: () => readonly { readonly name: string }[], name: string): Promise<true> =>
  until(`the end of ${name}`, async () => !all().some((record) => record.name === name));

/** A file that the host can read. */
async function fileOf(name: string, xml: string): Promise<string> {
  const file = join(h1.directory, name);
  await writeFile(file, xml);
  return file;
}

const networkXml = (name: string): string => `<network><name>${name}</name><bridge name='virbr77'/></network>`;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  host = await program.addHost(h1.uri('ssh'));
  networks = copyOf('network');
  pools = copyOf('storagePool');
  secrets = copyOf('secret');
});
afterAll(async () => {
  stop.abort();
  await program[Symbol.asyncDispose]();
  await lab.down();
});

describe('a network', () => {
  test('that another client defines, starts, stops and undefines shows so by itself', async () => {
    await h1.virsh('net-define', await fileOf('other.xml', networkXml('other')));
    const other = await seen(networks, 'other');
    expect(other).toMatchObject({ host, active: false, persistent: true, autostart: false, bridge: 'virbr77' });
    await h1.virsh('net-start', 'other');
    await seen(networks, 'other', ({ active }) => active);
    await h1.virsh('net-destroy', 'other');
    await seen(networks, 'other', ({ active }) => !active);
    await h1.virsh('net-undefine', 'other');
    await gone(networks, 'other');
  });

  test('is started, stopped, started by itself from now on, and undefined; what can be taken back is', async () => {
    await h1.virsh('net-define', await fileOf('ours.xml', networkXml('ours')));
    const { uuid: id } = await seen(networks, 'ours');
    const starting = await program.done(await program.api.network.start({ host, id }));
    expect(starting).toMatchObject({ ref: { host, kind: 'network', id }, object: { name: 'ours' }, undoable: true });
    await seen(networks, 'ours', ({ active }) => active);
    await program.done(await program.api.network.setAutostart({ host, id, autostart: true }));
    // libvirt has no event for it.
    await seen(networks, 'ours', ({ autostart }) => autostart);
    await program.done(await program.api.task.undo({ id: starting.id }));
    await seen(networks, 'ours', ({ active }) => !active);
    await program.done(await program.api.network.undefine({ host, id }));
    await gone(networks, 'ours');
  });

  test('names the VMs that use it', async () => {
    const { uuid: id } = await seen(networks, 'default');
    await h1.defineGuest({ name: 'connected', kernel: 'none' });
    await expect.poll(() => program.api.network.users({ host, id }), { timeout: 30_000 }).toContain('connected');
  });
});

describe('a storage pool', () => {
  test('follows what another client does; its verbs do the same', async () => {
    await h1.exec(['mkdir', '-p', '/var/lib/libvirt/rack']);
    await h1.virsh('pool-define-as', 'rack', 'dir', '--target', '/var/lib/libvirt/rack');
    const { uuid: id } = await seen(pools, 'rack', ({ state }) => state === 'inactive');
    await program.done(await program.api.storagePool.start({ host, id }));
    const running = await seen(pools, 'rack', ({ state }) => state === 'running');
    expect(running.capacityBytes).toBeGreaterThan(0);
    await program.done(await program.api.storagePool.setAutostart({ host, id, autostart: true }));
    await seen(pools, 'rack', ({ autostart }) => autostart);
    await h1.virsh('pool-destroy', 'rack');
    await seen(pools, 'rack', ({ state }) => state === 'inactive');
    await program.done(await program.api.storagePool.undefine({ host, id }));
    await gone(pools, 'rack');
  });
});

describe('a secret', () => {
  test('is known by what it is for, never by its value, and goes when it is undefined', async () => {
    const xml = `<secret ephemeral='no' private='yes'><usage type='ceph'><name>client.vms</name></usage></secret>`;
    await h1.virsh('secret-define', await fileOf('secret.xml', xml));
    const known = await seen(secrets, 'client.vms');
    expect(known).toEqual({
      host,
      uuid: known.uuid,
      name: 'client.vms',
      usage: 'ceph',
      ephemeral: false,
      private: true,
    });
    await program.done(await program.api.secret.undefine({ host, id: known.uuid }));
    await gone(secrets, 'client.vms');
  });
});

test('the devices of a host are read once somebody follows them', async () => {
  const devices = copyOf('nodeDevice');
  const computer = await seen(devices, 'computer');
  expect(computer).toMatchObject({ host, capability: 'system' });
});

test('a network filter that another client defines, changes and undefines shows so after a while', async () => {
  const filters = copyOf('nwfilter');
  const xml = (rules: string): string => `<filter name='rack-only' chain='root'>${rules}</filter>`;
  await h1.virsh('nwfilter-define', await fileOf('filter.xml', xml('')));
  const { uuid, ...known } = await seen(filters, 'rack-only', ({ rules }) => rules === 0);
  expect(known).toEqual({ host, name: 'rack-only', chain: 'root', references: [], rules: 0 });
  const rule = "<rule action='drop' direction='in' priority='500'><all/></rule>";
  await h1.virsh('nwfilter-define', await fileOf('changed.xml', xml(`<uuid>${uuid}</uuid>${rule}`)));
  await seen(filters, 'rack-only', ({ rules }) => rules === 1);
  await h1.virsh('nwfilter-undefine', 'rack-only');
  await gone(filters, 'rack-only');
});

test('the interfaces of a host are read once somebody follows them, or the host is known to have none', async () => {
  const interfaces = copyOf('interface');
  const told = await until('interfaces, or the word that there are none', async () => {
    const lacking = program.host(host)?.lacks?.includes('interface') === true;
    return lacking ? 'lacking' : interfaces().find(({ name }) => name === 'lo')?.type;
  });
  expect(['lacking', 'ethernet']).toContain(told);
});

describe('the volumes of a pool, while somebody looks,', () => {
  const folder = '/var/lib/libvirt/watched';

  test('follow what another client makes, deletes, and finds there', async () => {
    await h1.exec(['mkdir', '-p', folder]);
    await h1.virsh('pool-create-as', 'watched', 'dir', '--target', folder);
    const { uuid } = await seen(pools, 'watched', ({ state }) => state === 'running');
    const volumes = childrenOf('storageVolume', uuid);
    await volumes.loaded();
    expect(volumes.all()).toEqual([]);
    await h1.virsh('vol-create-as', 'watched', 'a.qcow2', '16M', '--format', 'qcow2');
    const made = await seen(volumes.all, 'a.qcow2');
    expect(made).toMatchObject({ host, pool: 'watched', format: 'qcow2', capacityBytes: 16 * 1024 * 1024, usedBy: [] });
    await h1.exec(['truncate', '-s', '1M', `${folder}/found.img`]);
    await h1.virsh('pool-refresh', 'watched');
    await seen(volumes.all, 'found.img');
    await h1.virsh('vol-delete', 'a.qcow2', '--pool', 'watched');
    await gone(volumes.all, 'a.qcow2');
    expect(volumes.all().map(({ name }) => name)).toEqual(['found.img']);
    await program.done(
      await program.api.storageVolume.delete({ host, pool: 'watched', name: 'found.img', force: false }),
    );
    await gone(volumes.all, 'found.img');
    volumes.leave();
    await volumes.ended;
  });

  test('are none where the pool is off, and can not be had of one that is not there', async () => {
    await h1.virsh('pool-define-as', 'asleep', 'dir', '--target', `${folder}/asleep`);
    const { uuid } = await seen(pools, 'asleep', ({ state }) => state === 'inactive');
    const volumes = childrenOf('storageVolume', uuid);
    await volumes.loaded();
    expect(volumes.all()).toEqual([]);
    volumes.leave();
    await volumes.ended;
    await expect(childrenOf('storageVolume', nobody).ended).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('the snapshots of a domain, while somebody looks,', () => {
  test('follow what another client makes and deletes', async () => {
    await h1.defineGuest({ name: 'kept', kernel: 'none', disk: 1 });
    const { uuid } = await program.domain('kept');
    const snapshots = childrenOf('snapshot', uuid);
    await snapshots.loaded();
    expect(snapshots.all()).toEqual([]);
    await h1.virsh('snapshot-create-as', 'kept', 'first', 'as installed');
    const first = await seen(snapshots.all, 'first');
    expect(first).toMatchObject({ host, domain: uuid, description: 'as installed', state: 'shutoff', current: true });
    expect(first.creationTime).toBeGreaterThan(1_600_000_000);
    await h1.virsh('snapshot-create-as', 'kept', 'second');
    expect(await seen(snapshots.all, 'second')).toMatchObject({ parent: 'first', current: true });
    await seen(snapshots.all, 'first', ({ current }) => !current);
    await h1.virsh('snapshot-delete', 'kept', 'first');
    await gone(snapshots.all, 'first');
    const second = await seen(snapshots.all, 'second', ({ parent }) => parent === undefined);
    expect(second.current).toBe(true);
    snapshots.leave();
    await snapshots.ended;
  });

  test('can not be had of one that is not there', async () => {
    await expect(childrenOf('snapshot', nobody).ended).rejects.toMatchObject({ code: 'notFound' });
  });
});
