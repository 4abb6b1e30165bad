/** Public SSH keys of the user on this workstation: for new guests to let them in. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface PublicKey {
  readonly key: string;
  readonly from: 'agent' | 'file';
  readonly comment: string;
}

const AGENT_MS = 5000;

/** `type base64 comment`; certificates and lines with options are something else. */
function publicKey(line: string, from: PublicKey['from']): readonly PublicKey[] {
  const [, key, comment = ''] = /^((?:ssh|ecdsa|sk)-[\w@.-]+ [A-Za-z0-9+/=]+)(?: (.*))?$/.exec(line.trim()) ?? [];
  return key === undefined || key.includes('-cert-v01') ? [] : [{ key, from, comment }];
}

/** Those of the agent first; no key twice. */
export async function userKeys(directory = join(homedir(), '.ssh')): Promise<readonly PublicKey[]> {
  const [agent, files] = await Promise.all([agentKeys(), fileKeys(directory)]);
  return [...new Map([...agent, ...files].toReversed().map((each) => [each.key, each])).values()].toReversed();
}

async function agentKeys(): Promise<readonly PublicKey[]> {
  try {
    const { stdout } = await promisify(execFile)('ssh-add', ['-L'], { timeout: AGENT_MS });
    return stdout.split('\n').flatMap((line) => publicKey(line, 'agent'));
  } catch {
    return []; // no agent, or one without keys
  }
}

async function fileKeys(directory: string): Promise<readonly PublicKey[]> {
  const names = await readdir(directory).catch((): readonly string[] => []);
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith('.pub'))
      .map((name) => readFile(join(directory, name), 'utf8').catch(() => '')),
  );
  return texts.flatMap((text) => publicKey(text, 'file'));
}
