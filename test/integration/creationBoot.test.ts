/** New VMs that really boot, on a remote host over SSH: an installer, an imported disk, a cloud image with our seed. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CreationRequest } from '../../shared/model/creation/creationRequest.ts';
import type { Hardware } from '../../shared/model/creation/hardware.ts';
import type { DomainRef } from '../../shared/model/domain.ts';
import type { ByteChannel } from '../../shared/rpc/contract.ts';
import { bootImages, type BootImages } from '../lab/bootImages.ts';
import { until, type LabHost } from '../lab/lab.ts';
import { PackagesMissing } from '../lab/packages.ts';
import { MiB, newDisk, startCreationLab, volumesOf, type CreationLab } from './creationLab.ts';
import { inGuest } from './guestAgent.ts';
import { Received, refOf, type Program } from './program.ts';
import { changed, RfbScreen, shareOf, type Picture } from './rfbScreen.ts';

/** Emulated guests boot in seconds, but on a busy machine in minutes. */
const BOOT_MS = 800_000;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

let images: BootImages;
let lab: CreationLab;
let program: Program;
let h1: LabHost;

/** Why nothing here can run. */
let missing: string | undefined;

beforeAll(async () => {
  try {
    images = await bootImages();
  } catch (thrown) {
    if (!(thrown instanceof PackagesMissing)) throw thrown;
    missing = thrown.message;
    return;
  }
  lab = await startCreationLab();
  ({ program, h1 } = lab);
}, 400_000);
afterAll(async () => {
  if (missing === undefined) await lab[Symbol.asyncDispose]();
});
beforeEach(({ skip }) => skip(missing !== undefined, missing));

const host = (): string => lab.ids[0] ?? '';

async function send(channel: ByteChannel, file: string): Promise<void> {
  await channel.send(await readFile(file));
  channel.close();
}

/** As the storage page does it. */
async function uploadTo(name: string, file: string): Promise<void> {
  const { length: sizeBytes } = await readFile(file);
  const { opened, channel } = await program.api.storageVolume.upload({
    host: host(),
    pool: 'default',
    name,
    sizeBytes,
  });
  await send(channel, file);
  await program.done(opened.task);
}

async function runningOn(name: string): Promise<DomainRef> {
  return refOf(await program.domain(name, ({ state }) => state === 'running'));
}

