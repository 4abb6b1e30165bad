/**
 * The libvirt connections of one host, all over its one transport. *control*: interactive calls and events, at most four waiting for
 * the daemon (max_client_requests is 5: a fifth slow call would stop it from reading even keepalives). *bulk*: inventory and
 * statistics, queued deeper, because there latency is what hurts. *slow*: what lasts seconds to hours; opened when first needed.
 * *storage*: looking at pools, whose storage may hang; then another takes its place. *interfaces*: what the daemon may be asked one at
 * a time only. And one for each byte stream, whose data would hold up everything else.
 */
import { appError, type AppError } from '../../../shared/errors.ts';
import { openConnection, type Connection } from '../../libvirt/index.ts';
import type { Asker, Transport } from '../../libvirt/transport/transport.ts';
import type { LaneName } from '../session.ts';

const maxInFlight: Readonly<Record<LaneName | 'stream', number>> = {
  control: 4,
  bulk: 32,
  slow: 4,
  storage: 4,
  interfaces: 1,
  stream: 4,
};

/** Pings after this much silence, and gives up after so many without an answer: a hung daemon is noticed within 20 s. */
const keepalive = { intervalMs: 5000, count: 3 };

export interface LaneParts {
  readonly transport: Pick<Transport, 'dial'>;
  /** What CONNECT_OPEN is told: `qemu:///system`. */
  readonly connectName: string;
  readonly readOnly: boolean;
  readonly auth?: 'none' | 'sasl' | 'polkit';
  readonly saslMechanism?: string;
  readonly askSasl: Asker['sasl'];
  /** Ends every lane. */
  readonly signal: AbortSignal;
  /** A lane ended that was not closed by us. */
  readonly onLost: (lane: LaneName, reason: AppError) => void;
}

export interface Lanes {
  lane(name: LaneName): Promise<Connection>;
  /**
   * Lets another connection take the place of one on which the daemon doesn't answer: what it hasn't got yet fails with `cause`. It stays
   * until what it has got is answered.
   */
  replace(name: LaneName, connection: Connection, cause: AppError): void;
  streamLane(signal?: AbortSignal): Promise<Connection>;
  close(): Promise<void>;
}

export function openLanes(parts: LaneParts): Lanes {
  const opened = new Map<LaneName, Promise<Connection>>();
  const standing = new Map<LaneName, Connection>();
  /** Streams, and what was replaced. */
  const others = new Set<Connection>();
  let closed = false;

  const open = async (kind: LaneName | 'stream', signal: AbortSignal): Promise<Connection> => {
    if (closed) throw appError('hostNotConnected', 'the host is not connected');
    return await openLane(parts, kind, signal);
  };
  const keep = (connection: Connection): void => {
    others.add(connection);
    connection.ended.addEventListener('abort', () => others.delete(connection), { once: true });
  };
  return {
    lane: (name) => {
      const known = opened.get(name);
      if (known) return known;
      const opening = open(name, parts.signal);
      opened.set(name, opening);
      opening.then(
        (connection) => {
          standing.set(name, connection);
          connection.onLost((reason) => {
            if (opened.get(name) === opening) opened.delete(name);
            if (standing.get(name) === connection) standing.delete(name);
            if (!closed) parts.onLost(name, reason);
          });
        },
        () => opened.delete(name),
      );
      return opening;
    },
    replace: (name, connection, cause) => {
      if (standing.get(name) !== connection) return;
      standing.delete(name);
      opened.delete(name);
      keep(connection);
      connection.drain(cause);
    },
    streamLane: async (signal) => {
      const connection = await open('stream', signal ? AbortSignal.any([signal, parts.signal]) : parts.signal);
      keep(connection);
      return connection;
    },
    close: async () => {
      closed = true;
      const lanes = [...opened.values()].map((opening) => opening.then((connection) => connection.close()));
      await Promise.allSettled([...lanes, ...[...others].map((connection) => connection.close())]);
    },
  };
}

async function openLane(parts: LaneParts, kind: LaneName | 'stream', signal: AbortSignal): Promise<Connection> {
  const stream = await parts.transport.dial({ signal, readOnly: parts.readOnly });
  return await openConnection({
    stream,
    name: parts.connectName,
    readOnly: parts.readOnly,
    ...(parts.auth && { auth: parts.auth }),
    ...(parts.saslMechanism !== undefined && { saslMechanism: parts.saslMechanism }),
    askSasl: parts.askSasl,
    maxInFlight: maxInFlight[kind],
    keepalive,
    signal,
  });
}
