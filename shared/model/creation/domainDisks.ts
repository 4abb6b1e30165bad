/** The disks and drives of a new VM as elements. */
import { el, type Child } from '../../xml/build.ts';
import type { XmlElement } from '../../xml/element.ts';
import { threadOf } from './domainDevices.ts';
import type { NewDisk } from './hardware.ts';
import type { ImageSource, NewDomain } from './newDomain.ts';

const prefixes: Readonly<Record<string, string>> = { virtio: 'vd', ide: 'hd', nvme: 'nvme' };

/** Names in the guest, as disks are counted: `vda`, `sdb`. SATA, SCSI and USB share theirs. */
export class TargetNames {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  next(bus: string): string {
    const prefix = prefixes[bus] ?? 'sd';
    for (let index = 0; ; index++) {
      const name = bus === 'nvme' ? `nvme${index}n1` : `${prefix}${letters(index)}`;
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}

const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(97 + (index % 26));

/** The first disk is the one to boot from. */
export function diskElements(domain: NewDomain): readonly XmlElement[] {
  const names = new TargetNames();
  const { disks, cdrom } = domain.hardware;
  return [
    ...disks.flatMap((disk, index) => {
      const source = domain.disks[index];
      if (source === undefined) return [];
      const target = names.next(disk.bus);
      const boot = index === 0 && el('boot', { order: 1 });
      return [diskElement(disk, source, target, threadOf(domain.hardware, index), boot)];
    }),
    ...(cdrom === undefined ? [] : [cdromElement(cdrom, names.next(cdrom))]),
  ];
}

const typeOf = (source: ImageSource): 'file' | 'block' | 'network' =>
  source.kind === 'file' || source.kind === 'block' ? source.kind : 'network';

const formatOf = (source: ImageSource): string =>
  source.kind === 'file' || source.kind === 'block' ? source.format : 'raw';

function diskElement(
  { bus, cache, io, discard, serial }: NewDisk,
  source: ImageSource,
  target: string,
  iothread: number | undefined,
  boot: Child,
): XmlElement {
  return el(
    'disk',
    { type: typeOf(source), device: 'disk' },
    el('driver', {
      name: 'qemu',
      type: formatOf(source),
      cache: cache === 'default' ? undefined : cache,
      io,
      ...(discard && { discard: 'unmap', detect_zeroes: 'unmap' }),
      iothread,
    }),
    sourceElement(source),
    el('target', { dev: target, bus }),
    serial !== undefined && serial !== '' && el('serial', {}, serial),
    boot,
  );
}

/** A drive with a CD in it, or an empty one. */
export function cdromElement(bus: string, target: string, source?: ImageSource): XmlElement {
  return el(
    'disk',
    { type: source === undefined ? 'file' : typeOf(source), device: 'cdrom' },
    el('driver', { name: 'qemu', type: 'raw' }),
    source && sourceElement(source),
    el('target', { dev: target, bus }),
    el('readonly'),
  );
}

export function sourceElement(source: ImageSource): XmlElement {
  switch (source.kind) {
    case 'file':
      return el('source', { file: source.path });
    case 'block':
      return el('source', { dev: source.path });
    case 'rbd':
      return el('source', { protocol: 'rbd', name: source.name });
    case 'url': {
      const [, scheme = '', host = '', port, path = '', query] = urlParts.exec(source.url) ?? [];
      return el(
        'source',
        // libvirt puts the slash between host and name itself.
        { protocol: scheme, name: path, query },
        el('host', { name: host, port: port ?? usualPorts[scheme] }),
      );
    }
    default:
      return source satisfies never;
  }
}

const urlParts = /^(\w+):\/\/([^/:]+)(?::(\d+))?\/([^?#]*)(?:\?([^#]*))?/;
const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };
