/** Screens of real VNC servers that want more than VirtDeck speaks: the window is told what, before noVNC gives up without a word. */
import { appendFile, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VncChannel } from '../../renderer/features/console/vncChannel.ts';
import type { AppError } from '../../shared/errors.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';

/** Guests by what qemu.conf said of all screens when they started. QEMU asks one that has a password for that and not for SASL. */
const screens = {
  password: [],
  tls: ['vnc_tls = 1', 'vnc_tls_x509_cert_dir = "/etc/libvirt/vnc"'],
  sasl: ['vnc_sasl = 1'],
} as const;

let lab: Lab;
let h1: LabHost;
let program: Program;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  await placeCertificates();
  const configuration = join(h1.directory, 'etc-libvirt/qemu.conf');
  const before = await readFile(configuration, 'utf8');
  for (const [name, lines] of Object.entries(screens)) {
    await writeFile(configuration, before);
    await appendFile(configuration, lines.map((line) => `${line}\n`).join(''));
    // Guests that run stay as they are.
    await h1.stopDaemon();
    await h1.startDaemon();
    const vnc = name === 'password' ? { password: 'sesame' } : true;
    await h1.startGuest({ name, kernel: 'none', network: false, serial: false, vnc });
  }
  program = await startProgram();
  await program.addHost(h1.uri('ssh'));
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

/** Under the names that QEMU looks for. */
async function placeCertificates(): Promise<void> {
  const etc = join(h1.directory, 'etc-libvirt');
  await mkdir(join(etc, 'vnc'));
  await copyFile(lab.pki.ca, join(etc, 'vnc/ca-cert.pem'));
  await copyFile(join(etc, 'servercert.pem'), join(etc, 'vnc/server-cert.pem'));
  await copyFile(join(etc, 'serverkey.pem'), join(etc, 'vnc/server-key.pem'));
}

interface Greeting {
  readonly refusal?: AppError;
  /** What came through to the viewer after the server's version, byte by byte. */
  readonly offer?: readonly number[];
}

/** Opens a screen as the window does and answers the server's version; what the server makes known then. */
async function greeting(name: string): Promise<Greeting> {
  const ref = refOf(await program.domain(name, ({ state }) => state === 'running'));
  const { channel } = await program.api.console.vnc({ ...ref, index: 0 });
  const { promise, resolve, reject } = Promise.withResolvers<Greeting>();
  const viewer = new VncChannel(channel, {
    onRefusal: (refusal) => resolve({ refusal }),
    onEnd: (reason) => reject(reason ?? new Error('the server closed the connection')),
  });
  viewer.onmessage = ({ data }) => {
    const text = new TextDecoder('latin1').decode(data);
    if (text.startsWith('RFB ')) viewer.send(data.subarray(0, 12));
    else resolve({ offer: [...data] });
  };
  try {
    return await promise;
  } finally {
    viewer.close();
  }
}

test('a server that wants TLS is told as one: vncSecurity', async () => {
  const { refusal } = await greeting('tls');
  expect(refusal).toMatchObject({ code: 'vncSecurity', data: { params: { wants: 'TLS (VeNCrypt)' } } });
});

test('a server that wants SASL is told as one: vncSecurity', async () => {
  const { refusal } = await greeting('sasl');
  expect(refusal).toMatchObject({ code: 'vncSecurity', data: { params: { wants: 'SASL' } } });
});

test('a server that wants a password only is let through to the viewer', async () => {
  // RFC 6143, 7.1.2: one kind of security, number 2.
  expect(await greeting('password')).toEqual({ offer: [1, 2] });
});
