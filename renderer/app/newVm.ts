import { openDialog } from '../store/dialogs.ts';
import type { Route } from './routes.ts';

/** Opens the dialog for new VMs, on the host whose page is shown. */
export const newVm = (route: Route): void =>
  openDialog({ kind: 'createDomain', ...('host' in route && { host: route.host }) });
