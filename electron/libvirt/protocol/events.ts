/** Every event, by its object and id: VIR_DOMAIN_EVENT_ID_LIFECYCLE is `events.domainLifecycle`. */
import { array, hyper, int, optional, struct, uhyper, uint } from '../wire/xdr.ts';
import { eventFamily, eventTable, lonelyEvent } from './event.ts';
import { eventRegistrationProcedures as registration } from './eventRegistration.ts';
import { limits } from './limits.ts';
import { nonnullDomain, nonnullNetwork, nonnullNodeDevice, nonnullSecret, nonnullStoragePool, string } from './objects.ts';
import { qemu, remote } from './programs.ts';
import { qemuProcedures } from './qemu.ts';
import { typedParameters } from './typedParameter.ts';

const domainEvent = eventFamily(registration.connectDomainEventCallbackRegisterAny, registration.connectDomainEventCallbackDeregisterAny);
const networkEvent = eventFamily(registration.connectNetworkEventRegisterAny, registration.connectNetworkEventDeregisterAny);
const storagePoolEvent = eventFamily(registration.connectStoragePoolEventRegisterAny, registration.connectStoragePoolEventDeregisterAny);
const nodeDeviceEvent = eventFamily(registration.connectNodeDeviceEventRegisterAny, registration.connectNodeDeviceEventDeregisterAny);
const secretEvent = eventFamily(registration.connectSecretEventRegisterAny, registration.connectSecretEventDeregisterAny);

const domainEventGraphicsAddress = struct({ family: int, node: string, service: string });
const domainEventGraphicsIdentity = struct({ type: string, name: string });

const remoteEvents = eventTable(remote, {
  domainLifecycle: domainEvent(318, 0, { dom: nonnullDomain, event: int, detail: int }),
  domainReboot: domainEvent(319, 1, { dom: nonnullDomain }),
  domainRtcChange: domainEvent(320, 2, { dom: nonnullDomain, offset: hyper }),
  domainWatchdog: domainEvent(321, 3, { dom: nonnullDomain, action: int }),
  domainIoError: domainEvent(322, 4, { dom: nonnullDomain, srcPath: string, devAlias: string, action: int }),
  domainGraphics: domainEvent(323, 5, {
    dom: nonnullDomain,
    phase: int,
    local: domainEventGraphicsAddress,
    remote: domainEventGraphicsAddress,
    authScheme: string,
    subject: array(domainEventGraphicsIdentity, limits.domainEventGraphicsIdentity),
  }),
  domainIoErrorReason: domainEvent(324, 6, { dom: nonnullDomain, srcPath: string, devAlias: string, action: int, reason: string }),
  domainControlError: domainEvent(325, 7, { dom: nonnullDomain }),
  domainBlockJob: domainEvent(326, 8, { dom: nonnullDomain, path: string, type: int, status: int }),
  domainDiskChange: domainEvent(327, 9, { dom: nonnullDomain, oldSrcPath: optional(string), newSrcPath: optional(string), devAlias: string, reason: int }),
  domainTrayChange: domainEvent(328, 10, { dom: nonnullDomain, devAlias: string, reason: int }),
  domainPmWakeup: domainEvent(329, 11, { reason: int, dom: nonnullDomain }),
  domainPmSuspend: domainEvent(330, 12, { reason: int, dom: nonnullDomain }),
  domainBalloonChange: domainEvent(331, 13, { dom: nonnullDomain, actual: uhyper }),
  domainPmSuspendDisk: domainEvent(332, 14, { reason: int, dom: nonnullDomain }),
  domainDeviceRemoved: domainEvent(333, 15, { dom: nonnullDomain, devAlias: string }),
  domainBlockJob2: domainEvent(339, 16, { dom: nonnullDomain, dst: string, type: int, status: int }),
  domainTunable: domainEvent(346, 17, { dom: nonnullDomain, params: typedParameters(limits.domainEventTunable) }),
  domainAgentLifecycle: domainEvent(348, 18, { dom: nonnullDomain, state: int, reason: int }),
  domainDeviceAdded: domainEvent(354, 19, { dom: nonnullDomain, devAlias: string }),
  domainMigrationIteration: domainEvent(359, 20, { dom: nonnullDomain, iteration: int }),
  domainJobCompleted: domainEvent(363, 21, { dom: nonnullDomain, params: typedParameters(limits.domainJobStats) }),
  domainDeviceRemovalFailed: domainEvent(367, 22, { dom: nonnullDomain, devAlias: string }),
  domainMetadataChange: domainEvent(379, 23, { dom: nonnullDomain, type: int, nsuri: optional(string) }),
  domainBlockThreshold: domainEvent(385, 24, { dom: nonnullDomain, dev: string, path: optional(string), threshold: uhyper, excess: uhyper }),
  domainMemoryFailure: domainEvent(423, 25, { dom: nonnullDomain, recipient: int, action: int, flags: uint }),
  domainMemoryDeviceSizeChange: domainEvent(438, 26, { dom: nonnullDomain, alias: string, size: uhyper }),
  domainNicMacChange: domainEvent(453, 27, { dom: nonnullDomain, alias: string, oldMAC: string, newMAC: string }),

  networkLifecycle: networkEvent(315, 0, { net: nonnullNetwork, event: int, detail: int }),
  networkMetadataChange: networkEvent(446, 1, { net: nonnullNetwork, type: int, nsuri: optional(string) }),

  storagePoolLifecycle: storagePoolEvent(370, 0, { pool: nonnullStoragePool, event: int, detail: int }),
  storagePoolRefresh: storagePoolEvent(373, 1, { pool: nonnullStoragePool }),

  nodeDeviceLifecycle: nodeDeviceEvent(376, 0, { dev: nonnullNodeDevice, event: int, detail: int }),
  nodeDeviceUpdate: nodeDeviceEvent(377, 1, { dev: nonnullNodeDevice }),

  secretLifecycle: secretEvent(382, 0, { secret: nonnullSecret, event: int, detail: int }),
  secretValueChanged: secretEvent(383, 1, { secret: nonnullSecret }),

  /** The hypervisor's connection on the far side, not our socket. `reason` is a virConnectCloseReason. */
  connectionClosed: lonelyEvent(
    362,
    { kind: 'switch', register: registration.connectRegisterCloseCallback, deregister: registration.connectUnregisterCloseCallback },
    { reason: int },
  ),
});

const qemuEvents = eventTable(qemu, {
  /** Every event of every domain's QEMU monitor. */
  qemuMonitorEvent: lonelyEvent(
    6,
    { kind: 'named', register: qemuProcedures.qemuConnectDomainMonitorEventRegister, deregister: qemuProcedures.qemuConnectDomainMonitorEventDeregister },
    { dom: nonnullDomain, event: string, seconds: hyper, micros: uint, details: optional(string) },
  ),
});

export const events = { ...remoteEvents, ...qemuEvents };
