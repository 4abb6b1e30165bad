import { say, type CommandResult } from '../machine/say.ts';
import type { RootShell } from './shell.ts';

export const systemUri = 'qemu:///system';

export type Virsh = (...words: readonly string[]) => Promise<CommandResult>;

/**
 * The longest that one call is waited for. Milliseconds. Where /dev/kvm is there but does not work, libvirt asks every emulator anew
 * what it can do before it does anything: 80 seconds were seen for the first definition after the daemon's start.
 */
const answersWithin = 600_000;

/** virsh with root's rights. A call that takes long says so meanwhile; one that is given up says so in `stderr` and by `timedOut`. */
export const virshOf =
  (shell: RootShell, withinMs = answersWithin): Virsh =>
  async (...words) => {
    const asked = shell.run(['virsh', '-q', '-c', systemUri, ...words], { timeoutMs: withinMs });
    const done = await saying(`libvirt to answer "virsh ${words[0]}"`, asked);
    if (!done.timedOut) return done;
    const stderr = `"virsh ${words[0]}" had no answer after ${withinMs / 1000} seconds and was ended; libvirt may still do it`;
    return { ...done, stderr };
  };

/** Says what is waited for, and how long already, every ten seconds until it is there. */
export async function saying<T>(what: string, work: Promise<T>, everyMs = 10_000): Promise<T> {
  const start = performance.now();
  const timer = setInterval(
    () => say(`Waiting for ${what}: ${Math.round((performance.now() - start) / 1000)} seconds so far...`),
    everyMs,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** Names that virsh lists. A list that could not be read is never an empty one. */
export type Names = { readonly names: readonly string[] } | { readonly problem: string };

export async function listed(virsh: Virsh, ...words: readonly string[]): Promise<Names> {
  const done = await virsh(...words);
  if (done.code !== 0) return { problem: done.stderr.trim() };
  return {
    names: done.stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
}
