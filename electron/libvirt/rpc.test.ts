import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { appError } from '../../shared/errors.ts';
import { openFake } from '../../test/fakeLibvirtd/openFake.ts';
import { KEEPALIVE_PROGRAM } from './wire/keepalive.ts';
import { encodeFrame, messageTypes } from './wire/frame.ts';
import { XdrWriter } from './wire/xdr.ts';
import { events } from './protocol/events.ts';
import { procedures } from './protocol/procedures.ts';

const { connectGetHostname: hostname, domainLookupByName: lookup, connectListAllDomains: list } = procedures;
const dom = (name: string) => ({ name, uuid: new Uint8Array(16), id: -1 });

describe('calls', () => {
  it('get their own replies, in whatever order these come', async () => {
    const { daemon, connection } = await openFake();
    const wanted = ['a', 'b', 'c', 'd'];
    const answers = wanted.map((name) => connection.call(lookup, { name }));
    const calls = [];
    for (const _ of wanted) calls.push(await daemon.nextCall(lookup));
    for (const call of calls.toReversed()) call.reply({ dom: dom(call.args.name) });
    expect((await Promise.all(answers)).map((answer) => answer.dom.name)).toEqual(wanted);
  });

  it('are never more than four with the daemon: at five it stops reading, pings too', async () => {
    const { daemon, connection } = await openFake();
    const before = daemon.calls.length;
    const answers = Array.from({ length: 9 }, () => connection.call(hostname, {}));
    const first = await daemon.nextCall(hostname);
    await nextTurn();
    expect(daemon.calls.length - before).toBe(4);
    first.reply({ hostname: 'h1' });
    await daemon.until(({ calls }) => calls.length - before === 5);
    for (let left = 8; left > 0; left--) (await daemon.nextCall(hostname)).reply({ hostname: 'h1' });
    expect(await Promise.all(answers)).toHaveLength(9);
  });

  it('may be more on a lane that asks for it', async () => {
    const { daemon, connection } = await openFake({ connection: { maxInFlight: 32 } });
    const before = daemon.calls.length;
    const answers = Array.from({ length: 32 }, () => connection.call(hostname, {}));
    await daemon.until(({ calls }) => calls.length - before === 32);
    for (let left = 32; left > 0; left--) (await daemon.nextCall(hostname)).reply({ hostname: 'h1' });
    expect(await Promise.all(answers)).toHaveLength(32);
  });

  it('are sent no more once the connection drains; those sent are answered, and then it closes', async () => {
    const { daemon, connection } = await openFake({ connection: { maxInFlight: 1 } });
    const sent = connection.call(hostname, {});
    const waiting = connection.call(lookup, { name: 'x' });
    const cause = appError('cancelled', 'goes elsewhere');
    connection.drain(cause);
    await expect(waiting).rejects.toBe(cause);
    await expect(connection.call(lookup, { name: 'x' })).rejects.toBe(cause);
    expect(connection.ended.aborted).toBe(false);
    (await daemon.nextCall(hostname)).reply({ hostname: 'h1' });
    expect(await sent).toEqual({ hostname: 'h1' });
    await expect.poll(() => daemon.clientGone).toBe(true);
    expect(daemon.calls.at(-1)?.procedure.name).toBe('connectClose');
    expect(daemon.calls.some(({ procedure }) => procedure.name === lookup.name)).toBe(false);
  });

  it('given up before their turn are never sent', async () => {
    const { daemon, connection } = await openFake({ connection: { maxInFlight: 1 } });
    const first = connection.call(hostname, {});
    const giveUp = new AbortController();
    const second = connection.call(lookup, { name: 'x' }, { signal: giveUp.signal });
    giveUp.abort();
    await expect(second).rejects.toMatchObject({ data: { code: 'cancelled' } });
    (await daemon.nextCall(hostname)).reply({ hostname: 'h1' });
    await first;
    await nextTurn();
    expect(daemon.calls.some(({ procedure }) => procedure.name === lookup.name)).toBe(false);
  });

  it('given up after they were sent keep their serial and their turn until the reply', async () => {
    const { daemon, connection } = await openFake({ connection: { maxInFlight: 1 } });
    const giveUp = new AbortController();
    const first = connection.call(lookup, { name: 'slow' }, { signal: giveUp.signal });
    const slow = await daemon.nextCall(lookup);
    giveUp.abort();
    await expect(first).rejects.toMatchObject({ data: { code: 'cancelled' } });
    const second = connection.call(hostname, {});
    await nextTurn();
    expect(daemon.calls.at(-1)?.serial).toBe(slow.serial);
    slow.reply({ dom: dom('slow') });
    const next = await daemon.nextCall(hostname);
    expect(next.serial).not.toBe(slow.serial);
    next.reply({ hostname: 'h1' });
    expect(await second).toEqual({ hostname: 'h1' });
  });

  it('with a time limit fail with `timeout`', async () => {
    const { connection } = await openFake();
    await expect(connection.call(hostname, {}, { signal: AbortSignal.timeout(1) })).rejects.toMatchObject({
      data: { code: 'timeout' },
    });
  });

  it('with arguments that do not fit are not sent, and the connection lives on', async () => {
    const { daemon, connection } = await openFake();
    await expect(connection.call(procedures.domainSetMemory, { dom: dom('vm'), memory: -1n })).rejects.toMatchObject({
      data: { code: 'invalidArgument', raw: expect.stringContaining('no unsigned 64-bit integer') },
    });
    daemon.answer(hostname, () => ({ hostname: 'h1' }));
    expect(await connection.call(hostname, {})).toEqual({ hostname: 'h1' });
  });

  it('that need file descriptors cannot be made: the daemon would drop the connection', () => {
    expectTypeOf(procedures.domainOpenGraphicsFd.kind).toEqualTypeOf<'descriptors'>();
    expectTypeOf(procedures.domainOpenGraphics.kind).toEqualTypeOf<'descriptors'>();
    expectTypeOf(procedures.domainCreate.kind).toEqualTypeOf<'call'>();
    expectTypeOf(procedures.domainOpenConsole.kind).toEqualTypeOf<'stream'>();
  });
});

