/** Questions of connections to the user: shown in every window, answered by the first; remembered answers come before asking. */
import { randomUUID } from 'node:crypto';
import { snapshot, squash, type Changes } from '../../shared/changes.ts';
import { appError, type AppError } from '../../shared/errors.ts';
import type { questions as contract } from '../../shared/api/questions.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { PendingQuestion, Question, QuestionAnswer } from '../../shared/model/question.ts';
import type { NounHandlers } from '../../shared/rpc/contract.ts';
import type { Asker } from '../libvirt/transport/transport.ts';
import type { RememberedSecrets, SecretKey } from '../store/secrets.ts';
import { Feed } from './feed.ts';

/** Who asks. */
export interface Asking {
  readonly host?: HostId;
  readonly hostName: string;
}

interface Open {
  readonly pending: PendingQuestion;
  settle(answer: QuestionAnswer): void;
}

/** An Asker whose remembered answers are kept only once the connection they opened stands. */
export interface HostAsker extends Asker {
  /** The connection stands: what the user wanted remembered is stored. */
  succeeded(): Promise<void>;
}

type SecretQuestion = Question & { readonly attempt: number };

/** What the user answered while a connection was opened. */
interface Given {
  readonly key: SecretKey;
  readonly answers: readonly string[];
  readonly remember: boolean;
  readonly attempt: number;
}

/** What a secret is kept under. */
const nameOf = ({ host, name }: SecretKey): string => `${host}\n${name}`;

export class Questions {
  readonly #open = new Map<string, Open>();
  readonly #feed = new Feed<Changes<PendingQuestion>>({ merge: squash });
  readonly #secrets: RememberedSecrets;
  /** Answers that opened a connection, until the program ends: a host that comes back doesn't ask again. */
  readonly #proven = new Map<string, readonly string[]>();

  constructor(secrets: RememberedSecrets) {
    this.#secrets = secrets;
  }

  handlers(): NounHandlers<typeof contract> {
    return {
      watch: (_input, { signal }) => {
        const open = [...this.#open].map(([id, { pending }]) => [id, pending] as const);
        return this.#feed.watch(snapshot(open), signal);
      },
      answer: ({ id, answer }) => {
        const open = this.#open.get(id);
        if (!open) throw appError('conflict', 'this question has been answered or is no longer asked');
        open.settle(answer);
      },
    };
  }

  asker(asking: Asking): HostAsker {
    const host = asking.host ?? '';
    const given = new Map<string, Given>();
    // Lanes that authenticate side by side have the same question at the same time; the user gets it once.
    const asked = new Map<string, Promise<readonly string[]>>();
    const ask = async (key: SecretKey, question: SecretQuestion, signal: AbortSignal): Promise<readonly string[]> => {
      const name = nameOf(key);
      if (question.attempt <= 1) {
        const kept = this.#proven.get(name) ?? (await this.#secrets.get(key));
        if (kept) return kept;
      } else {
        this.#proven.delete(name);
        await this.#secrets.forget(key); // it was wrong
      }
      const { answers, remember } = await this.#ask(asking, question, signal);
      given.set(name, { key, answers, remember, attempt: question.attempt });
      return answers;
    };
    const secret = (key: SecretKey, question: SecretQuestion, signal: AbortSignal): Promise<readonly string[]> => {
      const name = nameOf(key);
      const before = given.get(name);
      if (before && before.attempt >= question.attempt) return Promise.resolve(before.answers);
      const standing = asked.get(name);
      if (standing) return standing;
      const asking = ask(key, question, signal).finally(() => asked.delete(name));
      asked.set(name, asking);
      return asking;
    };
    return {
      hostKey: async (question, signal) => {
        try {
          await this.#ask(asking, { kind: 'hostKey', ...question }, signal);
          return true;
        } catch (thrown) {
          if (signal.aborted) throw thrown;
          return false;
        }
      },
      passphrase: async (question, signal) =>
        (
          await secret(
            { host: '', name: `passphrase ${question.keyFile}` },
            { kind: 'passphrase', ...question },
            signal,
          )
        )[0] ?? '',
      password: async (question, signal) => {
        const key = { host, name: `password ${question.user}@${question.server}` };
        return (await secret(key, { kind: 'password', ...question }, signal))[0] ?? '';
      },
      keyboardInteractive: async (question, signal) =>
        (await this.#ask(asking, { kind: 'keyboardInteractive', ...question }, signal)).answers,
      sasl: async (question, signal) => {
        const [user = '', password = ''] = await secret({ host, name: 'sasl' }, { kind: 'sasl', ...question }, signal);
        return { user, password };
      },
      succeeded: async () => {
        for (const [name, { key, answers, remember }] of given) {
          this.#proven.set(name, answers);
          if (remember) await this.#secrets.set(key, answers);
        }
        given.clear();
      },
    };
  }

  async #ask(
    asking: Asking,
    question: Question,
    signal: AbortSignal,
  ): Promise<Extract<QuestionAnswer, { kind: 'answer' }>> {
    signal.throwIfAborted();
    const id = randomUUID();
    const canRemember =
      question.kind !== 'hostKey' && question.kind !== 'keyboardInteractive' && (await this.#secrets.available());
    const pending: PendingQuestion = { id, ...asking, question, canRemember };
    const answer = await new Promise<QuestionAnswer>((resolve, reject) => {
      const abort = (): void => reject(appError('cancelled', 'nobody waits for the answer any more'));
      this.#open.set(id, { pending, settle: resolve });
      signal.addEventListener('abort', abort, { once: true });
      this.#feed.push({ added: { [id]: pending }, updated: {}, removed: [] });
    }).finally(() => {
      this.#open.delete(id);
      this.#feed.push({ added: {}, updated: {}, removed: [id] });
    });
    if (answer.kind === 'refuse') throw refused(question);
    return answer;
  }
}

const refused = (question: Question): AppError =>
  appError('cancelled', `the user did not answer (${question.kind})`, { operation: `question.${question.kind}` });
