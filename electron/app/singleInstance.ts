/** One program per user: a second start hands its request to the first and ends. */
import type { App } from 'electron';
import { z } from 'zod';
import type { StartRequest } from '../shell/commandLine.ts';

const request = z.object({ connect: z.string().optional(), showDomainConsole: z.string().optional() });

/**
 * Whether this is the first. It is then told what later ones were asked for.
 * The request travels as data, because Chromium reorders and adds to a command line.
 */
export function isFirstInstance(
  app: Pick<App, 'requestSingleInstanceLock' | 'on'>,
  own: StartRequest,
  onAnother: (asked: StartRequest) => void,
): boolean {
  if (!app.requestSingleInstanceLock({ ...own })) return false;
  app.on('second-instance', (_event, _argv, _directory, data) => {
    const { connect, showDomainConsole } = request.safeParse(data).data ?? {};
    onAnother({
      ...(connect !== undefined && { connect }),
      ...(showDomainConsole !== undefined && { showDomainConsole }),
    });
  });
  return true;
}
