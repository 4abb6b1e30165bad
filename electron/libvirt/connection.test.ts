import { describe, expect, it } from 'vitest';
import { scramServer } from '../../test/fakeLibvirtd/scramServer.ts';
import { FakeLibvirtd, type FakeLibvirtdOptions } from '../../test/fakeLibvirtd/fakeLibvirtd.ts';
import { connectionDefaults, openFake } from '../../test/fakeLibvirtd/openFake.ts';
import { openConnection, type OpenConnectionOptions } from './connection.ts';
import { procedures } from './protocol/procedures.ts';

const names = (daemon: FakeLibvirtd): string[] => daemon.calls.map(({ procedure }) => procedure.name);

function open(daemon: FakeLibvirtd, options: Partial<OpenConnectionOptions> = {}) {
  return openConnection({ ...connectionDefaults, stream: daemon.stream, ...options });
}

describe('opening', () => {
  it('asks for the authentication first, even where none is wanted: without it the daemon answers nothing', async () => {
    const { daemon } = await openFake();
    expect(names(daemon)).toEqual(['authList', 'connectSupportsFeature', 'connectOpen']);
  });

  it('takes two round trips without authentication: what may go together goes together', async () => {
    const daemon = new FakeLibvirtd();
    for (const procedure of [procedures.authList, procedures.connectSupportsFeature, procedures.connectOpen])
      daemon.hold(procedure);
    const opening = open(daemon);
    (await daemon.nextCall(procedures.authList)).reply({ types: [0] });
    const [keepalive, connect] = await Promise.all([
      daemon.nextCall(procedures.connectSupportsFeature),
      daemon.nextCall(procedures.connectOpen),
    ]);
    expect(keepalive.args.feature).toBe(10);
    connect.reply({});
    keepalive.reply({ supported: 1 });
    await opening;
  });

  it('sends the read-only flag and no other', async () => {
    const { daemon } = await openFake({ connection: { readOnly: true, name: 'qemu:///system' } });
    expect(daemon.calls.at(-1)?.args).toEqual({ name: 'qemu:///system', flags: 1 });
  });

  it('sends an empty name, not an absent one, to let the daemon choose, and asks what it chose', async () => {
    const daemon = new FakeLibvirtd();
    daemon.answer(procedures.connectGetUri, () => ({ uri: 'qemu:///system' }));
    const connection = await open(daemon, { name: '' });
    expect(daemon.calls.find(({ procedure }) => procedure.name === 'connectOpen')?.args).toEqual({
      name: '',
      flags: 0,
    });
    expect(connection.uri).toBe('qemu:///system');
  });

  it('takes a daemon that does not know AUTH_LIST for one that wants no authentication', async () => {
    const daemon = new FakeLibvirtd();
    daemon.handle(procedures.authList, (call) => call.refuse({ code: 3 }));
    await open(daemon);
    expect(names(daemon)).toContain('connectOpen');
  });

  it('works when each byte comes alone', async () => {
    const { connection } = await openFake({ delivery: 'bytewise' });
    expect(connection.uri).toBe('test:///default');
  });

  it('fails with what the daemon says, and hangs up', async () => {
    const daemon = new FakeLibvirtd();
    daemon.handle(procedures.connectOpen, (call) =>
      call.refuse({ code: 5, message: 'no connection driver available' }),
    );
    await expect(open(daemon)).rejects.toMatchObject({
      data: {
        code: 'notSupported',
        raw: 'no connection driver available',
        operation: 'libvirt.open',
        libvirt: { code: 5 },
      },
    });
    expect(daemon.clientGone).toBe(true);
  });

  it.each(['authList', 'connectOpen'] as const)(
    'ends when it is given up while the daemon keeps silent at %s',
    async (name) => {
      const daemon = new FakeLibvirtd();
      daemon.hold(procedures[name]);
      const giveUp = new AbortController();
      const opening = open(daemon, { signal: giveUp.signal });
      await daemon.nextCall(procedures[name]);
      giveUp.abort();
      await expect(opening).rejects.toMatchObject({ data: { code: 'cancelled' } });
      expect(daemon.clientGone).toBe(true);
    },
  );

  it('says so when the time for it has run out', async () => {
    const daemon = new FakeLibvirtd();
    daemon.hold(procedures.authList);
    await expect(open(daemon, { signal: AbortSignal.timeout(1) })).rejects.toMatchObject({ data: { code: 'timeout' } });
  });

  it('ends when the daemon hangs up', async () => {
    const daemon = new FakeLibvirtd();
    daemon.handle(procedures.connectOpen, () => daemon.end());
    await expect(open(daemon)).rejects.toMatchObject({ data: { code: 'connectionLost' } });
  });
});

