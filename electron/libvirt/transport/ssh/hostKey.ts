/** Decides on a server's key as OpenSSH does, asking the user where it would. */
import { appError, type AppError } from '../../../../shared/errors.ts';
import type { Asker } from '../transport.ts';
import type { SshHostConfig } from './config.ts';
import {
  appendKnownHost,
  fingerprint,
  judge,
  knownKeyTypes,
  readKnownHosts,
  serverNames,
  type ServerNames,
} from './knownHosts.ts';
import { askKnownHostsCommand } from './knownHostsCommand.ts';
import { keyTypeOf } from './publicKey.ts';

export interface HostKeyCheck {
  /** Host key algorithms to ask for first. */
  readonly preferred: readonly string[];
  /**
   * @returns `unproven` where a changed key is let through because checking is off: who listens there must not get a password
   * @throws AppError `hostKeyChanged`, `hostKeyRevoked`, `hostKeyRejected`, `cancelled`
   */
  check(blob: Buffer): Promise<'trusted' | 'unproven'>;
}

export interface HostKeyParts {
  readonly config: SshHostConfig;
  /** Absent where nobody may be asked. */
  readonly ask?: Asker['hostKey'] | undefined;
  /** `no_verify=1`: any key will do. */
  readonly noVerify: boolean;
  readonly signal: AbortSignal;
}

/** Names of algorithms under which a key of this type may sign (RFC 8332 for RSA). */
const algorithms: Readonly<Record<string, readonly string[]>> = {
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};

export async function hostKeyCheck(parts: HostKeyParts): Promise<HostKeyCheck> {
  const { config, noVerify, signal } = parts;
  const server = serverNames(config.hostName, config.port, config.hostKeyAlias);
  const [commanded, ...read] = await Promise.all([
    askKnownHostsCommand(config, server, undefined, signal),
    ...config.knownHostsFiles.map(readKnownHosts),
  ]);
  const inFiles = read.flat();
  return {
    preferred: knownKeyTypes([...inFiles, ...commanded], server).flatMap((type) => algorithms[type] ?? [type]),
    check: async (blob) => {
      const lines = [...inFiles, ...(await askKnownHostsCommand(config, server, blob, signal))];
      const verdict = judge(lines, server, blob);
      const facts = { server: server.name, actual: fingerprint(blob) };
      switch (verdict.kind) {
        case 'known':
          return 'trusted';
        case 'revoked':
          throw refused('hostKeyRevoked', `the key of ${server.name} is revoked`, { ...facts, ...placeOf(verdict.by) });
        case 'changed':
          if (noVerify || config.strictHostKeyChecking === 'no') return 'unproven';
          throw refused('hostKeyChanged', `the key of ${server.name} has changed`, {
            ...facts,
            expected: fingerprint(verdict.by.key),
            ...placeOf(verdict.by),
          });
        case 'unknown':
          if (!noVerify) await trust(blob, server, verdict.byAuthority, parts);
          return 'trusted';
        default:
          return verdict satisfies never;
      }
    },
  };
}

const placeOf = ({ file, line }: { readonly file: string; readonly line: number }) => ({ file, line });

async function trust(
  blob: Buffer,
  server: ServerNames,
  byAuthority: boolean,
  { config, ask, signal }: HostKeyParts,
): Promise<void> {
  const file = config.knownHostsFiles[0] ?? '';
  const question = { server: server.name, keyType: keyTypeOf(blob), fingerprint: fingerprint(blob), file };
  const reject = (why: string): AppError =>
    refused('hostKeyRejected', `the key of ${server.name} ${why}`, {
      server: server.name,
      actual: question.fingerprint,
      file,
      why,
    });
  if (config.strictHostKeyChecking === 'yes') throw reject('is unknown and ssh_config asks for known ones only');
  if (config.strictHostKeyChecking === 'ask') {
    if (!ask && byAuthority) throw reject('has to be proven by a certificate');
    if (!ask) throw reject('is unknown and nobody can be asked');
    if (!(await ask(question, signal))) throw reject('was not accepted');
  }
  if (file === '' || file === '/dev/null') return;
  // A file that can't be written costs the same question next time, not the connection; so with OpenSSH.
  await appendKnownHost(file, server.name, blob, config.hashKnownHosts).catch(() => undefined);
}

function refused(
  code: 'hostKeyChanged' | 'hostKeyRevoked' | 'hostKeyRejected',
  message: string,
  params: Readonly<Record<string, string | number>>,
): AppError {
  return appError(code, message, { operation: 'ssh.hostKey', params });
}
