/** A real host with a program on it, and the images and VMs that tests of deletion make. */
import type { DeletePlan } from '../../shared/api/domain.ts';
import { startLab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';

export interface DeletionLab extends AsyncDisposable {
  readonly program: Program;
  readonly h1: LabHost;
  planOf(name: string): Promise<DeletePlan>;
  /** A directory pool, made and started. @returns its folder */
  pool(name: string): Promise<string>;
  /** An empty one. @param base the file that it is based on */
  image(path: string, base?: string): Promise<void>;
  /** A VM that is off, with this disk. */
  guest(name: string, disk: string): Promise<void>;
  /** VMs are no longer there; their files are. */
  forget(...names: readonly string[]): Promise<void>;
  /** On the host. */
  exists(path: string): Promise<boolean>;
}

export async function startDeletionLab(): Promise<DeletionLab> {
  const lab = await startLab({ hosts: 1 });
  const h1 = lab.host('h1');
  const program = await startProgram();
  await program.addHost(h1.uri('ssh'));
  return {
    program,
    h1,
    planOf: async (name) => program.api.domain.deletePlan(refOf(await program.domain(name))),
    pool: async (name) => {
      const folder = `/var/lib/libvirt/${name}`;
      await h1.exec(['mkdir', '-p', folder]);
      await h1.virsh('pool-define-as', name, 'dir', '--target', folder);
      await h1.virsh('pool-start', name);
      return folder;
    },
    image: async (path, base) => {
      const on = base === undefined ? [] : ['-F', 'qcow2', '-b', base];
      await h1.exec(['qemu-img', 'create', '-q', '-f', 'qcow2', ...on, path, '16M']);
    },
    guest: async (name, disk) => {
      await h1.defineGuest({ name, kernel: 'none', network: false, disk });
    },
    forget: async (...names) => {
      for (const name of names) {
        await h1.virsh('destroy', name).catch(() => undefined); // most are off
        await h1.virsh('undefine', name);
        await program.gone(name);
      }
    },
    exists: async (path) =>
      (await h1.exec(['sh', '-c', 'test -e "$1" && echo yes || echo no', 'sh', path])).trim() === 'yes',
    [Symbol.asyncDispose]: async () => {
      await program[Symbol.asyncDispose]();
      await lab.down();
    },
  };
}
