/** What a domain may use and does use: processors, memory, tuning, security labels (libvirt-domain.h). */
import { array, charText, hyper, int, opaque, optional, struct, uhyper, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullDomain, string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';
import { typedParameterFlags, typedParameters } from './typedParameter.ts';

const securityLabelFields = { label: charText(limits.securityLabel), enforcing: int };
const domainGetSecurityLabelRet = struct(securityLabelFields);
const domainIothreadInfo = struct({ iothreadId: uint, cpumap: opaque(limits.cpumap) });
const domainMemoryStat = struct({ tag: int, val: uhyper });
const vcpuInfo = struct({ number: uint, state: int, cpuTime: uhyper, cpu: int });

export const domainResourcesProcedures = procedureTable(remote, {
  // Processors
  domainGetMaxVcpus: procedure(18, { dom: nonnullDomain }, { num: int }),
  domainGetVcpus: procedure(20, { dom: nonnullDomain, maxinfo: int, maplen: int }, { info: array(vcpuInfo, limits.vcpuinfo), cpumaps: opaque(limits.cpumaps) }),
  domainPinVcpu: procedure(26, { dom: nonnullDomain, vcpu: uint, cpumap: opaque(limits.cpumap) }, nothing),
  domainSetVcpus: procedure(32, { dom: nonnullDomain, nvcpus: uint }, nothing),
  domainSetVcpusFlags: procedure(199, { dom: nonnullDomain, nvcpus: uint, flags: uint }, nothing),
  domainGetVcpusFlags: procedure(200, { dom: nonnullDomain, flags: uint }, { num: int }),
  domainPinVcpuFlags: procedure(225, { dom: nonnullDomain, vcpu: uint, cpumap: opaque(limits.cpumap), flags: uint }, nothing),
  domainGetVcpuPinInfo: procedure(230, { dom: nonnullDomain, ncpumaps: int, maplen: int, flags: uint }, { cpumaps: opaque(limits.cpumaps), num: int }),
  domainGetCpuStats: procedure(
    262,
    { dom: nonnullDomain, nparams: uint, startCpu: int, ncpus: uint, flags: typedParameterFlags },
    { params: typedParameters(limits.domainGetCpuStats), nparams: int },
  ),
  domainPinEmulator: procedure(279, { dom: nonnullDomain, cpumap: opaque(limits.cpumap), flags: uint }, nothing),
  domainGetEmulatorPinInfo: procedure(280, { dom: nonnullDomain, maplen: int, flags: uint }, { cpumaps: opaque(limits.cpumaps), ret: int }),
  domainGetIothreadInfo: procedure(351, { dom: nonnullDomain, flags: uint }, { info: array(domainIothreadInfo, limits.iothreadInfo), ret: uint }),
  domainPinIothread: procedure(352, { dom: nonnullDomain, iothreadsId: uint, cpumap: opaque(limits.cpumap), flags: uint }, nothing),
  domainAddIothread: procedure(355, { dom: nonnullDomain, iothreadId: uint, flags: uint }, nothing),
  domainDelIothread: procedure(356, { dom: nonnullDomain, iothreadId: uint, flags: uint }, nothing),
  domainSetVcpu: procedure(384, { dom: nonnullDomain, cpumap: string, state: int, flags: uint }, nothing),
  domainSetIothreadParams: procedure(402, { dom: nonnullDomain, iothreadId: uint, params: typedParameters(limits.domainIothreadParams), flags: uint }, nothing),

  // Memory
  domainGetMaxMemory: procedure(17, { dom: nonnullDomain }, { memory: uhyper }),
  domainSetMaxMemory: procedure(30, { dom: nonnullDomain, memory: uhyper }, nothing),
  domainSetMemory: procedure(31, { dom: nonnullDomain, memory: uhyper }, nothing),
  domainMemoryPeek: procedure(104, { dom: nonnullDomain, offset: uhyper, size: uint, flags: uint }, { buffer: opaque(limits.domainMemoryPeekBuffer) }),
  domainMemoryStats: procedure(159, { dom: nonnullDomain, maxStats: uint, flags: uint }, { stats: array(domainMemoryStat, limits.domainMemoryStats) }),
  domainSetMemoryParameters: procedure(197, { dom: nonnullDomain, params: typedParameters(limits.domainMemoryParameters), flags: uint }, nothing),
  domainGetMemoryParameters: procedure(
    198,
    { dom: nonnullDomain, nparams: int, flags: typedParameterFlags },
    { params: typedParameters(limits.domainMemoryParameters), nparams: int },
  ),
  domainSetMemoryFlags: procedure(204, { dom: nonnullDomain, memory: uhyper, flags: uint }, nothing),
  domainSetNumaParameters: procedure(254, { dom: nonnullDomain, params: typedParameters(limits.domainNumaParameters), flags: uint }, nothing),
  domainGetNumaParameters: procedure(
    255,
    { dom: nonnullDomain, nparams: int, flags: typedParameterFlags },
    { params: typedParameters(limits.domainNumaParameters), nparams: int },
  ),
  domainSetMemoryStatsPeriod: procedure(308, { dom: nonnullDomain, period: int, flags: uint }, nothing),
  domainStartDirtyRateCalc: procedure(427, { dom: nonnullDomain, seconds: int, flags: uint }, nothing),

  // Tuning
  domainGetSchedulerType: procedure(56, { dom: nonnullDomain }, { type: string, nparams: int }),
  domainGetSchedulerParameters: procedure(57, { dom: nonnullDomain, nparams: int }, { params: typedParameters(limits.domainSchedulerParameters) }),
  domainSetSchedulerParameters: procedure(58, { dom: nonnullDomain, params: typedParameters(limits.domainSchedulerParameters) }, nothing),
  domainSetBlkioParameters: procedure(205, { dom: nonnullDomain, params: typedParameters(limits.domainBlkioParameters), flags: uint }, nothing),
  domainGetBlkioParameters: procedure(
    206,
    { dom: nonnullDomain, nparams: int, flags: typedParameterFlags },
    { params: typedParameters(limits.domainBlkioParameters), nparams: int },
  ),
  domainSetSchedulerParametersFlags: procedure(219, { dom: nonnullDomain, params: typedParameters(limits.domainSchedulerParameters), flags: uint }, nothing),
  domainGetSchedulerParametersFlags: procedure(
    223,
    { dom: nonnullDomain, nparams: int, flags: typedParameterFlags },
    { params: typedParameters(limits.domainSchedulerParameters) },
  ),
  domainSetBlockIoTune: procedure(252, { dom: nonnullDomain, disk: string, params: typedParameters(limits.domainBlockIoTuneParameters), flags: uint }, nothing),
  domainGetBlockIoTune: procedure(
    253,
    { dom: nonnullDomain, disk: optional(string), nparams: int, flags: typedParameterFlags },
    { params: typedParameters(limits.domainBlockIoTuneParameters), nparams: int },
  ),
  domainSetInterfaceParameters: procedure(
    256,
    { dom: nonnullDomain, device: string, params: typedParameters(limits.domainInterfaceParameters), flags: uint },
    nothing,
  ),
  domainGetInterfaceParameters: procedure(
    257,
    { dom: nonnullDomain, device: string, nparams: int, flags: typedParameterFlags },
    { params: typedParameters(limits.domainInterfaceParameters), nparams: int },
  ),
  domainGetPerfEvents: procedure(365, { dom: nonnullDomain, flags: uint }, { params: typedParameters(limits.domainPerfEvents) }),
  domainSetPerfEvents: procedure(366, { dom: nonnullDomain, params: typedParameters(limits.domainPerfEvents), flags: uint }, nothing),
  domainSetThrottleGroup: procedure(
    451,
    { dom: nonnullDomain, group: string, params: typedParameters(limits.domainBlockIoTuneParameters), flags: uint },
    nothing,
  ),
  domainDelThrottleGroup: procedure(452, { dom: nonnullDomain, group: optional(string), flags: uint }, nothing),

  // Statistics of interfaces
  domainInterfaceStats: procedure(
    65,
    { dom: nonnullDomain, device: string },
    { rxBytes: hyper, rxPackets: hyper, rxErrs: hyper, rxDrop: hyper, txBytes: hyper, txPackets: hyper, txErrs: hyper, txDrop: hyper },
  ),

  // Security
  domainGetSecurityLabel: procedure(121, { dom: nonnullDomain }, securityLabelFields),
  domainGetSecurityLabelList: procedure(278, { dom: nonnullDomain }, { labels: array(domainGetSecurityLabelRet, limits.securityLabelList), ret: int }),
  domainGetLaunchSecurityInfo: procedure(396, { dom: nonnullDomain, flags: uint }, { params: typedParameters(limits.domainLaunchSecurityInfoParams) }),
  domainSetLaunchSecurityState: procedure(439, { dom: nonnullDomain, params: typedParameters(limits.domainLaunchSecurityStateParams), flags: uint }, nothing),
});
