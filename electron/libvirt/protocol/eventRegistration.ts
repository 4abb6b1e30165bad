/** Asking for events. What is sent then is in events.ts. */
import { int, optional } from '../wire/xdr.ts';
import { nonnullDomain, nonnullNetwork, nonnullNodeDevice, nonnullSecret, nonnullStoragePool } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';

export const eventRegistrationProcedures = procedureTable(remote, {
  connectNetworkEventRegisterAny: procedure(313, { eventID: int, net: optional(nonnullNetwork) }, { callbackID: int }),
  connectNetworkEventDeregisterAny: procedure(314, { callbackID: int }, nothing),
  connectDomainEventCallbackRegisterAny: procedure(316, { eventID: int, dom: optional(nonnullDomain) }, { callbackID: int }),
  connectDomainEventCallbackDeregisterAny: procedure(317, { callbackID: int }, nothing),
  connectRegisterCloseCallback: procedure(360, nothing, nothing),
  connectUnregisterCloseCallback: procedure(361, nothing, nothing),
  connectStoragePoolEventRegisterAny: procedure(368, { eventID: int, pool: optional(nonnullStoragePool) }, { callbackID: int }),
  connectStoragePoolEventDeregisterAny: procedure(369, { callbackID: int }, nothing),
  connectNodeDeviceEventRegisterAny: procedure(374, { eventID: int, dev: optional(nonnullNodeDevice) }, { callbackID: int }),
  connectNodeDeviceEventDeregisterAny: procedure(375, { callbackID: int }, nothing),
  connectSecretEventRegisterAny: procedure(380, { eventID: int, secret: optional(nonnullSecret) }, { callbackID: int }),
  connectSecretEventDeregisterAny: procedure(381, { callbackID: int }, nothing),
});
