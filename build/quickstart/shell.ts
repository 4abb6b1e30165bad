import { privilege } from '../machine/packages.ts';
import { command, type CommandResult } from '../machine/say.ts';

/** Commands that need root: run as they are by root, else by sudo. */
export interface RootShell {
  readonly as: 'root' | 'sudo' | 'none';
  run(
    argv: readonly [string, ...string[]],
    options?: { readonly timeoutMs?: number; readonly show?: boolean },
  ): Promise<CommandResult>;
}

/** @param mayAsk a person is at the terminal, so sudo may ask for the password */
export async function rootShell(mayAsk: boolean): Promise<RootShell> {
  const as = await privilege(mayAsk);
  return {
    as,
    run: (argv, options) =>
      as === 'none'
        ? Promise.resolve({ code: -1, stdout: '', stderr: 'needs root' })
        : command(as === 'sudo' ? ['sudo', ...argv] : argv, { timeoutMs: 60_000, ...options }),
  };
}