describe('polkit', () => {
  it('passes where the host lets the user in', async () => {
    const daemon = new FakeLibvirtd({ auth: [2] });
    daemon.answer(procedures.authPolkit, () => ({ complete: 1 }));
    expect(await open(daemon)).toHaveProperty('uri', 'test:///default');
  });

  it.each([
    [45, 'authentication failed'],
    [79, 'authentication cancelled'],
    [94, 'no agent'],
  ])('that refuses with %i says what to do about it, and what the host said', async (code, message) => {
    const daemon = new FakeLibvirtd({ auth: [2] });
    daemon.handle(procedures.authPolkit, (call) => call.refuse({ code, message }));
    await expect(open(daemon)).rejects.toMatchObject({
      message: expect.stringContaining('group libvirt'),
      data: { code: 'polkitDenied', raw: message, operation: 'libvirt.auth' },
    });
  });
});

describe('the authentication that a URI insists on', () => {
  it.each([
    ['polkit', [0]],
    ['sasl', [2]],
    ['none', [1]],
  ] as const)('%s is refused where the daemon does not offer it', async (auth, offered) => {
    await expect(open(new FakeLibvirtd({ auth: offered }), { auth })).rejects.toMatchObject({
      data: { code: 'authUnsupported', params: { wanted: auth } },
    });
  });
});

function saslDaemon(mechlist: string, options: FakeLibvirtdOptions = {}): FakeLibvirtd {
  const daemon = new FakeLibvirtd({ auth: [1], ...options });
  daemon.answer(procedures.authSaslInit, () => ({ mechlist }));
  return daemon;
}

