import { describe, expect, it } from 'vitest';
import { appError, type AppError } from '../../../shared/errors.ts';
import type { ByteChannel } from '../../../shared/rpc/contract.ts';
import type { LinkEvent } from './link.ts';
import { SerialConnection } from './serialConnection.ts';

const ref = { host: 'h1', uuid: '00000000-0000-4000-8000-000000000001' };
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** A device whose host is the test. */
function device(refuse?: AppError) {
  let onData: (bytes: Uint8Array) => void | Promise<void> = () => undefined;
  let onClose: (reason?: AppError) => void = () => undefined;
  const state = { received: '', closed: false, force: false };
  const channel: ByteChannel = {
    async send(bytes) {
      state.received += new TextDecoder().decode(bytes);
    },
    onData: (listener) => (onData = listener),
    onClose: (listener) => (onClose = listener),
    close: () => (state.closed = true),
  };
  const events: LinkEvent[] = [];
  const shown: string[] = [];
  let release: () => void = () => undefined;
  const connect = (force = false) =>
    new SerialConnection({
      open: async (input) => {
        state.force = input.force;
        if (refuse !== undefined) throw refuse;
        return { opened: {}, channel };
      },
      ref,
      alias: 'serial0',
      force,
      write: async (bytes) => {
        shown.push(new TextDecoder().decode(bytes));
        await new Promise<void>((resolve) => (release = resolve));
      },
      onEvent: (event) => events.push(event),
    });
  return {
    state,
    events,
    shown,
    connect,
    showed: () => release(),
    guestSays: (text: string) => onData(new TextEncoder().encode(text)),
    end: (reason?: AppError) => onClose(reason),
  };
}

describe('a serial connection', () => {
  it('shows what the guest says and holds it back until it was shown', async () => {
    const { connect, guestSays, shown, showed, events } = device();
    connect();
    await settled();
    expect(events).toEqual([{ kind: 'opened' }]);
    let done = false;
    const said = Promise.resolve(guestSays('login: ')).then(() => (done = true));
    await settled();
    expect(shown).toEqual(['login: ']);
    expect(done).toBe(false);
    showed();
    await said;
    expect(done).toBe(true);
  });

  it('sends what is typed, in order, and drops it when there is no line', async () => {
    const { connect, state, end } = device();
    const connection = connect();
    connection.send(new TextEncoder().encode('too early'));
    await settled();
    for (const key of ['r', 'o', 'o', 't']) connection.send(new TextEncoder().encode(key));
    await settled();
    expect(state.received).toBe('root');
    end();
    connection.send(new TextEncoder().encode('x'));
    await settled();
    expect(state.received).toBe('root');
  });

  it('tells why it could not open', async () => {
    const { connect, events } = device(appError('busy', 'Active console session exists for this domain'));
    connect();
    await settled();
    expect(events).toMatchObject([{ kind: 'lost', error: { code: 'busy' } }]);
  });

  it('takes over only when told to', async () => {
    const { connect, state } = device();
    connect(true);
    await settled();
    expect(state.force).toBe(true);
  });

  it('tells the end with its reason, but not an end that was asked for', async () => {
    const ended = device();
    ended.connect();
    await settled();
    ended.end(appError('connectionLost', 'stream had I/O failure'));
    expect(ended.events.at(-1)).toMatchObject({ kind: 'lost', error: { code: 'connectionLost' } });

    const closed = device();
    const connection = closed.connect();
    await settled();
    connection.close();
    closed.end();
    expect(closed.state.closed).toBe(true);
    expect(closed.events).toEqual([{ kind: 'opened' }]);
  });
});
