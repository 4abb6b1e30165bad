/** The desktop program's command line. */
import { parseArgs } from 'node:util';
import { startOptions, startRequest, type StartRequest } from '../shell/commandLine.ts';

export interface DesktopArguments {
  readonly request: StartRequest;
  readonly dataDir?: string;
  /** Takes the window from a development server; not in a packaged program. */
  readonly rendererUrl?: string;
}

/**
 * Reads `process.argv` of Electron: the executable, when not packaged the program's folder, then the user's words among flags of
 * Chromium, which are none of ours and skipped.
 */
export function desktopArguments(argv: readonly string[], isPackaged: boolean): DesktopArguments {
  const { values } = parseArgs({
    args: argv.slice(isPackaged ? 1 : 2),
    options: { ...startOptions, 'data-dir': { type: 'string' }, 'renderer-url': { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const text = (value: string | boolean | undefined): string | undefined =>
    typeof value === 'string' ? value : undefined;
  const [dataDir, rendererUrl] = [text(values['data-dir']), text(values['renderer-url'])];
  return {
    request: startRequest({
      connect: text(values.connect),
      'show-domain-console': text(values['show-domain-console']),
    }),
    ...(dataDir !== undefined && { dataDir }),
    ...(rendererUrl !== undefined && !isPackaged && { rendererUrl }),
  };
}
