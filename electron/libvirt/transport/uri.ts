/**
 * URIs as libvirt reads them (docs/uri.rst; doRemoteOpen in src/remote/remote_driver.c): which way to the host, and under which
 * name the daemon there is asked to open its hypervisor.
 */
import { appError, type AppError } from '../../../shared/errors.ts';
import { transportKinds, type TransportKind } from '../../../shared/model/host.ts';
import { readHost, readUser } from './hostName.ts';
import { faultWords, type FaultValues, type UriFault } from './uriFault.ts';

export interface ConnectUri {
  /** `qemu`, `xen`, `test`...; empty for `remote:` URIs, where the daemon chooses. */
  readonly driver: string;
  readonly transport: TransportKind;
  readonly user?: string;
  /** Without the brackets of an IPv6 address. */
  readonly host?: string;
  readonly port?: number;
  /** `/system`, `/session`... */
  readonly path: string;
  /** Query parameters; names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
  /** For CONNECT_OPEN: the URI without host, user, port, transport and the parameters that are for the client. */
  readonly connectName: string;
  readonly readOnly?: boolean;
  readonly auth?: 'none' | 'sasl' | 'polkit';
  /** From `auth=sasl.MECHANISM`. */
  readonly saslMechanism?: string;
}

/** Parameters for the client alone (remote_driver.c, EXTRACT_URI_ARG_*); null where any value will do. */
const clientParameters: Readonly<Record<string, readonly string[] | null>> = {
  name: null,
  command: null,
  socket: null,
  auth: null,
  sshauth: null,
  netcat: null,
  keyfile: null,
  pkipath: null,
  known_hosts: null,
  known_hosts_verify: ['normal', 'auto', 'ignore'],
  // A language of GnuTLS, which Node's TLS doesn't speak; this is what both do without being told.
  tls_priority: ['NORMAL'],
  mode: ['auto', 'direct', 'legacy'],
  proxy: ['auto', 'netcat', 'native'],
  no_sanity: ['0', '1'],
  no_verify: ['0', '1'],
  no_tty: ['0', '1'],
  authfile: null,
  /** Ours: look, and change nothing (VIR_CONNECT_RO). */
  readonly: ['', '0', '1'],
};

/** Ways to prove who we are (`sshauth`, divided by commas). */
const sshAuthWords: readonly string[] = ['agent', 'privkey', 'password', 'keyboard-interactive'];

/** Drivers that live in libvirt's client library, not in a daemon (virGlobalInit in src/libvirt.c). */
const clientDrivers: ReadonlySet<string> = new Set(['esx', 'vpx', 'gsx', 'hyperv', 'openvz', 'vmware']);

/** libvirt's SSH clients. For a host they are one way. */
const sshTransports: ReadonlySet<string> = new Set(['ssh', 'libssh', 'libssh2']);

interface Invalid {
  /** @param part the word users know it by: `host`, `port`, a parameter's name */
  (part: string, fault: UriFault, values?: FaultValues): AppError;
}

const unsupported = (driver: string, why: string): AppError =>
  appError('uriUnsupported', why, { operation: 'uri', params: { driver, why } });

