/** What pages may ask of the system: next to nothing. */
import type { Session } from 'electron';
import { isOwnPage } from './pages.ts';

/** Granted to our own pages, with the reason; every other permission is denied. */
const granted: ReadonlyMap<string, string> = new Map([
  ['clipboard-sanitized-write', 'copy buttons and the selection of a serial console'],
  ['fullscreen', 'a console fills the screen'],
  ['keyboardLock', 'a console in full screen passes keys like Alt+Tab to the guest'],
]);

export function restrictPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
  index: string,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(granted.has(permission) && isOwnPage(requestingUrl, index)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => granted.has(permission) && isOwnPage(origin, index),
  );
  session.setDevicePermissionHandler(() => false);
}
