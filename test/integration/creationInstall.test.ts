/** Installations on real hosts: media that are uploaded, boot order, programs that are closed in between. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreationRequest } from '../../shared/model/creation/creationRequest.ts';
import type { Hardware } from '../../shared/model/creation/hardware.ts';
import { guestImages } from '../lab/guestImages.ts';
import { until, type LabHost } from '../lab/lab.ts';
import { domainsOf, everything, MiB, newDisk, startCreationLab, volumesOf, type CreationLab } from './creationLab.ts';
import { startProgram, type Program } from './program.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

let lab: CreationLab;
let program: Program;
let h1: LabHost;
let hardware: Hardware;

beforeAll(async () => {
  lab = await startCreationLab();
  ({ program, h1, hardware } = lab);
});
afterAll(() => lab[Symbol.asyncDispose]());

/** A web server with these files. */
async function serveFiles(files: Readonly<Record<string, Uint8Array>>) {
  const server = createServer(({ url = '', method }, response) => {
    const bytes = files[url];
    response.writeHead(bytes === undefined ? 404 : 200, { 'content-length': bytes?.length ?? 0 });
    response.end(method === 'HEAD' ? undefined : bytes);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('an installation', () => {
  const pxe = (name: string): CreationRequest =>
    lab.asked({
      name,
      source: { kind: 'pxe' },
      start: true,
      hardware: { ...hardware, disks: [newDisk()], nics: hardware.nics },
    });
  const order = async (name: string, ...options: string[]): Promise<string> => {
    const xml = await h1.virsh('dumpxml', name, ...options);
    return [...xml.matchAll(/<(disk|interface|\/disk|\/interface|boot order='\d')/g)]
      .flatMap(([, word = '']) => (/^(disk|interface|boot)/.test(word) ? [word] : []))
      .join(' ');
  };

  test('starts from the network, and after the first reboot from the disk', async () => {
    const [id = ''] = await program.api.creation.create(pxe('network'));
    await program.domain('network', ({ state }) => state === 'running');
    expect(await order('network')).toBe("disk boot order='2' disk interface boot order='1'");
    expect(await order('network', '--inactive')).toBe("disk boot order='1' disk interface");
    await h1.virsh('reset', 'network');
    await program.done(id);
    await program.domain('network', ({ state }) => state === 'running');
    expect(await order('network')).toBe("disk boot order='1' disk interface");
    await h1.virsh('destroy', 'network');
  });

  test('goes on while the program is closed, which starts the guest again when it is back', async () => {
    const directory = temporaryFolder('virtdeck-');
    let host = '';
    {
      await using first = await startProgram(directory);
      host = await first.addHost(h1.uri('ssh'));
      await first.api.creation.create({ ...pxe('left'), hosts: [host] });
      await first.domain('left', ({ state }) => state === 'running');
      await until('the record', async () =>
        (await readFile(join(directory, 'creations.json'), 'utf8')).includes('installing'),
      );
    }
    expect(await h1.virsh('domstate', 'left')).toContain('running');
    await h1.virsh('reset', 'left');
    await until('the reboot', async () => (await h1.virsh('domstate', 'left')).includes('shut off'));
    {
      await using second = await startProgram(directory);
      await second.api.host.connect({ host });
      await until('its next start', async () => (await h1.virsh('domstate', 'left')).includes('running'));
    }
    expect(await order('left')).toBe("disk boot order='1' disk interface");
    await h1.virsh('destroy', 'left');
    await rm(directory, { recursive: true });
  });
});

describe('cloud-init', () => {
  const password = 'tell nobody';
  const answers = {
    users: [{ name: 'ada', password, sshKeys: [], sudo: true }],
    packages: [],
    upgrade: false,
    commands: [],
    network: [],
  };
  const seeded = (name: string, removeAfterFirstBoot: boolean, start: boolean): CreationRequest =>
    lab.asked({
      name,
      source: { kind: 'blank' },
      start,
      cloudInit: { answers, pool: 'default', removeAfterFirstBoot },
    });

  test('is told on a CD labelled cidata, with passwords hashed; what is shown has none', async () => {
    const request = seeded('seeded', false, false);
    const { vms } = await program.api.creation.plan(request);
    expect(vms[0]?.files.map(({ name }) => name)).toEqual(['user-data', 'meta-data']);
    expect(JSON.stringify(vms)).not.toMatch(/tell nobody|\$6\$/);
    await lab.create(request);
    const files = await h1.exec(['cat', '/var/lib/libvirt/images/seeded-seed.iso']);
    expect(files).toMatch(/cidata/);
    expect(files).toMatch(/\$6\$/);
    expect(files).not.toContain(password);
    expect(await h1.virsh('dumpxml', 'seeded')).toContain('seeded-seed.iso');
  });

  test('is taken away when the guest has been off for the first time, where that is wished', async () => {
    await lab.create(seeded('forgets', true, true));
    expect(await h1.virsh('dumpxml', 'forgets')).toContain('forgets-seed.iso');
    expect(await h1.virsh('dumpxml', '--inactive', 'forgets')).not.toContain('forgets-seed.iso');
    await h1.virsh('destroy', 'forgets');
    await until('the seed is gone', async () => !(await volumesOf(h1)).includes('forgets-seed.iso'));
    expect(await volumesOf(h1)).toContain('forgets.qcow2');
  });

  test('that would not be understood is refused', async () => {
    const request = seeded('wrong', false, false);
    const cloudInit = { pool: 'default', removeAfterFirstBoot: false, answers: { ...answers, rawUserData: 'a: [' } };
    const { problems } = await program.api.creation.plan({ ...request, cloudInit });
    expect(problems).toContainEqual(expect.objectContaining({ level: 'error', code: 'cloudInitInvalid' }));
  });
});

describe('an installation from a tree', () => {
  test('starts the kernel of the tree with the answers in its initrd, and both are gone when it is over', async () => {
    // One that boots to a login and stays there, as an installer does.
    const images = await guestImages();
    const initrd = await readFile(images.initrd.tiny);
    const files: Readonly<Record<string, Uint8Array>> = {
      '/linux': await readFile(images.vmlinuz),
      '/initrd.gz': initrd,
    };
    await using web = await serveFiles(files);
    const answers = {
      user: { name: 'ada', password: 'tell nobody', sshKeys: [] },
      locale: 'en_US',
      keyboard: 'us',
      timezone: 'Europe/Berlin',
      packages: [],
    };
    const { url } = web;
    const tree = {
      kind: 'tree',
      url,
      pool: 'default',
      kernel: 'linux',
      initrd: 'initrd.gz',
      arguments: 'quiet',
    } as const;
    const request = lab.asked({
      name: 'tree',
      os: 'debian12',
      source: tree,
      hardware: { ...hardware, memoryMiB: 256, disks: [newDisk()] },
      start: true,
      unattended: { answers, pool: 'default' },
    });
    const [id = ''] = await program.api.creation.create(request);
    await program.domain('tree', ({ state }) => state === 'running');
    await until(
      'the installation',
      async () => !(await h1.virsh('dumpxml', '--inactive', 'tree')).includes('<kernel>'),
    );
    const live = await h1.virsh('dumpxml', 'tree');
    expect(live).toContain('<kernel>/var/lib/libvirt/images/tree-kernel</kernel>');
    expect(live).toMatch(/<cmdline>quiet .+<\/cmdline>/);
    const onHost = '/var/lib/libvirt/images/tree-initrd';
    const [sum] = (await h1.exec(['sh', '-c', `head -c ${initrd.length} ${onHost} | sha256sum`])).split(' ');
    expect(sum).toBe(createHash('sha256').update(initrd).digest('hex'));
    expect(await h1.exec(['sh', '-c', `tail -c +${initrd.length + 1} ${onHost} | tr -d '\\0'`])).toContain(
      'preseed.cfg',
    );
    await h1.virsh('reset', 'tree');
    await program.done(id);
    expect(await volumesOf(h1)).not.toEqual(expect.arrayContaining(['tree-initrd']));
    expect(await volumesOf(h1)).toContain('tree.qcow2');
  });
});

describe('an upload', () => {
  const iso = (upload: string, sizeBytes: number): CreationRequest['source'] => ({
    kind: 'iso',
    image: { kind: 'upload', upload, pool: 'default', volume: 'up.iso', sizeBytes },
  });

  test('that is cancelled leaves neither volume nor VM', async () => {
    const before = await everything(h1);
    const upload = randomUUID();
    const request = lab.asked({ name: 'uploads', source: iso(upload, 64 * MiB), start: true });
    const [id = ''] = await program.api.creation.create(request);
    const { channel } = await program.api.creation.upload({ upload, host: lab.ids[0] ?? '' });
    const closed = new Promise<void>((resolve) => channel.onClose(() => resolve()));
    await channel.send(new Uint8Array(256 * 1024).fill(1));
    await until('the volume', async () => (await volumesOf(h1)).includes('up.iso'));
    await program.api.task.cancel({ id });
    expect(await program.ended(id)).toMatchObject({ state: 'cancelled' });
    await closed;
    expect(await everything(h1)).toEqual(before);
  });

  test('by a URL comes through this machine, and whole', async () => {
    const bytes = randomBytes(3 * MiB + 17);
    await using web = await serveFiles({ '/a.iso': bytes });
    const image = { kind: 'url', url: `${web.url}a.iso`, pool: 'default', volume: 'web.iso' } as const;
    await lab.create(lab.asked({ name: 'by-url', source: { kind: 'iso', image } }));
    const [sum] = (await h1.exec(['sha256sum', '/var/lib/libvirt/images/web.iso'])).split(' ');
    expect(sum).toBe(createHash('sha256').update(bytes).digest('hex'));
    // It is off: its first start is with the medium.
    expect(await h1.virsh('dumpxml', '--inactive', 'by-url')).toContain('web.iso');
    await h1.virsh('start', 'by-url');
    await until('the definition', async () => !(await h1.virsh('dumpxml', '--inactive', 'by-url')).includes('web.iso'));
    expect(await h1.virsh('dumpxml', 'by-url')).toContain('web.iso');
    await h1.virsh('destroy', 'by-url');
  });

  test('by a URL with another checksum than was told leaves nothing', async () => {
    const before = await everything(h1);
    await using web = await serveFiles({ '/a.iso': randomBytes(1000) });
    const image = {
      kind: 'url',
      url: `${web.url}a.iso`,
      pool: 'default',
      volume: 'other.iso',
      sha256: '0'.repeat(64),
    } as const;
    const [id = ''] = await program.api.creation.create(lab.asked({ name: 'sum', source: { kind: 'iso', image } }));
    expect(await program.ended(id)).toMatchObject({ state: 'failed', error: { code: 'checksumWrong' } });
    expect(await everything(h1)).toEqual(before);
  });

  test('becomes the medium that the VM starts from, and is out of the drive at its next start', async () => {
    const upload = randomUUID();
    const bytes = new Uint8Array(MiB).fill(7);
    const [id = ''] = await program.api.creation.create(
      lab.asked({ name: 'uploads', source: iso(upload, bytes.length), start: true }),
    );
    const { channel } = await program.api.creation.upload({ upload, host: lab.ids[0] ?? '' });
    await channel.send(bytes);
    channel.close();
    await program.domain('uploads', ({ state }) => state === 'running');
    await until('the definition', async () => !(await h1.virsh('dumpxml', '--inactive', 'uploads')).includes('up.iso'));
    const live = await h1.virsh('dumpxml', 'uploads');
    expect(live).toContain('up.iso');
    expect(live).toContain('<on_reboot>destroy</on_reboot>');
    await program.api.task.cancel({ id });
    expect(await program.ended(id)).toMatchObject({ state: 'cancelled' });
    expect(await domainsOf(h1)).not.toContain('uploads');
    expect(await volumesOf(h1)).not.toContain('up.iso');
  });
});
