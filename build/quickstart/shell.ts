import { privilege } from '../machine/packages.ts';
import { command, type CommandResult } from '../machine/say.ts';

/** Commands that need root: run as they are by root, else by sudo. */
export interface RootShell {
  readonly as: 'root' | 'sudo' | 'none';
  /** `timeoutMs`: a minute unless it is given. */
  run(argv: readonly [string, ...string[]], options?: { readonly timeoutMs?: number }): Promise<CommandResult>;
}

/** @param mayAsk a person is at the terminal, so sudo may ask for the password */
export async function rootShell(mayAsk: boolean): Promise<RootShell> {
  const as = await privilege(mayAsk);
  return {
    as,
    run: async (argv, { timeoutMs = 60_000 } = {}) => {
      if (as === 'none') return { code: -1, stdout: '', stderr: 'needs root' };
      return as === 'root' ? await command(argv, { timeoutMs }) : await throughSudo(argv, timeoutMs);
    },
  };
}

/** Exit code of coreutils' `timeout` when the time was over. */
const timeIsOver = 124;

/** An ordinary user may not kill what sudo runs: root's own `timeout` does. */
async function throughSudo(argv: readonly string[], timeoutMs: number): Promise<CommandResult> {
  const done = await command(['sudo', 'timeout', '--kill-after=2', String(timeoutMs / 1000), ...argv]);
  return done.code === timeIsOver ? { ...done, timedOut: true } : done;
}
