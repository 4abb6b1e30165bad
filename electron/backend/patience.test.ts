import { describe, expect, test, vi } from 'vitest';
import type { Connection } from '../libvirt/index.ts';
import { Patience } from './patience.ts';

const never = (): Promise<never> => new Promise<never>(() => undefined);
const unused = (): never => {
  throw new Error('not called here');
};
const lane = (): Connection => ({
  uri: '',
  call: unused,
  subscribe: unused,
  openStream: unused,
  ping: unused,
  hasFeature: unused,
  onLost: unused,
  close: unused,
});

describe('patience', () => {
  const caller = new AbortController().signal;

  test('gives back the answer, or what was thrown', async () => {
    const patience = new Patience(60_000);
    expect(await patience.ask(lane(), 'a', caller, async () => 1)).toBe(1);
    await expect(patience.ask(lane(), 'a', caller, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  test('ends, and asks nothing more about the same thing until it has been answered', async () => {
    const patience = new Patience(1);
    const connection = lane();
    const late = Promise.withResolvers<number>();
    await expect(patience.ask(connection, 'a', caller, () => late.promise)).rejects.toMatchObject({ code: 'timeout' });
    const again = vi.fn<() => Promise<number>>(async () => 2);
    await expect(patience.ask(connection, 'a', caller, again)).rejects.toMatchObject({ code: 'timeout' });
    expect(again).not.toHaveBeenCalled();
    expect(await patience.ask(connection, 'b', caller, async () => 3)).toBe(3);
    late.resolve(1);
    await late.promise;
    expect(await patience.ask(connection, 'a', caller, again)).toBe(2);
  });

  test('on another connection asks anew', async () => {
    const patience = new Patience(1);
    await expect(patience.ask(lane(), 'a', caller, never)).rejects.toMatchObject({ code: 'timeout' });
    expect(await patience.ask(lane(), 'a', caller, async () => 1)).toBe(1);
  });

  test('a caller that goes does not wait', async () => {
    const patience = new Patience(60_000);
    const gone = new AbortController();
    const asked = patience.ask(lane(), 'a', gone.signal, never);
    gone.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});