describe('errors of the daemon', () => {
  it.each([
    [42, 'Domain not found', 'notFound'],
    [50, 'no storage vol', 'notFound'],
    [3, 'this function is not supported', 'notSupported'],
    [39, 'unknown procedure: 453', 'notSupported'],
    [39, 'Cannot find program 536903815 version 1', 'notSupported'],
    [39, 'authentication required', 'libvirt'],
    [29, 'operation forbidden for read only access', 'notAllowed'],
    [68, 'Timed out during operation: cannot acquire state change lock', 'timeout'],
    [55, 'domain is not running', 'libvirt'],
    [8, 'invalid argument', 'invalidArgument'],
    [9999, 'from the future', 'libvirt'],
  ])('number %i, "%s", are %s, with all that libvirt said', async (number, message, code) => {
    const { daemon, connection } = await openFake();
    daemon.handle(hostname, (call) => call.refuse({ code: number, message, domain: 10, str1: 'a', int2: 7 }));
    await expect(connection.call(hostname, {})).rejects.toMatchObject({
      data: { code, raw: message, libvirt: { code: number, domain: 10, message, str1: 'a', int2: 7 } },
    });
    daemon.answer(hostname, () => ({ hostname: 'still here' }));
    expect(await connection.call(hostname, {})).toEqual({ hostname: 'still here' });
  });

  it('without a message are errors all the same', async () => {
    const { daemon, connection } = await openFake();
    daemon.handle(hostname, (call) => call.refuse({ code: 1, message: undefined }));
    await expect(connection.call(hostname, {})).rejects.toMatchObject({
      data: { code: 'libvirt', libvirt: { code: 1 } },
    });
  });
});

const pingHeader = {
  program: KEEPALIVE_PROGRAM,
  version: 1,
  procedure: 1,
  type: messageTypes.message,
  serial: 0,
  status: 0,
};

const broken = { data: { code: 'protocolError' } };

