import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Processes, cgroups and files that carry the name of a lab. */
export async function leftovers(directory: string): Promise<string[]> {
  const id = basename(directory);
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  const places = [directory, `/sys/fs/cgroup/${id}`, `/sys/fs/cgroup/memory/${id}`];
  return [...commands.filter((command) => command.includes(id)), ...places.filter((place) => existsSync(place))];
}
