/** The user's SSH agent: OpenSSH's socket or, on Windows, its pipe or Pageant. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import ssh2, {
  type BaseAgent,
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';
import { abortError } from '../abort.ts';
import type { SshHostConfig } from './config.ts';

const run = promisify(execFile);

/** An agent that says nothing for so long (hung, or behind a dead link) has no keys for us. */
const ANSWER_MS = 5000;

const WINDOWS_PIPE = '\\\\.\\pipe\\openssh-ssh-agent';

/** Where the agent listens; undefined where there is none. */
async function agentPlace({ identityAgent }: SshHostConfig): Promise<string | undefined> {
  if (identityAgent === 'none') return undefined;
  if (identityAgent !== undefined && identityAgent !== 'SSH_AUTH_SOCK') {
    return identityAgent.startsWith('$') ? process.env[identityAgent.slice(1)] : identityAgent;
  }
  const socket = process.env['SSH_AUTH_SOCK'];
  if (socket !== undefined && socket !== '') return existsSync(socket) ? socket : undefined;
  if (process.platform !== 'win32') return undefined;
  return (await access(WINDOWS_PIPE).then(
    () => true,
    () => false,
  ))
    ? WINDOWS_PIPE
    : 'pageant';
}

/**
 * Types of the keys an agent holds, also of those that the SSH library passes over: `sk-...` and `...-cert-v01@openssh.com`. Empty where
 * there is no agent, or no ssh-add to ask it.
 */
export async function agentKeyTypes(config: SshHostConfig): Promise<readonly string[]> {
  const place = await agentPlace(config);
  if (place === undefined || place === 'pageant') return [];
  try {
    const { stdout } = await run('ssh-add', ['-L'], {
      env: { ...process.env, SSH_AUTH_SOCK: place },
      timeout: ANSWER_MS,
    });
    return stdout.split('\n').flatMap((line) => line.split(' ')[0] || []);
  } catch {
    return []; // status 1: it holds none
  }
}

/**
 * @param files public halves of the identity files: with IdentitiesOnly the agent may use those keys alone, else they come first,
 * before the server has had enough of tries
 */
export async function openAgent(
  config: SshHostConfig,
  files: readonly ParsedKey[],
  signal: AbortSignal,
): Promise<BaseAgent | undefined> {
  const place = await agentPlace(config);
  if (place === undefined) return undefined;
  const agent = ssh2.createAgent(place);
  const keys = await identities(agent, signal);
  const isFile = (key: ParsedKey): boolean => files.some((file) => file.getPublicSSH().equals(key.getPublicSSH()));
  const first = keys.filter(isFile);
  const chosen = config.identitiesOnly ? first : [...first, ...keys.filter((key) => !isFile(key))];
  return chosen.length === 0 ? undefined : new ChosenKeys(agent, chosen);
}

/** An agent that can't be asked has no keys for us. */
function identities(agent: BaseAgent, signal: AbortSignal): Promise<readonly ParsedKey[]> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(abortError(signal));
    const timer = setTimeout(() => resolve([]), ANSWER_MS);
    signal.addEventListener('abort', abort, { once: true });
    agent.getIdentities((error, keys) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(error ? [] : (keys ?? []).flatMap((key) => (isParsed(key) ? [key] : [])));
    });
  });
}

const isParsed = (key: unknown): key is ParsedKey => typeof key === 'object' && key !== null && 'getPublicSSH' in key;

/** The same agent with some of its keys, in our order. */
class ChosenKeys extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: BaseAgent;
  readonly #keys: readonly ParsedKey[];

  constructor(agent: BaseAgent, keys: readonly ParsedKey[]) {
    super();
    this.#agent = agent;
    this.#keys = keys;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(null, [...this.#keys]);
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    if (typeof options === 'function') this.#agent.sign(key, data, options);
    else this.#agent.sign(key, data, options, callback);
  }
}
