import { describe, expect, it, test } from 'vitest';
import { scram } from './scram.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** The exchange of RFC 7677, section 3. */
const example = {
  credentials: { user: 'user', password: 'pencil' },
  nonce: 'rOprNGfwEbeRWgbNEkqO',
  clientFirst: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
  serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  clientFinal:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
};

function client() {
  return scram('SCRAM-SHA-256', example.credentials, example.nonce);
}

describe('SCRAM-SHA-256', () => {
  it('speaks as in the example of RFC 7677', async () => {
    const scram = client();
    expect(text(scram.first)).toBe(example.clientFirst);
    expect(text(await scram.step(Buffer.from(example.serverFirst)))).toBe(example.clientFinal);
    expect(scram.complete).toBe(false);
    await scram.step(Buffer.from(example.serverFinal));
    expect(scram.complete).toBe(true);
  });

  it('refuses a server that does not know the password', async () => {
    const scram = client();
    await scram.step(Buffer.from(example.serverFirst));
    await expect(scram.step(Buffer.from('v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='))).rejects.toMatchObject({
      data: { code: 'saslFailed' },
    });
    expect(scram.complete).toBe(false);
  });

  it.each([
    ['a nonce that is not ours', 'r=else,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['our nonce alone', 'r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['too few iterations', 'r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1'],
    ['iterations without end', 'r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4000000000'],
    ['no salt', 'r=rOprNGfwEbeRWgbNEkqOx,i=4096'],
    ['an extension that must be understood', 'm=x,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
  ])('refuses a server that sends %s', async (_, serverFirst) => {
    await expect(client().step(Buffer.from(serverFirst))).rejects.toMatchObject({ data: { code: 'saslFailed' } });
  });

  it('tells the error that the server names', async () => {
    const scram = client();
    await scram.step(Buffer.from(example.serverFirst));
    await expect(scram.step(Buffer.from('e=other-error'))).rejects.toMatchObject({ data: { raw: 'other-error' } });
  });

  it('escapes comma and equals sign in the name', () => {
    expect(text(scram('SCRAM-SHA-256', { user: 'a=b,c', password: 'x' }, 'n').first)).toBe('n,,n=a=3Db=2Cc,r=n');
  });
});

test('SCRAM-SHA-1 speaks as in the example of RFC 5802, section 5', async () => {
  const sha1 = scram('SCRAM-SHA-1', example.credentials, 'fyko+d2lbbFgONRv9qkxdawL');
  const serverFirst = 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096';
  expect(text(await sha1.step(Buffer.from(serverFirst)))).toBe(
    'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
  );
  await sha1.step(Buffer.from('v=rmF9pqV8S7suAoZWja4dJRkFsKQ='));
  expect(sha1.complete).toBe(true);
});
