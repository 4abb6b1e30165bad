/** New VMs that come to nothing, at every step of their making: what is said, and that nothing of them is left. */
import { randomBytes, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { creationStepKinds, type CreationStepKind } from '../../shared/model/creation/creationPlan.ts';
import type { CreationRequest } from '../../shared/model/creation/creationRequest.ts';
import { run, until, type LabHost } from '../lab/lab.ts';
import { everything, MiB, newDisk, startCreationLab, volumesOf, type CreationLab } from './creationLab.ts';
import { startProgram, type Program } from './program.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

let lab: CreationLab;
let program: Program;
let h1: LabHost;
let before: Awaited<ReturnType<typeof everything>>;

beforeAll(async () => {
  lab = await startCreationLab();
  ({ program, h1 } = lab);
  // An image with data in it, and a pool that is small.
  const images = '/var/lib/libvirt/images';
  const small = '/var/lib/libvirt/small';
  await h1.exec(['sh', '-c', `head -c 12M /dev/urandom >${images}/dense.img`]);
  await h1.exec(['sh', '-c', `mkdir ${small} && mount -t tmpfs -o size=16M small ${small}`]);
  await h1.virsh('pool-define-as', 'small', 'dir', '--target', small);
  await h1.virsh('pool-start', 'small');
  await volumesOf(h1);
});
afterAll(() => lab[Symbol.asyncDispose]());
beforeEach(async () => {
  before = await everything(h1);
});

const nothingLeft = async (): Promise<void> => {
  expect(await everything(h1)).toEqual(before);
  expect(await volumesOf(h1, 'small')).toEqual([]);
};

const uploaded = (upload: string, sizeBytes: number, pool = 'default') =>
  ({ kind: 'upload', upload, pool, volume: 'up.img', sizeBytes }) as const;
const dense = { kind: 'volume', pool: 'default', volume: 'dense.img' } as const;
const answers = { users: [], packages: [], upgrade: false, commands: [], network: [] };

/** Opens the bytes of an upload, and sends the first of them. */
async function begin(api: Program['api'], upload: string, host: string) {
  const { channel } = await api.creation.upload({ upload, host });
  await channel.send(randomBytes(256 * 1024));
  return channel;
}

describe('a VM whose making is cancelled', () => {
  /** A server that begins to answer and doesn't end. */
  async function slowServer() {
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-length': 8 * MiB });
      if (request.method === 'HEAD') response.end();
      else response.write(randomBytes(64 * 1024));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { server, url: `http://127.0.0.1:${address.port}/` };
  }

  const small = () => ({ hardware: { ...lab.hardware, disks: [newDisk({ capacityBytes: 16 * MiB })] } });
  const seed = { cloudInit: { answers, pool: 'default', removeAfterFirstBoot: true } };
  const cloud = (mode: 'copy' | 'link'): CreationRequest['source'] => ({
    kind: 'cloud',
    image: dense,
    mode,
    keepImage: true,
  });
  const requests: Readonly<Partial<Record<CreationStepKind, (url: string) => Partial<CreationRequest>>>> = {
    upload: () => ({ source: { kind: 'iso', image: uploaded(randomUUID(), MiB) } }),
    download: (url) => ({ source: { kind: 'iso', image: { kind: 'url', url, pool: 'default', volume: 'web.iso' } } }),
    createVolume: () => ({}),
    copyImage: () => ({ ...small(), source: cloud('copy') }),
    linkImage: () => ({ ...small(), source: cloud('link') }),
    writeSeed: () => seed,
    define: () => ({}),
    start: () => ({ ...seed }),
    install: () => ({ source: { kind: 'pxe' } }),
  };

  /** Cancels as soon as the task says that it is there. */
  async function cancelAt(kind: CreationStepKind, id: string): Promise<void> {
    const stop = new AbortController();
    for await (const { added, updated } of program.api.task.watch({}, stop)) {
      const task = { ...added, ...updated }[id];
      if (task?.log?.some(({ text }) => text === `creation.${kind}`) !== true) continue;
      await program.api.task.cancel({ id });
      return;
    }
  }

  test.each(Object.keys(requests))('at the step %s leaves nothing', async (word) => {
    const kind = creationStepKinds.find((each) => each === word);
    const change = kind && requests[kind];
    if (kind === undefined || change === undefined) throw new Error(`no step ${word}`);
    const { server, url } = await slowServer();
    const [id = ''] = await program.api.creation.create(lab.asked({ name: 'cancelled', start: true, ...change(url) }));
    await cancelAt(kind, id);
    expect(await program.ended(id)).toMatchObject({ state: 'cancelled' });
    await nothingLeft();
    server.close();
    server.closeAllConnections();
  });
});

describe('a pool that is full', () => {
  const inSmall = { ...newDisk({ pool: 'small', capacityBytes: 12 * MiB }) };
  const planned = async (request: CreationRequest) => {
    const { vms } = await program.api.creation.plan(request);
    return vms.flatMap(({ problems }) => problems).filter(({ level }) => level === 'error');
  };

  test.each([
    [
      'for all that is reserved',
      () => ({
        hardware: {
          ...lab.hardware,
          disks: [newDisk({ pool: 'small', capacityBytes: 17 * MiB, format: 'raw', full: true })],
        },
      }),
    ],
    [
      'for what is uploaded',
      () => ({ source: { kind: 'iso', image: uploaded(randomUUID(), 17 * MiB, 'small') } }) as const,
    ],
    [
      'for copies of an image, which take what it takes',
      () => ({
        name: 'copy-{1..2}',
        source: { kind: 'cloud', image: dense, mode: 'copy', keepImage: true } as const,
        hardware: { ...lab.hardware, disks: [inSmall] },
      }),
    ],
  ] satisfies readonly (readonly [string, () => Partial<CreationRequest>])[])(
    '%s is known before',
    async (_, change) => {
      const request = lab.asked({ name: 'large', ...change() });
      const errors = await planned(request);
      expect(errors.map(({ code }) => code)).toContain('poolFull');
      await expect(program.api.creation.create(request)).rejects.toMatchObject({ code: 'poolFull' });
      await nothingLeft();
    },
  );

  test('by others while it is being filled ends the upload, and what came of it goes', async () => {
    const upload = randomUUID();
    const request = lab.asked({ name: 'filled', source: { kind: 'iso', image: uploaded(upload, 12 * MiB, 'small') } });
    const [id = ''] = await program.api.creation.create(request);
    const channel = await begin(program.api, upload, lab.ids[0] ?? '');
    await until('the volume', async () => (await volumesOf(h1, 'small')).includes('up.img'));
    await h1.exec(['sh', '-c', 'head -c 14M /dev/zero >/var/lib/libvirt/small/.other || true']);
    await channel.send(randomBytes(12 * MiB - 256 * 1024)).catch(() => undefined);
    channel.close();
    const task = await program.ended(id);
    expect(task).toMatchObject({ state: 'failed' });
    expect(task.error?.message).toMatch(/No space left/);
    await h1.exec(['rm', '/var/lib/libvirt/small/.other']);
    await nothingLeft();
  });
});

test('an uploaded image that is larger than the disk it should fill is refused once it is known', async () => {
  const upload = randomUUID();
  const file = join(tmpdir(), `${upload}.qcow2`);
  await run(['qemu-img', 'create', '-q', '-f', 'qcow2', file, '64M']);
  const bytes = Buffer.from(await run(['base64', '-w0', file]), 'base64');
  await rm(file);
  const source = { kind: 'cloud', image: uploaded(upload, bytes.length), mode: 'copy', keepImage: true } as const;
  const [id = ''] = await program.api.creation.create(lab.asked({ name: 'larger', source }));
  const { channel } = await program.api.creation.upload({ upload, host: lab.ids[0] ?? '' });
  await channel.send(bytes);
  channel.close();
  expect(await program.ended(id)).toMatchObject({
    state: 'failed',
    error: { params: { problem: 'imageLarger', bytes: 64 * MiB } },
  });
  await nothingLeft();
});

describe('while an image is being uploaded', () => {
  test('the daemon goes: the task fails, and the rest of it is taken away when the host is back', async () => {
    const upload = randomUUID();
    const source = { kind: 'iso', image: uploaded(upload, 8 * MiB) } as const;
    const [id = ''] = await program.api.creation.create(lab.asked({ name: 'lost', source }));
    await begin(program.api, upload, lab.ids[0] ?? '');
    await until('the volume', async () => (await volumesOf(h1)).includes('up.img'));
    await h1.stopDaemon();
    const ending = program.ended(id);
    await ending.catch(() => undefined); // the other tests need the daemon, however this one goes
    await h1.startDaemon();
    const task = await ending;
    await program.api.host.connect({ host: lab.ids[0] ?? '' }); // now, not when its turn comes
    // Whether the daemon got the last of it, nobody knows: the task says so.
    expect(task).toMatchObject({ state: 'failed', error: { code: 'outcomeUnknown' } });
    await until('what was begun is gone', async () => !(await volumesOf(h1)).includes('up.img'));
    await nothingLeft();
  });

  test('the program is closed: what was begun is gone, at the latest when it is back', async () => {
    const directory = temporaryFolder('virtdeck-');
    const upload = randomUUID();
    let host = '';
    {
      await using first = await startProgram(directory);
      host = await first.addHost(h1.uri('ssh'));
      const source = { kind: 'iso', image: uploaded(upload, 8 * MiB) } as const;
      await first.api.creation.create({ ...lab.asked({ name: 'closed', source }), hosts: [host] });
      await begin(first.api, upload, host);
      await until('the volume', async () => (await volumesOf(h1)).includes('up.img'));
    }
    {
      await using second = await startProgram(directory);
      await second.api.host.connect({ host });
      await until('what was begun is gone', async () => !(await volumesOf(h1)).includes('up.img'));
    }
    expect(await everything(h1)).toEqual(before);
    await rm(directory, { recursive: true });
  });
});
