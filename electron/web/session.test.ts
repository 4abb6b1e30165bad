import { describe, expect, test } from 'vitest';
import { TryLimit } from './password.ts';
import { lifetimes, WebSessions } from './session.ts';

const clock = (start = 1_000_000) => {
  let time = start;
  return { now: () => time, pass: (ms: number) => void (time += ms) };
};
const cookie = (setCookie: string): string => setCookie.split(';')[0] ?? '';

describe('a token', () => {
  test('works once and leads to its page', () => {
    const sessions = new WebSessions({ port: 1, secure: false });
    const token = sessions.issueToken('#/settings');
    expect(sessions.redeem(token)).toBe('#/settings');
    expect(sessions.redeem(token)).toBeUndefined();
  });

  test('works for ten minutes', () => {
    const { now, pass } = clock();
    const sessions = new WebSessions({ port: 1, secure: false, now });
    const [early, late] = [sessions.issueToken(), sessions.issueToken()];
    pass(lifetimes.token - 1);
    expect(sessions.redeem(early)).toBe('');
    pass(1);
    expect(sessions.redeem(late)).toBeUndefined();
  });

  test('of which many are issued pushes the oldest out', () => {
    const sessions = new WebSessions({ port: 1, secure: false });
    const tokens = Array.from({ length: 17 }, () => sessions.issueToken());
    expect(tokens.map((token) => sessions.redeem(token) !== undefined)).toEqual([
      false,
      ...Array<boolean>(16).fill(true),
    ]);
  });
});

describe('a session', () => {
  test('lives seven days from its last use', () => {
    const { now, pass } = clock();
    const sessions = new WebSessions({ port: 1, secure: false, now });
    const mine = cookie(sessions.begin());
    pass(lifetimes.session - 1);
    expect(sessions.has(`other=1; ${mine}`)).toBe(true);
    pass(lifetimes.session - 1);
    expect(sessions.has(mine)).toBe(true);
    pass(lifetimes.session);
    expect(sessions.has(mine)).toBe(false);
  });

  test('is of this server only: the name of its cookie has the port', () => {
    const [one, other] = [new WebSessions({ port: 1, secure: false }), new WebSessions({ port: 2, secure: false })];
    expect(other.has(cookie(one.begin()))).toBe(false);
    expect(one.has(undefined)).toBe(false);
    expect(one.has('virtdeck-1=')).toBe(false);
    expect(one.has('virtdeck-1')).toBe(false);
  });
});

describe('wrong passwords', () => {
  const wrong = async () => false;

  test('make their address wait longer and longer, other addresses not at all', async () => {
    const { now, pass } = clock();
    const limit = new TryLimit(now);
    for (let n = 0; n < 5; n += 1) expect(await limit.run('a', wrong)).toEqual({ passed: false });
    expect(await limit.run('a', wrong)).toEqual({ wait: 1 });
    pass(1000);
    expect(await limit.run('a', wrong)).toEqual({ passed: false });
    expect(await limit.run('a', wrong)).toEqual({ wait: 2 });
    expect(await limit.run('b', wrong)).toEqual({ passed: false });
  });

  test('side by side count as well, and few are checked at once', async () => {
    const limit = new TryLimit();
    const tried = await Promise.all(Array.from({ length: 20 }, () => limit.run('a', wrong)));
    expect(tried.filter((one) => 'passed' in one)).toHaveLength(4);
  });

  test('are forgotten after the right one', async () => {
    const limit = new TryLimit();
    for (let n = 0; n < 4; n += 1) await limit.run('a', wrong);
    expect(await limit.run('a', async () => true)).toEqual({ passed: true });
    for (let n = 0; n < 4; n += 1) expect(await limit.run('a', wrong)).toEqual({ passed: false });
  });
});
