/** Questions of connections to the user: shown in every window, answered by the first; remembered answers come before asking. */
import { randomUUID } from 'node:crypto';
import { addAbortListener } from 'node:events';
import { snapshot, squash, type Changes } from '../../../shared/changes.ts';
import { appError, type AppError } from '../../../shared/errors.ts';
import type { prompt as contract } from '../../../shared/api/prompt.ts';
import type { HostId } from '../../../shared/model/host.ts';
import type { PendingPrompt, Prompt, PromptAnswer } from '../../../shared/model/prompt.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import type { Asker } from '../../libvirt/transport/transport.ts';
import type { RememberedSecrets } from '../../store/secrets.ts';
import { ConnectionSecrets, type Answers } from './secrets.ts';
import { Feed } from '../inventory/feed.ts';

/** Who asks. */
export interface Asking {
  readonly host?: HostId;
  readonly hostName: string;
}

interface Open {
  readonly pending: PendingPrompt;
  settle(answer: PromptAnswer): void;
}

/** An Asker whose remembered answers are kept only once the connection they opened stands. */
export interface HostAsker extends Asker {
  /** The connection stands: what the user wanted remembered is stored. */
  succeeded(): Promise<void>;
}

export class Prompts {
  readonly #open = new Map<string, Open>();
  readonly #feed = new Feed<Changes<PendingPrompt>>({ merge: squash });
  readonly #secrets: RememberedSecrets;
  readonly #proven = new Map<string, Answers>();

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
    const secrets = new ConnectionSecrets({
      remembered: this.#secrets,
      proven: this.#proven,
      ask: (prompt, signal) => this.#ask(asking, prompt, signal),
    });
    return {
      hostKey: async (prompt, signal) => {
        try {
          await this.#ask(asking, { kind: 'hostKey', ...prompt }, signal);
          return true;
        } catch (thrown) {
          if (signal.aborted) throw thrown;
          return false;
        }
      },
      passphrase: async (prompt, signal) =>
        (
          await secrets.get(
            { host: '', name: `passphrase ${prompt.keyFile}` },
            { kind: 'passphrase', ...prompt },
            signal,
          )
        )[0] ?? '',
      password: async (prompt, signal) => {
        const key = { host, name: `password ${prompt.user}@${prompt.server}` };
        return (await secrets.get(key, { kind: 'password', ...prompt }, signal))[0] ?? '';
      },
      keyboardInteractive: async (prompt, signal) =>
        (await this.#ask(asking, { kind: 'keyboardInteractive', ...prompt }, signal)).answers,
      sasl: async (prompt, signal) => {
        const [user = '', password = ''] = await secrets.get(
          { host, name: 'sasl' },
          { kind: 'sasl', ...prompt },
          signal,
        );
        return { user, password };
      },
      succeeded: () => secrets.succeeded(),
    };
  }

  async #ask(asking: Asking, prompt: Prompt, signal: AbortSignal): Promise<Extract<PromptAnswer, { kind: 'answer' }>> {
    signal.throwIfAborted();
    const id = randomUUID();
    const canRemember =
      prompt.kind !== 'hostKey' && prompt.kind !== 'keyboardInteractive' && (await this.#secrets.available());
    const pending: PendingPrompt = { id, ...asking, prompt, canRemember };
    const { promise, resolve, reject } = Promise.withResolvers<PromptAnswer>();
    using _listening = addAbortListener(signal, () =>
      reject(appError('cancelled', 'nobody waits for the answer any more')),
    );
    this.#open.set(id, { pending, settle: resolve });
    this.#feed.push({ added: { [id]: pending }, updated: {}, removed: [] });
    const answer = await promise.finally(() => {
      this.#open.delete(id);
      this.#feed.push({ added: {}, updated: {}, removed: [id] });
    });
    if (answer.kind === 'refuse') throw refused(prompt);
    return answer;
  }
}

const refused = (prompt: Prompt): AppError =>
  appError('cancelled', `the user did not answer (${prompt.kind})`, { operation: `prompt.${prompt.kind}` });
