import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { el } from '../../build/guest/xml.ts';
import { placedImages, type GuestImages } from './guestImages.ts';
import { guestXml, type GuestOptions } from './guestXml.ts';
import type { LabHost } from './labHost.ts';
import { until } from './process.ts';

type Guests = Pick<
  LabHost,
  'defineGuest' | 'startGuest' | 'waitForSerial' | 'waitForLease' | 'waitForState' | 'defineMany'
>;

export interface GuestPlace extends Pick<LabHost, 'exec' | 'virsh' | 'directory'> {
  /** What virsh connects to. */
  readonly uri: string;
  /** Folder of the storage pool `default`. */
  readonly images: string;
  /** The host has no networks: guests get QEMU's own (`<interface type='user'>`). */
  readonly noNetworks?: true;
}

/** What a host of the lab does with its guests. */
export function guests({ exec, virsh, directory, uri, images, noNetworks }: GuestPlace): Guests {
  const serialLog = (guest: string): string => join(directory, 'serial', `${guest}.log`);
  const fitting = (options: GuestOptions): GuestOptions => {
    if (!noNetworks || options.network === false) return options;
    const noRom = options.kernel === 'none' && el('rom', { enabled: 'no' });
    const nic = el('interface', { type: 'user' }, el('model', { type: 'virtio' }), noRom);
    return { ...options, network: false, devices: [nic, ...(options.devices ?? [])] };
  };
  let placed: Promise<GuestImages> | undefined;
  const files = async (options: GuestOptions) => {
    const kernel = options.kernel === 'none' ? undefined : await (placed ??= placedImages(join(directory, 'guest')));
    const diskPath = typeof options.disk === 'number' ? join(images, `${options.name}.qcow2`) : options.disk;
    const initrd = kernel?.initrd[options.kernel === 'cloud' ? 'cloud' : 'tiny'] ?? '';
    return { vmlinuz: kernel?.vmlinuz ?? '', initrd, serialLog: serialLog(options.name), diskPath };
  };
  const defineGuest: Guests['defineGuest'] = async (options) => {
    if (typeof options.disk === 'number') {
      await virsh('vol-create-as', 'default', `${options.name}.qcow2`, `${options.disk}MiB`, '--format', 'qcow2');
    }
    await virsh('define', await definition(options.name, guestXml(fitting(options), await files(options))));
    if (options.autostart) await virsh('autostart', options.name);
    return virsh('domuuid', options.name).then((words) => words.trim());
  };
  const definition = async (name: string, xml: string): Promise<string> => {
    const file = join(directory, `${name}.xml`);
    await writeFile(file, xml);
    return file;
  };
  return {
    defineGuest,
    startGuest: async (options) => {
      const name = typeof options === 'string' ? options : options.name;
      const uuid = typeof options === 'string' ? (await virsh('domuuid', name)).trim() : await defineGuest(options);
      await virsh('start', name);
      return uuid;
    },
    waitForSerial: (guest, pattern = /login: $/, timeoutMs = 120_000) =>
      until(
        `${pattern} on the serial port of ${guest}`,
        async () => {
          const text = await readFile(serialLog(guest), 'latin1').catch(() => '');
          return pattern.test(text) && text;
        },
        { timeoutMs },
      ),
    waitForLease: (guest, timeoutMs = 120_000) =>
      until(
        `a lease of ${guest}`,
        async () => {
          const line = (await virsh('net-dhcp-leases', 'default'))
            .split('\n')
            .find((one) => one.split(/\s+/).includes(guest));
          return line?.match(/(\d+\.\d+\.\d+\.\d+)\//)?.[1];
        },
        { timeoutMs, everyMs: 100 },
      ),
    waitForState: async (guest, wanted, timeoutMs = 120_000) => {
      await until(`${guest} to be ${wanted}`, async () => (await virsh('domstate', guest)).trim() === wanted, {
        timeoutMs,
        everyMs: 100,
      });
    },
    defineMany: async (count, prefix = 'vm-') => {
      const commands: string[] = [];
      for (let index = 0; index < count; index++) {
        const name = `${prefix}${String(index).padStart(5, '0')}`;
        const options: GuestOptions = { name, kernel: 'none', memoryMiB: 128 };
        commands.push(`define ${await definition(name, guestXml(fitting(options), await files(options)))}`);
      }
      const script = join(directory, 'define.virsh');
      await writeFile(script, `${commands.join('\n')}\n`);
      await exec(['sh', '-c', `virsh -q -c '${uri}' <${script} >/dev/null && rm ${script}`], {
        timeoutMs: 300_000,
      });
    },
  };
}
