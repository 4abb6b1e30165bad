/** Answers what `connect` asks on the other side of a port: finds the method, checks its argument, runs its handler. */
import { appError, toAppError, toErrorData, type AppError } from '../errors.ts';
import { checked } from './argument.ts';
import { Channel } from './channel.ts';
import type { Contract, Handlers, Wire } from './contract.ts';
import { Credit } from './credit.ts';
import { methodTable, type ServedMethod } from './methods.ts';
import type { Port } from './port.ts';
import { cancelled, lost, readClientFrame, trimmed, window, type ClientFrame, type ServerFrame } from './protocol.ts';

/** What one port may have going on at a time. */
const limits = { exchanges: 10_000, subscriptions: 1_000, bufferedBytes: 256 * 1024 * 1024 } as const;

/** What is going on under an id that the client gave. */
type Exchange =
  | { readonly kind: 'call'; readonly abort: AbortController }
  | { readonly kind: 'subscription'; readonly abort: AbortController; readonly credit: Credit; close(): void }
  | { readonly kind: 'channel'; readonly abort: AbortController; readonly channel: Channel };

/** The method behind an exchange of this kind. */
type Served<K extends Exchange['kind']> = Extract<ServedMethod, { kind: K }>;

export interface Serving {
  /** Ends everything that runs for this port, then the port. */
  close(): void;
}

/** Serves the contract on a port until it closes. Never throws out of a message: a malformed one ends the port. */
export function serve<C extends Contract>(port: Port, contract: C, handlers: Handlers<C>): Serving {
  const server = new Server(port, methodTable(contract, handlers));
  return { close: () => server.close(lost()) };
}

class Server {
  readonly #port: Port;
  readonly #methods: ReadonlyMap<string, ServedMethod>;
  readonly #exchanges = new Map<number, Exchange>();
  #subscriptions = 0;
  #closed = false;

  constructor(port: Port, methods: ReadonlyMap<string, ServedMethod>) {
    this.#port = port;
    this.#methods = methods;
    port.onClose(() => this.close(lost()));
    port.onMessage((message) => this.#receive(message));
  }

  /** Ends all exchanges: signals abort, iterators return, channels close. */
  close(reason: AppError): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const id of this.#exchanges.keys()) this.#cancel(id, reason);
    this.#port.close();
  }

  #receive(message: Wire): void {
    if (this.#closed) return;
    try {
      this.#handle(readClientFrame(message));
    } catch (thrown) {
      const reason = toAppError(thrown);
      this.#send(['fault', reason.data]);
      this.close(reason);
    }
  }

  #handle(frame: ClientFrame): void {
    switch (frame[0]) {
      case 'call':
      case 'subscribe':
      case 'open':
        this.#begin(frame);
        return;
      case 'cancel':
        this.#cancel(frame[1], cancelled());
        return;
      case 'data':
      case 'credit':
      case 'close': {
        const exchange = this.#exchanges.get(frame[1]);
        if (exchange?.kind === 'channel') exchange.channel.receive(frame);
        else if (exchange?.kind === 'subscription' && frame[0] === 'credit') exchange.credit.grant(frame[2]);
      }
    }
  }

  #begin([kind, id, name, input]: Extract<ClientFrame, readonly ['call' | 'subscribe' | 'open', ...unknown[]]>): void {
    if (this.#exchanges.has(id)) throw appError('protocolError', `exchange ${id} was begun twice`);
    try {
      const method = this.#methods.get(name);
      if (method?.opensWith !== kind) throw appError('notSupported', `there is no method "${name}" to ${kind}`);
      if (this.#exchanges.size >= limits.exchanges) throw appError('busy', 'too many calls are waiting');
      this.#run(id, method, name, checked(method.input, input));
    } catch (thrown) {
      this.#fail(id, thrown, name);
    }
  }

  #run(id: number, method: ServedMethod, name: string, input: unknown): void {
    switch (method.kind) {
      case 'call':
        void this.#call(id, method, name, input);
        return;
      case 'subscription':
        if (this.#subscriptions >= limits.subscriptions) throw appError('busy', 'too many subscriptions are open');
        void this.#subscribe(id, method, name, input);
        return;
      case 'channel':
        void this.#open(id, method, name, input);
    }
  }

  async #call(id: number, method: Served<'call'>, name: string, input: unknown): Promise<void> {
    const abort = new AbortController();
    this.#exchanges.set(id, { kind: 'call', abort });
    try {
      const value = await method.handle(input, abort);
      if (!abort.signal.aborted) this.#send(['result', id, value]);
    } catch (thrown) {
      if (!abort.signal.aborted) this.#fail(id, thrown, name);
    } finally {
      this.#exchanges.delete(id);
    }
  }

  async #subscribe(id: number, method: Served<'subscription'>, name: string, input: unknown): Promise<void> {
    const abort = new AbortController();
    const credit = new Credit(window.items);
    let iterator: AsyncIterator<Wire> | undefined;
    const close = (): void => {
      credit.end();
      // A generator that awaits something returns when that settles, which the signal is for; nobody is left to tell of its errors.
      void Promise.resolve()
        .then(() => iterator?.return?.())
        .catch(() => undefined);
    };
    this.#exchanges.set(id, { kind: 'subscription', abort, credit, close });
    this.#subscriptions += 1;
    try {
      iterator = method.handle(input, abort)[Symbol.asyncIterator]();
      while ((await credit.take(1)) > 0) {
        const next = await iterator.next();
        if (abort.signal.aborted) return;
        this.#send(next.done ? ['end', id] : ['item', id, next.value]);
        if (next.done) return;
      }
    } catch (thrown) {
      if (abort.signal.aborted) return;
      this.#fail(id, thrown, name);
      close();
    } finally {
      this.#exchanges.delete(id);
      this.#subscriptions -= 1;
    }
  }

  async #open(id: number, method: Served<'channel'>, name: string, input: unknown): Promise<void> {
    const abort = new AbortController();
    const channel = new Channel(
      id,
      (frame) => this.#send(frame),
      () => {
        this.#exchanges.delete(id);
        abort.abort(cancelled());
      },
    );
    this.#exchanges.set(id, { kind: 'channel', abort, channel });
    let told = false;
    try {
      const { opened, connect } = await method.handle(input, abort);
      if (!abort.signal.aborted) this.#send(['opened', id, opened]);
      told = true;
      // Also when the caller has gone meanwhile: the channel is closed then, and its onClose is where the handler cleans up.
      connect(channel);
    } catch (thrown) {
      if (told) channel.close(toAppError(thrown));
      else if (!abort.signal.aborted) this.#fail(id, thrown, name);
      channel.end(toAppError(thrown));
    }
  }

  #cancel(id: number, reason: AppError): void {
    const exchange = this.#exchanges.get(id);
    if (!exchange) return;
    exchange.abort.abort(reason);
    if (exchange.kind === 'subscription') exchange.close();
    if (exchange.kind === 'channel') exchange.channel.end(reason);
  }

  #fail(id: number, thrown: unknown, name: string): void {
    this.#send(['error', id, toErrorData(toAppError(thrown).with({ operation: name }))]);
  }

  #send(frame: ServerFrame): void {
    this.#port.send(trimmed(frame));
    if (this.#port.buffered() > limits.bufferedBytes)
      this.close(appError('connectionLost', 'the window does not read'));
  }
}
