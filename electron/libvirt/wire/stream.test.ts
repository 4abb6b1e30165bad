import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openFake } from '../../../test/fakeLibvirtd/openFake.ts';
import type { ReceivedCall } from '../../../test/fakeLibvirtd/fakeLibvirtd.ts';
import { procedures } from '../protocol/procedures.ts';
import { messageStatus, messageTypes, type Frame } from './frame.ts';
import type { LibvirtStream } from './stream.ts';

const { storageVolUpload: upload, storageVolDownload: download, domainOpenConsole: console_ } = procedures;
const vol = { pool: 'default', name: 'disk', key: '/disk' };
const dom = { name: 'vm', uuid: new Uint8Array(16), id: 1 };
const SPARSE = 1;

async function openDownload(flags = 0, signal?: AbortSignal) {
  const { daemon, connection } = await openFake();
  const opening = connection.openStream(download, { vol, offset: 0n, length: 0n, flags }, signal ? { signal } : {});
  const call = await daemon.nextCall(download);
  call.reply({});
  return { daemon, connection, call, stream: (await opening).stream };
}

async function openUpload(flags = 0) {
  const { daemon, connection } = await openFake();
  const opening = connection.openStream(upload, { vol, offset: 0n, length: 0n, flags });
  const call = await daemon.nextCall(upload);
  call.reply({});
  return { daemon, connection, call, stream: (await opening).stream };
}

async function openConsole() {
  const { daemon, connection } = await openFake();
  const opening = connection.openStream(console_, { dom, flags: 0 });
  const call = await daemon.nextCall(console_);
  call.reply({});
  return { daemon, connection, call, stream: (await opening).stream };
}

async function textOf(stream: LibvirtStream): Promise<string> {
  let text = '';
  for await (const chunk of stream)
    text += chunk.kind === 'data' ? Buffer.from(chunk.bytes).toString() : `<${chunk.length}>`;
  return text;
}

const data = (call: ReceivedCall, text: string): void => call.data(Buffer.from(text));
const endOfData = (call: ReceivedCall): void => call.data(new Uint8Array(0));
const sent = (frames: readonly Frame[]) =>
  frames.map(({ type, status, payload }) => [type, status, Buffer.from(payload).toString()]);

const { stream: PACKET, streamHole: HOLE } = messageTypes;
const { ok: OK, error: ERROR, continue: CONTINUE } = messageStatus;

