/** The short forms that lists, consoles and deletion take from a domain's definition. */
import type { XmlElement } from '../xml/element.ts';
import { effective } from '../xml/property.ts';
import { parseXml } from '../xml/parse.ts';
import type { Consoles, GraphicsConsole, SerialConsole } from './console.ts';
import { consoleDevice, serial } from './devices/characterDevice.ts';
import { alias } from './devices/common.ts';
import { disk, sourceOf } from './devices/disk.ts';
import { graphics, type Listen } from './devices/graphics.ts';
import { input } from './devices/input.ts';
import { networkInterface } from './devices/interface.ts';
import type { DomainSummary } from './domain.ts';
import { domain } from './domainProperties.ts';

const devices = (root: XmlElement, name: string): readonly XmlElement[] =>
  root.child('devices')?.childrenNamed(name) ?? [];

/**
 * @param xmlHash SHA-256 of `xml`, hex
 * @throws AppError `invalidArgument` when the text is no XML
 */
export function summarize(xml: string, xmlHash: string): DomainSummary {
  const { root } = parseXml(xml);
  const title = domain.title.get(root);
  const description = domain.description.get(root);
  const osId = domain.osId.get(root);
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(osId === undefined ? {} : { osId }),
    type: domain.type.get(root) ?? '',
    arch: domain.arch.get(root) ?? '',
    machine: domain.machine.get(root) ?? '',
    firmware: isEfi(root) ? 'efi' : 'bios',
    graphics: devices(root, 'graphics').map(graphicsType),
    serialCount: devices(root, 'serial').length,
    diskCount: devices(root, 'disk').length,
    interfaceCount: devices(root, 'interface').length,
    macs: devices(root, 'interface').flatMap((each) => networkInterface.mac.get(each)?.toLowerCase() ?? []),
    xmlHash,
  };
}

/** Firmware autoselection says it in one word; without that, a pflash loader is UEFI (formatdomain, "BIOS bootloader"). */
function isEfi(root: XmlElement): boolean {
  const firmware = domain.firmware.get(root);
  return firmware === undefined ? domain.loaderType.get(root) === 'pflash' : firmware === 'efi';
}

function graphicsType(element: XmlElement): GraphicsConsole['type'] {
  switch (graphics.type.get(element)) {
    case 'vnc':
      return 'vnc';
    case 'spice':
      return 'spice';
    default:
      return 'other';
  }
}

/** Where a graphics server listens, from the live XML. Ports and addresses given by libvirt at start are there. */
export type GraphicsTarget =
  | { readonly kind: 'tcp'; readonly address: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'none' };

/** @param element a `<graphics>` element */
export function graphicsTarget(element: XmlElement): GraphicsTarget {
  const listens: readonly Listen[] = graphics.listens.get(element) ?? [];
  const socket = listens.find((each) => each.type === 'socket')?.socket ?? graphics.socket.get(element);
  if (socket !== undefined) return { kind: 'unix', path: socket };
  const port = graphics.port.get(element);
  if (port === undefined || port <= 0 || listens.some((each) => each.type === 'none')) return { kind: 'none' };
  const address = listens.find((each) => each.address !== undefined)?.address ?? graphics.listenAddress.get(element);
  return { kind: 'tcp', address: address ?? '', port };
}

/**
 * The ways to sit at a domain.
 * @param xml the live definition of an active domain; else the persistent one, and nothing is reachable
 * @throws AppError `invalidArgument` when the text is no XML
 */
export function consolesOf(xml: string, active: boolean): Consoles {
  const { root } = parseXml(xml);
  return {
    pointer: devices(root, 'input').some((element) => input.type.get(element) === 'tablet') ? 'absolute' : 'relative',
    graphics: devices(root, 'graphics').map((element, index) => graphicsConsole(element, index, active)),
    serials: [
      ...devices(root, 'serial').map((element, index) => serialConsole(element, index, 'serial', serial)),
      ...devices(root, 'console').flatMap((element, index) =>
        isSerialAgain(root, element) ? [] : serialConsole(element, index, 'console', consoleDevice),
      ),
    ],
  };
}

/** libvirt lists the first serial port of most machines once more, as the first `<console>` with target type serial. */
const isSerialAgain = (root: XmlElement, element: XmlElement): boolean =>
  effective(consoleDevice.targetType, element) === 'serial' && devices(root, 'serial').length > 0;

function graphicsConsole(element: XmlElement, index: number, active: boolean): GraphicsConsole {
  const type = graphicsType(element);
  const target = graphicsTarget(element);
  const why = whyUnreachable(type, target, active);
  return {
    type,
    index,
    listen: listenText(target),
    reachable: why === undefined,
    ...(why === undefined ? {} : { why }),
  };
}

function whyUnreachable(
  type: GraphicsConsole['type'],
  target: GraphicsTarget,
  active: boolean,
): GraphicsConsole['why'] {
  if (type === 'spice') return 'spice';
  if (type === 'other') return 'unsupported';
  if (!active) return 'notRunning';
  return target.kind === 'none' ? 'listenNone' : undefined;
}

function listenText(target: GraphicsTarget): string {
  switch (target.kind) {
    case 'unix':
      return target.path;
    case 'tcp':
      return `${target.address.includes(':') ? `[${target.address}]` : target.address}:${target.port}`;
    case 'none':
      return '';
    default:
      return target satisfies never;
  }
}

function serialConsole(
  element: XmlElement,
  index: number,
  name: SerialConsole['element'],
  table: typeof serial | typeof consoleDevice,
): SerialConsole {
  const target = table.targetType.get(element);
  const type = table.type.get(element) ?? '';
  const openable = type === '' || type === 'pty' || type === 'unix';
  const place = openable ? undefined : placeOf(element);
  return {
    alias: alias.get(element) ?? `${name}${index}`,
    element: name,
    index,
    type,
    openable,
    ...(place === undefined ? {} : { place }),
    ...(target === undefined ? {} : { target }),
  };
}

/** Of a UDP device the source it listens on; the other one is where it sends. */
function placeOf(element: XmlElement): string | undefined {
  const sources = element.childrenNamed('source');
  const source = sources.find((each) => each.attribute('mode') === 'bind') ?? sources[0];
  const path = source?.attribute('path');
  if (path !== undefined) return path;
  const [host = '', service] = [source?.attribute('host'), source?.attribute('service')];
  return service === undefined ? undefined : `${host.includes(':') ? `[${host}]` : host}:${service}`;
}

/** A disk as deletion and "used by" see it. */
export interface DiskSource {
  /** Path, `pool/volume`, or network name; see `sourceOf`. */
  readonly path: string;
  /** Set where the source is named by pool and volume. */
  readonly pool?: string;
  readonly volume?: string;
  readonly target: string;
  readonly device: string;
  readonly readonly: boolean;
  readonly shareable: boolean;
}

/** Every disk that has a source, in the order of the definition. */
export function diskSources(xml: string): readonly DiskSource[] {
  return devices(parseXml(xml).root, 'disk').flatMap((element) => {
    const path = sourceOf(element);
    if (path === undefined) return [];
    const pool = disk.pool.get(element);
    const volume = disk.volume.get(element);
    return {
      path,
      ...(pool === undefined || volume === undefined ? {} : { pool, volume }),
      target: disk.target.get(element) ?? '',
      device: disk.device.get(element) ?? 'disk',
      readonly: disk.readonly.get(element) ?? false,
      shareable: disk.shareable.get(element) ?? false,
    };
  });
}
