/** Decides on a server's key as OpenSSH does, asking the user where it would. */
import { appError, type AppError } from '../../../../shared/errors.ts';
import type { Asker } from '../transport.ts';
import type { SshHostConfig } from './config.ts';
import {
  appendKnownHost,
  fingerprint,
  judge,
  keyTypeOf,
  knownKeyTypes,
  readKnownHosts,
  serverName,
} from './knownHosts.ts';

export interface HostKeyCheck {
  /** Host key algorithms to ask for first. */
  readonly preferred: readonly string[];
  /** @throws AppError `hostKeyChanged`, `hostKeyRevoked`, `hostKeyRejected`, `cancelled` */
  check(blob: Buffer, signal: AbortSignal): Promise<void>;
}

/** Names of algorithms under which a key of this type may sign (RFC 8332 for RSA). */
const algorithms: Readonly<Record<string, readonly string[]>> = {
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};

/** @param place what the user calls the host, for questions and errors */
export async function hostKeyCheck(
  config: SshHostConfig,
  ask: Asker['hostKey'],
  noVerify: boolean,
): Promise<HostKeyCheck> {
  const server = serverName(config.hostKeyAlias ?? config.hostName, config.port);
  const lines = (await Promise.all(config.knownHostsFiles.map(readKnownHosts))).flat();
  return {
    preferred: knownKeyTypes(lines, server).flatMap((type) => algorithms[type] ?? [type]),
    check: async (blob, signal) => {
      const verdict = judge(lines, server, blob);
      const actual = fingerprint(blob);
      switch (verdict.kind) {
        case 'known':
          return;
        case 'revoked':
          throw refused('hostKeyRevoked', `the key of ${server} is revoked`, {
            server,
            actual,
            file: verdict.by.file,
            line: verdict.by.line,
          });
        case 'changed':
          if (noVerify || config.strictHostKeyChecking === 'no') return;
          throw refused('hostKeyChanged', `the key of ${server} has changed`, {
            server,
            actual,
            expected: fingerprint(verdict.by.key),
            file: verdict.by.file,
            line: verdict.by.line,
          });
        case 'unknown':
          if (noVerify) return;
          await trust(blob, config, server, ask, signal);
      }
    },
  };
}

async function trust(
  blob: Buffer,
  config: SshHostConfig,
  server: string,
  ask: Asker['hostKey'],
  signal: AbortSignal,
): Promise<void> {
  const file = config.knownHostsFiles[0] ?? '';
  const question = { server, keyType: keyTypeOf(blob), fingerprint: fingerprint(blob), file };
  const params = { server, actual: question.fingerprint };
  if (config.strictHostKeyChecking === 'yes') {
    throw refused('hostKeyRejected', `the key of ${server} is unknown and ssh_config asks for known ones only`, params);
  }
  if (config.strictHostKeyChecking === 'ask' && !(await ask(question, signal))) {
    throw refused('hostKeyRejected', `the key of ${server} was not accepted`, params);
  }
  if (file !== '' && file !== '/dev/null') await appendKnownHost(file, server, blob, config.hashKnownHosts);
}

function refused(
  code: 'hostKeyChanged' | 'hostKeyRevoked' | 'hostKeyRejected',
  message: string,
  params: Readonly<Record<string, string | number>>,
): AppError {
  return appError(code, message, { operation: 'ssh.hostKey', params });
}
