/** KnownHostsCommand (ssh_config(5)): a program that prints known_hosts lines, as hosts enrolled in FreeIPA or SSSD have it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { tokensOf, type SshHostConfig } from './config.ts';
import { fingerprint, parseKnownHosts, type KnownHostsLine, type ServerNames } from './knownHosts.ts';
import { keyTypeOf } from './publicKey.ts';
import { expandTokens } from './tokens.ts';

const run = promisify(execFile);

/** A directory server may be slow; a dead one must not keep a host waiting for ever. */
const LIMIT_MS = 15_000;

/**
 * What the command says of a server; nothing where there is no command, or where it fails, as for OpenSSH (load_hostkeys_command).
 * @param blob the key that was shown; before that, to learn which types are known, there is none
 */
export async function askKnownHostsCommand(
  config: SshHostConfig,
  server: ServerNames,
  blob: Buffer | undefined,
  signal?: AbortSignal,
): Promise<readonly KnownHostsLine[]> {
  const [program = '', ...words] = splitWords(config.knownHostsCommand ?? '');
  if (!program.startsWith('/')) return [];
  const about = {
    ...tokensOf(config),
    H: server.name,
    I: blob === undefined ? 'ORDER' : 'HOSTNAME',
    t: blob === undefined ? 'NONE' : keyTypeOf(blob),
    f: blob === undefined ? 'NONE' : fingerprint(blob),
    K: blob === undefined ? 'NONE' : blob.toString('base64'),
  };
  try {
    const { stdout } = await run(
      program,
      words.map((word) => expandTokens(word, about)),
      { timeout: LIMIT_MS, maxBuffer: 1024 * 1024, ...(signal && { signal }) },
    );
    return parseKnownHosts(stdout, config.knownHostsCommand ?? '');
  } catch {
    return [];
  }
}

/** As OpenSSH's argv_split: white space divides, quotes of both kinds hold together, a backslash takes what follows as it is. */
export function splitWords(command: string): readonly string[] {
  return [...command.matchAll(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+/g)].map(([word]) =>
    word.replace(
      /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|\\(.)/g,
      (_whole, double?: string, single?: string, one = '') =>
        (double ?? single ?? String(one)).replace(/\\(["'\\])/g, '$1'),
    ),
  );
}
