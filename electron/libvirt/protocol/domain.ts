/** Domains: lists, definitions, starting and stopping, state, devices, consoles (libvirt-domain.h). */
import { array, hyper, int, optional, struct, uchar, uhyper, uint, ushort } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullDomain, string, uuid } from './objects.ts';
import { descriptorProcedure, nothing, procedure, procedureTable, streamProcedure } from './procedure.ts';
import { remote } from './programs.ts';
import { someTypedParameters, typedParameters } from './typedParameter.ts';

const domainStatsRecord = struct({ dom: nonnullDomain, params: typedParameters(limits.connectGetAllDomainStats) });

/** `connectGetAllDomainStats` whose answers hold only the parameters wanted: the daemon sends whole groups, of which few need some. */
export function someDomainStats(isWanted: (field: string) => boolean): typeof domainProcedures.connectGetAllDomainStats {
  const record = struct({ dom: nonnullDomain, params: someTypedParameters(limits.connectGetAllDomainStats, isWanted) });
  return { ...domainProcedures.connectGetAllDomainStats, result: struct({ retStats: array(record, limits.domainList) }) };
}

export const domainProcedures = procedureTable(remote, {
  // Lists and lookups
  connectListDefinedDomains: procedure(21, { maxnames: int }, { names: array(string, limits.domainList) }),
  domainLookupById: procedure(22, { id: int }, { dom: nonnullDomain }),
  domainLookupByName: procedure(23, { name: string }, { dom: nonnullDomain }),
  domainLookupByUuid: procedure(24, { uuid }, { dom: nonnullDomain }),
  connectNumOfDefinedDomains: procedure(25, nothing, { num: int }),
  connectListDomains: procedure(37, { maxids: int }, { ids: array(int, limits.domainList) }),
  connectNumOfDomains: procedure(51, nothing, { num: int }),
  connectListAllDomains: procedure(273, { needResults: int, flags: uint }, { domains: array(nonnullDomain, limits.domainList), ret: uint }),
  connectGetAllDomainStats: procedure(
    344,
    { doms: array(nonnullDomain, limits.domainList), stats: uint, flags: uint },
    { retStats: array(domainStatsRecord, limits.domainList) },
  ),

  // Definitions
  domainCreateXml: procedure(10, { xmlDesc: string, flags: uint }, { dom: nonnullDomain }),
  domainDefineXml: procedure(11, { xml: string }, { dom: nonnullDomain }),
  domainGetXmlDesc: procedure(14, { dom: nonnullDomain, flags: uint }, { xml: string }),
  domainGetAutostart: procedure(15, { dom: nonnullDomain }, { autostart: int }),
  domainSetAutostart: procedure(29, { dom: nonnullDomain, autostart: int }, nothing),
  domainUndefine: procedure(35, { dom: nonnullDomain }, nothing),
  connectDomainXmlFromNative: procedure(135, { nativeFormat: string, nativeConfig: string, flags: uint }, { domainXml: string }),
  connectDomainXmlToNative: procedure(136, { nativeFormat: string, domainXml: string, flags: uint }, { nativeConfig: string }),
  domainUndefineFlags: procedure(231, { dom: nonnullDomain, flags: uint }, nothing),
  domainSetMetadata: procedure(
    264,
    { dom: nonnullDomain, type: int, metadata: optional(string), key: optional(string), uri: optional(string), flags: uint },
    nothing,
  ),
  domainGetMetadata: procedure(265, { dom: nonnullDomain, type: int, uri: optional(string), flags: uint }, { metadata: string }),
  domainCreateXmlWithFiles: descriptorProcedure(309, { xmlDesc: string, flags: uint }, { dom: nonnullDomain }),
  domainDefineXmlFlags: procedure(350, { xml: string, flags: uint }, { dom: nonnullDomain }),
  domainRename: procedure(358, { dom: nonnullDomain, newName: optional(string), flags: uint }, { retcode: int }),
  domainGetAutostartOnce: procedure(449, { dom: nonnullDomain }, { autostart: int }),
  domainSetAutostartOnce: procedure(450, { dom: nonnullDomain, autostart: int }, nothing),

  // Starting and stopping
  domainCreate: procedure(9, { dom: nonnullDomain }, nothing),
  domainDestroy: procedure(12, { dom: nonnullDomain }, nothing),
  domainReboot: procedure(27, { dom: nonnullDomain, flags: uint }, nothing),
  domainResume: procedure(28, { dom: nonnullDomain }, nothing),
  domainShutdown: procedure(33, { dom: nonnullDomain }, nothing),
  domainSuspend: procedure(34, { dom: nonnullDomain }, nothing),
  domainCreateWithFlags: procedure(196, { dom: nonnullDomain, flags: uint }, { dom: nonnullDomain }),
  domainInjectNmi: procedure(210, { dom: nonnullDomain, flags: uint }, nothing),
  domainDestroyFlags: procedure(234, { dom: nonnullDomain, flags: uint }, nothing),
  domainReset: procedure(245, { dom: nonnullDomain, flags: uint }, nothing),
  domainShutdownFlags: procedure(258, { dom: nonnullDomain, flags: uint }, nothing),
  domainPmSuspendForDuration: procedure(261, { dom: nonnullDomain, target: uint, duration: uhyper, flags: uint }, nothing),
  domainPmWakeup: procedure(267, { dom: nonnullDomain, flags: uint }, nothing),
  domainSendProcessSignal: procedure(295, { dom: nonnullDomain, pidValue: hyper, signum: uint, flags: uint }, nothing),
  domainCreateWithFiles: descriptorProcedure(310, { dom: nonnullDomain, flags: uint }, { dom: nonnullDomain }),
  domainSetLifecycleAction: procedure(390, { dom: nonnullDomain, type: uint, action: uint, flags: uint }, nothing),
  domainFdAssociate: descriptorProcedure(443, { dom: nonnullDomain, name: string, flags: uint }, nothing),

  // State
  domainGetInfo: procedure(16, { dom: nonnullDomain }, { state: uchar, maxMem: uhyper, memory: uhyper, nrVirtCpu: ushort, cpuTime: uhyper }),
  domainGetOsType: procedure(19, { dom: nonnullDomain }, { type: string }),
  domainIsActive: procedure(150, { dom: nonnullDomain }, { active: int }),
  domainIsPersistent: procedure(151, { dom: nonnullDomain }, { persistent: int }),
  domainIsUpdated: procedure(202, { dom: nonnullDomain }, { updated: int }),
  domainGetState: procedure(212, { dom: nonnullDomain, flags: uint }, { state: int, reason: int }),
  domainGetControlInfo: procedure(229, { dom: nonnullDomain, flags: uint }, { state: uint, details: uint, stateTime: uhyper }),
  domainGetMessages: procedure(426, { dom: nonnullDomain, flags: uint }, { msgs: array(string, limits.domainMessages) }),

  // Devices
  domainAttachDevice: procedure(8, { dom: nonnullDomain, xml: string }, nothing),
  domainDetachDevice: procedure(13, { dom: nonnullDomain, xml: string }, nothing),
  domainAttachDeviceFlags: procedure(160, { dom: nonnullDomain, xml: string, flags: uint }, nothing),
  domainDetachDeviceFlags: procedure(161, { dom: nonnullDomain, xml: string, flags: uint }, nothing),
  domainUpdateDeviceFlags: procedure(174, { dom: nonnullDomain, xml: string, flags: uint }, nothing),
  domainDetachDeviceAlias: procedure(392, { dom: nonnullDomain, alias: string, flags: uint }, nothing),

  // Screens, consoles and keys
  domainOpenConsole: streamProcedure(201, { dom: nonnullDomain, devName: optional(string), flags: uint }, nothing, {
    direction: 'both',
  }),
  domainScreenshot: streamProcedure(211, { dom: nonnullDomain, screen: uint, flags: uint }, { mime: optional(string) }, { direction: 'down' }),
  domainSendKey: procedure(226, { dom: nonnullDomain, codeset: uint, holdtime: uint, keycodes: array(uint, limits.domainSendKey), flags: uint }, nothing),
  domainOpenGraphics: descriptorProcedure(249, { dom: nonnullDomain, idx: uint, flags: uint }, nothing),
  domainOpenChannel: streamProcedure(296, { dom: nonnullDomain, name: optional(string), flags: uint }, nothing, {
    direction: 'both',
  }),
  domainOpenGraphicsFd: descriptorProcedure(343, { dom: nonnullDomain, idx: uint, flags: uint }, nothing),
  domainGraphicsReload: procedure(448, { dom: nonnullDomain, type: uint, flags: uint }, nothing),
});
