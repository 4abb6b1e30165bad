/** How to come to a server: straight, over jump hosts, or through a command of the user's. */
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { appError, toAppError, type AppError } from '../../../../shared/errors.ts';
import { readHost, readUser } from '../hostName.ts';
import { faultWords, type FaultValues, type UriFault } from '../uriFault.ts';
import { CONNECT_TIMEOUT_MS, openSocket } from '../socket.ts';
import { forwardTcp } from './channels.ts';
import { readSshConfig, type SshHostConfig, type SshHostName } from './config.ts';
import { connectHop, type HopOptions } from './connect.ts';
import { runProcess } from './processStream.ts';
import { quote } from './quote.ts';
import { expandTokens } from './tokens.ts';

export interface Route {
  readonly stream: Duplex;
  /** Connections to jump hosts on the way, nearest first. */
  readonly hops: readonly Client[];
}

/** Jump hosts may have jump hosts; more of them than this is a loop. */
const DEEPEST = 8;

/** @throws AppError by the system's error, `jumpHostFailed`, and whatever a hop's own connection fails with, which names the hop */
export async function openRoute(config: SshHostConfig, options: HopOptions, depth = 0): Promise<Route> {
  const { signal, onStep } = options;
  const { proxyJump, proxyCommand, hostName: host, port, family } = config;
  if (depth > DEEPEST) throw jumpFailed(proxyJump ?? '', 'the jump hosts go in a circle');
  if (proxyJump !== undefined && !jumpsToItself(config, proxyJump))
    return await jump(config, proxyJump, options, depth);
  onStep?.('connect');
  if (proxyCommand !== undefined) return { stream: await runProxyCommand(config, proxyCommand, signal), hops: [] };
  const stream = await openSocket(
    { host, port, ...(family && { family }) },
    { signal, operation: 'ssh.connect', ...(config.connectTimeoutMs && { timeoutMs: config.connectTimeoutMs }) },
  );
  return { stream, hops: [] };
}

const jumpFailed = (hop: string, why: string, cause?: AppError): AppError =>
  appError('jumpHostFailed', `${hop}: ${why}`, {
    operation: 'ssh.jump',
    params: { jump: hop, why },
    ...(cause && { cause: cause.data }),
    ...(cause?.data.raw !== undefined && { raw: cause.data.raw }),
  });

/** `[user@]host[:port]`, or the same as an ssh:// URI. */
export function parseJump(text: string): SshHostName {
  const found = /^(?:ssh:\/\/)?(?:(.+)@)?(\[[^\]]+\]|[^:@]+)(?::(\d+))?\/?$/.exec(text.trim());
  const refuse = (part: string, fault: UriFault, values?: FaultValues): AppError =>
    jumpFailed(text, `${part}: ${faultWords(fault, values)}`);
  const host = readHost(found?.[2] ?? '', refuse);
  const user = readUser(found?.[1] ?? '', refuse);
  if (host === undefined) throw jumpFailed(text, 'this is no host');
  return { host, ...(user !== undefined && { user }), ...(found?.[3] !== undefined && { port: Number(found[3]) }) };
}

/** `Host *` with a ProxyJump is meant for all others. */
function jumpsToItself(config: SshHostConfig, list: string): boolean {
  const { host, user = config.user, port = config.port } = parseJump(list.split(',')[0] ?? '');
  return (host === config.name || host === config.hostName) && user === config.user && port === config.port;
}

/** Each hop is a connection of its own, with its own config, key check and questions, through a channel of the one before. */
async function jump(config: SshHostConfig, list: string, options: HopOptions, depth: number): Promise<Route> {
  const { signal } = options;
  const hops: Client[] = [];
  let last: { readonly client: Client; readonly text: string } | undefined;
  const through = async (to: SshHostConfig): Promise<Route> => {
    if (!last) return await openRoute(to, options, depth + 1);
    return { stream: await forwardOver(last.client, last.text, to, signal), hops: [] };
  };
  try {
    for (const text of list.split(',')) {
      const hop = await readSshConfig(parseJump(text), signal);
      const way = await through(hop);
      hops.push(...way.hops);
      const client = await connectHop({ ...options, config: hop, stream: way.stream, noVerify: false });
      hops.push(client);
      last = { client, text };
    }
    return { ...(await through(config)), hops };
  } catch (thrown) {
    for (const hop of hops.toReversed()) hop.destroy();
    throw thrown;
  }
}

/** sshd on a jump host may wait minutes for an answer that doesn't come. */
async function forwardOver(client: Client, hop: string, to: SshHostConfig, signal: AbortSignal): Promise<Duplex> {
  const limit = AbortSignal.timeout(to.connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
  try {
    return await forwardTcp(client, to.hostName, to.port, AbortSignal.any([signal, limit]));
  } catch (thrown) {
    const error = toAppError(thrown);
    if (signal.aborted) throw error;
    throw jumpFailed(hop, `no way from there to ${to.hostName}:${to.port}`, error);
  }
}

/** The command's standard input and output are the way; it runs in a shell, because the user wrote it for that. */
async function runProxyCommand(config: SshHostConfig, command: string, signal: AbortSignal): Promise<Duplex> {
  const { name, hostName, port, user, hostKeyAlias } = config;
  const tokens = { n: name, h: hostName, p: String(port), r: user, k: hostKeyAlias ?? name };
  const windows = process.platform === 'win32';
  const line = expandTokens(command, tokens, windows ? undefined : quote);
  const shell: readonly [string, ...string[]] = windows
    ? [process.env['ComSpec'] ?? 'cmd.exe', '/d', '/s', '/c', line]
    : ['/bin/sh', '-c', `exec ${line}`];
  return await runProcess(shell, signal, (exit, stderr) =>
    appError('sshCommandFailed', `ProxyCommand: ${stderr || `it ended with ${exit}`}`, {
      operation: 'ssh.proxyCommand',
      raw: stderr,
      params: { exit: exit ?? -1 },
    }),
  );
}
