import { describe, expect, it } from 'vitest';
import { appError, type AppError } from '../../../shared/errors.ts';
import type { ByteChannel } from '../../../shared/rpc/contract.ts';
import { VncChannel } from './vncChannel.ts';

/** The far end of a byte channel, held by the test. */
function farEnd(room: () => Promise<void> = async () => undefined) {
  let onData: (bytes: Uint8Array) => void | Promise<void> = () => undefined;
  let onClose: (reason?: AppError) => void = () => undefined;
  const received: Uint8Array[] = [];
  let closed = false;
  const channel: ByteChannel = {
    async send(bytes) {
      received.push(bytes);
      await room();
    },
    onData: (listener) => (onData = listener),
    onClose: (listener) => (onClose = listener),
    close: () => (closed = true),
  };
  return {
    channel,
    received,
    isClosed: () => closed,
    send: (...bytes: number[]) => onData(Uint8Array.from(bytes)),
    end: (reason?: AppError) => onClose(reason),
  };
}

const quiet = { onEnd: () => undefined, onRefusal: () => undefined };

describe('the channel under noVNC', () => {
  it('has all eight names that noVNC looks for on itself or its direct prototype', () => {
    const channel = new VncChannel(farEnd().channel, quiet);
    const names = [...Object.keys(channel), ...Object.getOwnPropertyNames(Object.getPrototypeOf(channel))];
    expect(names).toEqual(
      expect.arrayContaining([
        'send',
        'close',
        'binaryType',
        'onerror',
        'onmessage',
        'onopen',
        'protocol',
        'readyState',
      ]),
    );
    expect(channel.readyState).toBe('open');
  });

  it('never delivers while its caller is still running', async () => {
    const far = farEnd();
    const channel = new VncChannel(far.channel, quiet);
    const seen: Uint8Array[] = [];
    channel.onmessage = ({ data }) => seen.push(data);
    const delivered = far.send(1, 2);
    expect(seen).toEqual([]);
    await delivered;
    expect(seen).toEqual([Uint8Array.of(1, 2)]);
  });

  it('keeps what comes before there is a listener, in order', async () => {
    const far = farEnd();
    const channel = new VncChannel(far.channel, quiet);
    const deliveries = [1, 2].map((byte) => Promise.resolve(far.send(byte)));
    const seen: number[] = [];
    channel.onmessage = ({ data }) => seen.push(...data);
    await Promise.all(deliveries);
    expect(seen).toEqual([1, 2]);
  });

  it('copies what it sends: noVNC overwrites its buffer at once', async () => {
    const far = farEnd();
    const channel = new VncChannel(far.channel, quiet);
    const buffer = Uint8Array.of(1, 2, 3);
    channel.send(buffer.subarray(0, 2));
    buffer.fill(9);
    await Promise.resolve();
    await Promise.resolve();
    expect(far.received).toEqual([Uint8Array.of(1, 2)]);
  });

  it('sends the next bytes only when the other side has room again', async () => {
    let makeRoom: () => void = () => undefined;
    const far = farEnd(() => new Promise((resolve) => (makeRoom = resolve)));
    const channel = new VncChannel(far.channel, quiet);
    channel.send(Uint8Array.of(1));
    channel.send(Uint8Array.of(2));
    await new Promise((resolve) => setTimeout(resolve));
    expect(far.received).toHaveLength(1);
    makeRoom();
    await new Promise((resolve) => setTimeout(resolve));
    expect(far.received).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
  });

  it('tells the end with its reason, before noVNC hears of it', () => {
    const far = farEnd();
    const order: string[] = [];
    const channel = new VncChannel(far.channel, { ...quiet, onEnd: (reason) => order.push(`end ${reason?.code}`) });
    channel.onclose = ({ code, reason }) => order.push(`close ${code} ${reason}`);
    far.end(appError('connectionLost', 'host gone'));
    expect(order).toEqual(['end connectionLost', 'close 1006 host gone']);
    expect(channel.readyState).toBe('closed');
  });

  it('closes the bytes when noVNC closes, and says so once', async () => {
    const far = farEnd();
    const channel = new VncChannel(far.channel, quiet);
    const codes: number[] = [];
    channel.onclose = ({ code }) => codes.push(code);
    channel.close();
    channel.close();
    expect(far.isClosed()).toBe(true);
    await Promise.resolve();
    far.end();
    expect(codes).toEqual([1000]);
  });
});
