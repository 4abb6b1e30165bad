/** SASL against a real daemon; polkit is in libvirtHost.test.ts, TLS with the transports. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openConnection,
  procedures,
  type Connection,
  type OpenConnectionOptions,
} from '../../electron/libvirt/index.ts';
import { connectionDefaults } from '../fakeLibvirtd/openFake.ts';
import { startSessionDaemon, type SessionDaemon } from './sessionDaemon.ts';

const account = { user: 'fred', password: 'sekret = with, signs' };

describe.each(['SCRAM-SHA-512', 'SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'])('SASL %s', (mechanism) => {
  let daemon: SessionDaemon;
  beforeAll(async () => {
    // PLAIN only where nothing better is asked for; the daemon refuses it on sockets that are not safe.
    daemon = await startSessionDaemon({ sasl: { mechanisms: mechanism.toLowerCase(), ...account } });
  });
  afterAll(() => daemon[Symbol.asyncDispose]());

  async function open(options: Partial<OpenConnectionOptions>): Promise<Connection> {
    return await openConnection({ ...connectionDefaults, stream: await daemon.dial(), ...options });
  }

  it('lets in who knows the password, and what follows travels as before', async () => {
    const asked: unknown[] = [];
    const connection = await open({
      askSasl: (question) => {
        asked.push(question);
        return Promise.resolve(account);
      },
    });
    expect(asked).toEqual([{ mechanism, attempt: 1 }]);
    expect(await connection.call(procedures.connectGetHostname, {})).toHaveProperty('hostname');
    await connection.close();
  });

  it('takes a second try on the same connection', async () => {
    const connection = await open({
      askSasl: ({ attempt }) => Promise.resolve(attempt === 1 ? { ...account, password: 'wrong' } : account),
    });
    expect(await connection.call(procedures.connectGetHostname, {})).toHaveProperty('hostname');
    await connection.close();
  });

  it('refuses a wrong password in the end', async () => {
    const opening = open({ askSasl: () => Promise.resolve({ ...account, password: 'wrong' }) });
    await expect(opening).rejects.toMatchObject({ data: { code: 'saslFailed', libvirt: { code: 45 } } });
  });

  it('has no mechanism in common with a URI that wants another', async () => {
    await expect(open({ saslMechanism: 'GSSAPI' })).rejects.toMatchObject({
      data: { code: 'saslMechanismUnsupported' },
    });
  });
});