describe('reading a stream', () => {
  it('gives the data, ends at the empty packet, and is finished with one OK that the daemon answers', async () => {
    const { daemon, call, stream } = await openDownload();
    data(call, 'abc');
    data(call, 'def');
    endOfData(call);
    expect(await textOf(stream)).toBe('abcdef');
    const finished = Promise.all([stream.finish(), stream.finish()]);
    await daemon.until(({ packets }) => packets.length > 0);
    call.ok();
    await finished;
    expect(sent(daemon.packets)).toEqual([[PACKET, OK, '']]);
  });

  it('keeps data that come before the reply of the call that opens it', async () => {
    const { daemon, connection } = await openFake();
    const opening = connection.openStream(download, { vol, offset: 0n, length: 0n, flags: 0 });
    const call = await daemon.nextCall(download);
    data(call, 'early ');
    call.reply({});
    data(call, 'late');
    endOfData(call);
    expect(await textOf((await opening).stream)).toBe('early late');
  });

  it('gives holes where the flags of the call allow them', async () => {
    const { call, stream } = await openDownload(SPARSE);
    data(call, 'a');
    call.hole(1n << 40n);
    endOfData(call);
    expect(await textOf(stream)).toBe('a<1099511627776>');
  });

  it('loses the connection to a daemon that sends a hole unasked', async () => {
    const { daemon, call, stream } = await openDownload();
    call.hole(1n);
    await expect(textOf(stream)).rejects.toMatchObject({ data: { code: 'protocolError' } });
    expect(daemon.clientGone).toBe(true);
  });

  it('gives what came before a failure, then the failure', async () => {
    const { daemon, call, stream } = await openDownload();
    data(call, 'half');
    call.streamError({ code: 38, message: 'No space left on device' });
    const read: string[] = [];
    const reading = (async () => {
      for await (const chunk of stream) if (chunk.kind === 'data') read.push(Buffer.from(chunk.bytes).toString());
    })();
    await expect(reading).rejects.toMatchObject({ data: { raw: 'No space left on device', libvirt: { code: 38 } } });
    expect(read).toEqual(['half']);
    await stream.abort();
    await expect(stream.finish()).rejects.toMatchObject({ data: { raw: 'No space left on device' } });
    expect(daemon.packets, 'nothing more is sent for a dead stream').toEqual([]);
  });

  it('stops reading from the daemon when nobody takes the data, and goes on when somebody does', async () => {
    const { daemon, connection, call, stream } = await openDownload();
    const chunk = Buffer.alloc(256 * 1024, 1);
    for (let sentChunks = 0; sentChunks < 40; sentChunks++) call.data(chunk);
    endOfData(call);
    daemon.answer(procedures.connectGetHostname, () => ({ hostname: 'h1' }));
    let answered = false;
    const other = connection.call(procedures.connectGetHostname, {}).then(() => (answered = true));
    for (let turns = 0; turns < 50; turns++) await nextTurn();
    expect(answered, 'everything on the connection waits').toBe(false);
    let length = 0;
    for await (const one of stream) if (one.kind === 'data') length += one.bytes.length;
    expect(length).toBe(40 * chunk.length);
    await other;
  });

  it('goes on reading only when every slow reader has caught up', async () => {
    const { daemon, connection, call, stream } = await openDownload();
    const opening = connection.openStream(download, { vol, offset: 1n, length: 0n, flags: 0 });
    const other = await daemon.nextCall(download);
    other.reply({});
    const second = (await opening).stream;
    // What was read already counts for both windows.
    daemon.together(() => {
      call.data(Buffer.alloc(1024 * 1024 + 1));
      other.data(Buffer.alloc(1024 * 1024 + 1));
    });
    for (let turns = 0; turns < 20; turns++) await nextTurn();
    daemon.answer(procedures.connectGetHostname, () => ({ hostname: 'h1' }));
    let answered = false;
    const answer = connection.call(procedures.connectGetHostname, {}).then(() => (answered = true));
    void stream.abort();
    for (let turns = 0; turns < 20; turns++) await nextTurn();
    expect(answered).toBe(false);
    void second.abort();
    await answer;
  });

  it('may stop and go on: another loop begins where one broke off', async () => {
    const { call, stream } = await openConsole();
    data(call, 'login: ');
    data(call, 'Password: ');
    endOfData(call);
    for await (const _ of stream) break;
    expect(await textOf(stream)).toBe('Password: ');
  });

  it('takes no data to send', async () => {
    const { stream } = await openDownload();
    await expect(stream.send(Buffer.from('x'))).rejects.toMatchObject({ data: { code: 'invalidArgument' } });
  });
});