/** Logs in on the serial port, runs a command and gives what it said. */
async function onSerial(ref: DomainRef, user: string, password: string, command: string): Promise<string> {
  const { channel } = await program.api.console.serial({ ...ref, alias: 'serial0', force: true });
  const received = new Received(channel);
  const answer = async (question: RegExp, words: string): Promise<void> => {
    await received.until(question, BOOT_MS);
    await channel.send(encode(words));
  };
  // QEMU looks for a reader of its pty once a second; what is written before is lost to the guest.
  await until(
    'a login',
    async () => {
      await channel.send(encode('\n'));
      return /login: /.test(received.text);
    },
    { timeoutMs: BOOT_MS, everyMs: 1000 },
  );
  await channel.send(encode(`${user}\n`));
  if (password !== '') await answer(/Password: $/, `${password}\n`);
  // The shell asks the terminal for its size after its prompt.
  await answer(/[$#] /, `${command}; echo "en""d"\n`);
  const text = await received.until(/\nend\r/, BOOT_MS);
  channel.close();
  return text;
}

describe("Debian's installer", () => {
  // A grey dialog on blue with one line in red. Firmware, boot loader and kernel write grey on black.
  const blue = 0x0000aa;
  const grey = 0xaaaaaa;
  const red = 0xaa0000;
  /** More pixels than a cursor has; the bar of a list has thousands. */
  const BLINKING = 300;
  const DOWN = 0xff54;
  const UP = 0xff52;

  test('is uploaded, recognised, and booted to its first screen, which VNC shows and which takes keys', async () => {
    const image = { kind: 'volume', pool: 'default', volume: 'netinst.iso' } as const;
    await uploadTo(image.volume, images.installer);
    const facts = await program.api.creation.inspectImage({ host: host(), image });
    expect(facts).toMatchObject({ kind: 'iso', os: { id: 'debian12' }, arch: 'x86_64' });

    const os = 'debian12';
    const source = { kind: 'iso', image } as const;
    const { hardware } = await program.api.creation.defaults({ host: host(), os, source: 'iso', compatible: false });
    const small: Hardware = { ...hardware, firmware: 'bios', memoryMiB: 1024, disks: [newDisk()] };
    const [id = ''] = await program.api.creation.create(
      lab.asked({ name: 'installer', os, source, hardware: small, start: true }),
    );
    const ref = await runningOn('installer');
    const screen = await RfbScreen.open((await program.api.console.vnc({ ...ref, index: 0 })).channel);
    const picture = (what: string, wanted: (picture: Picture) => boolean): Promise<Picture> =>
      until(what, async () => screen.picture().then((seen) => wanted(seen) && seen), {
        timeoutMs: BOOT_MS,
        everyMs: 500,
      });
    const isAsking = (seen: Picture): boolean =>
      shareOf(seen, blue) > 0.2 && shareOf(seen, grey) > 0.4 && shareOf(seen, red) > 0.002;
    let last = await screen.picture();
    const asked = await picture('a grey dialog on blue that is drawn', (seen) => {
      const still = changed(seen, last) < BLINKING;
      last = seen;
      return still && isAsking(seen);
    });
    await screen.key(DOWN);
    await picture('another language', (seen) => changed(seen, asked) > 4 * BLINKING);
    await screen.key(UP);
    await picture('the first one again', (seen) => changed(seen, asked) < BLINKING);
    screen.close();

    expect(await program.api.domain.screenshot(ref)).toMatchObject({ bytes: expect.any(Uint8Array) });
    await program.api.task.cancel({ id });
    await program.ended(id);
    expect(await volumesOf(h1)).toEqual(['netinst.iso']);
  }, 900_000);
});

describe('an imported disk', () => {
  test('boots to its login', async () => {
    await uploadTo('login.img', images.login);
    const { hardware } = await program.api.creation.defaults({ host: host(), source: 'import', compatible: false });
    const disk = {
      content: { kind: 'volume', pool: 'default', volume: 'login.img' },
      bus: 'virtio',
      discard: true,
    } as const;
    const small: Hardware = { ...hardware, memoryMiB: 128, disks: [disk] };
    await lab.create(lab.asked({ name: 'imported', source: { kind: 'import' }, hardware: small, start: true }));
    const said = await onSerial(await runningOn('imported'), 'root', '', 'ls -d /sys/block/vda; hostname');
    expect(said).toMatch(/\/sys\/block\/vda\r\n.*imported\r\n/s);
    await h1.virsh('destroy', 'imported');
  }, 900_000);
});

describe('a cloud image', () => {
  const password = 'correct horse';
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5WbLd0r2BPRpDxNVmlD6NVb4v6aZ0vGvFGBdMmCqDp ada@desk';

  test('takes host name, users and address from our seed, on two hosts at once; the seed is gone after the first boot', async () => {
    const upload = randomUUID();
    const { length: sizeBytes } = await readFile(images.cloud);
    const defaults = await program.api.creation.defaults({ host: host(), source: 'cloud', compatible: false });
    const request: CreationRequest = lab.asked({
      name: 'ci-{1..2}',
      hosts: [...lab.ids],
      source: {
        kind: 'cloud',
        image: { kind: 'upload', upload, pool: 'default', volume: 'image.qcow2', sizeBytes },
        mode: 'link',
        keepImage: true,
      },
      hardware: { ...defaults.hardware, memoryMiB: 160, disks: [newDisk({ capacityBytes: 64 * MiB })] },
      cloudInit: {
        answers: {
          hostname: 'seeded-{name}',
          users: [{ name: 'ada', password, sshKeys: [key], sudo: false }],
          packages: [],
          upgrade: false,
          commands: [],
          network: [
            {
              nic: 0,
              addresses: ['192.168.122.201/24'],
              gateways: ['192.168.122.1'],
              nameServers: [],
              searchDomains: [],
            },
          ],
        },
        pool: 'default',
        removeAfterFirstBoot: true,
      },
      start: true,
    });
    const ids = await program.api.creation.create(request);
    for (const id of lab.ids)
      await send((await program.api.creation.upload({ upload, host: id })).channel, images.cloud);
    for (const id of ids) await program.done(id);

    const guests = [
      { name: 'ci-1', on: h1, address: '192.168.122.201' },
      { name: 'ci-2', on: lab.h2, address: '192.168.122.202' },
    ];
    const isSeeded = async ({ name, on, address }: (typeof guests)[number]): Promise<void> => {
      const ref = await runningOn(name);
      // The password opens it, which is only in the seed, as a hash.
      expect(await onSerial(ref, 'ada', password, 'id -un')).toMatch(/\nada\r/);
      const inside = (command: string): Promise<string> => inGuest(on, name, command);
      expect(await inside('hostname')).toBe(`seeded-${name}\n`);
      expect(await inside('ip -4 -o addr')).toContain(`${address}/24`);
      expect(await inside('ip route')).toContain('default via 192.168.122.1');
      expect(await inside('cat /home/ada/.ssh/authorized_keys')).toBe(`${key}\n`);
      // The disk is as large as was asked for, and only what differs from the image is stored.
      expect(await inside('cat /sys/block/vda/size')).toBe(`${(64 * MiB) / 512}\n`);
      expect(await on.virsh('vol-dumpxml', `${name}.qcow2`, 'default')).toContain('image.qcow2');

      await on.virsh('shutdown', name);
      await on.waitForState(name, 'shut off', BOOT_MS);
      await until('the seed is gone', async () => !(await volumesOf(on)).includes(`${name}-seed.iso`));
      expect(await on.virsh('dumpxml', name)).not.toContain('cidata');
      expect(await on.virsh('dumpxml', name)).not.toContain('seed.iso');
    };
    await Promise.all(guests.map(isSeeded));
  }, 900_000);
});
