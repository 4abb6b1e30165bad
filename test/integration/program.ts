/** The backend with a window's client, in this process: what tests of verbs and consoles talk to. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openBackend } from '../../electron/backend/backend.ts';
import { contract, type Api } from '../../shared/api/contract.ts';
import { apply } from '../../shared/changes.ts';
import type { Domain, DomainRef } from '../../shared/model/domain.ts';
import type { Host } from '../../shared/model/host.ts';
import type { Task } from '../../shared/model/task.ts';
import { connect } from '../../shared/rpc/client.ts';
import type { ByteChannel } from '../../shared/rpc/contract.ts';
import { memoryPorts } from '../../shared/rpc/memory.ts';
import { serve } from '../../shared/rpc/server.ts';
import { until } from '../lab/lab.ts';
import { temporaryFolder } from '../lab/lifeline.ts';

export interface Program extends AsyncDisposable {
  readonly api: Api;
  /** Adds a host, connects it (host keys are accepted) and waits for its list; its id. */
  addHost(uri: string, name?: string): Promise<string>;
  host(id: string): Host | undefined;
  /** The domain as the window sees it, once it is as `when` says. */
  domain(name: string, when?: (domain: Domain) => boolean): Promise<Domain>;
  gone(name: string): Promise<void>;
  /** The task once it has ended. */
  ended(id: string): Promise<Task>;
  /** The task, which must be done. */
  done(id: string): Promise<Task>;
}

export const refOf = ({ host, uuid }: Domain): DomainRef => ({ host, uuid });

/**
 * The user's own known_hosts is not for tests. Besides, the ports of labs come back in later runs, with other hosts' keys behind them.
 */
function withKnownHosts(uri: string, file: string): string {
  if (!/^\w+\+ssh:/.test(uri) || uri.includes('known_hosts=')) return uri;
  return `${uri}${uri.includes('?') ? '&' : '?'}known_hosts=${file}`;
}

/** @param dataDir kept when given; else a new one that is removed at the end */
export async function startProgram(dataDir?: string): Promise<Program> {
  const directory = dataDir ?? temporaryFolder('virtdeck-');
  const secrets = {
    available: async () => false,
    encrypt: async (text: string) => Buffer.from(text),
    decrypt: async (bytes: Uint8Array) => Buffer.from(bytes).toString(),
  };
  const backend = await openBackend({ dataDir: directory, variant: 'browser', version: '0.0.0', secrets });
  const [here, there] = memoryPorts();
  const server = serve(there, contract, backend.handlers);
  const { client: api, close } = connect(here, contract);
  const stop = new AbortController();
  let hosts: Readonly<Record<string, Host>> = {};
  let domains: Readonly<Record<string, Domain>> = {};
  let tasks: Readonly<Record<string, Task>> = {};
  const follow = async <T>(items: AsyncIterable<T>, take: (item: T) => void): Promise<void> => {
    try {
      for await (const item of items) take(item);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  };
  const following = [
    follow(api.inventory.watch({ kinds: ['host', 'domain'] }, stop), ({ host, domain }) => {
      if (host) hosts = apply(hosts, host);
      if (domain) domains = apply(domains, domain);
    }),
    follow(api.task.watch({}, stop), (changes) => void (tasks = apply(tasks, changes))),
    follow(api.prompt.watch({}, stop), ({ added }) => {
      for (const { id, prompt } of Object.values(added)) {
        if (prompt.kind === 'hostKey')
          void api.prompt.answer({ id, answer: { kind: 'answer', answers: [], remember: false } });
      }
    }),
  ];
  const named = (name: string): Domain | undefined => Object.values(domains).find((domain) => domain.name === name);
  const ended = (id: string): Promise<Task> =>
    until(`the end of task ${id}`, async () => tasks[id]?.state !== 'running' && tasks[id]);
  return {
    api,
    addHost: async (asked, name = 'h1') => {
      const uri = withKnownHosts(asked, join(directory, 'known_hosts'));
      const id = await api.host.add({ uri, name, autoconnect: false });
      await api.host.connect({ host: id });
      await until(`${name} is connected`, async () => {
        const status = hosts[id]?.status;
        if (status?.kind === 'failed') throw new Error(`${name}: ${status.error.code} ${status.error.message}`);
        return status?.kind === 'connected' && hosts[id]?.stale === false;
      });
      return id;
    },
    host: (id) => hosts[id],
    domain: (name, when = () => true) =>
      until(`domain ${name}`, async () => {
        const domain = named(name);
        return domain !== undefined && when(domain) && domain;
      }),
    gone: async (name) => {
      await until(`${name} is gone`, async () => named(name) === undefined);
    },
    ended,
    done: async (id) => {
      const task = await ended(id);
      if (task.state !== 'done')
        throw new Error(
          `${task.verb}: ${task.state} ${task.error?.code} ${task.error?.message} ${JSON.stringify(task.log)}`,
        );
      return task;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.allSettled(following);
      close();
      server.close();
      await backend.close();
      if (dataDir === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Collects what a channel receives. */
export class Received {
  #bytes = Buffer.alloc(0);
  closed = false;
  reason: string | undefined;

  constructor(channel: ByteChannel) {
    channel.onData((bytes) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
    });
    channel.onClose((error) => {
      this.closed = true;
      this.reason = error?.code;
    });
  }

  get text(): string {
    return this.#bytes.toString('latin1');
  }

  async until(pattern: RegExp, timeoutMs?: number): Promise<string> {
    const patience = timeoutMs === undefined ? {} : { timeoutMs };
    return await until(`bytes matching ${pattern}`, async () => pattern.test(this.text) && this.text, patience);
  }
}
