/** Servers that want more than one proof: who is asked for what, how often, and in which order. */
import { readFile } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { describe, expect, test } from 'vitest';
import { appError } from '../../shared/errors.ts';
import type { KeyboardInteractivePrompt } from '../../electron/libvirt/transport/transport.ts';
import { sharedEchoHost } from './transportEchoHost.ts';
import { startFactorServer, type Factor, type FactorServer, type Round } from './transportFactors.ts';
import { me } from './transportSshd.ts';
import { answering, failure, roundTrip, type Answers } from './transportTalk.ts';

const host = await sharedEchoHost();
const key = parsed(await readFile(host.key));

function parsed(text: Buffer, passphrase?: string): ParsedKey {
  const found = ssh2.utils.parseKey(text, passphrase);
  const first = Array.isArray(found) ? found[0] : found;
  if (first === undefined || first instanceof Error) throw first ?? new Error('there is no key');
  return first;
}

/** A server that the user knows. */
async function serverOf(...factors: readonly Factor[]): Promise<FactorServer> {
  const server = await startFactorServer(factors);
  await host.world.knows(`[127.0.0.1]:${server.port} ${server.hostKey}`);
  return server;
}

const byKey = (): Factor => ({ method: 'publickey', key });
const pin: Round = {
  instructions: 'PIN and code',
  prompts: [
    { prompt: 'User PIN: ', echo: false },
    { prompt: 'Code on the display: ', echo: true },
  ],
};
const empty: Round = { prompts: [] };
const byCode = (...rounds: readonly Round[]): Factor => ({
  method: 'keyboard-interactive',
  rounds,
  accepts: (answers) => answers.flat().join(' ') === '1234 654321',
});

interface Questioned extends Answers {
  readonly questions: readonly KeyboardInteractivePrompt[];
}

/** Answers each question with the next of these lists. */
function replying(...replies: readonly (readonly string[])[]): Questioned {
  const questions: KeyboardInteractivePrompt[] = [];
  const answers = answering({
    keyboardInteractive: (question) => {
      questions.push(question);
      const reply = replies[questions.length - 1];
      return reply ? Promise.resolve(reply) : Promise.reject(new Error('asked once too often'));
    },
  });
  return { ...answers, questions };
}

async function works(server: FactorServer, answers: Answers, parameters = ''): Promise<void> {
  const transport = await host.open(server, answers, parameters);
  expect(await roundTrip(await transport.dial(), 'in')).toBe('in');
}

describe('keyboard-interactive after a key', () => {
  test('asks once for the prompts of a round, each with its echo, and answers in their order', async () => {
    await using server = await serverOf(byKey(), byCode(pin));
    const answers = replying(['1234', '654321']);
    await works(server, answers);
    expect(answers.questions).toEqual([
      {
        server: `[127.0.0.1]:${server.port}`,
        user: me,
        name: 'Two factors',
        instructions: 'PIN and code',
        prompts: [
          { text: 'User PIN: ', echo: false },
          { text: 'Code on the display: ', echo: true },
        ],
      },
    ]);
    expect(server.conversations).toEqual([[['1234', '654321']]]);
  });

  test.each([
    ['last', [pin, empty], [['1234', '654321'], []]],
    [
      'first, with an instruction alone',
      [{ instructions: 'Take your token.', prompts: [] }, pin],
      [[], ['1234', '654321']],
    ],
    ['first and last', [empty, pin, empty], [[], ['1234', '654321'], []]],
  ])('asks nobody for a round without prompts: %s', async (_where, rounds, conversation) => {
    await using server = await serverOf(byKey(), byCode(...rounds));
    const answers = replying(['1234', '654321']);
    await works(server, answers);
    expect(answers.asked).toEqual(['keyboardInteractive']);
    expect(server.conversations).toEqual([conversation]);
  });

  test('asks once for each round', async () => {
    const [first, second] = pin.prompts.map((prompt) => ({ prompts: [prompt] }));
    await using server = await serverOf(byKey(), byCode(first ?? empty, second ?? empty, empty));
    const answers = replying(['1234'], ['654321']);
    await works(server, answers);
    expect(answers.questions.map(({ prompts }) => prompts.map(({ text }) => text))).toEqual([
      ['User PIN: '],
      ['Code on the display: '],
    ]);
    expect(server.conversations).toEqual([[['1234'], ['654321'], []]]);
  });

  test('asks again for a code that was wrong, and shows no key again', async () => {
    await using server = await serverOf(byKey(), byCode(pin, empty));
    const answers = replying(['1234', '000000'], ['1234', '654321']);
    await works(server, answers);
    expect(answers.asked).toEqual(['keyboardInteractive', 'keyboardInteractive']);
    expect(server.conversations).toEqual([
      [['1234', '000000'], []],
      [['1234', '654321'], []],
    ]);
    expect(server.requests.lastIndexOf('publickey')).toBeLessThan(server.requests.indexOf('keyboard-interactive'));
  });

  test('is given up after three wrong codes, and tells what was tried and what the server still wants', async () => {
    await using server = await serverOf(byKey(), byCode(pin));
    const wrong = ['1234', '000000'];
    const answers = replying(wrong, wrong, wrong);
    expect(await failure(host.open(server, answers))).toMatchObject({
      code: 'sshAuthFailed',
      params: { tried: `${host.key}, keyboard-interactive`, offered: 'keyboard-interactive' },
    });
    expect(server.conversations).toHaveLength(3);
  });

  test('is not asked for before the key is right', async () => {
    const another = parsed(await readFile(await host.world.key('another')));
    await using server = await serverOf({ method: 'publickey', key: another }, byCode(pin));
    const answers = replying();
    expect(await failure(host.open(server, answers))).toMatchObject({
      code: 'sshAuthFailed',
      params: { offered: 'publickey' },
    });
    expect(answers.asked).toEqual([]);
  });

  test('follows a key that only the agent has', async () => {
    const file = await host.world.key('in_agent');
    await host.world.config(`IdentityFile none\nIdentityAgent ${await host.world.agent(file)}`);
    await using server = await serverOf({ method: 'publickey', key: parsed(await readFile(file)) }, byCode(pin, empty));
    const answers = replying(['1234', '654321']);
    await works(server, answers);
    expect(answers.asked).toEqual(['keyboardInteractive']);
  });
});

