/**
 * The nouns of the backend, one line each: how a window's questions are answered, how its verbs are done, and how its objects are kept true.
 * Domains are kept true always (`host/hostConnection.ts`), the others while somebody follows them, volumes and snapshots under their parent.
 */
import type { ApiHandlers } from '../../shared/api/contract.ts';
import { appError } from '../../shared/errors.ts';
import { consoleHandlers } from './console/handlers.ts';
import { diskHandlers } from './domain/disk/handlers.ts';
import { diskVerbs } from './domain/disk/verbs.ts';
import { domainHandlers, type DomainParts } from './domain/handlers.ts';
import { domainVerbs } from './domain/verbs.ts';
import { interfaceHandlers } from './interface/handlers.ts';
import { interfaceMirror } from './interface/mirror.ts';
import type { ChildMirrorTable } from './inventory/children.ts';
import type { MirrorTable } from './inventory/mirrors.ts';
import { networkHandlers } from './network/handlers.ts';
import { networkMirror } from './network/mirror.ts';
import { networkVerbs } from './network/verbs.ts';
import { nodeDeviceHandlers } from './nodeDevice/handlers.ts';
import { nodeDeviceMirror } from './nodeDevice/mirror.ts';
import { nwfilterHandlers } from './nwfilter/handlers.ts';
import { nwfilterMirror } from './nwfilter/mirror.ts';
import { secretHandlers } from './secret/handlers.ts';
import { secretMirror } from './secret/mirror.ts';
import { secretVerbs } from './secret/verbs.ts';
import { snapshotMirror } from './snapshot/mirror.ts';
import { storagePoolHandlers } from './storagePool/handlers.ts';
import { storagePoolMirror } from './storagePool/mirror.ts';
import { storagePoolVerbs } from './storagePool/verbs.ts';
import { storageVolumeHandlers } from './storageVolume/handlers.ts';
import { storageVolumeMirror } from './storageVolume/mirror.ts';
import { storageVolumeVerbs } from './storageVolume/verbs.ts';
import type { VerbTables } from './task/verb.ts';

/** What asks hosts and starts tasks on them, and needs nothing else. */
type HandlerTable = {
  readonly [N in keyof ApiHandlers]?: { readonly handlers?: (parts: DomainParts) => ApiHandlers[N] };
};

export const nouns = {
  domain: { handlers: domainHandlers, verbs: domainVerbs },
  disk: { handlers: diskHandlers, verbs: diskVerbs },
  console: { handlers: consoleHandlers },
  network: { handlers: networkHandlers, verbs: networkVerbs, mirror: networkMirror },
  storagePool: { handlers: storagePoolHandlers, verbs: storagePoolVerbs, mirror: storagePoolMirror },
  storageVolume: { handlers: storageVolumeHandlers, verbs: storageVolumeVerbs, mirror: storageVolumeMirror },
  snapshot: { mirror: snapshotMirror },
  nodeDevice: { handlers: nodeDeviceHandlers, mirror: nodeDeviceMirror },
  secret: { handlers: secretHandlers, verbs: secretVerbs, mirror: secretMirror },
  interface: { handlers: interfaceHandlers, mirror: interfaceMirror },
  nwfilter: { handlers: nwfilterHandlers, mirror: nwfilterMirror },
} satisfies MirrorTable & ChildMirrorTable & VerbTables & HandlerTable;

type Handled = {
  [N in keyof typeof nouns]: (typeof nouns)[N] extends { readonly handlers: unknown } ? N : never;
}[keyof typeof nouns];

/** The functions of all of them. */
export function nounHandlers(parts: DomainParts): Pick<ApiHandlers, Handled> {
  const made = Object.fromEntries(
    Object.entries(nouns).flatMap(([noun, entry]) => ('handlers' in entry ? [[noun, entry.handlers(parts)]] : [])),
  );
  if (!areComplete(made)) throw appError('internal', 'a noun has no handlers');
  return made;
}

const areComplete = (made: object): made is Pick<ApiHandlers, Handled> =>
  Object.entries(nouns).every(([noun, entry]) => !('handlers' in entry) || noun in made);
