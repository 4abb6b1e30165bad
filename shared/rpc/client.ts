/** Asks over a port what `serve` answers on its other side, typed by the contract. */
import { appError, toAppError, AppError } from '../errors.ts';
import { Channel } from './channel.ts';
import type { AnyMethod, ByteChannel, CallOptions, Client, Contract, Wire } from './contract.ts';
import { ItemReader } from './itemReader.ts';
import type { Port } from './port.ts';
import { cancelled, lost, readServerFrame, rebuilt, trimmed, type ClientFrame, type ServerFrame } from './protocol.ts';

export interface Connected<C extends Contract> {
  readonly client: Client<C>;
  /** Rejects what is pending and closes the port. */
  close(): void;
  /** Called once when the port has closed or the other side broke the protocol; at once if that has been. */
  onClose(listener: (reason: AppError) => void): void;
}

/** The typed client of a contract. When the port closes, every pending call, iterator and channel ends with `connectionLost`. */
export function connect<C extends Contract>(port: Port, contract: C): Connected<C> {
  const caller = new Caller(port);
  const client = Object.fromEntries(
    Object.entries(contract).map(([noun, methods]) => [
      noun,
      Object.fromEntries(
        Object.entries(methods).map(([method, { kind }]) => [method, caller.method(kind, `${noun}.${method}`)]),
      ),
    ]),
  );
  if (!isClient(contract, client)) throw appError('internal', 'the client lacks a method of the contract');
  return {
    client,
    close: () => caller.close(appError('connectionLost', 'the window closed the connection')),
    onClose: (listener) => caller.onClose(listener),
  };
}

/** Every method of the contract is there. What each takes and gives follows from its `kind` by {@link Caller.method}. */
function isClient<C extends Contract>(
  contract: C,
  client: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): client is Client<C> {
  return Object.entries(contract).every(([noun, methods]) =>
    Object.keys(methods).every((method) => typeof client[noun]?.[method] === 'function'),
  );
}

/** What waits for frames of one id. */
interface Pending {
  receive(frame: ServerFrame): void;
  end(reason: AppError): void;
}

class Caller {
  readonly #port: Port;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #closed: AppError | undefined;
  readonly #closeListeners: ((reason: AppError) => void)[] = [];

  constructor(port: Port) {
    this.#port = port;
    port.onClose(() => this.close(lost()));
    port.onMessage((message) => this.#receive(message));
  }

  method(kind: AnyMethod['kind'], name: string) {
    return {
      call: (input: Wire, options?: CallOptions) => this.#call(name, input, options?.signal),
      subscription: (input: Wire, options?: CallOptions) => this.#subscribe(name, input, options?.signal),
      channel: (input: Wire, options?: CallOptions) => this.#open(name, input, options?.signal),
    }[kind];
  }

  close(reason: AppError): void {
    if (this.#closed) return;
    this.#closed = reason;
    for (const pending of this.#pending.values()) pending.end(reason);
    this.#pending.clear();
    this.#port.close();
    for (const listener of this.#closeListeners.splice(0)) listener(reason);
  }

  onClose(listener: (reason: AppError) => void): void {
    const closed = this.#closed;
    if (closed) queueMicrotask(() => listener(closed));
    else this.#closeListeners.push(listener);
  }

  #receive(message: Wire): void {
    if (this.#closed) return;
    try {
      const frame = readServerFrame(message);
      if (frame[0] === 'fault') throw rebuilt(frame[1]);
      this.#pending.get(frame[1])?.receive(frame);
    } catch (thrown) {
      this.close(toAppError(thrown));
    }
  }

  #send(frame: ClientFrame): void {
    if (!this.#closed) this.#port.send(trimmed(frame));
  }

  /** Registers an exchange and sends its first frame. Its signal ends it with `cancelled` and tells the server. */
  #begin(
    kind: 'call' | 'subscribe' | 'open',
    name: string,
    input: Wire,
    signal: AbortSignal | undefined,
    pending: (id: number, done: () => void) => Pending,
  ): void {
    const id = this.#nextId++;
    const abort = (): void => {
      this.#send(['cancel', id]);
      exchange.end(reasonOf(signal));
    };
    const done = (): void => {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', abort);
    };
    const begun = pending(id, done);
    const exchange: Pending = {
      receive: (frame) => begun.receive(frame),
      end(reason) {
        done();
        begun.end(reason);
      },
    };
    const gone = this.#closed ?? (signal?.aborted ? reasonOf(signal) : undefined);
    if (gone) {
      exchange.end(gone);
      return;
    }
    this.#pending.set(id, exchange);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      this.#send([kind, id, name, input]);
    } catch (thrown) {
      exchange.end(toAppError(thrown));
    }
  }

  #call(name: string, input: Wire, signal?: AbortSignal): Promise<Wire> {
    return new Promise((resolve, reject) => {
      this.#begin('call', name, input, signal, (_id, done) => ({
        receive(frame) {
          done();
          if (frame[0] === 'result') resolve(frame[2]);
          else if (frame[0] === 'error') reject(rebuilt(frame[2]));
          else throw unexpected(frame);
        },
        end: reject,
      }));
    });
  }

  #subscribe(name: string, input: Wire, signal?: AbortSignal): AsyncIterableIterator<Wire> {
    let reader: ItemReader | undefined;
    const begun = (id: number, done: () => void): Pending => {
      const made = new ItemReader({
        grant: (count) => this.#send(['credit', id, count]),
        cancel: () => {
          done();
          this.#send(['cancel', id]);
        },
      });
      reader = made;
      return {
        receive(frame) {
          if (frame[0] === 'item') {
            made.push(frame[2]);
            return;
          }
          done();
          if (frame[0] === 'end') made.end();
          else if (frame[0] === 'error') made.end(rebuilt(frame[2]));
          else throw unexpected(frame);
        },
        end: (reason) => made.end(reason),
      };
    };
    this.#begin('subscribe', name, input, signal, begun);
    if (!reader) throw appError('internal', 'a subscription without its reader');
    return reader;
  }

  #open(name: string, input: Wire, signal?: AbortSignal): Promise<{ opened: Wire; channel: ByteChannel }> {
    return new Promise((resolve, reject) => {
      this.#begin('open', name, input, signal, (id, done) => {
        let channel: Channel | undefined;
        return {
          receive: (frame) => {
            if (channel && (frame[0] === 'data' || frame[0] === 'credit' || frame[0] === 'close')) {
              channel.receive(frame);
            } else if (!channel && frame[0] === 'opened') {
              channel = new Channel(id, (sent) => this.#send(sent), done);
              resolve({ opened: frame[2], channel });
            } else if (!channel && frame[0] === 'error') {
              done();
              reject(rebuilt(frame[2]));
            } else throw unexpected(frame);
          },
          end(reason) {
            channel?.end(reason);
            reject(reason);
          },
        };
      });
    });
  }
}

/** A signal aborted with one of our own errors keeps it. */
function reasonOf(signal: AbortSignal | undefined): AppError {
  return signal?.reason instanceof AppError ? signal.reason : cancelled();
}

function unexpected(frame: ServerFrame): AppError {
  return appError('protocolError', `the server sent "${frame[0]}" where it has no place`);
}
