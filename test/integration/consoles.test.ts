/** Consoles of real guests, through a real SSH connection. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { el } from '../../build/guest/xml.ts';
import type { DomainRef } from '../../shared/model/domain.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';
import { Received, refOf, startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  await program.addHost(h1.uri('ssh'));
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

async function running(name: string): Promise<DomainRef> {
  return refOf(await program.domain(name, ({ state }) => state === 'running'));
}

describe('VNC', () => {
  test('bytes of a server on a TCP port of the host', async () => {
    await h1.startGuest({ name: 'screen', kernel: 'none', network: false });
    const ref = await running('screen');
    expect((await program.api.console.list(ref)).graphics).toMatchObject([{ type: 'vnc', reachable: true }]);
    const { opened, channel } = await program.api.console.vnc({ ...ref, index: 0 });
    const received = new Received(channel);
    expect(opened).toEqual({});
    await received.until(/^RFB 003\.008\n/);
    // RFB 7.1.2: the server answers our version with the security types it offers (1: none).
    await channel.send(encode('RFB 003.008\n'));
    await received.until(/^RFB 003\.008\n\x01\x01$/);
    channel.close();
  });

  test('bytes of a server on a unix socket of the host, with its password', async () => {
    await h1.startGuest({ name: 'socket', kernel: 'none', network: false, vnc: { socket: true, password: 'sesame' } });
    const { opened, channel } = await program.api.console.vnc({ ...(await running('socket')), index: 0 });
    expect(opened).toEqual({ password: 'sesame' });
    await new Received(channel).until(/^RFB 003\.008\n/);
    channel.close();
  });

  test('closes with the guest', async () => {
    const ref = await running('screen');
    const { channel } = await program.api.console.vnc({ ...ref, index: 0 });
    const received = new Received(channel);
    await received.until(/^RFB/);
    await program.done(await program.api.domain.destroy(ref));
    await expect.poll(() => received.closed).toBe(true);
  });

  test('of a guest that is off, or has none, is refused with the reason', async () => {
    const ref = refOf(await program.domain('screen', ({ state }) => state === 'shutoff'));
    await expect(program.api.console.vnc({ ...ref, index: 0 })).rejects.toMatchObject({
      code: 'notSupported',
      data: { params: { why: 'notRunning' } },
    });
    await expect(program.api.console.vnc({ ...ref, index: 3 })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('serial', () => {
  const open = async (ref: DomainRef, force = false) => {
    const { channel } = await program.api.console.serial({ ...ref, alias: 'serial0', force });
    return { channel, received: new Received(channel) };
  };

  test('talks with the guest both ways', async () => {
    await h1.startGuest({ name: 'talker' });
    await h1.waitForSerial('talker');
    const ref = await running('talker');
    expect((await program.api.console.list(ref)).serials).toMatchObject([
      { alias: 'serial0', element: 'serial', type: 'pty' },
    ]);
    const { channel, received } = await open(ref);
    // QEMU looks for a reader of its pty once a second; what is written before is lost to the guest.
    await expect
      .poll(
        async () => {
          await channel.send(encode('\n'));
          return received.text;
        },
        { interval: 500 },
      )
      .toMatch(/login: /);
    await channel.send(encode('root\n'));
    await received.until(/# /);
    await channel.send(encode('echo $((6*7))-it-works\n'));
    await received.until(/42-it-works/);
    channel.close();
  });

  test('somebody else has it: busy; taken over by force, who had it is told', async () => {
    const ref = await running('talker');
    let first: Awaited<ReturnType<typeof open>> | undefined;
    await expect.poll(async () => (first = await open(ref).catch(() => undefined))).toBeDefined(); // the one before has let go
    await expect(open(ref)).rejects.toMatchObject({ code: 'busy', data: { params: { alias: 'serial0' } } });
    const second = await open(ref, true);
    await expect.poll(() => first?.received.closed).toBe(true);
    expect(first?.received.reason).toBeDefined();
    second.channel.close();
  });

  test('ends in the ordinary way when the guest is turned off', async () => {
    const ref = await running('talker');
    const { received } = await open(ref, true);
    await program.done(await program.api.domain.destroy(ref));
    await expect.poll(() => received.closed).toBe(true);
  });

  test('of a device that does not exist, or gives no stream, is refused for good, in the words of libvirt', async () => {
    const devices = [el('serial', { type: 'null' }, el('target', { port: 1 }))];
    await h1.startGuest({ name: 'plain', kernel: 'none', network: false, devices });
    const ref = await running('plain');
    expect((await program.api.console.list(ref)).serials).toMatchObject([
      { alias: 'serial0', openable: true },
      { alias: 'serial1', openable: false },
    ]);
    for (const alias of ['serial9', 'serial1'])
      await expect(program.api.console.serial({ ...ref, alias, force: false })).rejects.toMatchObject({
        code: 'notSupported',
        data: { raw: expect.stringMatching(/device/) },
      });
  });
});
