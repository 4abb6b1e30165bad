/** Where libvirt's daemons listen on this machine (src/remote/remote_sockets.c). */
import { existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectUri } from './uri.ts';

/** Drivers with a daemon of their own, in the order libvirt tries them when none is named. */
const modularDrivers = ['xen', 'qemu', 'lxc', 'vbox', 'bhyve', 'vz', 'ch'];

const SYSTEM = '/var/run/libvirt';

/** glib's g_get_user_runtime_dir, as the daemons use it. */
export const sessionDirectory = (): string =>
  join(process.env['XDG_RUNTIME_DIR'] || join(homedir(), '.cache'), 'libvirt');

export const isSession = ({ path, driver }: Pick<ConnectUri, 'path' | 'driver'>): boolean =>
  process.getuid?.() !== 0 && (path === '/session' || driver === 'test');

/** Whether a URI means a daemon of the user's own, wherever that is. */
export const namesSession = ({ path }: Pick<ConnectUri, 'path'>): boolean => path === '/session' || path === '/embed';

/** Paths to try, best first: `socket=`; the driver's own daemon; the monolithic one (or the proxy of its name). */
export function socketCandidates(uri: ConnectUri, readOnly: boolean): readonly string[] {
  const given = uri.parameters['socket'];
  if (given !== undefined && given !== '') return [given];
  const session = isSession(uri);
  const directory = session ? sessionDirectory() : SYSTEM;
  const suffix = readOnly && !session ? '-ro' : '';
  const modular = uri.driver === '' ? modularDrivers : modularDrivers.filter((driver) => driver === uri.driver);
  const direct = modular.map((driver) => join(directory, `virt${driver}d-sock${suffix}`));
  const legacy = [join(directory, `libvirt-sock${suffix}`)];
  switch (uri.parameters['mode'] ?? 'auto') {
    case 'direct':
      return direct;
    case 'legacy':
      return legacy;
    default:
      return [...direct, ...legacy];
  }
}

/** The first that exists, else the last, whose absence is then the error to report. */
export function chooseSocket(candidates: readonly string[]): string {
  return candidates.find((path) => existsSync(path)) ?? candidates.at(-1) ?? '';
}

/** URIs of the daemons that this machine offers and this user may use, best first. */
export async function localUris(): Promise<readonly string[]> {
  if (process.platform === 'win32') return [];
  const candidates = [
    ...modularDrivers.map((driver) => [`${driver}:///system`, join(SYSTEM, `virt${driver}d-sock`)] as const),
    ['qemu:///system', join(SYSTEM, 'libvirt-sock')] as const,
    ['qemu:///session', join(sessionDirectory(), 'virtqemud-sock')] as const,
    ['qemu:///session', join(sessionDirectory(), 'libvirt-sock')] as const,
  ];
  const usable = await Promise.all(
    candidates.map(async ([uri, path]) =>
      (await access(path, 6).then(
        () => true,
        () => false,
      ))
        ? uri
        : undefined,
    ),
  );
  return [...new Set(usable.filter((uri) => uri !== undefined))];
}