const shape =
  /^(?<scheme>[a-z][a-z0-9]*)(?:\+(?<transport>[a-z0-9]+))?:(?:\/\/(?:(?<user>[^/?#]*)@)?(?<host>\[[^\]]*\]|[^:/?#]*)(?::(?<port>[^/?#]*))?)?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/i;

/**
 * @throws AppError `uriInvalid` naming the part that is wrong, `uriUnsupported` for drivers and transports that need libvirt's own
 * client library
 */
export function parseUri(text: string): ConnectUri {
  const uri = text.trim();
  const invalid: Invalid = (part, fault, values) =>
    appError('uriInvalid', `${part}: ${faultWords(fault, values)}`, {
      operation: 'uri',
      params: { uri: withoutPassword(uri), part, fault, ...values },
    });
  const found = shape.exec(uri)?.groups;
  if (!found) throw invalid('uri', 'form');
  const scheme = (found['scheme'] ?? '').toLowerCase();
  if (clientDrivers.has(scheme)) throw unsupported(scheme, `${scheme} is reached by libvirt's own client library only`);
  const host = readHost(found['host'] ?? '', invalid);
  const user = readUser(found['user'] ?? '', invalid);
  if (found['port']?.includes(':') === true) throw invalid('host', 'ipv6Brackets');
  const port = readPort(found['port'], invalid);
  const query = readQuery(found['query'] ?? '', invalid);
  const transport = readTransport(found['transport']?.toLowerCase(), host, invalid);
  const path = found['path'] ?? '';
  const parameters = Object.fromEntries(query.map(([name, value]) => [name.toLowerCase(), value]));
  const driver = scheme === 'remote' ? '' : scheme;
  if (parameters['name'] === undefined) checkPath(driver, path, invalid);
  checkParameters(parameters, transport, invalid);
  return {
    driver,
    transport,
    ...(user !== undefined && { user }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    path,
    parameters,
    connectName: parameters['name'] ?? connectName(driver, path, query, found['fragment']),
    ...(parameters['readonly'] !== undefined && { readOnly: parameters['readonly'] !== '0' }),
    ...readAuth(parameters['auth'], invalid),
  };
}

/** What somebody took for the place of a password goes into no message. */
const withoutPassword = (uri: string): string => uri.replace(/(\/\/[^/?#:@]*?(?::|%3a))[^/?#]*(?=@)/i, '$1…');

function readPort(port: string | undefined, invalid: Invalid): number | undefined {
  if (port === undefined || port === '') return undefined;
  const number = Number(port);
  if (!/^\d+$/.test(port) || number < 1 || number > 65_535) throw invalid('port', 'portRange', { value: port });
  return number;
}

/** libvirt takes `&` and `;` between parameters (virURIParseParams). */
function readQuery(query: string, invalid: Invalid): readonly (readonly [string, string])[] {
  if (query.includes('?')) throw invalid('uri', 'secondQuestionMark');
  return query
    .split(/[&;]/)
    .filter(Boolean)
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      try {
        return [decodeURIComponent(name), decodeURIComponent(value)] as const;
      } catch {
        throw invalid(name, 'escape');
      }
    });
}

/** Without a transport a host means TLS, no host this machine's socket. */
function readTransport(transport: string | undefined, host: string | undefined, invalid: Invalid): TransportKind {
  if (transport === undefined) return host === undefined ? 'unix' : 'tls';
  if (transport === 'ext') throw unsupported('ext', 'the transport ext runs any command on this machine');
  const known = sshTransports.has(transport) ? 'ssh' : transportKinds.find((kind) => kind === transport);
  if (known === undefined)
    throw invalid('transport', 'noneOf', { value: transport, allowed: transportKinds.join(', ') });
  if (known === 'unix' && host !== undefined) throw invalid('host', 'socketHasHost');
  if (known === 'ssh' && host === undefined) throw invalid('host', 'hostMissing');
  return known;
}

/** What QEMU's driver would refuse after the whole way to the host. */
function checkPath(driver: string, path: string, invalid: Invalid): void {
  if (driver !== 'qemu') return;
  if (path === '/embed') throw unsupported('qemu:///embed', 'an embedded driver lives in libvirt’s client library');
  if (path !== '/system' && path !== '/session') throw invalid('path', 'qemuPath');
}

function checkParameters(
  parameters: Readonly<Record<string, string>>,
  transport: TransportKind,
  invalid: Invalid,
): void {
  for (const [name, allowed] of Object.entries(clientParameters)) {
    const value = parameters[name];
    if (value === undefined) continue;
    if (/\p{Cc}/u.test(value)) throw invalid(name, 'controlCharacter');
    if (allowed && !allowed.includes(value)) throw invalid(name, 'noneOf', { value, allowed: allowed.join(', ') });
  }
  for (const word of parameters['sshauth']?.split(',') ?? [])
    if (!sshAuthWords.includes(word))
      throw invalid('sshauth', 'noneOf', { value: word, allowed: sshAuthWords.join(', ') });
  const command = parameters['command'];
  // A URI may come from a web page or a colleague: it may choose another ssh, but not run whatever it likes.
  if (transport === 'ssh' && command !== undefined && !/^(\/[^\0]*\/)?ssh$/.test(command))
    throw unsupported('command', `command=${command} runs a command on this machine that isn't ssh`);
}

function connectName(
  driver: string,
  path: string,
  query: readonly (readonly [string, string])[],
  fragment: string | undefined,
): string {
  if (driver === '') return '';
  const rest = query.filter(([name]) => !(name.toLowerCase() in clientParameters));
  const text = rest.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${driver}://${path}${text && `?${text}`}${fragment === undefined ? '' : `#${fragment}`}`;
}

function readAuth(auth: string | undefined, invalid: Invalid): Pick<ConnectUri, 'auth' | 'saslMechanism'> {
  if (auth === undefined) return {};
  const dot = auth.indexOf('.');
  const kind = dot < 0 ? auth : auth.slice(0, dot);
  if (kind !== 'none' && kind !== 'sasl' && kind !== 'polkit')
    throw invalid('auth', 'noneOf', { value: auth, allowed: 'none, sasl, polkit' });
  if (dot < 0) return { auth: kind };
  if (kind !== 'sasl') throw invalid('auth', 'noMechanisms', { value: kind });
  return { auth: kind, saslMechanism: auth.slice(dot + 1) };
}
