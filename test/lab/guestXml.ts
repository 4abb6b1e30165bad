import type { XmlElement } from '../../shared/xml/element.ts';
import { el, toXml, type Child } from '../../build/guest/xml.ts';

export interface GuestOptions {
  readonly name: string;
  /** `tiny` (boots in 2 s) or `cloud` (4 s: guest agent, SCSI, CD-ROM); `none`: nothing to boot, for definitions only. */
  readonly kernel?: 'tiny' | 'cloud' | 'none';
  readonly uuid?: string;
  readonly title?: string;
  /** 80 MiB is what the tiny guest needs, 96 the cloud guest (the defaults). */
  readonly memoryMiB?: number;
  readonly vcpus?: number;
  /** VNC on 127.0.0.1 of the host (default), with a password, on a unix socket in libvirt's own place, or no graphics at all. */
  readonly vnc?: boolean | { readonly password?: string; readonly socket?: boolean };
  /** false: no serial port. */
  readonly serial?: boolean;
  /** Size in MiB of a qcow2 volume `<name>.qcow2` that is made in the pool `default`, or the path of an existing disk. */
  readonly disk?: number | string;
  /** libvirt network of the NIC (`default`), or false for none. */
  readonly network?: string | false;
  readonly autostart?: boolean;
  /** The guest may put itself to sleep: `echo mem >/sys/power/state`. */
  readonly sleeps?: boolean;
  /** More words for the kernel's command line. */
  readonly append?: string;
  /** More devices. */
  readonly devices?: readonly XmlElement[];
}

export interface GuestFiles {
  readonly vmlinuz: string;
  readonly initrd: string;
  /** Where QEMU logs what the guest writes on its serial port. */
  readonly serialLog: string;
  readonly diskPath: string | undefined;
}

/** The definition of a lab guest: emulated (`type='qemu'`), direct kernel boot. */
export function guestXml(options: GuestOptions, files: GuestFiles): string {
  const kernel = options.kernel ?? 'tiny';
  return toXml(
    el(
      'domain',
      { type: 'qemu' },
      el('name', {}, options.name),
      options.uuid !== undefined && el('uuid', {}, options.uuid),
      options.title !== undefined && el('title', {}, options.title),
      el('memory', { unit: 'MiB' }, options.memoryMiB ?? (kernel === 'cloud' ? 96 : 80)),
      el('vcpu', {}, options.vcpus ?? 1),
      el(
        'os',
        {},
        el('type', { arch: 'x86_64', machine: 'pc' }, 'hvm'),
        kernel === 'none' && el('boot', { dev: 'hd' }),
        kernel !== 'none' && el('kernel', {}, files.vmlinuz),
        kernel !== 'none' && el('initrd', {}, files.initrd),
        kernel !== 'none' &&
          el(
            'cmdline',
            {},
            `console=tty0 console=ttyS0 quiet tsc=reliable no_timer_check guestname=${options.name} ${options.append ?? ''}`.trim(),
          ),
      ),
      el('features', {}, el('acpi'), el('apic'), el('tcg', {}, el('tb-cache', { unit: 'MiB' }, 32))),
      el('clock', { offset: 'utc' }),
      el('on_reboot', {}, 'restart'),
      el('on_crash', {}, 'destroy'),
      options.sleeps === true && el('pm', {}, el('suspend-to-mem', { enabled: 'yes' })),
      el('devices', {}, ...guestDevices(options, files)),
    ),
  );
}

function guestDevices(options: GuestOptions, files: GuestFiles): Child[] {
  const vnc = options.vnc ?? true;
  const { password, socket } = typeof vnc === 'object' ? vnc : {};
  const network = options.network ?? 'default';
  // With nothing to boot, the NIC's iPXE would ask the network for ever, at most of a core; without it the firmware halts.
  const noRom = options.kernel === 'none' && el('rom', { enabled: 'no' });
  return [
    files.diskPath !== undefined &&
      el(
        'disk',
        { type: 'file', device: 'disk' },
        el('driver', { name: 'qemu', type: files.diskPath.endsWith('.qcow2') ? 'qcow2' : 'raw', discard: 'unmap' }),
        el('source', { file: files.diskPath }),
        el('target', { dev: 'vda', bus: 'virtio' }),
      ),
    network !== false &&
      el('interface', { type: 'network' }, el('source', { network }), el('model', { type: 'virtio' }), noRom),
    options.serial !== false && el('serial', { type: 'pty' }, el('log', { file: files.serialLog, append: 'off' })),
    options.serial !== false && el('console', { type: 'pty' }),
    options.kernel === 'cloud' &&
      el('channel', { type: 'unix' }, el('target', { type: 'virtio', name: 'org.qemu.guest_agent.0' })),
    vnc !== false &&
      (socket
        ? el('graphics', { type: 'vnc', passwd: password }, el('listen', { type: 'socket' }))
        : el(
            'graphics',
            { type: 'vnc', port: -1, autoport: 'yes', passwd: password },
            el('listen', { type: 'address', address: '127.0.0.1' }),
          )),
    el('video', {}, el('model', { type: vnc === false ? 'none' : 'vga' })),
    el('memballoon', { model: 'virtio' }, el('stats', { period: 5 })),
    el('rng', { model: 'virtio' }, el('backend', { model: 'random' }, '/dev/urandom')),
    ...(options.devices ?? []),
  ];
}
