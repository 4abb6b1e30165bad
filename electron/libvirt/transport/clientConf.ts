/**
 * What libvirt's own clients are told by the environment and by libvirt.conf: names for URIs, and the URI to use where none is given
 * (docs/uri.rst, "Default URI choice" and "Configuring URI aliases"; virConnectOpenInternal in src/libvirt.c).
 */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { appError } from '../../../shared/errors.ts';
import { readConf, type ConfValue } from './conf.ts';
import { faultWords, type FaultValues, type UriFault } from './uriFault.ts';

export interface ClientPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The libvirt.conf that libvirt's clients would read for this user. */
  readonly file: string;
}

export interface ClientUris {
  /** `LIBVIRT_DEFAULT_URI`, else `uri_default`. */
  readonly defaultUri?: string;
  readonly aliases: ReadonlyMap<string, string>;
}

/** What may stand before the = of an alias (URI_ALIAS_CHARS); a URI has a colon. */
const aliasShape = /^[A-Za-z0-9_-]+$/;

const places = (): ClientPlaces => ({ environment: process.env, file: clientConfFile() });

/** virConfLoadConfigPath: the system's for root, one's own for everybody else. */
function clientConfFile(): string {
  const { XDG_CONFIG_HOME, LOCALAPPDATA } = process.env;
  if (process.getuid?.() === 0) return '/etc/libvirt/libvirt.conf';
  const own = (process.platform === 'win32' ? LOCALAPPDATA : XDG_CONFIG_HOME) || join(homedir(), '.config');
  return join(own, 'libvirt', 'libvirt.conf');
}

/** @throws AppError `uriInvalid` where the file is there and can't be understood */
export async function readClientUris({ environment, file }: ClientPlaces = places()): Promise<ClientUris> {
  const conf = await readFileOf(file);
  const { uri_default: written, uri_aliases: list = [] } = conf;
  const defaultUri = environment['LIBVIRT_DEFAULT_URI'] || (typeof written === 'string' ? written : '');
  if (typeof list === 'string') throw invalid(file, 'aliasForm', { value: list });
  const aliases = new Map<string, string>();
  for (const entry of list) {
    const equals = entry.indexOf('=');
    const alias = entry.slice(0, Math.max(equals, 0));
    if (!aliasShape.test(alias)) throw invalid(file, 'aliasForm', { value: entry });
    if (!aliases.has(alias)) aliases.set(alias, entry.slice(equals + 1));
  }
  return { ...(defaultUri !== '' && { defaultUri }), aliases };
}

/**
 * The URI that a text stands for: what an alias of libvirt.conf names; where nothing is given, the default; else the text itself.
 * @throws AppError `uriInvalid`: no such alias, or a file that can't be understood
 */
export async function resolveUri(text: string, from: ClientPlaces = places()): Promise<string> {
  const given = text.trim();
  if (given !== '' && !aliasShape.test(given)) return given;
  const { defaultUri, aliases } = await readClientUris(from);
  const wanted = given === '' ? (defaultUri ?? '') : given;
  if (!aliasShape.test(wanted)) return wanted;
  const found = aliases.get(wanted);
  if (found === undefined) throw invalid(wanted, 'aliasUnknown', { value: wanted, file: from.file });
  return found;
}

async function readFileOf(file: string): Promise<Readonly<Record<string, ConfValue>>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return {}; // most people have none
  }
  const { values, wrongLine } = readConf(text);
  if (wrongLine !== undefined) throw invalid(file, 'confLine', { value: String(wrongLine) });
  return values;
}

const invalid = (part: string, fault: UriFault, values: FaultValues) =>
  appError('uriInvalid', `${part}: ${faultWords(fault, values)}`, {
    operation: 'uri',
    params: { uri: part, part, fault, ...values },
  });
