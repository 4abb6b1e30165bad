/** What hosts and files of the field do to an SSH connection, on real servers. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { openConnection } from '../../electron/libvirt/index.ts';
import type { Transport } from '../../electron/libvirt/transport/transport.ts';
import { connectionDefaults } from '../fakeLibvirtd/openFake.ts';
import { sharedEchoHost } from './transportEchoHost.ts';
import { answering, failure, roundTrip } from './transportTalk.ts';

const { world, server, open } = await sharedEchoHost();
const works = async (transport: Transport): Promise<void> =>
  expect(await roundTrip(await transport.dial(), 'hello')).toBe('hello');

describe('known_hosts', () => {
  test.each(['1024 35 1234567890', 'ssh-ed25519 AAAAC3NzaC1lZDI1', 'ssh-dss AAAAB3'])(
    'with an old or broken line (%s) asks about the key, and is not alarmed',
    async (line) => {
      await world.knows(`${server.name} ${line}`);
      const answers = answering();
      await works(await open(server, answers));
      expect(answers.asked).toEqual(['hostKey']);
      expect(await readFile(world.knownHosts, 'utf8')).toContain(server.hostKey);
    },
  );

  test('under a path with a space is read, and written', async () => {
    await world.config('Host *\n  UserKnownHostsFile "~/My Keys/known_hosts"\n');
    await works(await open(server));
    expect(await readFile(`${world.home}/My Keys/known_hosts`, 'utf8')).toContain(server.hostKey);
    const again = answering();
    await works(await open(server, again));
    expect(again.asked).toEqual([]);
  });

  test('that a program prints is believed, also where checking is strict', async () => {
    await world.knows();
    const helper = world.path('sss_ssh_knownhosts');
    await writeFile(helper, `#!/bin/sh\necho "$1 ${server.hostKey}"\n`);
    await chmod(helper, 0o755);
    await world.config(`Host *\n  KnownHostsCommand ${helper} %H\n  StrictHostKeyChecking yes\n`);
    await works(await open(server));
    await world.config('Host *\n  StrictHostKeyChecking yes\n');
    expect(await failure(open(server))).toMatchObject({ code: 'hostKeyRejected' });
  });
});

test('a key file of the URI may be named from the home directory', async () => {
  const elsewhere = await world.key('elsewhere');
  await world.authorize(elsewhere, `${world.home}/.ssh/id_ed25519`);
  const parameters = '&keyfile=~/.ssh/elsewhere&known_hosts=~/.ssh/known_hosts';
  const stream = await (await open(server, answering(), parameters)).dial();
  expect(await roundTrip(stream, 'hello')).toBe('hello');
});

test('a server whose algorithms only the system’s ssh has is reached by that', async () => {
  const modern = await world.sshd({ config: 'KexAlgorithms sntrup761x25519-sha512@openssh.com' });
  await world.knows(`${modern.name} ${modern.hostKey}`);
  // The system's ssh takes its home directory from the password file.
  const files = `&known_hosts=${world.knownHosts}&keyfile=${world.home}/.ssh/id_ed25519`;
  await works(await open(modern, answering(), files));
  expect(modern.log()).toContain('kex: algorithm: sntrup761x25519-sha512@openssh.com');
});

test('a login shell that answers with text is told in its own words', async () => {
  const words = 'This account is currently not available.';
  const nologin = await world.sshd({ config: `AllowStreamLocalForwarding no\nForceCommand echo '${words}'` });
  await world.knows(`${nologin.name} ${nologin.hostKey}`);
  const transport = await open(nologin);
  const opening = transport.dial().then((stream) => openConnection({ ...connectionDefaults, stream }));
  expect(await failure(opening)).toMatchObject({ code: 'answeredWithText', params: { words } });
});

test('a channel that the server does not open is no end of the connection', async () => {
  const narrow = await world.sshd({ config: 'AllowStreamLocalForwarding no\nMaxSessions 2' });
  await world.knows(`${narrow.name} ${narrow.hostKey}`);
  const transport = await open(narrow);
  const [first, second] = [await transport.dial(), await transport.dial()];
  expect(await failure(transport.dial())).toMatchObject({ code: 'sshCommandFailed' });
  expect(await roundTrip(first, 'one')).toBe('one');
  expect(await roundTrip(second, 'two')).toBe('two');
});
