/** Where the secrets of one connection come from: what was proven before, what the user had remembered, the user. */
import type { Prompt, PromptAnswer } from '../../../shared/model/prompt.ts';
import type { RememberedSecrets, SecretKey } from '../../store/secrets.ts';

export type SecretPrompt = Prompt & { readonly attempt: number };
export type Answers = readonly string[];

export interface ConnectionSecretsParts {
  readonly remembered: RememberedSecrets;
  /** Answers that opened a connection, until the program ends: a host that comes back doesn't ask again. */
  readonly proven: Map<string, Answers>;
  readonly ask: (
    prompt: SecretPrompt,
    signal: AbortSignal,
  ) => Promise<Extract<PromptAnswer, { readonly kind: 'answer' }>>;
}

/** What the user answered while the connection was opened. */
interface Given {
  readonly key: SecretKey;
  readonly answers: Answers;
  readonly remember: boolean;
  readonly attempt: number;
}

const nameOf = ({ host, name }: SecretKey): string => `${host}\n${name}`;

export class ConnectionSecrets {
  readonly #parts: ConnectionSecretsParts;
  readonly #given = new Map<string, Given>();
  /** Lanes that authenticate side by side have the same question at the same time; the user gets it once. */
  readonly #asked = new Map<string, Promise<Answers>>();

  constructor(parts: ConnectionSecretsParts) {
    this.#parts = parts;
  }

  /** A first attempt takes what is known; a further one says that it was wrong. */
  get(key: SecretKey, prompt: SecretPrompt, signal: AbortSignal): Promise<Answers> {
    const name = nameOf(key);
    const given = this.#given.get(name);
    if (given && given.attempt >= prompt.attempt) return Promise.resolve(given.answers);
    const standing = this.#asked.get(name);
    if (standing) return standing;
    const asking = this.#find(key, prompt, signal).finally(() => this.#asked.delete(name));
    this.#asked.set(name, asking);
    return asking;
  }

  /** The connection stands: what the user wanted remembered is stored. */
  async succeeded(): Promise<void> {
    for (const [name, { key, answers, remember }] of this.#given) {
      this.#parts.proven.set(name, answers);
      if (remember) await this.#parts.remembered.set(key, answers);
    }
    this.#given.clear();
  }

  async #find(key: SecretKey, prompt: SecretPrompt, signal: AbortSignal): Promise<Answers> {
    const { remembered, proven, ask } = this.#parts;
    const name = nameOf(key);
    if (prompt.attempt <= 1) {
      const kept = proven.get(name) ?? (await remembered.get(key));
      if (kept) return kept;
    } else {
      proven.delete(name);
      await remembered.forget(key);
    }
    const { answers, remember } = await ask(prompt, signal);
    this.#given.set(name, { key, answers, remember, attempt: prompt.attempt });
    return answers;
  }
}
