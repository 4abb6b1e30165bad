/** A guest that puts itself to sleep (ACPI S3), as a laptop's system does when its lid closes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('a guest that sleeps is told as asleep; the verb wake wakes it, and it goes on where it was', async () => {
  await h1.startGuest({ name: 'sleeper', network: false, sleeps: true });
  await h1.waitForSerial('sleeper');
  const ref = refOf(await program.domain('sleeper', ({ state }) => state === 'running'));
  const { channel } = await program.api.console.serial({ ...ref, alias: 'serial0', force: false });
  const received = new Received(channel);
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
  await channel.send(encode('echo mem >/sys/power/state && echo "awake $((40 + 2))"\n'));
  await program.domain('sleeper', ({ state }) => state === 'pmsuspended');
  expect(received.text).not.toContain('awake 42');

  await program.done(await program.api.domain.wake(ref));
  await program.domain('sleeper', ({ state }) => state === 'running');
  await received.until(/awake 42/);
  channel.close();
});
