/** The user's SSH agent: OpenSSH's socket or, on Windows, its pipe or Pageant. */
import { existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import ssh2, {
  type BaseAgent,
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';
import type { SshHostConfig } from './config.ts';

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
 * @param files public halves of the identity files: with IdentitiesOnly the agent may use those keys alone, else they come first,
 * before the server has had enough of tries
 */
export async function openAgent(config: SshHostConfig, files: readonly ParsedKey[]): Promise<BaseAgent | undefined> {
  const place = await agentPlace(config);
  if (place === undefined) return undefined;
  const agent = ssh2.createAgent(place);
  const keys = await identities(agent);
  const isFile = (key: ParsedKey): boolean => files.some((file) => file.getPublicSSH().equals(key.getPublicSSH()));
  const first = keys.filter(isFile);
  const chosen = config.identitiesOnly ? first : [...first, ...keys.filter((key) => !isFile(key))];
  return chosen.length === 0 ? undefined : new ChosenKeys(agent, chosen);
}

/** An agent that doesn't answer has no keys for us. */
function identities(agent: BaseAgent): Promise<readonly ParsedKey[]> {
  return new Promise((resolve) => {
    agent.getIdentities((error, keys) => {
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
