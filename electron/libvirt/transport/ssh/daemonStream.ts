/**
 * A stream to libvirt's daemon on a host: straight to its socket (one round trip), else through virt-ssh-helper or nc, as libvirt's
 * own client does. sshd refuses a forwarded socket for many reasons and names none of them (forwarding switched off, no such socket,
 * no permission all read "open failed"), so a refusal just means the next way.
 */
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { appError, toAppError, type AppError } from '../../../../shared/errors.ts';
import { throwIfAborted } from '../abort.ts';
import { directSockets, legacySocket, namesSession, SYSTEM_DIRECTORY } from '../localSockets.ts';
import type { ConnectUri } from '../uri.ts';
import { execute, forwardUnix, makePrompt } from './channels.ts';
import { commandLine, quote } from './quote.ts';

type Way = (readOnly: boolean, signal: AbortSignal) => Promise<Duplex>;

/** Ways to try in order; the one that worked is tried first from then on, so that later lanes need one round trip. */
export function daemonDialler(client: Client, uri: ConnectUri): Way {
  let ways = waysOf(client, uri);
  return async (readOnly, signal) => {
    let refusal: AppError | undefined;
    for (const way of ways) {
      throwIfAborted(signal);
      try {
        const stream = await way(readOnly, signal);
        ways = [way, ...ways.filter((other) => other !== way)];
        return stream;
      } catch (thrown) {
        const error = toAppError(thrown);
        if (!refusal || refusal.code === 'forwardRefused') refusal = error; // a command's own words say more
      }
    }
    throw refusal ?? appError('internal', 'there is no way to the daemon');
  };
}

function waysOf(client: Client, uri: ConnectUri): readonly Way[] {
  const { netcat, proxy } = uri.parameters;
  const byCommand: Way = (readOnly, signal) => execute(client, daemonCommand(uri, readOnly), signal);
  if (netcat !== undefined || (proxy !== undefined && proxy !== 'auto') || onlyHelper(uri)) return [byCommand];
  let prompt = false;
  const sockets = [0, 1].map((nth): Way => async (readOnly, signal) => {
    const stream = await forwardUnix(client, socketPaths(uri, readOnly)[nth] ?? '', signal);
    if (!prompt) makePrompt(client);
    prompt = true;
    return stream;
  });
  return [...sockets.slice(0, socketPaths(uri, false).length), byCommand];
}

/** Only the helper knows the user's runtime directory on the host. */
const onlyHelper = (uri: ConnectUri): boolean => namesSession(uri) && uri.parameters['socket'] === undefined;

/** The daemon that serves everybody, then the driver's own one, for hosts without a proxy under the old name. */
function socketPaths(uri: ConnectUri, readOnly: boolean): readonly string[] {
  const { socket, mode } = uri.parameters;
  if (socket !== undefined) return [socket];
  const legacy = [legacySocket(readOnly)];
  const direct = uri.driver === '' ? [] : directSockets(uri.driver, readOnly);
  const names = mode === 'legacy' ? legacy : mode === 'direct' ? direct : [...legacy, ...direct];
  return names.map((name) => `${SYSTEM_DIRECTORY}/${name}`);
}

/**
 * What is run on the host, in one command so that it takes one round trip: the helper where it is installed, else nc. With `socket=` or
 * `netcat=` always nc, for a session always the helper (remote_driver.c, remoteProxy).
 */
export function daemonCommand(uri: ConnectUri, readOnly: boolean): string {
  const { socket, netcat, proxy } = uri.parameters;
  const helper = `exec ${helperCommand(uri, readOnly)}`;
  const nc = netcatCommand(netcat ?? 'nc', socketPaths(uri, readOnly)[0] ?? '');
  if (socket !== undefined || netcat !== undefined || proxy === 'netcat') return commandLine('sh', '-c', nc);
  if (proxy === 'native' || onlyHelper(uri)) return commandLine('sh', '-c', helper);
  return commandLine('sh', '-c', `if command -v virt-ssh-helper >/dev/null 2>&1; then ${helper}; else ${nc}; fi`);
}

/** The helper reads the name we would send to the daemon, with `mode`; `-r` is the socket for reading only. */
function helperCommand(uri: ConnectUri, readOnly: boolean): string {
  const { mode } = uri.parameters;
  const separator = uri.connectName.includes('?') ? '&' : '?';
  const name = mode === undefined ? uri.connectName : `${uri.connectName}${separator}mode=${mode}`;
  return commandLine('virt-ssh-helper', ...(readOnly ? ['-r'] : []), name);
}

/** `-q0` ends nc with its input, where nc knows that option. */
function netcatCommand(program: string, path: string): string {
  const nc = quote(program);
  const to = commandLine('-U', path);
  return `if ${nc} -q 2>&1 | grep "requires an argument" >/dev/null 2>&1; then exec ${nc} -q0 ${to}; else exec ${nc} ${to}; fi`;
}
