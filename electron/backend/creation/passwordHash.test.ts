import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { newSalt, sha512Crypt } from './passwordHash.ts';

const long = 'we have a short salt string but not a short password';

describe("the specification's own examples", () => {
  test.each([
    [
      'Hello world!',
      'saltstring',
      undefined,
      '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
    ],
    [
      'Hello world!',
      'saltstringsaltstring',
      10_000,
      '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
    ],
    [
      'This is just a test',
      'toolongsaltstring',
      5000,
      '$6$rounds=5000$toolongsaltstrin$lQ8jolhgVRVhY4b5pZKaysCLi0QBxGoNeKQzQ3glMhwllF7oGDZxUhx1yxdYcz/e1JSbq3y6JMxxl8audkUEm0',
    ],
    [
      long,
      'short',
      77_777,
      '$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0',
    ],
    [
      'the minimum number is still observed',
      'roundstoolow',
      10,
      '$6$rounds=1000$roundstoolow$kUMsbe306n21p9R.FRkW3IGn.S9NPN0x50YhH1xhLsPuWGsUSklZt58jaTfF4ZEQpyUNGc0dqbpBYYBaHHrsX.',
    ],
  ] as const)('%j with salt %s, rounds %s', async (password, salt, rounds, expected) => {
    expect(await sha512Crypt(password, { salt, ...(rounds !== undefined && { rounds }) })).toBe(expected);
  });
});

describe('openssl makes the same hash', () => {
  test.each(['a', `it's "$(odd)" \\ \`\``, 'пароль 密码', 'x'.repeat(200)])('of %j', async (password) => {
    const salt = newSalt();
    const expected = execFileSync('openssl', ['passwd', '-6', '-salt', salt, '-stdin'], {
      input: `${password}\n`,
      encoding: 'utf8',
    }).trim();
    expect(await sha512Crypt(password, { salt })).toBe(expected);
  });
});

test('every hash has a salt of its own', async () => {
  expect(await sha512Crypt('same')).not.toBe(await sha512Crypt('same'));
  expect(newSalt()).toMatch(/^[./0-9A-Za-z]{16}$/);
});

test('other work gets its turn while a password is hashed', async () => {
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 0);
  await sha512Crypt('x', { rounds: 20_000 });
  clearInterval(counting);
  expect(turns).toBeGreaterThan(5);
});
