import { expect, test } from 'vitest';
import type { PendingPrompt, PromptAnswer } from '../../../shared/model/prompt.ts';
import type { RememberedSecrets, SecretKey } from '../../store/secrets.ts';
import { Prompts } from './prompts.ts';

const signal = new AbortController().signal;
const password = (attempt: number) => ({ user: 'alice', server: 'h1', attempt });

/** Keeps secrets in a map, as a keychain would. */
function keychain(): RememberedSecrets & { readonly kept: Map<string, readonly string[]> } {
  const kept = new Map<string, readonly string[]>();
  const name = (key: SecretKey): string => `${key.host} ${key.name}`;
  return {
    kept,
    available: async () => true,
    get: async (key) => kept.get(name(key)),
    set: async (key, texts) => void kept.set(name(key), texts),
    forget: async (key) => void kept.delete(name(key)),
  };
}

/** A user who gives these answers, one question after the other. */
function answering(prompts: Prompts, ...answers: PromptAnswer[]): { readonly seen: PendingPrompt[] } {
  const { watch, answer } = prompts.handlers();
  const seen: PendingPrompt[] = [];
  void (async () => {
    for await (const { added } of watch({}, { signal })) {
      for (const pending of Object.values(added)) {
        seen.push(pending);
        const next = answers.shift();
        if (next) await answer({ id: pending.id, answer: next }, { signal });
      }
    }
  })();
  return { seen };
}

const says = (text: string, remember = false): PromptAnswer => ({ kind: 'answer', answers: [text], remember });

test('the question names the host; the answer comes back', async () => {
  const prompts = new Prompts(keychain());
  const { seen } = answering(prompts, says('secret'));
  expect(await prompts.asker({ host: 'id1', hostName: 'h1' }).password(password(1), signal)).toBe('secret');
  expect(seen).toMatchObject([
    { host: 'id1', hostName: 'h1', prompt: { kind: 'password', user: 'alice' }, canRemember: true },
  ]);
});

test('lanes that ask the same at the same time, or later, ask the user once', async () => {
  const prompts = new Prompts(keychain());
  const { seen } = answering(prompts, says('secret'));
  const asker = prompts.asker({ host: 'id1', hostName: 'h1' });
  const both = await Promise.all([asker.password(password(1), signal), asker.password(password(1), signal)]);
  expect([...both, await asker.password(password(1), signal)]).toEqual(['secret', 'secret', 'secret']);
  expect(seen).toHaveLength(1);
});

test('an answer that opened a connection is used again when the host comes back', async () => {
  const prompts = new Prompts(keychain());
  const { seen } = answering(prompts, says('secret'));
  const first = prompts.asker({ host: 'id1', hostName: 'h1' });
  await first.password(password(1), signal);
  await first.succeeded();
  expect(await prompts.asker({ host: 'id1', hostName: 'h1' }).password(password(1), signal)).toBe('secret');
  expect(seen).toHaveLength(1);
});

test('a secret is kept only if the user ticked it, and only once the connection stands', async () => {
  const secrets = keychain();
  const prompts = new Prompts(secrets);
  answering(prompts, says('one', true), says('two', false));
  const asker = prompts.asker({ host: 'id1', hostName: 'h1' });
  await asker.password(password(1), signal);
  expect(secrets.kept.size).toBe(0);
  await asker.succeeded();
  expect([...secrets.kept.values()]).toEqual([['one']]);
  const other = prompts.asker({ host: 'id2', hostName: 'h2' });
  await other.password(password(1), signal);
  await other.succeeded();
  expect(secrets.kept.size).toBe(1);
});

test('a remembered secret comes before asking; a wrong one is dropped', async () => {
  const secrets = keychain();
  await secrets.set({ host: 'id1', name: 'password alice@h1' }, ['old']);
  const prompts = new Prompts(secrets);
  const { seen } = answering(prompts, says('new'));
  const asker = prompts.asker({ host: 'id1', hostName: 'h1' });
  expect(await asker.password(password(1), signal)).toBe('old');
  expect(seen).toHaveLength(0);
  expect(await asker.password(password(2), signal)).toBe('new');
  expect(secrets.kept.size).toBe(0);
});

test('refusing ends the connection with cancelled; refusing a host key is a no', async () => {
  const prompts = new Prompts(keychain());
  answering(prompts, { kind: 'refuse' }, { kind: 'refuse' });
  const asker = prompts.asker({ hostName: 'h1' });
  await expect(asker.password(password(1), signal)).rejects.toMatchObject({ code: 'cancelled' });
  const key = { server: 'h1', keyType: 'ssh-ed25519', fingerprint: 'SHA256:x', file: '/f' };
  expect(await asker.hostKey(key, signal)).toBe(false);
});

test('the first answer counts; a second window hears that it came too late', async () => {
  const prompts = new Prompts(keychain());
  const { seen } = answering(prompts, says('first'));
  await prompts.asker({ hostName: 'h1' }).password(password(1), signal);
  const { answer } = prompts.handlers();
  expect(() => answer({ id: seen[0]?.id ?? '', answer: says('second') }, { signal })).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  );
});

test('a connection that is given up takes its question away', async () => {
  const prompts = new Prompts(keychain());
  const abort = new AbortController();
  const asked = prompts.asker({ hostName: 'h1' }).password(password(1), abort.signal);
  const watching = prompts.handlers().watch({}, { signal })[Symbol.asyncIterator]();
  await watching.next();
  abort.abort();
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  expect(
    Object.keys((await prompts.handlers().watch({}, { signal })[Symbol.asyncIterator]().next()).value.added),
  ).toEqual([]);
});