describe('a daemon that breaks the protocol loses the connection, with the reason', () => {
  it.each([
    ['ends too early', Buffer.alloc(4), 'ends 4 bytes too early at byte 4'],
    ['goes on too long', Buffer.alloc(12), '4 bytes too many at byte 8'],
    ['has a length out of bounds', Buffer.from('ffffffff00000000', 'hex'), 'length 4294967295 exceeds 16384 at byte 0'],
  ])('a result that %s', async (_, payload, reason) => {
    const { daemon, connection } = await openFake();
    daemon.handle(list, (call) => call.send({ payload }));
    const other = connection.call(hostname, {});
    other.catch(() => undefined);
    await expect(connection.call(list, { needResults: 1, flags: 0 })).rejects.toMatchObject({
      data: { code: 'protocolError', raw: reason, params: { program: 'remote', procedure: 'connectListAllDomains' } },
    });
    await expect(other).rejects.toMatchObject(broken);
    expect(daemon.clientGone).toBe(true);
  });

  it('a value that its enum does not have', async () => {
    await expect(
      openFake({ auth: [0] }).then(async ({ daemon, connection }) => {
        daemon.handle(procedures.authList, (call) => call.send({ payload: Buffer.from('0000000100000007', 'hex') }));
        await connection.call(procedures.authList, {});
      }),
    ).rejects.toMatchObject({ data: { code: 'protocolError', raw: expect.stringContaining('7 is none of 0, 1, 2') } });
  });

  it('a typed parameter of an unknown type', async () => {
    const { daemon, connection } = await openFake();
    const writer = new XdrWriter();
    writer.int(0);
    writer.uint(1);
    writer.string('field', 80);
    writer.int(8);
    writer.int(0);
    daemon.handle(procedures.domainGetJobStats, (call) => call.send({ payload: writer.take() }));
    await expect(connection.call(procedures.domainGetJobStats, { dom: dom('x'), flags: 0 })).rejects.toMatchObject({
      data: { code: 'protocolError', raw: expect.stringContaining('no arm 8') },
    });
  });

  it.each([
    ['a reply that nobody asked for', { type: messageTypes.reply, program: 0x20008086, procedure: 59, serial: 4711 }],
    ['a call', { type: messageTypes.call, program: 0x20008086, procedure: 59, serial: 1 }],
    ['another version', { type: messageTypes.reply, version: 2 }],
  ])('%s', async (_, frame) => {
    const { daemon, connection } = await openFake();
    const call = connection.call(hostname, {});
    daemon.sendFrame(frame);
    await expect(call).rejects.toMatchObject(broken);
    expect(daemon.clientGone).toBe(true);
  });

  it('the reply of another procedure', async () => {
    const { daemon, connection } = await openFake();
    daemon.handle(hostname, ({ serial }) =>
      daemon.sendFrame({ type: messageTypes.reply, program: 0x20008086, procedure: 4, serial }),
    );
    await expect(connection.call(hostname, {})).rejects.toMatchObject(broken);
  });

  it('a message that no daemon sends: what came before it still counts', async () => {
    const { daemon, connection } = await openFake();
    const call = connection.call(hostname, {});
    (await daemon.nextCall(hostname)).reply({ hostname: 'h1' });
    daemon.sendBytes(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect(await call).toEqual({ hostname: 'h1' });
    expect(await new Promise((resolve) => connection.onLost(({ code }) => resolve(code)))).toBe('protocolError');
  });
});

describe('large replies', () => {
  /** About 5 MB: a decoding of many slices. */
  const retStats = Array.from({ length: 2500 }, (_, at) => ({
    dom: dom(`vm-${at}`),
    params: Array.from({ length: 50 }, (__, field) => ({
      field: `block.${field}.rd.bytes`,
      value: { type: 'ullong' as const, value: BigInt(at * 1000 + field) },
    })),
  }));
  const { connectGetAllDomainStats: stats, connectDomainEventCallbackRegisterAny: register } = procedures;

  it('are decoded with pauses, in which others run, and what came after them waits', async () => {
    const { daemon, connection } = await openFake();
    const order: string[] = [];
    daemon.answer(register, () => ({ callbackID: 1 }));
    await connection.subscribe(events.domainReboot, () => order.push('event'));
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    daemon.handle(stats, (call) => {
      daemon.together(() => {
        call.reply({ retStats });
        daemon.sendEvent(events.domainReboot, { dom: dom('x') }, { callbackID: 1 });
      });
      setImmediate(count);
    });
    const answer = await connection.call(stats, { doms: [], stats: 0, flags: 0 });
    counting = false;
    order.push('reply');
    expect(turns).toBeGreaterThan(1);
    await expect.poll(() => order).toEqual(['reply', 'event']);
    expect(answer.retStats).toHaveLength(2500);
    expect(answer.retStats.at(-1)).toEqual(retStats.at(-1));
  });

  it('that are broken end the connection too', async () => {
    const { daemon, connection } = await openFake();
    const payload = Buffer.alloc(300_000, 0xff);
    payload.writeUInt32BE(16_000);
    daemon.handle(list, (call) => call.send({ payload }));
    await expect(connection.call(list, { needResults: 1, flags: 0 })).rejects.toMatchObject(broken);
    expect(daemon.clientGone).toBe(true);
  });
});

describe('keepalive', () => {
  it('answers pings of the daemon at once, and ignores what it does not know', async () => {
    const { daemon } = await openFake();
    daemon.sendFrame({ program: KEEPALIVE_PROGRAM, procedure: 77, type: messageTypes.message });
    daemon.ping();
    await daemon.until(({ keepalives }) => keepalives.length > 0);
    expect(daemon.keepalives.map(({ procedure, serial, payload }) => [procedure, serial, payload.length])).toEqual([
      [2, 0, 0],
    ]);
  });

  it('does not heap up answers for a daemon that pings without end and reads nothing', async () => {
    const { daemon } = await openFake();
    daemon.stopReading();
    const flood = Buffer.concat(Array.from({ length: 2000 }, () => encodeFrame(pingHeader, Buffer.alloc(0))));
    for (let times = 0; times < 60; times++) {
      daemon.sendBytes(flood);
      await nextTurn();
    }
    expect(daemon.stream.writableLength).toBeLessThan(2 * 1024 * 1024);
  });

  it('measures the way to the daemon and back', async () => {
    const { connection } = await openFake();
    expect(await connection.ping()).toBeGreaterThanOrEqual(0);
  });

  it('finds a daemon dead that keeps silent, and says so to everybody who waits', async () => {
    const { connection } = await openFake({ pong: false, connection: { keepalive: { intervalMs: 10, count: 3 } } });
    const results = await Promise.allSettled([connection.call(hostname, {}), connection.ping()]);
    for (const result of results) expect(result).toMatchObject({ reason: { data: { code: 'keepaliveTimeout' } } });
  });

  it('leaves a daemon alone that answers, however long its calls take', async () => {
    const { daemon, connection } = await openFake({ connection: { keepalive: { intervalMs: 5, count: 1 } } });
    const call = connection.call(hostname, {});
    await daemon.until(({ keepalives }) => keepalives.length >= 6);
    (await daemon.nextCall(hostname)).reply({ hostname: 'h1' });
    expect(await call).toEqual({ hostname: 'h1' });
  });
});
