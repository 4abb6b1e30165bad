import type { DomainRef } from '../../shared/model/domain.ts';
import { hrefOf } from '../../shared/model/route.ts';

/**
 * Opens a console as a window of its own; the same console again comes to the front instead.
 * @param console its part of the route; absent: the window finds out which there are, and shows the first screen
 */
export function openConsoleWindow({ host, uuid }: DomainRef, console = ''): void {
  const name = `console ${host}/${uuid}/${console}`;
  window.open(hrefOf({ page: 'console', host, uuid, console }), name, 'popup,width=1044,height=828');
}
