import { openDialog } from '../store/dialogs.ts';
import { routeObject, type Route } from '../../shared/model/route.ts';

/** Opens the dialog for new VMs, on the host whose page is shown. */
export function newDomain(route: Route): void {
  const object = routeObject(route);
  openDialog({ kind: 'createDomain', ...(object !== undefined && { host: object.host }) });
}
