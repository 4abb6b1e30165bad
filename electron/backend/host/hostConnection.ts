/** One standing connection to a host, with everything that lives as long as it does. */
import { AppError, appError, toErrorData } from '../../../shared/errors.ts';
import type { ConnectStep, HostConfig, HostFacts } from '../../../shared/model/host.ts';
import type { ObjectRef } from '../../../shared/model/objectRef.ts';
import { withAuthFile } from '../../libvirt/auth/authFile.ts';
import { openTransport, parseUri, procedures, type Connection } from '../../libvirt/index.ts';
import type { Transport } from '../../libvirt/transport/transport.ts';
import type { Store } from '../../store/store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Log } from '../log.ts';
import type { Prompts } from './prompts.ts';
import { DefinitionReader } from '../domain/definition/definitionReader.ts';
import { domainMirror } from '../domain/mirror.ts';
import { DomainSizesReader } from '../domain/sizesReader.ts';
import { Mirrors } from '../inventory/mirrors.ts';
import { pause } from '../calls/pause.ts';
import { PendingReader } from '../domain/definition/pendingReader.ts';
import { readCapabilities, readFacts } from './facts.ts';
import { openLanes, type Lanes } from './lanes.ts';

const PING_MS = 10_000;
const SWEEP_MS = 15 * 60_000;

export interface ConnectionParts {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly prompts: Prompts;
  readonly log: Log;
  /** The running task that changes this object, if there is one. */
  readonly taskOf: (object: ObjectRef) => string | undefined;
}

export interface HostConnection {
  readonly transport: Transport;
  readonly lanes: Lanes;
  readonly control: Connection;
  readonly bulk: Connection;
  readonly mirrors: Mirrors;
  /** Aborts when the connection is over. */
  readonly signal: AbortSignal;
  /** Why it ended; resolves once it has. */
  readonly lost: Promise<AppError>;
  close(): Promise<void>;
}

/**
 * Connects and loads the list. Both lanes are opened side by side; after them the list is one round trip.
 * @throws AppError naming the step that failed
 */
export async function openHostConnection(
  config: HostConfig,
  parts: ConnectionParts,
  outer: AbortSignal,
  onStep: (step: ConnectStep) => void,
): Promise<HostConnection> {
  const life = new AbortController();
  const signal = AbortSignal.any([outer, life.signal]);
  const asker = parts.prompts.asker({ host: config.id, hostName: config.name });
  let transport: Transport | undefined;
  let lanes: Lanes | undefined;
  const close = async (): Promise<void> => {
    life.abort(appError('cancelled', 'the connection has ended'));
    await lanes?.close();
    await transport?.close();
  };
  try {
    const uri = parseUri(config.uri);
    const opened = await openTransport(uri, { ask: asker, signal, onStep });
    transport = opened;
    const lost = Promise.withResolvers<AppError>();
    opened.onLost(lost.resolve);
    outer.addEventListener('abort', () => lost.resolve(appError('cancelled', 'disconnected')), { once: true });
    onStep('open');
    const lanesOf = openLanes({
      transport: opened,
      connectName: uri.connectName,
      readOnly: uri.readOnly ?? false,
      ...(uri.auth && { auth: uri.auth }),
      ...(uri.saslMechanism !== undefined && { saslMechanism: uri.saslMechanism }),
      askSasl: withAuthFile(uri, asker.sasl),
      signal,
      // Events come on the control lane, and without the bulk lane nothing is measured: without either the mirror is blind.
      onLost: (lane, reason) => (lane === 'control' || lane === 'bulk') && lost.resolve(reason),
    });
    lanes = lanesOf;
    const [control, bulk] = await Promise.all([lanesOf.lane('control'), lanesOf.lane('bulk')]);
    onStep('list');
    const onError = (thrown: unknown): void =>
      parts.log.warn('reading a host failed', { host: config.name, error: toErrorData(thrown) });
    const { inventory } = parts;
    const mirrors = new Mirrors({ host: config.id, inventory, lanes: { control, bulk }, signal, onError });
    await loadDomains(config, parts, { bulk, signal, onError }, mirrors);
    await asker.succeeded();
    return { transport: opened, lanes: lanesOf, control, bulk, mirrors, signal, lost: lost.promise, close };
  } catch (thrown) {
    await close();
    outer.throwIfAborted();
    throw thrown;
  }
}

/** Domains first: the other kinds are read once somebody follows them. */
async function loadDomains(
  { id: host }: HostConfig,
  { store, inventory, taskOf }: ConnectionParts,
  { bulk, signal, onError }: { readonly bulk: Connection; readonly signal: AbortSignal; readonly onError: OnError },
  mirrors: Mirrors,
): Promise<void> {
  const common = { host, domains: inventory.of('domain'), bulk, signal, onError };
  const reading = { ...common, store: store.definitions, taskOf: (id: string) => taskOf({ host, kind: 'domain', id }) };
  const pending = new PendingReader(reading);
  const definitions = new DefinitionReader({ ...reading, onRead: (uuids) => pending.want(uuids) });
  const sizes = new DomainSizesReader(common);
  const onDefinition = (uuids: readonly string[]): void => definitions.want(uuids);
  await mirrors.load('domain', domainMirror({ host, sizes, onDefinition }));
  void sweep(signal, () => definitions.want(inventory.of('domain').ids(host)));
}

type OnError = (thrown: unknown) => void;

/** libvirt has no event for much of what others change in a definition: every one is read again now and then. */
async function sweep(signal: AbortSignal, readAll: () => void): Promise<void> {
  for (;;) {
    await pause(SWEEP_MS, signal);
    if (signal.aborted) return;
    readAll();
  }
}

/** Pings now and then, until the connection is over. */
export async function watchRoundTrip({ control, signal }: HostConnection, onRtt: (ms: number) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      onRtt(await control.ping());
    } catch {
      return; // the connection is breaking, which `lost` tells
    }
    await pause(PING_MS, signal);
  }
}

/** The facts, and some seconds later the capabilities, unless they are known for the same libvirt already. */
export async function watchFacts(
  { control, lanes }: HostConnection,
  known: HostFacts | undefined,
  onFacts: (facts: HostFacts) => void,
): Promise<void> {
  const facts = await readFacts(control);
  const kept = known?.libvirtVersion === facts.libvirtVersion && known.hostname === facts.hostname;
  onFacts(kept && known.capabilities ? { ...facts, capabilities: known.capabilities } : facts);
  if (kept && known.capabilities) return;
  onFacts({ ...facts, capabilities: await readCapabilities(await lanes.lane('slow')) });
}

/** Logical CPUs, what the host's share of CPU time is measured against; 0 where the driver can't tell. */
export async function countThreads({ bulk }: HostConnection): Promise<number> {
  try {
    return (await bulk.call(procedures.nodeGetInfo, {})).cpus;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'notSupported') return 0;
    throw thrown;
  }
}
