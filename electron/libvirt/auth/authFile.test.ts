import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/lab/lifeline.ts';
import { credentialsFor, withAuthFile } from './authFile.ts';

const text = `
# of the hosts of the north
[credentials-north]
username = fred
password=a = b # no comment

[credentials-rest]
authname=guest
password=x

[credentials-half]
username=nobody

[auth-libvirt-n1.example]
credentials=north
[auth-libvirt-n2.example]
credentials=half
[auth-libvirt-default]
credentials=rest
[auth-vnc-n3.example]
credentials=north
`;

test.each([
  ['n1.example', { user: 'fred', password: 'a = b # no comment' }],
  ['n2.example', undefined],
  ['n3.example', { user: 'guest', password: 'x' }],
])('%s has its own credentials, else the default ones, else none', (host, expected) => {
  expect(credentialsFor(text, host)).toEqual(expected);
});

describe('asking', () => {
  const asked = { user: 'typed', password: 'typed' };
  const question = (attempt: number) => ({ mechanism: 'SCRAM-SHA-1', attempt });
  const { signal } = new AbortController();

  test('the file answers first, the user when that was wrong', async () => {
    const home = temporaryFolder('auth-file-');
    const file = join(home, 'virsh_auth.conf');
    writeFileSync(file, text);
    const uri = { host: 'n1.example', parameters: { authfile: file } };
    const ask = withAuthFile(uri, () => Promise.resolve(asked), { environment: {}, home });
    expect(await ask(question(1), signal)).toMatchObject({ user: 'fred' });
    expect(await ask(question(2), signal)).toBe(asked);
    const elsewhere = withAuthFile(uri, () => Promise.resolve(asked), {
      environment: { LIBVIRT_AUTH_FILE: '/nowhere' },
      home,
    });
    await expect(elsewhere(question(1), signal)).rejects.toMatchObject({
      code: 'authFileUnreadable',
      data: { params: { file: '/nowhere' } },
    });
  });

  test('without a file the user is asked', async () => {
    const home = temporaryFolder('auth-file-');
    const ask = withAuthFile({ parameters: {} }, () => Promise.resolve(asked), { environment: {}, home });
    expect(await ask(question(1), signal)).toBe(asked);
  });
});