describe('the order of the parts is the server’s', () => {
  test('a code first, then the key', async () => {
    await using server = await serverOf(byCode(pin, empty), byKey());
    const answers = replying(['1234', '654321']);
    await works(server, answers);
    expect(answers.asked).toEqual(['keyboardInteractive']);
  });

  test('a code first, then a key of the agent, beside one that is wrong', async () => {
    const [wrong, right] = [await host.world.key('wrong_in_agent'), await host.world.key('right_in_agent')];
    await host.world.config(`IdentityFile none\nIdentityAgent ${await host.world.agent(wrong, right)}`);
    await using server = await serverOf(byCode(pin), { method: 'publickey', key: parsed(await readFile(right)) });
    const answers = replying(['1234', '654321']);
    await works(server, answers);
    expect(answers.asked).toEqual(['keyboardInteractive']);
  });

  test('a code first, then a key whose passphrase is asked for only then', async () => {
    const file = await host.world.key('encrypted', 'ed25519', 'open sesame');
    const right: Factor = { method: 'publickey', key: parsed(await readFile(file), 'open sesame') };
    await using server = await serverOf(byCode(pin), right);
    const answers = answering({
      keyboardInteractive: () => Promise.resolve(['1234', '654321']),
      passphrase: () => Promise.resolve('open sesame'),
    });
    await works(server, answers, `&keyfile=${file}`);
    expect(answers.asked).toEqual(['keyboardInteractive', 'passphrase']);
  });

  test('a password, then a code', async () => {
    await using server = await serverOf({ method: 'password', password: 'sekret' }, byCode(pin, empty));
    const answers = answering({
      password: () => Promise.resolve('sekret'),
      keyboardInteractive: () => Promise.resolve(['1234', '654321']),
    });
    await works(server, answers);
    expect(answers.asked).toEqual(['password', 'keyboardInteractive']);
  });

  test('three parts: a code, a password, and the key', async () => {
    await using server = await serverOf(byCode(pin), { method: 'password', password: 'sekret' }, byKey());
    const answers = answering({
      password: () => Promise.resolve('sekret'),
      keyboardInteractive: () => Promise.resolve(['1234', '654321']),
    });
    await works(server, answers);
    expect(answers.asked).toEqual(['keyboardInteractive', 'password']);
  });

  test('a code first, then a key that is not the right one: it is over, and says so', async () => {
    const another = parsed(await readFile(await host.world.key('not_ours')));
    await using server = await serverOf(byCode(pin), { method: 'publickey', key: another });
    const answers = replying(['1234', '654321']);
    expect(await failure(host.open(server, answers))).toMatchObject({
      code: 'sshAuthFailed',
      params: { tried: `${host.key}, keyboard-interactive`, offered: 'publickey' },
    });
    expect(answers.asked).toEqual(['keyboardInteractive']);
  });
});

describe('in the middle', () => {
  test('a user who wants no more is asked no more: the server gets an empty answer, which ends it', async () => {
    const [first, second] = pin.prompts.map((prompt) => ({ prompts: [prompt] }));
    await using server = await serverOf(byKey(), byCode(first ?? empty, second ?? empty));
    const answers = answering({
      keyboardInteractive: ({ prompts }) =>
        prompts[0]?.text === 'User PIN: '
          ? Promise.resolve(['1234'])
          : Promise.reject(appError('cancelled', 'no more')),
    });
    expect(await failure(host.open(server, answers))).toMatchObject({ code: 'cancelled', message: 'no more' });
    expect(answers.asked).toEqual(['keyboardInteractive', 'keyboardInteractive']);
    expect(server.conversations).toEqual([[['1234'], ['']]]);
  });

  test('a caller who gives up while a question is open ends the connection, and no answer leaves', async () => {
    await using server = await serverOf(byKey(), byCode(pin));
    const giveUp = new AbortController();
    const answers = answering({
      keyboardInteractive: () => {
        giveUp.abort(appError('cancelled', 'the window was closed'));
        return new Promise<never>(() => undefined);
      },
    });
    const error = await failure(host.open(server, answers, '', giveUp.signal));
    expect(error).toMatchObject({ code: 'cancelled', message: 'the window was closed' });
    expect(server.conversations).toEqual([[]]);
  });
});