describe('SASL', () => {
  it('SCRAM-SHA-256 proves each side to the other', async () => {
    const daemon = saslDaemon('PLAIN,SCRAM-SHA-256,GSSAPI');
    scramServer(daemon, { user: 'fred', password: 'secret' });
    await open(daemon, { askSasl: () => Promise.resolve({ user: 'fred', password: 'secret' }) });
    expect(names(daemon).slice(0, 4)).toEqual(['authList', 'authSaslInit', 'authSaslStart', 'authSaslStep']);
  });

  it('asks again after a wrong password, on the same connection, three times at most', async () => {
    const daemon = saslDaemon('SCRAM-SHA-256');
    scramServer(daemon, { user: 'fred', password: 'secret' });
    const attempts: number[] = [];
    const opening = open(daemon, {
      askSasl: ({ attempt }) => {
        attempts.push(attempt);
        return Promise.resolve({ user: 'fred', password: 'wrong' });
      },
    });
    await expect(opening).rejects.toMatchObject({ data: { code: 'saslFailed', libvirt: { code: 45 } } });
    expect(attempts).toEqual([1, 2, 3]);
    expect(names(daemon).filter((name) => name === 'authSaslInit')).toHaveLength(3);
  });

  it('succeeds when the second password is right', async () => {
    const daemon = saslDaemon('SCRAM-SHA-256');
    scramServer(daemon, { user: 'fred', password: 'secret' });
    const connection = await open(daemon, {
      askSasl: ({ attempt }) => Promise.resolve({ user: 'fred', password: attempt === 1 ? 'wrong' : 'secret' }),
    });
    expect(connection.uri).toBe('test:///default');
  });

  it('refuses a daemon that cannot prove that it knows the password', async () => {
    const daemon = saslDaemon('SCRAM-SHA-256');
    scramServer(daemon, { user: 'fred', password: 'secret' }, { forgeSignature: true });
    await expect(
      open(daemon, { askSasl: () => Promise.resolve({ user: 'fred', password: 'secret' }) }),
    ).rejects.toMatchObject({ data: { code: 'saslFailed' } });
  });

  it('refuses a daemon that lets us in before it has proved anything', async () => {
    const daemon = saslDaemon('SCRAM-SHA-256');
    daemon.answer(procedures.authSaslStart, () => ({ complete: 1, nil: 1, data: new Uint8Array(0) }));
    await expect(
      open(daemon, { askSasl: () => Promise.resolve({ user: 'fred', password: 'secret' }) }),
    ).rejects.toMatchObject({ data: { code: 'saslFailed' } });
  });

  it('PLAIN sends name and password between NULs', async () => {
    const daemon = saslDaemon('PLAIN');
    daemon.answer(procedures.authSaslStart, ({ mech, data }) => {
      expect([mech, Buffer.from(data).toString()]).toEqual(['PLAIN', '\0fred\0secret']);
      return { complete: 1, nil: 1, data: new Uint8Array(0) };
    });
    await open(daemon, { askSasl: () => Promise.resolve({ user: 'fred', password: 'secret' }) });
  });

  it.each([
    ['GSSAPI,DIGEST-MD5', undefined],
    ['PLAIN', 'SCRAM-SHA-256'],
  ])('offers %s, the URI wants %s: no mechanism in common', async (mechlist, saslMechanism) => {
    const options = saslMechanism === undefined ? {} : { saslMechanism };
    await expect(open(saslDaemon(mechlist), options)).rejects.toMatchObject({
      data: { code: 'saslMechanismUnsupported', params: { offered: mechlist } },
    });
  });

  it('stops when the user refuses to answer', async () => {
    const refusal = Promise.reject(new Error('refused'));
    refusal.catch(() => undefined);
    const daemon = saslDaemon('PLAIN');
    await expect(open(daemon, { askSasl: () => refusal })).rejects.toThrow('refused');
    expect(daemon.clientGone).toBe(true);
  });

  it('withdraws its question when the daemon hangs up, and waits for no answer', async () => {
    const daemon = saslDaemon('PLAIN');
    let withdrawn: unknown;
    const opening = open(daemon, {
      askSasl: (_, signal) => {
        signal.addEventListener('abort', () => (withdrawn = signal.reason));
        daemon.end();
        return new Promise(() => undefined);
      },
    });
    await expect(opening).rejects.toMatchObject({ data: { code: 'connectionLost' } });
    expect(withdrawn).toMatchObject({ code: 'connectionLost' });
  });

  it('does not exchange messages without end', async () => {
    const daemon = saslDaemon('PLAIN');
    const more = { complete: 0, nil: 0, data: new Uint8Array(0) };
    daemon.answer(procedures.authSaslStart, () => more);
    daemon.answer(procedures.authSaslStep, () => more);
    await expect(
      open(daemon, { askSasl: () => Promise.resolve({ user: 'fred', password: 'secret' }) }),
    ).rejects.toMatchObject({ data: { code: 'saslFailed' } });
  });
});

