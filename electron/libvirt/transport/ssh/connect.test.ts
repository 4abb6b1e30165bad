import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { appError } from '../../../../shared/errors.ts';
import { interpret } from './config.ts';
import { connectHop } from './connect.ts';

const hop = (stream: PassThrough, signal = AbortSignal.timeout(5000)) =>
  connectHop({
    config: interpret(new Map([['userknownhostsfile', ['/dev/null']]]), { host: 'h' }),
    stream,
    ask: {},
    noVerify: false,
    signal,
  });

test('a way that breaks before the handshake begins fails with its own error', async () => {
  const stream = new PassThrough();
  const opening = hop(stream);
  stream.destroy(appError('sshCommandFailed', 'the ProxyCommand ended'));
  await expect(opening).rejects.toMatchObject({ code: 'sshCommandFailed', message: 'the ProxyCommand ended' });
});

test('a server that hangs up at once has not shaken hands', async () => {
  const stream = new PassThrough();
  const opening = hop(stream);
  stream.destroy();
  await expect(opening).rejects.toMatchObject({ code: 'sshHandshakeFailed', data: { params: { server: 'h' } } });
});

test('a handshake is given up with its caller, and its way with it', async () => {
  const stream = new PassThrough();
  const giveUp = new AbortController();
  const opening = hop(stream, giveUp.signal);
  giveUp.abort();
  await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  expect(stream.destroyed).toBe(true);
});
