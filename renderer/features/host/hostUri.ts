/** A host's URI as the fields of a form, and back. Reading the text is the backend's (`host.describeUri`); writing it is ours. */
import type { UriDescription } from '../../../shared/api/host.ts';
import { transportKinds, type TransportKind } from '../../../shared/model/host.ts';

/** What was typed, field by field; empty is not given. Fields that the chosen transport has not are kept, so that it can be chosen again. */
export interface HostForm {
  readonly transport: TransportKind;
  /** `qemu`, `xen`...; empty leaves the choice to the daemon (`remote:` URIs). */
  readonly driver: string;
  /** `/system`, `/session`... */
  readonly path: string;
  readonly host: string;
  readonly user: string;
  readonly port: string;
  /** SSH private key on this machine. */
  readonly keyfile: string;
  /** The daemon's UNIX socket, here or over there. */
  readonly socket: string;
  /** Directory of the certificates. */
  readonly pkipath: string;
  /** Look, and change nothing. */
  readonly readOnly: boolean;
  /** Parameters that have no field. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type HostField = 'host' | 'user' | 'port' | 'keyfile' | 'socket' | 'pkipath';

/** Fields in the order of the form, by transport. */
export const fieldsOf: Readonly<Record<TransportKind, readonly HostField[]>> = {
  unix: ['socket'],
  ssh: ['host', 'user', 'port', 'keyfile', 'socket'],
  tls: ['host', 'port', 'pkipath'],
  tcp: ['host', 'port'],
};

/** Fields that are parameters of the query. */
const queryFields = ['keyfile', 'socket', 'pkipath'] as const satisfies readonly HostField[];

/** Where libvirtd listens (docs/remote.html), for hints. */
export const defaultPorts: Readonly<Partial<Record<TransportKind, number>>> = { ssh: 22, tls: 16514, tcp: 16509 };

/** libvirt's drivers that live in a daemon, with the paths that their URIs know; the first one is proposed. */
export const drivers: readonly { readonly id: string; readonly label: string; readonly paths: readonly string[] }[] = [
  { id: 'qemu', label: 'QEMU / KVM', paths: ['/system', '/session'] },
  { id: 'xen', label: 'Xen', paths: ['/system'] },
  { id: 'lxc', label: 'LXC', paths: ['/system'] },
  { id: 'ch', label: 'Cloud Hypervisor', paths: ['/system', '/session'] },
  { id: 'bhyve', label: 'bhyve', paths: ['/system'] },
  { id: 'vz', label: 'Virtuozzo', paths: ['/system'] },
  { id: 'vbox', label: 'VirtualBox', paths: ['/session'] },
  { id: 'test', label: 'Test', paths: ['/default'] },
];

export const emptyForm: HostForm = {
  transport: 'ssh',
  driver: 'qemu',
  path: '/system',
  host: '',
  user: '',
  port: '',
  keyfile: '',
  socket: '',
  pkipath: '',
  readOnly: false,
  parameters: {},
};

/** The same connection by another driver: the path is kept if that driver knows it. */
export function withDriver(form: HostForm, driver: string): HostForm {
  const paths = drivers.find(({ id }) => id === driver)?.paths;
  const path = paths === undefined || paths.includes(form.path) ? form.path : (paths[0] ?? form.path);
  return { ...form, driver, path };
}

/** The URI that says what the form says. Not checked: a half-filled form gives a URI that `host.describeUri` refuses. */
export function uriOf(form: HostForm): string {
  const has = (field: HostField): boolean => fieldsOf[form.transport].includes(field) && form[field].trim() !== '';
  const text = (field: HostField): string => (has(field) ? form[field].trim() : '');
  const scheme = form.driver === '' ? 'remote' : form.driver;
  const transport = form.transport === 'unix' ? '' : `+${form.transport}`;
  const user = has('user') ? `${encodeURIComponent(text('user'))}@` : '';
  const port = has('port') ? `:${text('port')}` : '';
  const query = [
    ...queryFields.filter(has).map((field) => [field, text(field)] as const),
    ...(form.readOnly ? [['readonly', '1'] as const] : []),
    ...Object.entries(form.parameters),
  ].map(([name, value]) => `${name}=${encodeValue(value)}`);
  const path = form.path === '' || form.path.startsWith('/') ? form.path : `/${form.path}`;
  return `${scheme}${transport}://${user}${hostPart(text('host'))}${port}${path}${query.length > 0 ? '?' : ''}${query.join('&')}`;
}

/** IPv6 addresses stand in brackets, with the % of their zone escaped (RFC 6874). */
function hostPart(host: string): string {
  if (!host.includes(':')) return encodeURIComponent(host);
  return `[${host.replace(/^\[|\]$/g, '').replace(/%(25)?/, '%25')}]`;
}

/** Slashes stay readable: most values are paths. */
const encodeValue = (value: string): string => encodeURIComponent(value).replaceAll('%2F', '/');

/** The form that says what the URI says. `before` gives the fields that its transport has not. */
export function formOf(description: UriDescription, before: HostForm = emptyForm): HostForm {
  const { transport, driver, path, parameters } = description;
  const read: Readonly<Record<HostField, string>> = {
    host: description.host ?? '',
    user: description.user ?? '',
    port: description.port === undefined ? '' : String(description.port),
    keyfile: parameters['keyfile'] ?? '',
    socket: parameters['socket'] ?? '',
    pkipath: parameters['pkipath'] ?? '',
  };
  const own = fieldsOf[transport];
  const fields = Object.fromEntries(own.map((field) => [field, read[field]]));
  const { readonly, ...others } = parameters;
  const rest = Object.entries(others).filter(([name]) => !own.some((field) => field === name));
  const readOnly = readonly !== undefined && readonly !== '0';
  return { ...before, transport, driver, path, ...fields, readOnly, parameters: Object.fromEntries(rest) };
}

/** What a host is called until the user names it: where it is. Empty while that is not known. */
export function proposedName(form: HostForm): string {
  if (form.transport !== 'unix') return form.host.trim();
  return form.path === '/session' ? 'localhost (session)' : 'localhost';
}

export const isTransport = (value: string): value is TransportKind => transportKinds.some((kind) => kind === value);
