/** Where libvirt's daemons listen on this machine (src/remote/remote_sockets.c). */
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectUri } from './uri.ts';

/** Drivers with a daemon of their own, in the order libvirt tries them when none is named. */
const modularDrivers = ['xen', 'qemu', 'lxc', 'vbox', 'bhyve', 'vz', 'ch'];

/** The same place as /run/libvirt on Linux; libvirt's own way of writing it. */
export const SYSTEM_DIRECTORY = '/var/run/libvirt';

export const legacySocket = (readOnly: boolean): string => `libvirt-sock${readOnly ? '-ro' : ''}`;

/** Names of the sockets of a driver's own daemons; of all drivers where none is named. */
export function directSockets(driver: string, readOnly: boolean): readonly string[] {
  const drivers = driver === '' ? modularDrivers : modularDrivers.filter((name) => name === driver);
  return drivers.map((name) => `virt${name}d-sock${readOnly ? '-ro' : ''}`);
}

/** glib's g_get_user_runtime_dir, as the daemons use it. */
export const sessionDirectory = (): string =>
  join(process.env['XDG_RUNTIME_DIR'] || join(homedir(), '.cache'), 'libvirt');

const isRoot = (): boolean => process.getuid?.() === 0;

/** Whether a local URI means the user's own daemon; root has none. */
export const isSession = ({ path, driver }: Pick<ConnectUri, 'path' | 'driver'>): boolean =>
  !isRoot() && (path === '/session' || driver === 'test');

/** Whether a URI means a daemon of the user's own, wherever that is. */
export const namesSession = ({ path }: Pick<ConnectUri, 'path'>): boolean => path === '/session';

/** Paths to try, best first: `socket=`; the driver's own daemon; the monolithic one (or the proxy of its name). */
export function socketCandidates(uri: ConnectUri, readOnly: boolean): readonly string[] {
  const given = uri.parameters['socket'];
  if (given !== undefined && given !== '') return [given];
  const session = isSession(uri);
  const directory = session ? sessionDirectory() : SYSTEM_DIRECTORY;
  const limited = readOnly && !session; // session daemons have one socket only
  const direct = directSockets(uri.driver, limited);
  const legacy = [legacySocket(limited)];
  const named = { direct, legacy, auto: [...direct, ...legacy] };
  const mode = uri.parameters['mode'];
  return named[mode === 'direct' || mode === 'legacy' ? mode : 'auto'].map((name) => join(directory, name));
}

/** The first that exists, else the last, whose absence is then the error to report. */
export function chooseSocket(candidates: readonly string[]): string {
  return candidates.find((path) => existsSync(path)) ?? candidates.at(-1) ?? '';
}

export interface LocalPlaces {
  readonly system: string;
  /** Undefined for root, whose `/session` is the system's daemon. */
  readonly session: string | undefined;
}

/** URIs of the daemons that this machine offers and this user may use, best first: the system's before one's own, QEMU before others. */
export async function localUris(
  places: LocalPlaces = { system: SYSTEM_DIRECTORY, session: isRoot() ? undefined : sessionDirectory() },
): Promise<readonly string[]> {
  if (process.platform === 'win32') return [];
  const drivers = ['qemu', ...modularDrivers.filter((driver) => driver !== 'qemu')];
  const offers = (directory: string | undefined, path: string): readonly (readonly [string, string])[] =>
    directory === undefined
      ? []
      : [
          ...drivers.map((driver) => [`${driver}:///${path}`, join(directory, `virt${driver}d-sock`)] as const),
          [`qemu:///${path}`, join(directory, legacySocket(false))] as const,
        ];
  const sockets = [...offers(places.system, 'system'), ...offers(places.session, 'session')];
  const usable = await Promise.all(sockets.map(async ([uri, path]) => ((await mayUse(path)) ? uri : undefined)));
  const found = new Set(usable.filter((uri) => uri !== undefined));
  const order = ['system', 'session'].flatMap((path) => drivers.map((driver) => `${driver}:///${path}`));
  return order.filter((uri) => found.has(uri));
}

const mayUse = (path: string): Promise<boolean> =>
  access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