describe('writing a stream', () => {
  it('sends packets of 262120 bytes at most and succeeds only when the daemon says OK', async () => {
    const { daemon, call, stream } = await openUpload();
    await stream.send(Buffer.alloc(600_000, 1));
    let done = false;
    const finished = stream.finish().then(() => (done = true));
    await daemon.until(({ packets }) => packets.length === 4);
    expect(daemon.packets.map(({ status, payload }) => [status, payload.length])).toEqual([
      [CONTINUE, 262_120],
      [CONTINUE, 262_120],
      [CONTINUE, 75_760],
      [OK, 0],
    ]);
    expect(done).toBe(false);
    call.ok();
    await finished;
  });

  it('fails at the end when the daemon could not store what it got', async () => {
    const { daemon, call, stream } = await openUpload();
    await stream.send(Buffer.from('x'));
    const finished = stream.finish();
    finished.catch(() => undefined);
    await daemon.until(({ packets }) => packets.length === 2);
    call.streamError({ code: 38, message: 'cannot flush' });
    await expect(finished).rejects.toMatchObject({ data: { raw: 'cannot flush' } });
  });

  it('sends holes only where the flags of the call allow them', async () => {
    const sparse = await openUpload(SPARSE);
    await sparse.stream.sendHole(4096n);
    await sparse.daemon.until(({ packets }) => packets.length === 1);
    expect(sparse.daemon.packets[0]).toMatchObject({ type: HOLE, status: CONTINUE });
    expect(Buffer.from(sparse.daemon.packets[0]?.payload ?? []).toString('hex')).toBe('000000000000100000000000');

    const dense = await openUpload();
    await expect(dense.stream.sendHole(1n)).rejects.toMatchObject({ data: { code: 'invalidArgument' } });
    await nextTurn();
    expect(dense.daemon.packets).toEqual([]);
  });

  it('learns of a hole that could not be written from a reply', async () => {
    const { daemon, call, stream } = await openUpload(SPARSE);
    await stream.sendHole(4096n);
    await daemon.until(({ packets }) => packets.length === 1);
    daemon.calls.find(({ serial }) => serial === call.serial)?.refuse({ code: 38, message: 'cannot seek' });
    await expect(stream.finish()).rejects.toMatchObject({ data: { raw: 'cannot seek' } });
  });

  it('waits while the daemon takes nothing', async () => {
    const { daemon, stream } = await openUpload();
    let sentBytes = 0;
    const sending = (async () => {
      for (let at = 0; at < 64; at++) {
        await stream.send(Buffer.alloc(256 * 1024));
        sentBytes += 256 * 1024;
      }
    })();
    daemon.stopReading();
    for (let turns = 0; turns < 50; turns++) await nextTurn();
    expect(sentBytes).toBeLessThan(4 * 256 * 1024);
    daemon.readOn();
    await sending;
  });
});

describe('a console', () => {
  it('carries bytes both ways', async () => {
    const { daemon, call, stream } = await openConsole();
    data(call, 'login: ');
    await stream.send(Buffer.from('root\n'));
    await daemon.until(({ packets }) => packets.length === 1);
    expect(sent(daemon.packets)).toEqual([[PACKET, CONTINUE, 'root\n']]);
    endOfData(call);
    expect(await textOf(stream)).toBe('login: ');
  });

  it('that is busy is refused, and its serial is free again', async () => {
    const { daemon, connection } = await openFake();
    daemon.handle(console_, (call) => call.refuse({ code: 9, message: 'Active console session exists' }));
    await expect(connection.openStream(console_, { dom, flags: 0 })).rejects.toMatchObject({
      data: { code: 'libvirt', raw: 'Active console session exists', libvirt: { code: 9 } },
    });
  });
});

