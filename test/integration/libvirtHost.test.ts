/** The client against a host's system daemon: polkit, and a daemon that hangs or dies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openConnection,
  procedures,
  type Connection,
  type OpenConnectionOptions,
} from '../../electron/libvirt/index.ts';
import { connectionDefaults } from '../fakeLibvirtd/openFake.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';

let lab: Lab;
let host: LabHost;
beforeAll(async () => {
  lab = await startLab();
  host = lab.host('h1');
});
afterAll(() => lab[Symbol.asyncDispose]());

async function open(options: Partial<OpenConnectionOptions> = {}): Promise<Connection> {
  const stream = connect(host.socket);
  await once(stream, 'connect');
  return await openConnection({ ...connectionDefaults, stream, name: 'qemu:///system', ...options });
}

/** To the socket as bob, who is not in the group libvirt: polkit looks at the process at the other end. */
function dialAsBob(): Duplex {
  const ssh = ['-F', 'none', '-T', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
  const target = ['-p', String(host.sshPort), 'bob@127.0.0.1', 'nc -U /run/libvirt/libvirt-sock'];
  const child = spawn('sshpass', ['-p', 'lab-bob', 'ssh', ...ssh, ...target], { stdio: ['pipe', 'pipe', 'ignore'] });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.on('close', () => child.kill());
  return stream;
}

describe('polkit', () => {
  beforeAll(() => host.authenticate('polkit'));
  afterAll(() => host.authenticate('none'));

  it('lets root in', async () => {
    const connection = await open();
    expect(await connection.call(procedures.connectGetHostname, {})).toEqual({ hostname: 'h1' });
    await connection.close();
  });

  it('refuses a user that is not in the group libvirt, and the error says what to do', async () => {
    await expect(open({ stream: dialAsBob() })).rejects.toMatchObject({
      message: expect.stringContaining('group libvirt'),
      data: { code: 'polkitDenied', raw: expect.stringMatching(/polkit|authentication/i), libvirt: expect.anything() },
    });
  });
});

describe('a daemon', () => {
  it('that hangs is found dead by its silence, and every call fails with that', async () => {
    const connection = await open({ keepalive: { intervalMs: 1000, count: 3 } });
    const lost = new Promise<string>((resolve) => connection.onLost(({ code }) => resolve(code)));
    await host.hangDaemon();
    try {
      await expect(connection.call(procedures.connectGetHostname, {})).rejects.toMatchObject({
        data: { code: 'keepaliveTimeout' },
      });
      expect(await lost).toBe('keepaliveTimeout');
    } finally {
      await host.resumeDaemon();
    }
  });

  it('that ends takes its connections with it', async () => {
    const connection = await open();
    const lost = new Promise<string>((resolve) => connection.onLost(({ code }) => resolve(code)));
    await host.stopDaemon();
    expect(await lost).toBe('connectionLost');
    await host.startDaemon();
    const again = await open();
    expect(await again.call(procedures.connectGetHostname, {})).toEqual({ hostname: 'h1' });
    await again.close();
  });
});
