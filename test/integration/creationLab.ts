/** Two real hosts with a program on them, and the requests that tests of creation make. */
import type { CreationRequest } from '../../shared/model/creation/creationRequest.ts';
import type { Hardware } from '../../shared/model/creation/hardware.ts';
import { startLab, until, type LabHost } from '../lab/lab.ts';
import { CommandError } from '../lab/process.ts';
import { startProgram, type Program } from './program.ts';

export const MiB = 1024 * 1024;

export interface CreationLab extends AsyncDisposable {
  readonly program: Program;
  readonly h1: LabHost;
  readonly h2: LabHost;
  /** Of the hosts, in the program. */
  readonly ids: readonly string[];
  /** What a blank VM gets, with little memory and without disks. */
  readonly hardware: Hardware;
  /** A blank VM with one disk on the first host, changed. */
  asked(change?: Partial<CreationRequest>): CreationRequest;
  /** Creates, and waits until all is done. */
  create(request: CreationRequest): Promise<void>;
}

export async function startCreationLab(): Promise<CreationLab> {
  const lab = await startLab({ hosts: 2 });
  const program = await startProgram();
  const [h1, h2] = [lab.host('h1'), lab.host('h2')];
  const ids = await Promise.all([h1, h2].map((host) => program.addHost(host.uri('ssh'), host.name)));
  const [first = ''] = ids;
  const defaults = await program.api.creation.defaults({ host: first, source: 'blank', compatible: false });
  const hardware = { ...defaults.hardware, memoryMiB: 64, disks: [] };
  return {
    program,
    h1,
    h2,
    ids,
    hardware,
    asked: (change = {}) => ({
      name: 'new',
      count: 1,
      hosts: [first],
      source: { kind: 'blank' },
      hardware: { ...hardware, disks: [newDisk()] },
      extraMedia: [],
      start: false,
      autostart: false,
      ...change,
    }),
    create: async (request) => {
      for (const id of await program.api.creation.create(request)) await program.done(id);
    },
    [Symbol.asyncDispose]: async () => {
      await program[Symbol.asyncDispose]();
      await lab.down();
    },
  };
}

type NewContent = Extract<Hardware['disks'][number]['content'], { kind: 'new' }>;

export const newDisk = (change: Partial<NewContent> = {}) =>
  ({
    content: { kind: 'new', pool: 'default', capacityBytes: 8 * MiB, format: 'qcow2', full: false, ...change },
    bus: 'virtio',
    discard: true,
  }) as const;

/** While a volume is being made or filled, libvirt doesn't look anew at its pool. */
export async function volumesOf(host: LabHost, pool = 'default'): Promise<readonly string[]> {
  await until(`${pool} is looked at anew`, async () => {
    try {
      await host.virsh('pool-refresh', pool);
      return true;
    } catch (thrown) {
      if (thrown instanceof CommandError && thrown.stderr.includes('asynchronous jobs')) return false;
      throw thrown;
    }
  });
  const list = await host.virsh('vol-list', pool);
  return list.split('\n').flatMap((line) => line.trim().split(/\s+/)[0] || []);
}

export const domainsOf = async (host: LabHost): Promise<readonly string[]> =>
  (await host.virsh('list', '--all', '--name')).split('\n').filter(Boolean);

/** What a host has, to see that it is the same afterwards. */
export const everything = async (host: LabHost) => ({ volumes: await volumesOf(host), domains: await domainsOf(host) });