describe('aborting a stream', () => {
  it('sends ERROR, drops what still comes, and waits for the OK', async () => {
    const { daemon, call, stream } = await openDownload();
    data(call, 'before');
    let gone = false;
    const aborted = stream.abort().then(() => (gone = true));
    await daemon.until(({ packets }) => packets.length === 1);
    expect(sent(daemon.packets)).toEqual([[PACKET, ERROR, '']]);
    data(call, 'already on its way');
    await nextTurn();
    expect(gone).toBe(false);
    call.ok();
    await aborted;
    expect(await textOf(stream)).toBe('');
  });

  it('keeps its serial until then: no call gets it', async () => {
    const { daemon, connection, call, stream } = await openDownload();
    void stream.abort();
    daemon.answer(procedures.connectGetHostname, () => ({ hostname: 'h1' }));
    await connection.call(procedures.connectGetHostname, {});
    data(call, 'late');
    await connection.call(procedures.connectGetHostname, {});
    expect(daemon.calls.filter(({ serial }) => serial === call.serial)).toHaveLength(1);
  });

  it('that crosses an error of the daemon is done too', async () => {
    const { daemon, call, stream } = await openDownload();
    const aborted = stream.abort();
    await daemon.until(({ packets }) => packets.length === 1);
    call.streamError({ code: 38 });
    await expect(aborted).resolves.toBeUndefined();
  });

  it('by its signal makes reading fail with the reason', async () => {
    const giveUp = new AbortController();
    const { daemon, call, stream } = await openDownload(0, giveUp.signal);
    const reading = textOf(stream);
    reading.catch(() => undefined);
    giveUp.abort();
    await expect(reading).rejects.toMatchObject({ data: { code: 'cancelled' } });
    await daemon.until(({ packets }) => packets.length === 1);
    expect(sent(daemon.packets)).toEqual([[PACKET, ERROR, '']]);
    call.ok();
  });

  it('by its signal before the reply still lets the daemon go when it has opened it', async () => {
    const { daemon, connection } = await openFake();
    const giveUp = new AbortController();
    const opening = connection.openStream(console_, { dom, flags: 0 }, { signal: giveUp.signal });
    const call = await daemon.nextCall(console_);
    giveUp.abort();
    await expect(opening).rejects.toMatchObject({ data: { code: 'cancelled' } });
    data(call, 'early');
    call.reply({});
    await daemon.until(({ packets }) => packets.length === 1);
    expect(sent(daemon.packets)).toEqual([[PACKET, ERROR, '']]);
    call.ok();
  });

  it('releases a connection that had stopped reading for it', async () => {
    const { daemon, connection, call, stream } = await openDownload();
    for (let chunks = 0; chunks < 20; chunks++) call.data(Buffer.alloc(256 * 1024));
    daemon.answer(procedures.connectGetHostname, () => ({ hostname: 'h1' }));
    for (let turns = 0; turns < 20; turns++) await nextTurn();
    void stream.abort();
    expect(await connection.call(procedures.connectGetHostname, {})).toEqual({ hostname: 'h1' });
  });
});

describe('streams and their connection', () => {
  it('end together: reading, writing and finishing fail with the cause', async () => {
    const { daemon, connection, stream } = await openConsole();
    const waiting = Promise.allSettled([textOf(stream), stream.finish()]);
    daemon.end();
    for (const result of await waiting) expect(result).toMatchObject({ reason: { data: { code: 'connectionLost' } } });
    await expect(stream.send(Buffer.from('x'))).rejects.toMatchObject({ data: { code: 'connectionLost' } });
    await stream.abort();
    await connection.close();
  });

  it('packets of no stream are dropped: they may come after its end', async () => {
    const { daemon, connection, call, stream } = await openDownload();
    call.streamError({ code: 1 });
    await expect(textOf(stream)).rejects.toThrow('refused');
    data(call, 'late');
    daemon.answer(procedures.connectGetHostname, () => ({ hostname: 'h1' }));
    expect(await connection.call(procedures.connectGetHostname, {})).toEqual({ hostname: 'h1' });
  });

  it('a packet with the serial of a stream but another procedure is none of its', async () => {
    const { daemon, call, stream } = await openDownload();
    daemon.sendFrame({
      program: 0x20008086,
      procedure: 999,
      type: PACKET,
      status: CONTINUE,
      serial: call.serial,
      payload: Buffer.from('no'),
    });
    data(call, 'yes');
    endOfData(call);
    expect(await textOf(stream)).toBe('yes');
  });

  it('many run side by side', async () => {
    const { daemon, connection } = await openFake();
    daemon.handle(download, (call) => {
      call.reply({});
      data(call, String(call.args.offset));
      endOfData(call);
    });
    const texts = await Promise.all(
      Array.from({ length: 10 }, async (_, at) => {
        const { stream } = await connection.openStream(download, { vol, offset: BigInt(at), length: 0n, flags: 0 });
        return await textOf(stream);
      }),
    );
    expect(texts).toEqual(Array.from({ length: 10 }, (_, at) => String(at)));
  });
});
