/** How to come to a server: straight, over jump hosts, or through a command of the user's. */
import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { appError, toAppError } from '../../../../shared/errors.ts';
import { openSocket } from '../socket.ts';
import type { OpenTransportOptions } from '../transport.ts';
import { readSshConfig, type SshHostConfig, type SshHostName } from './config.ts';
import { connectHop } from './connect.ts';
import { forwardTcp } from './daemonStream.ts';
import { quote } from './quote.ts';

export interface Route {
  readonly stream: Duplex;
  /** Connections to jump hosts on the way, nearest first. */
  readonly hops: readonly Client[];
}

/** Jump hosts may have jump hosts; more of them than this is a loop. */
const DEEPEST = 8;

export async function openRoute(config: SshHostConfig, options: OpenTransportOptions, depth = 0): Promise<Route> {
  const { signal, onStep } = options;
  if (depth > DEEPEST)
    throw appError('jumpHostFailed', 'the jump hosts go in a circle', {
      operation: 'ssh.jump',
      params: { jump: config.proxyJump ?? '' },
    });
  if (config.proxyJump !== undefined) return await jump(config, config.proxyJump, options, depth);
  onStep?.('connect');
  if (config.proxyCommand !== undefined)
    return { stream: runProxyCommand(config, config.proxyCommand, signal), hops: [] };
  const stream = await openSocket({ host: config.hostName, port: config.port }, { signal, operation: 'ssh.connect' });
  return { stream, hops: [] };
}

/** `[user@]host[:port]`, or the same as an ssh:// URI. */
export function parseJump(text: string): SshHostName {
  const found = /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(text.trim());
  const [, user, host, port] = found ?? [];
  if (host === undefined || host.startsWith('-'))
    throw appError('jumpHostFailed', `${text} is no host`, { operation: 'ssh.jump', params: { jump: text } });
  return {
    host: host.replace(/^\[|\]$/g, ''),
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port: Number(port) }),
  };
}

/** Each hop is a connection of its own, with its own config, key check and questions, through a channel of the one before. */
async function jump(config: SshHostConfig, list: string, options: OpenTransportOptions, depth: number): Promise<Route> {
  const hops: Client[] = [];
  try {
    for (const text of list.split(',')) {
      const hopConfig = await readSshConfig(parseJump(text), options.signal);
      const before = hops.at(-1);
      const way = before
        ? { stream: await forwardTcp(before, hopConfig.hostName, hopConfig.port, options.signal), hops: [] }
        : await openRoute(hopConfig, options, depth + 1);
      hops.push(...way.hops);
      hops.push(await connectHop({ ...options, config: hopConfig, stream: way.stream, noVerify: false }));
    }
    const last = hops.at(-1);
    if (!last)
      throw appError('jumpHostFailed', 'no jump host is named', { operation: 'ssh.jump', params: { jump: list } });
    return { stream: await forwardTcp(last, config.hostName, config.port, options.signal), hops };
  } catch (thrown) {
    for (const hop of hops.toReversed()) hop.destroy();
    const error = toAppError(thrown);
    if (error.code !== 'forwardRefused') throw error;
    throw appError('jumpHostFailed', error.message, {
      operation: 'ssh.jump',
      params: { jump: list },
      cause: error.data,
      ...(error.data.raw !== undefined && { raw: error.data.raw }),
    });
  }
}

/** The command's standard input and output are the way; it runs in the user's shell, because the user wrote it for that. */
function runProxyCommand({ hostName, port, user }: SshHostConfig, command: string, signal: AbortSignal): Duplex {
  const tokens: Readonly<Record<string, string>> = {
    '%h': quote(hostName),
    '%n': quote(hostName),
    '%p': String(port),
    '%r': quote(user),
    '%%': '%',
  };
  const line = command.replace(/%[hnpr%]/g, (token) => tokens[token] ?? token);
  const child = spawn('sh', ['-c', `exec ${line}`], { stdio: ['pipe', 'pipe', 'ignore'], signal });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  child.on('error', (error) => stream.destroy(error));
  stream.on('close', () => child.kill());
  return stream;
}
