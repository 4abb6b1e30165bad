/**
 * Ways to prove who we are: agent and keys, then password, then keyboard-interactive. What needs questions comes last, and nothing is
 * asked for that the server has not offered.
 */
import type { AnyAuthMethod } from 'ssh2';
import { toAppError, type AppError } from '../../../../shared/errors.ts';
import type { Asker } from '../transport.ts';
import { openAgent } from './agent.ts';
import type { SshHostConfig } from './config.ts';
import { decrypt, probeOf, readKeys } from './keys.ts';

/** The questions of an authentication. */
export type SecretAsker = Pick<Asker, 'passphrase' | 'password' | 'keyboardInteractive'>;

/** Wrong answers that are taken before giving up; OpenSSH's NumberOfPasswordPrompts. */
const ATTEMPTS = 3;

/** Parts that a server may want. sshd asks for as many as its configuration names, which is two or three. */
const PARTS_MAX = 8;

export interface AuthParts {
  readonly config: SshHostConfig;
  readonly server: string;
  /** Absent where nobody may be asked. */
  readonly ask?: SecretAsker | undefined;
  readonly signal: AbortSignal;
  /** `keyfile=` of the URI. */
  readonly keyFile?: string | undefined;
  /** `sshauth=` of the URI: `agent,privkey,password,keyboard-interactive`. */
  readonly only?: readonly string[] | undefined;
  /** Runs while a question is open; the connection's time limit stands still meanwhile. */
  readonly asking: <T>(question: () => Promise<T>) => Promise<T>;
  /** Whether the server has proven who it is; without that it gets no password. */
  readonly proven: () => boolean;
  /** Is told each way as it is tried, for the error. */
  readonly tried: (what: string) => void;
}

/** What the server said to the way before. */
export interface AuthAnswer {
  /** Methods it still takes; undefined as long as it hasn't said. */
  readonly left: readonly string[] | undefined;
  /** It was right, but not enough (AuthenticationMethods of two parts). */
  readonly partial: boolean;
}

/** The next way to try, given the answer to the one before. */
export type AuthMethods = AsyncGenerator<AnyAuthMethod, void, AuthAnswer>;

type Method = 'publickey' | 'password' | 'keyboard-interactive';

/**
 * Every way in turn. One that was right but not enough begins the next part (AuthenticationMethods of sshd_config): all ways are open
 * again then, in any order that the server likes, as with OpenSSH's client.
 */
export async function* authMethods(parts: AuthParts): AuthMethods {
  let answer: AuthAnswer = { left: undefined, partial: false };
  for (let part = 1; part <= PARTS_MAX; part++) {
    answer = yield* onePart(parts, answer);
    if (!answer.partial) return;
  }
}

/** The ways of one part, until one was right or all are tried; the last answer. */
type Part = AsyncGenerator<AnyAuthMethod, AuthAnswer, AuthAnswer>;

async function* onePart(parts: AuthParts, before: AuthAnswer): Part {
  const keys = wanted(parts, 'privkey') && offers(parts.config, before, 'publickey') ? await keysOf(parts) : [];
  let answer = yield* byPlainKeys(parts, keys, { ...before, partial: false });
  if (answer.partial) return answer;
  if (answer.left === undefined) answer = yield { type: 'none', username: parts.config.user }; // the server then says what it takes
  const { ask } = parts;
  if (!ask) return answer;
  answer = yield* byEncryptedKeys(parts, ask, keys, answer);
  if (answer.partial || !parts.proven()) return answer;
  const password = yield* byPassword(parts, ask, answer);
  if (password.answer.partial || password.wrong) return password.answer; // a wrong one would be wrong again, and servers count
  return yield* byKeyboard(parts, ask, password.answer);
}

type Keys = Awaited<ReturnType<typeof readKeys>>;
const keysOf = ({ config, keyFile }: AuthParts): Promise<Keys> => readKeys(config.identityFiles, keyFile);

