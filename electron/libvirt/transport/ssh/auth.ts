/** Ways to prove who we are, in OpenSSH's order: agent and keys, keyboard-interactive, password; what needs questions comes last. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AnyAuthMethod, ParsedKey } from 'ssh2';
import ssh2 from 'ssh2';
import { appError, type AppError } from '../../../../shared/errors.ts';
import type { Asker } from '../transport.ts';
import { openAgent } from './agent.ts';
import type { SshHostConfig } from './config.ts';

/** Wrong answers that are taken before giving up; OpenSSH's NumberOfPasswordPrompts. */
const ATTEMPTS = 3;

export interface AuthParts {
  readonly config: SshHostConfig;
  readonly server: string;
  readonly ask: Asker;
  readonly signal: AbortSignal;
  /** `keyfile=` of the URI. */
  readonly keyFile?: string | undefined;
  /** Runs while a question is open; the connection's time limit stands still meanwhile. */
  readonly asking: <T>(question: () => Promise<T>) => Promise<T>;
}

/** The next way to try, given those the server still takes (undefined before its first answer). */
export type AuthMethods = AsyncGenerator<AnyAuthMethod, void, readonly string[] | undefined>;

/** @param tried is told each way as it is tried, for the error */
export async function* authMethods(parts: AuthParts, tried: (what: string) => void): AuthMethods {
  const { config, server, ask, asking, signal } = parts;
  const username = config.user;
  let left: readonly string[] | undefined;
  const takes = (method: string): boolean => left === undefined || left.includes(method);
  const keys = await readKeys(parts);

  const agent = await openAgent(
    config,
    keys.flatMap(({ publicKey }) => publicKey ?? []),
  );
  if (agent) {
    tried('agent');
    left = yield { type: 'agent', username, agent };
  }
  for (const { file, key } of keys) {
    if (!key || !takes('publickey')) continue;
    tried(file);
    left = yield { type: 'publickey', username, key };
  }
  for (const { file, encrypted } of keys) {
    if (!encrypted || !takes('publickey')) continue;
    tried(file);
    left = yield { type: 'publickey', username, key: await asking(() => decrypt(file, encrypted, ask, signal)) };
  }
  if (takes('keyboard-interactive')) {
    for (let attempt = 1; attempt <= ATTEMPTS && takes('keyboard-interactive'); attempt++) {
      tried('keyboard-interactive');
      left = yield keyboardInteractive(parts);
    }
  }
  for (let attempt = 1; attempt <= ATTEMPTS && takes('password'); attempt++) {
    const password = await asking(() => ask.password({ user: username, server, attempt }, signal));
    tried('password');
    left = yield { type: 'password', username, password };
  }
}

function keyboardInteractive({ config, server, ask, asking, signal }: AuthParts): AnyAuthMethod {
  return {
    type: 'keyboard-interactive',
    username: config.user,
    prompt: (name, instructions, _language, prompts, finish) => {
      if (prompts.length === 0) {
        finish([]); // the server only says something (RFC 4256, section 3.2)
        return;
      }
      const question = {
        server,
        user: config.user,
        name,
        instructions,
        prompts: prompts.map(({ prompt, echo }) => ({ text: prompt, echo: echo ?? false })),
      };
      asking(() => ask.keyboardInteractive(question, signal)).then(
        (answers) => finish([...answers]),
        () => finish(prompts.map(() => '')), // refused: the asker has said so, and the generator ends on the server's answer
      );
    },
  };
}

interface KeyFile {
  readonly file: string;
  readonly key?: ParsedKey;
  /** The text of a key that needs a passphrase. */
  readonly encrypted?: Buffer;
  readonly publicKey?: ParsedKey;
}

async function readKeys({ config, keyFile }: AuthParts): Promise<readonly KeyFile[]> {
  const files = keyFile === undefined ? config.identityFiles : [keyFile];
  const present = files.filter((file) => keyFile !== undefined || existsSync(file));
  return await Promise.all(present.map((file) => readKey(file)));
}

async function readKey(file: string): Promise<KeyFile> {
  const text = await readFile(file).catch((thrown: unknown) => {
    throw unreadable(file, thrown instanceof Error ? thrown.message : String(thrown));
  });
  const publicText = await readFile(`${file}.pub`).catch(() => undefined);
  const publicKey = publicText && parse(publicText);
  const common = { file, ...(publicKey && !(publicKey instanceof Error) && { publicKey }) };
  const key = parse(text);
  if (!(key instanceof Error)) return { ...common, key };
  if (/passphrase|encrypted/i.test(key.message)) return { ...common, encrypted: text };
  if (/^sk-|unsupported/i.test(key.message)) return common; // security keys: the system's ssh can (systemSsh.ts)
  throw unreadable(file, key.message);
}

/** The first key of a file. */
function parse(text: Buffer, passphrase?: string): ParsedKey | Error {
  const parsed = ssh2.utils.parseKey(text, passphrase);
  return Array.isArray(parsed) ? (parsed[0] ?? new Error('there is no key in it')) : parsed;
}

async function decrypt(file: string, text: Buffer, ask: Asker, signal: AbortSignal): Promise<ParsedKey> {
  for (let attempt = 1; ; attempt++) {
    const key = parse(text, await ask.passphrase({ keyFile: file, attempt }, signal));
    if (!(key instanceof Error)) return key;
    if (attempt === ATTEMPTS) throw unreadable(file, key.message);
  }
}

const unreadable = (file: string, raw: string): AppError =>
  appError('sshKeyUnreadable', `${file}: ${raw}`, {
    operation: 'ssh.auth',
    object: { kind: 'file', name: file },
    raw,
    params: { file },
  });
