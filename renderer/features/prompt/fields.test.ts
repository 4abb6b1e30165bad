import { expect, test } from 'vitest';
import { fieldsOf } from './fields.ts';

test('keyboard-interactive asks every prompt of the server, and shows what the server lets be seen', () => {
  const fields = fieldsOf({
    kind: 'keyboardInteractive',
    server: 'h1',
    user: 'bob',
    name: '',
    instructions: '',
    prompts: [
      { text: 'Password: ', echo: false },
      { text: 'Code: ', echo: true },
    ],
  });
  expect(fields).toEqual([
    { label: { text: 'Password:' }, secret: true },
    { label: { text: 'Code:' }, secret: false },
  ]);
});

test('a host key needs no typing, SASL a user and a password in this order', () => {
  expect(
    fieldsOf({ kind: 'hostKey', server: 'h1', keyType: 'ssh-ed25519', fingerprint: 'SHA256:x', file: 'f' }),
  ).toEqual([]);
  expect(fieldsOf({ kind: 'sasl', mechanism: 'SCRAM-SHA-256', attempt: 1 }).map(({ secret }) => secret)).toEqual([
    false,
    true,
  ]);
});
