/** SSH: one connection per host, of which every lane, console and tunnel is a channel. */
import { toAppError, appError } from '../../../../shared/errors.ts';
import { throwIfAborted } from '../abort.ts';
import type { OpenTransportOptions, Transport } from '../transport.ts';
import type { ConnectUri } from '../uri.ts';
import { readSshConfig, type SshHostConfig } from './config.ts';
import { connectHop, type HopOptions, type MayAsk } from './connect.ts';
import { openRoute } from './route.ts';
import { SshTransport } from './sshTransport.ts';
import { expandHome } from './tokens.ts';
import { mends, openSystemSsh, systemSshReason } from './systemSsh.ts';

/**
 * Connects and authenticates. Round trips until the first `dial` is ready: TCP, versions, key exchange (2), service, key (2), channel.
 * @throws AppError naming the step that failed, with the other side's own words
 */
export async function openSsh(uri: ConnectUri, options: OpenTransportOptions): Promise<Transport> {
  const { signal, onStep } = options;
  throwIfAborted(signal);
  onStep?.('resolve');
  if (uri.parameters['command'] !== undefined) return await openSystemSsh(uri, { why: 'command', signal });
  const config = await configOf(uri, signal);
  const ask: MayAsk = uri.parameters['no_tty'] === '1' ? {} : { hostKey: options.ask.hostKey, secrets: options.ask };
  const open = (may: MayAsk): Promise<Transport> =>
    openSsh2(uri, config, { signal, ask: may, ...(onStep && { onStep }) }).catch((thrown: unknown) => {
      const before = toAppError(thrown);
      if (before.code !== 'sshNoCommonAlgorithm') throw before;
      return openSystemSsh(uri, { why: 'algorithms', before, signal });
    });
  const why = await systemSshReason(config);
  if (why === undefined) return await open(ask);
  // Nobody is asked for a password before the system's ssh has had its turn with what it alone can use.
  let before: unknown;
  try {
    return await open(why === 'hostAuthority' ? {} : { hostKey: ask.hostKey });
  } catch (thrown) {
    before = thrown;
  }
  const first = toAppError(before);
  const asks = ask.secrets !== undefined;
  if (signal.aborted || !(mends(why, first) || (asks && first.code === 'sshAuthFailed'))) throw first;
  let second = first;
  try {
    if (mends(why, first)) return await openSystemSsh(uri, { why, before: first, signal });
  } catch (thrown) {
    second = toAppError(thrown);
    if (signal.aborted || !asks) throw second;
  }
  return await open(ask).catch((thrown: unknown) => {
    const { code, message, ...rest } = toAppError(thrown).data;
    throw appError(code, message, { ...rest, cause: rest.cause ?? second.data });
  });
}

/** The URI's own parameters go before ssh_config. */
async function configOf(uri: ConnectUri, signal: AbortSignal): Promise<SshHostConfig> {
  const config = await readSshConfig({ host: uri.host ?? '', user: uri.user, port: uri.port }, signal);
  const { known_hosts: file, known_hosts_verify: verify, keyfile } = uri.parameters;
  const strict = verify === 'ignore' ? 'no' : verify === 'auto' ? 'accept-new' : undefined;
  return {
    ...config,
    ...(keyfile !== undefined && { identityFiles: [expandHome(keyfile)] }),
    ...(file !== undefined && { knownHostsFiles: [expandHome(file)] }),
    ...(strict !== undefined && { strictHostKeyChecking: strict }),
  };
}

async function openSsh2(uri: ConnectUri, config: SshHostConfig, options: HopOptions): Promise<Transport> {
  const route = await openRoute(config, options);
  const endHops = (): void => {
    for (const hop of route.hops.toReversed()) hop.destroy();
  };
  try {
    const client = await connectHop({
      ...options,
      config,
      stream: route.stream,
      keyFile: uri.parameters['keyfile'] && expandHome(uri.parameters['keyfile']),
      onlyAuth: uri.parameters['sshauth']?.split(','),
      noVerify: uri.parameters['no_verify'] === '1',
    });
    options.onStep?.('socket');
    return new SshTransport(client, uri, endHops);
  } catch (thrown) {
    endHops();
    throw thrown;
  }
}
