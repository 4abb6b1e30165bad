/** A Linux guest (QEMU without KVM) that is given answers both ways: on a CD of ours, and appended to its initrd. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cpioArchive, paddingAfter } from '../../shared/cpio.ts';
import { isoImage } from '../../shared/iso9660/image.ts';
import { guestImages } from '../lab/guestImages.ts';
import { spawnBound, temporaryFolder } from '../lab/lifeline.ts';

const directory = temporaryFolder('media-');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** What the guest does; it comes to it in the archive too. Lines that count are marked. */
const script = `mount -t devtmpfs d /dev; mount -t proc p /proc; mount -t sysfs s /sys; mkdir -p /cd
for m in ata_piix sr_mod isofs; do modprobe $m; done
for t in 1 2 3 4 5 6 7 8 9 10; do [ -b /dev/sr0 ] && break; sleep 1; done
mount -t iso9660 -o ro /dev/sr0 /cd
echo
for f in /cd/*; do echo "SAW:$(stat -c %a $f) \${f#/cd/}:$(cat $f)"; done
echo "INITRD:$(cat /preseed.cfg)"
poweroff -f
`;
let said = '';

beforeAll(async () => {
  const images = await guestImages();
  const [initrd, cd] = [join(directory, 'initrd'), join(directory, 'seed.iso')];
  const original = readFileSync(images.initrd.cloud);
  const appended = cpioArchive([
    { name: 'preseed.cfg', data: bytes('d-i x/y string z') },
    { name: 'script', data: bytes(script) },
  ]);
  writeFileSync(initrd, Buffer.concat([original, paddingAfter(original.length), appended]));
  const files = { 'user-data': '#cloud-config', 'meta-data': 'instance-id: a', 'Autounattend.xml': '<unattend/>' };
  writeFileSync(
    cd,
    isoImage(
      Object.entries(files).map(([name, text]) => ({ name, data: bytes(text) })),
      'cidata',
    ),
  );
  said = await boot(images.vmlinuz, initrd, cd);
}, 120_000);
afterAll(() => rmSync(directory, { recursive: true }));

/** What the guest writes to its serial port until it goes off. */
function boot(kernel: string, initrd: string, cd: string): Promise<string> {
  const machine = ['-accel', 'tcg', '-m', '256', '-nographic', '-no-reboot', '-nic', 'none', '-cdrom', cd];
  const start = ['-kernel', kernel, '-initrd', initrd, '-append', 'console=ttyS0 quiet rdinit=/bin/sh -- /script'];
  const qemu = spawnBound(['qemu-system-x86_64', ...machine, ...start]);
  const giveUp = setTimeout(() => qemu.kill(), 90_000);
  qemu.stderr.resume();
  return new Promise((resolve, reject) => {
    let text = '';
    qemu.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    qemu.on('error', reject).on('close', () => {
      clearTimeout(giveUp);
      resolve(text.replaceAll('\r', ''));
    });
  });
}

test('Linux sees the files of a CD by their own names, readable to root alone', () => {
  const seen = [...said.matchAll(/^SAW:(.*)$/gm)].map(([, file]) => file);
  expect(seen).toEqual([
    '400 Autounattend.xml:<unattend/>',
    '400 meta-data:instance-id: a',
    '400 user-data:#cloud-config',
  ]);
});

test('Linux sees what was appended to its initrd', () => {
  expect(said).toMatch(/^INITRD:d-i x\/y string z$/m);
});
