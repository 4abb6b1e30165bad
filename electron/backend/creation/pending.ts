/** What was begun and isn't done: kept in a file of the data directory, so that a later run of the program takes it up. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hostId } from '../../../shared/model/host.ts';

const imageSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string(), format: z.string() }),
  z.object({ kind: z.literal('block'), path: z.string(), format: z.string() }),
  z.object({ kind: z.literal('rbd'), name: z.string() }),
  z.object({ kind: z.literal('url'), url: z.string() }),
]);
const volumeName = z.object({ pool: z.string(), volume: z.string() });

const pendingCreation = z.object({
  uuid: z.string(),
  name: z.string(),
  host: hostId,
  /**
   * `making`: all of it is taken away when nobody goes on with it. `defined`: it waits for its first start with the installation in its
   * definition. `installing`: it runs with it, and its definition is without.
   */
  stage: z.enum(['making', 'defined', 'installing']),
  /** What this creation made, to be taken away with it. */
  volumes: z.array(volumeName).readonly(),
  domain: z.boolean(),
  /** Deleted when the installation is over. */
  temporary: z.array(volumeName).readonly(),
  installation: z
    .object({
      media: z.array(imageSource).readonly(),
      boot: z.enum(['disk', 'media', 'diskOrMedia', 'network']),
      kernel: z.object({ kernel: z.string(), initrd: z.string(), arguments: z.string() }).exactOptional(),
      endsWithReboot: z.boolean(),
    })
    .exactOptional(),
});
export type PendingCreation = z.infer<typeof pendingCreation>;
export type MadeVolume = z.infer<typeof volumeName>;

export class PendingCreations {
  readonly #file: string;
  readonly #all = new Map<string, PendingCreation>();
  #writing: Promise<void> = Promise.resolve();

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'creations.json');
  }

  /** What an earlier run left. A file that can't be read is as good as none: what it named can be deleted by hand. */
  async load(): Promise<void> {
    const text = await readFile(this.#file, 'utf8').catch(() => '[]');
    const found = z.array(pendingCreation).safeParse(jsonOf(text));
    for (const each of found.success ? found.data : []) this.#all.set(each.uuid, each);
  }

  get all(): readonly PendingCreation[] {
    return [...this.#all.values()];
  }

  get(uuid: string): PendingCreation | undefined {
    return this.#all.get(uuid);
  }

  /** On the disk when it returns. */
  async put(pending: PendingCreation): Promise<void> {
    this.#all.set(pending.uuid, pending);
    await this.#save();
  }

  async drop(uuid: string): Promise<void> {
    if (this.#all.delete(uuid)) await this.#save();
  }

  #save(): Promise<void> {
    const write = async (): Promise<void> => {
      const draft = `${this.#file}.new`;
      await writeFile(draft, JSON.stringify(this.all), { mode: 0o600 });
      await rename(draft, this.#file);
    };
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