describe('closing', () => {
  it('takes leave, then hangs up; nobody is told that the connection was lost', async () => {
    const { daemon, connection } = await openFake();
    let lost = false;
    connection.onLost(() => (lost = true));
    await connection.close();
    expect(names(daemon).at(-1)).toBe('connectClose');
    expect(daemon.clientGone).toBe(true);
    expect(lost).toBe(false);
  });

  it('fails what is under way with `cancelled`, and waits for none of it', async () => {
    const { connection } = await openFake();
    const calls = Array.from({ length: 6 }, () => connection.call(procedures.connectGetHostname, {}));
    const settled = Promise.allSettled(calls);
    await connection.close();
    for (const result of await settled) expect(result).toMatchObject({ reason: { data: { code: 'cancelled' } } });
  });

  it('fails it with `cancelled` too when the daemon hangs up without an answer', async () => {
    const { daemon, connection } = await openFake();
    daemon.handle(procedures.connectClose, () => daemon.end());
    const call = connection.call(procedures.connectGetHostname, {});
    call.catch(() => undefined);
    await connection.close();
    await expect(call).rejects.toMatchObject({ data: { code: 'cancelled' } });
  });

  it('twice is once', async () => {
    const { daemon, connection } = await openFake();
    await Promise.all([connection.close(), connection.close()]);
    expect(names(daemon).filter((name) => name === 'connectClose')).toHaveLength(1);
  });

  it('makes later calls fail at once', async () => {
    const { connection } = await openFake();
    await connection.close();
    await expect(connection.call(procedures.connectGetHostname, {})).rejects.toMatchObject({
      data: { code: 'cancelled' },
    });
  });
});

describe('a lost connection', () => {
  it('fails calls, those waiting for their turn too, with the cause, and is told once', async () => {
    const { daemon, connection } = await openFake();
    const causes: string[] = [];
    connection.onLost(({ code }) => causes.push(code));
    const calls = Promise.allSettled(
      Array.from({ length: 6 }, () => connection.call(procedures.connectGetHostname, {})),
    );
    await daemon.nextCall(procedures.connectGetHostname);
    daemon.end();
    for (const result of await calls) expect(result).toMatchObject({ reason: { data: { code: 'connectionLost' } } });
    expect(causes).toEqual(['connectionLost']);
  });

  it('in the middle of a message says so', async () => {
    const { daemon, connection } = await openFake();
    const lost = new Promise<string>((resolve) => connection.onLost(({ message }) => resolve(message)));
    daemon.sendBytes(Buffer.of(0, 0, 1, 0, 0x20));
    daemon.end();
    expect(await lost).toContain('in the middle of a message');
  });

  it('keeps the words of the transport', async () => {
    const { daemon, connection } = await openFake();
    const lost = new Promise<string | undefined>((resolve) => connection.onLost(({ data }) => resolve(data.raw)));
    daemon.stream.destroy(new Error('read ECONNRESET'));
    expect(await lost).toBe('read ECONNRESET');
  });

  it('is told to whoever asks later', async () => {
    const { daemon, connection } = await openFake();
    daemon.end();
    await expect(connection.call(procedures.connectGetHostname, {})).rejects.toThrow('closed the connection');
    expect(await new Promise((resolve) => connection.onLost(({ code }) => resolve(code)))).toBe('connectionLost');
  });
});

describe('features', () => {
  it('are asked for once', async () => {
    const { daemon, connection } = await openFake();
    expect(await Promise.all([connection.hasFeature(13), connection.hasFeature(13)])).toEqual([true, true]);
    const asked = daemon.calls.filter(({ args }) => JSON.stringify(args) === '{"feature":13}');
    expect(asked).toHaveLength(1);
  });

  it.each([
    [1, [4, 2]],
    [0, [2, 4]],
  ])(
    'decide the order of section and command of NETWORK_UPDATE: with feature 16 = %i',
    async (supported, [command, section]) => {
      const { daemon, connection } = await openFake();
      daemon.answer(procedures.connectSupportsFeature, () => ({ supported }));
      daemon.answer(procedures.networkUpdate, () => ({}));
      const net = { name: 'default', uuid: new Uint8Array(16) };
      await connection.call(procedures.networkUpdate, {
        net,
        command: 4,
        section: 2,
        parentIndex: -1,
        xml: '<x/>',
        flags: 0,
      });
      expect(daemon.calls.at(-1)?.args).toMatchObject({ command, section });
    },
  );
});
