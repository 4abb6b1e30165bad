/** The hosts of this workstation: what is configured, and a session for each. */
import { randomUUID } from 'node:crypto';
import type { ConfiguredUris, host as contract, UriDescription } from '../../../shared/api/host.ts';
import { appError } from '../../../shared/errors.ts';
import type { HostConfig, HostId } from '../../../shared/model/host.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { localUris, parseUri, readClientUris, resolveUri, sshHosts } from '../../libvirt/index.ts';
import { capabilitiesOf, domainCapabilitiesOf } from './capabilities.ts';
import type { HostSession, Sessions } from '../session.ts';
import { ManagedHostSession, type SessionParts } from './managedSession.ts';
import { testHost } from './test.ts';
import { withMark, type QuickstartMarks } from './quickstartMarks.ts';

export class Hosts implements Sessions {
  readonly #parts: SessionParts;
  readonly #sessions = new Map<HostId, ManagedHostSession>();

  readonly #marks: QuickstartMarks;
  /** Ends when the last change of what is configured has: each begins with what the one before has made of it. */
  #changed: Promise<unknown> = Promise.resolve();

  constructor(parts: SessionParts, marks: QuickstartMarks = {}) {
    this.#parts = parts;
    this.#marks = marks;
  }

  /** Shows every configured host as it was last seen, and connects those that the user wants connected. */
  async open(): Promise<void> {
    const stored = await this.#parts.store.hosts.all();
    await Promise.all(
      stored.map(async (host) => {
        const config = withMark(host.config, this.#marks);
        const session = new ManagedHostSession({ ...host, config }, this.#parts);
        this.#sessions.set(config.id, session);
        await session.restore();
        if (config.autoconnect) session.connect();
      }),
    );
  }

  get count(): number {
    return this.#sessions.size;
  }

  get(host: HostId): HostSession {
    return this.#session(host);
  }

  add(asked: Omit<HostConfig, 'id'>): Promise<HostId> {
    return this.#inTurn(() => this.#add(asked));
  }

  /** An alias is kept as what it means now: changing libvirt.conf moves no host under its name. */
  async #add(asked: Omit<HostConfig, 'id'>): Promise<HostId> {
    const uri = await resolveUri(asked.uri);
    parseUri(uri);
    this.#checkName(asked.name);
    const config = withMark({ ...asked, uri, id: randomUUID() }, this.#marks);
    await this.#parts.store.hosts.save(config);
    const session = new ManagedHostSession({ config }, this.#parts);
    this.#sessions.set(config.id, session);
    await session.restore();
    if (config.autoconnect) session.connect();
    return config.id;
  }

  handlers(): NounHandlers<typeof contract> {
    return {
      add: (config) => this.add(config),
      update: (patch) => this.#inTurn(() => this.#update(patch)),
      remove: ({ host }) => this.#inTurn(() => this.#remove(host)),
      connect: ({ host }) => this.#session(host).connect(),
      disconnect: ({ host }) => this.#session(host).disconnect(),
      test: (input, { signal }) => testHost(input, this.#parts.prompts, signal),
      describeUri: ({ uri }) => describeUri(uri),
      local: () => localUris(),
      configured: configuredUris,
      sshHosts: () => sshHosts(),
      capabilities: ({ host }) => capabilitiesOf(this.get(host)),
      domainCapabilities: ({ host, ...kind }) => domainCapabilitiesOf(this.get(host), kind),
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.disconnect()));
  }

  async #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = Promise.allSettled([this.#changed]).then(change);
    this.#changed = done;
    return await done;
  }

  async #update(patch: HostPatch): Promise<void> {
    const session = this.#session(patch.id);
    const uri = patch.uri === undefined ? undefined : await resolveUri(patch.uri);
    const named = Object.entries({ ...patch, uri });
    const given = Object.fromEntries(named.filter(([, value]) => value !== undefined));
    const { defaultDomainType, ...before } = session.config;
    const moved = uri !== undefined && uri !== before.uri;
    // What is known of one machine's KVM says nothing about another's.
    const kept = moved || defaultDomainType === undefined ? before : { ...before, defaultDomainType };
    const config: HostConfig = withMark({ ...kept, ...given }, this.#marks);
    parseUri(config.uri);
    this.#checkName(config.name, config.id);
    const wasUp = session.status.kind !== 'disconnected';
    await this.#parts.store.hosts.save(config);
    await session.configure(config);
    if (moved && wasUp) session.connect();
  }

  async #remove(host: HostId): Promise<void> {
    const session = this.#session(host);
    await session.disconnect();
    this.#sessions.delete(host);
    this.#parts.inventory.removeHost(host);
    await this.#parts.store.hosts.remove(host);
  }

  #session(host: HostId): ManagedHostSession {
    const session = this.#sessions.get(host);
    if (!session) throw appError('notFound', `there is no host ${host}`, { params: { host } });
    return session;
  }

  #checkName(name: string, but?: HostId): void {
    for (const [id, { config }] of this.#sessions) {
      if (id !== but && config.name === name) {
        throw appError('conflict', `another host is called ${name}`, {
          object: { kind: 'host', name },
          params: { name },
        });
      }
    }
  }
}

/** What is left out, or undefined, stays as it is. */
type HostPatch = { readonly [K in keyof HostConfig]?: HostConfig[K] | undefined } & { readonly id: HostId };

async function configuredUris(): Promise<ConfiguredUris> {
  const { aliases, ...rest } = await readClientUris();
  return { ...rest, aliases: [...aliases].map(([alias, uri]) => ({ alias, uri })) };
}

async function describeUri(given: string): Promise<UriDescription> {
  const text = await resolveUri(given);
  const uri = parseUri(text);
  return {
    uri: text,
    driver: uri.driver,
    transport: uri.transport,
    ...(uri.user !== undefined && { user: uri.user }),
    ...(uri.host !== undefined && { host: uri.host }),
    ...(uri.port !== undefined && { port: uri.port }),
    path: uri.path,
    parameters: uri.parameters,
    connectName: uri.connectName,
    warnings: [
      ...(uri.transport === 'tcp' ? (['clearText'] as const) : []),
      ...(uri.parameters['no_verify'] === '1' ? (['noVerify'] as const) : []),
    ],
  };
}
