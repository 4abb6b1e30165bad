/** Installation trees and images on the web, as seen from this workstation. */
import { appError, toAppError } from '../../../shared/errors.ts';
import type { TreeFiles } from '../../../shared/model/creation/draft.ts';
import type { OperatingSystem, OsTree } from '../../../shared/model/os.ts';

const ANSWER_MS = 20_000;
/** `.treeinfo` files have a few KiB. */
const MOST_BYTES = 1024 * 1024;

export interface InspectedTree extends Partial<TreeFiles> {
  readonly os?: string;
}

/** @throws AppError `notSupported` for FTP, `hostUnreachable` where nobody answers, `notFound` for what isn't there */
export async function fetchFrom(url: string, signal: AbortSignal, init: RequestInit = {}): Promise<Response> {
  if (!/^https?:/.test(url)) throw appError('notSupported', `not read from here: ${url}`, { params: { url } });
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal });
  } catch (thrown) {
    const { message } = toAppError(thrown);
    throw appError('hostUnreachable', `${url}: ${message}`, { raw: message, params: { host: new URL(url).host } });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  throw appError('notFound', `${url}: ${response.status} ${response.statusText}`, {
    raw: `${response.status} ${response.statusText}`,
    params: { url },
  });
}

/** How many bytes a file on the web has. @throws AppError as {@link fetchFrom}, `notSupported` where the server doesn't tell */
export async function sizeOf(url: string, signal: AbortSignal): Promise<number> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  const { headers } = await fetchFrom(url, limit, { method: 'HEAD' });
  const bytes = Number(headers.get('content-length') ?? '');
  if (bytes > 0) return bytes;
  throw appError('notSupported', `${url}: the server does not tell its size`, { params: { url } });
}

export async function inspectTree(
  systems: readonly OperatingSystem[],
  url: string,
  signal: AbortSignal,
): Promise<InspectedTree> {
  const base = url.endsWith('/') ? url : `${url}/`;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  for (const name of ['.treeinfo', 'treeinfo']) {
    const text = await fetchFrom(`${base}${name}`, limit).then(textOf, () => undefined);
    if (text === undefined) continue;
    const found = readTreeInfo(systems, text);
    if (found !== undefined) return found;
  }
  return byAddress(systems, base);
}

async function textOf(response: Response): Promise<string> {
  const length = Number(response.headers.get('content-length') ?? 0);
  return length > MOST_BYTES ? '' : await response.text();
}

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** `[section]` and `key = value`, as Python's configparser writes it. */
function sectionsOf(text: string): Sections {
  const sections = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const section = /^\[(.+)\]\s*$/.exec(line)?.[1];
    const [, key, value = ''] = /^([^#;=\s][^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (section !== undefined) sections.set(section, (current = new Map()));
    else if (key !== undefined) current.set(key, value.trim());
  }
  return sections;
}

/** @returns undefined for what is no `.treeinfo` */
export function readTreeInfo(systems: readonly OperatingSystem[], text: string): InspectedTree | undefined {
  const sections = sectionsOf(text);
  const general = sections.get('general');
  if (general === undefined) return undefined;
  const arch = general.get('arch') ?? '';
  const images = sections.get(`images-${arch}`);
  const [kernel, initrd] = [images?.get('kernel'), images?.get('initrd')];
  const fitting = systems.filter(({ trees }) => trees.some((tree) => fits(tree, general)));
  // libosinfo's `fedora-unknown` fits every Fedora that is newer than the database, and those that aren't.
  const exact = (os: OperatingSystem): boolean => os.version === general.get('version');
  const os = fitting.find(exact) ?? fitting.find(({ id }) => !id.endsWith('-unknown')) ?? fitting[0];
  return {
    ...(os && { os: os.id }),
    ...(kernel !== undefined && { kernel }),
    ...(initrd !== undefined && { initrd }),
  };
}

function fits(tree: OsTree, general: ReadonlyMap<string, string>): boolean {
  if (tree.family === undefined) return false;
  return (['family', 'version', 'variant'] as const).every((field) => {
    const pattern = tree[field];
    return pattern === undefined || new RegExp(pattern).test(general.get(field) ?? '');
  });
}

/** The tree that a distribution has at this address, or above it. */
function byAddress(systems: readonly OperatingSystem[], url: string): InspectedTree {
  const plain = (text: string): string => text.replace(/^\w+:\/+/, '').replace(/\/*$/, '/');
  for (const { id, trees } of systems)
    for (const { url: known, kernel, initrd } of trees)
      if (known !== undefined && plain(url) === plain(known))
        return { os: id, ...(kernel !== undefined && { kernel }), ...(initrd !== undefined && { initrd }) };
  return {};
}
