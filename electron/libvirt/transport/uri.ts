/**
 * URIs as libvirt reads them (docs/uri.rst; doRemoteOpen in src/remote/remote_driver.c): which way to the host, and under which
 * name the daemon there is asked to open its hypervisor.
 */
import { appError } from '../../../shared/errors.ts';
import { transportKinds, type TransportKind } from '../../../shared/model/host.ts';

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

/** Parameters for the client alone (remote_driver.c, EXTRACT_URI_ARG_*). */
const clientParameters: ReadonlySet<string> = new Set([
  'name',
  'command',
  'socket',
  'auth',
  'sshauth',
  'netcat',
  'keyfile',
  'pkipath',
  'known_hosts',
  'known_hosts_verify',
  'tls_priority',
  'mode',
  'proxy',
  'no_sanity',
  'no_verify',
  'no_tty',
  'authfile',
]);

/** Drivers that live in libvirt's client library, not in a daemon (virGlobalInit in src/libvirt.c). */
const clientDrivers: ReadonlySet<string> = new Set(['esx', 'vpx', 'gsx', 'hyperv', 'openvz', 'vmware']);

const invalid = (text: string, part: string, why: string) =>
  appError('uriInvalid', `${part}: ${why}`, { operation: 'uri', params: { uri: text, part, why } });

const shape =
  /^(?<scheme>[a-z][a-z0-9]*)(?:\+(?<transport>[a-z0-9]+))?:(?:\/\/(?:(?<user>[^@/?#]*)@)?(?<host>\[[^\]]*\]|[^:/?#]*)(?::(?<port>[^/?#]*))?)?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/i;

/**
 * @throws AppError `uriInvalid` naming the part that is wrong, `uriUnsupported` for drivers and transports that need libvirt's own
 * client library
 */
export function parseUri(text: string): ConnectUri {
  const found = shape.exec(text.trim())?.groups;
  if (!found) throw invalid(text, 'uri', 'it has not the form driver[+transport]://[user@][host][:port]/path');
  const scheme = (found['scheme'] ?? '').toLowerCase();
  if (clientDrivers.has(scheme)) {
    throw appError('uriUnsupported', `${scheme} is reached by libvirt's own client library only`, {
      operation: 'uri',
      params: { driver: scheme },
    });
  }
  const host = readHost(text, found['host'] ?? '');
  const user = decode(text, 'user', found['user'] ?? '');
  const port = readPort(text, found['port']);
  const query = readQuery(text, found['query'] ?? '');
  const transport = readTransport(text, found['transport']?.toLowerCase(), host);
  const path = found['path'] ?? '';
  const parameters = Object.fromEntries(query);
  const driver = scheme === 'remote' ? '' : scheme;
  if (transport === 'ssh' && host === undefined) throw invalid(text, 'host', 'SSH needs a host');
  if ((host ?? '').startsWith('-') || (user ?? '').startsWith('-'))
    throw invalid(text, 'host', 'it begins with a dash');
  return {
    driver,
    transport,
    ...(user !== undefined && { user }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    path,
    parameters,
    connectName: parameters['name'] ?? connectName(driver, path, query, found['fragment']),
    ...readAuth(text, parameters['auth']),
  };
}

function decode(text: string, part: string, encoded: string): string | undefined {
  if (encoded === '') return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalid(text, part, 'a % is not followed by two hexadecimal digits');
  }
}

function readHost(text: string, host: string): string | undefined {
  if (!host.startsWith('[')) return decode(text, 'host', host);
  const address = host.slice(1, -1);
  if (!/^[0-9a-f:.]+(%25[\w.-]+)?$/i.test(address)) throw invalid(text, 'host', `${host} is no IPv6 address`);
  return decodeURIComponent(address);
}

function readPort(text: string, port: string | undefined): number | undefined {
  if (port === undefined || port === '') return undefined;
  const number = Number(port);
  if (!/^\d+$/.test(port) || number < 1 || number > 65_535) throw invalid(text, 'port', `${port} is not 1 to 65535`);
  return number;
}

function readQuery(text: string, query: string): readonly (readonly [string, string])[] {
  return query
    .split(/[&;]/)
    .filter(Boolean)
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [name.toLowerCase(), decode(text, name, value) ?? ''] as const;
    });
}

/** Without a transport a host means TLS, no host this machine's socket. */
function readTransport(text: string, transport: string | undefined, host: string | undefined): TransportKind {
  if (transport === undefined) return host === undefined ? 'unix' : 'tls';
  if (transport === 'ext' || transport === 'libssh' || transport === 'libssh2') {
    if (transport !== 'ext') return 'ssh'; // libvirt's other SSH clients: the same way as far as a host can see
    throw appError('uriUnsupported', 'the ext transport runs a command of yours', { params: { driver: 'ext' } });
  }
  const known = transportKinds.find((kind) => kind === transport);
  if (known === undefined) throw invalid(text, 'transport', `${transport} is none of ${transportKinds.join(', ')}`);
  if (known === 'unix' && host !== undefined) throw invalid(text, 'host', 'a UNIX socket has no host');
  return known;
}

function connectName(
  driver: string,
  path: string,
  query: readonly (readonly [string, string])[],
  fragment: string | undefined,
): string {
  if (driver === '') return '';
  const rest = query.filter(([name]) => !clientParameters.has(name));
  const text = rest.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${driver}://${path}${text && `?${text}`}${fragment === undefined ? '' : `#${fragment}`}`;
}

function readAuth(text: string, auth: string | undefined): Pick<ConnectUri, 'auth' | 'saslMechanism'> {
  if (auth === undefined) return {};
  const [kind = '', mechanism] = auth.split('.', 2);
  if (kind !== 'none' && kind !== 'sasl' && kind !== 'polkit') throw invalid(text, 'auth', `${auth} is unknown`);
  return { auth: kind, ...(mechanism !== undefined && { saslMechanism: mechanism }) };
}