/** The agent's keys, and those that need no passphrase. */
async function* byPlainKeys(parts: AuthParts, keys: Keys, before: AuthAnswer): Part {
  const { config, signal, tried } = parts;
  const username = config.user;
  let answer = before;
  const publicKeys = keys.flatMap(({ publicKey }) => publicKey ?? []);
  const usesAgent = wanted(parts, 'agent') && offers(config, answer, 'publickey');
  const agent = usesAgent ? await openAgent(config, publicKeys, signal) : undefined;
  if (agent) {
    tried('agent');
    yield { type: 'agent', username, agent };
    answer = { left: undefined, partial: false }; // ssh2 keeps what the server said to keys of an agent to itself
  }
  for (const key of keys) {
    if (answer.partial) break;
    if (key.kind === 'unreadable') tried(`${key.file} (${key.why})`);
    if (key.kind !== 'plain' || !offers(config, answer, 'publickey')) continue;
    tried(key.file);
    answer = yield { type: 'publickey', username, key: key.key };
  }
  return answer;
}

/** Asks for the passphrase of a key only when the server would take it. */
async function* byEncryptedKeys(parts: AuthParts, ask: SecretAsker, keys: Keys, before: AuthAnswer): Part {
  const { config, asking, signal, tried } = parts;
  const username = config.user;
  let answer = before;
  for (const key of keys) {
    if (answer.partial) break;
    if (key.kind !== 'encrypted' || !offers(config, answer, 'publickey')) continue;
    let useful = key.publicKey === undefined;
    if (key.publicKey)
      answer = yield { type: 'publickey', username, key: probeOf(key.publicKey, () => (useful = true)) };
    tried(key.file);
    if (!useful) continue;
    const open = await asking(() => decrypt(key, ask.passphrase, signal));
    answer = yield { type: 'publickey', username, key: open };
  }
  return answer;
}

const wanted = ({ only }: AuthParts, way: 'agent' | 'privkey' | 'password' | 'keyboard-interactive'): boolean =>
  only === undefined || only.includes(way);

interface AfterPassword {
  readonly answer: AuthAnswer;
  /** A password was asked for and was not the right one. */
  readonly wrong: boolean;
}

async function* byPassword(
  parts: AuthParts,
  ask: SecretAsker,
  before: AuthAnswer,
): AsyncGenerator<AnyAuthMethod, AfterPassword, AuthAnswer> {
  const { config, server, asking, signal, tried } = parts;
  let answer = before;
  if (!wanted(parts, 'password') || !offers(config, answer, 'password')) return { answer, wrong: false };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const password = await asking(() => ask.password({ user: config.user, server, attempt }, signal));
    tried('password');
    answer = yield { type: 'password', username: config.user, password };
    if (answer.partial) return { answer, wrong: false };
    if (!offers(config, answer, 'password')) break;
  }
  return { answer, wrong: true };
}

async function* byKeyboard(parts: AuthParts, ask: SecretAsker, before: AuthAnswer): Part {
  const { config, tried } = parts;
  let answer = before;
  if (!wanted(parts, 'keyboard-interactive')) return answer;
  for (let attempt = 1; attempt <= ATTEMPTS && offers(config, answer, 'keyboard-interactive'); attempt++) {
    const conversation = new Conversation(parts, ask);
    tried('keyboard-interactive');
    answer = yield conversation.method;
    conversation.throwIfRefused();
    if (answer.partial) break;
  }
  return answer;
}

/** Whether a way is open: not switched off in ssh_config, and not refused by the server as far as it has said. */
const offers = ({ methods }: SshHostConfig, { left }: AuthAnswer, method: Method): boolean =>
  methods[method] && (left === undefined || left.includes(method));

/** One run of keyboard-interactive: as many rounds of prompts as the server likes. */
class Conversation {
  readonly method: AnyAuthMethod;
  #refusal: AppError | undefined;

  constructor({ config, server, asking, signal }: AuthParts, ask: SecretAsker) {
    this.method = {
      type: 'keyboard-interactive',
      username: config.user,
      prompt: (name, instructions, _language, prompts, finish) => {
        if (prompts.length === 0 || this.#refusal) {
          finish(prompts.map(() => '')); // the server only says something (RFC 4256, section 3.2), or nobody wants to answer
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
          (thrown: unknown) => {
            this.#refusal = toAppError(thrown);
            finish(prompts.map(() => '')); // ssh2 can't leave a conversation; the server's answer ends it
          },
        );
      },
    };
  }

  throwIfRefused(): void {
    if (this.#refusal) throw this.#refusal;
  }
}
