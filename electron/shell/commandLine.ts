/** What both shells understand on their command line, beside their own options. */
import { AppError, appError } from '../../shared/errors.ts';
import type { Api } from '../../shared/api/contract.ts';
import { noChanges } from '../../shared/changes.ts';
import type { InventoryChanges } from '../../shared/api/inventory.ts';
import type { Domain } from '../../shared/model/domain.ts';
import type { Host, HostConfig, HostId } from '../../shared/model/host.ts';
import { hostHref, hrefOf } from '../../shared/model/route.ts';

/** What to show first. */
export interface StartRequest {
  /** A libvirt URI, or an alias of libvirt.conf: the host is added if it is not known, and connected. */
  readonly connect?: string;
  /** Name, UUID or number of a domain, of the host of `connect` or else of any: its console is opened in a window of its own. */
  readonly showDomainConsole?: string;
}

/** For `parseArgs` of node:util. */
export const startOptions = {
  connect: { type: 'string', short: 'c' },
  'show-domain-console': { type: 'string' },
} as const;

export function startRequest(values: {
  readonly connect?: string | undefined;
  readonly 'show-domain-console'?: string | undefined;
}): StartRequest {
  const { connect, 'show-domain-console': showDomainConsole } = values;
  return { ...(connect !== undefined && { connect }), ...(showDomainConsole !== undefined && { showDomainConsole }) };
}

/**
 * The routes of the pages that the request asks for, each as soon as it is known: the host's page, then the console. A console
 * waits for its host, which may ask questions meanwhile, so the first page must not.
 * @throws AppError: `uriInvalid` and what else `host.add` throws; `notFound` when no such domain shows within five minutes or before the signal
 * aborts
 */
export async function* startRoutes(api: Api, request: StartRequest, signal: AbortSignal): AsyncGenerator<string> {
  const host = request.connect === undefined ? undefined : await connectedHost(api, request.connect);
  if (host !== undefined) yield hostHref(host);
  const wanted = request.showDomainConsole;
  if (wanted === undefined) return;
  const domain = await findDomain(api, wanted, host, signal);
  const console = await consoleOf(api, domain);
  yield hrefOf({ page: 'console', host: domain.host, uuid: domain.uuid, console });
}

async function connectedHost(api: Api, given: string): Promise<HostId> {
  const { uri, host: name = 'localhost' } = await api.host.describeUri({ uri: given });
  const { host: listed = noChanges<Host>() } = await firstItem(api.inventory.watch({ kinds: ['host'] }));
  const known = Object.values(listed.added);
  const found = known.find(({ config }) => config.uri === uri);
  const host = found?.id ?? (await addHost(api, { uri, name }, known));
  await api.host.connect({ host });
  return host;
}

/** Adds the host under the name in its URI, or `localhost`, numbered where that name is taken. */
async function addHost(
  api: Api,
  { uri, name: wanted }: Pick<HostConfig, 'uri' | 'name'>,
  known: readonly Host[],
): Promise<HostId> {
  const taken = new Set(known.map(({ config }) => config.name));
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted} (${count})`;
  return api.host.add({ name, uri, autoconnect: false });
}

/** How long a domain may take to show: its host may first have to ask for a password. Milliseconds. */
const patience = 5 * 60_000;

async function findDomain(api: Api, wanted: string, host: HostId | undefined, ended: AbortSignal): Promise<Domain> {
  const signal = AbortSignal.any([ended, AbortSignal.timeout(patience)]);
  const matches = (domain: Domain): boolean =>
    (host === undefined || domain.host === host) &&
    (domain.name === wanted || domain.uuid === wanted.toLowerCase() || String(domain.id) === wanted);
  try {
    for await (const { domain = noChanges<Domain>() } of api.inventory.watch({ kinds: ['domain'] }, { signal })) {
      const found = [...Object.values(domain.added), ...Object.values(domain.updated)].find(matches);
      if (found) return found;
    }
  } catch (thrown) {
    if (!(thrown instanceof AppError && signal.aborted)) throw thrown;
  }
  throw appError('notFound', `no virtual machine "${wanted}" was found`, { object: { kind: 'domain', name: wanted } });
}

/** The first graphical console that can be shown, else the first serial one, as its part of the route. */
async function consoleOf(api: Api, { host, uuid }: Domain): Promise<string> {
  const { graphics, serials } = await api.console.list({ host, uuid });
  const shown = graphics.find(({ reachable }) => reachable);
  if (shown) return `vnc:${shown.index}`;
  const serial = serials.find(({ openable }) => openable);
  return serial ? `serial:${serial.alias}` : 'vnc:0';
}

async function firstItem(items: AsyncIterable<InventoryChanges>): Promise<InventoryChanges> {
  for await (const item of items) return item;
  throw appError('connectionLost', 'the inventory ended before it began');
}
