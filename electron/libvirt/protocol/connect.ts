/** The connection itself and what its driver can do (libvirt-host.h). */
import { array, int, optional, uhyper, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';
import { typedParameters } from './typedParameter.ts';

export const connectProcedures = procedureTable(remote, {
  // Opening and closing
  connectOpen: procedure(1, { name: optional(string), flags: uint }, nothing),
  connectClose: procedure(2, nothing, nothing),
  connectSupportsFeature: procedure(60, { feature: int }, { supported: int }),
  connectSetIdentity: procedure(419, { params: typedParameters(limits.connectIdentityParams), flags: uint }, nothing),

  // What it is
  connectGetType: procedure(3, nothing, { type: string }),
  connectGetVersion: procedure(4, nothing, { hvVer: uhyper }),
  connectGetHostname: procedure(59, nothing, { hostname: string }),
  connectGetUri: procedure(110, nothing, { uri: string }),
  connectIsSecure: procedure(149, nothing, { secure: int }),
  connectGetLibVersion: procedure(157, nothing, { libVer: uhyper }),
  connectGetSysinfo: procedure(203, { flags: uint }, { sysinfo: string }),

  // What it can
  connectGetMaxVcpus: procedure(5, { type: optional(string) }, { maxVcpus: int }),
  connectGetCapabilities: procedure(7, nothing, { capabilities: string }),
  connectCompareCpu: procedure(158, { xml: string, flags: uint }, { result: int }),
  connectBaselineCpu: procedure(162, { xmlCPUs: array(string, limits.cpuBaseline), flags: uint }, { cpu: string }),
  connectGetCpuModelNames: procedure(312, { arch: string, needResults: int, flags: uint }, { models: array(string, limits.connectCpuModels), ret: int }),
  connectGetDomainCapabilities: procedure(
    342,
    { emulatorbin: optional(string), arch: optional(string), machine: optional(string), virttype: optional(string), flags: uint },
    { capabilities: string },
  ),
  connectCompareHypervisorCpu: procedure(
    393,
    { emulator: optional(string), arch: optional(string), machine: optional(string), virttype: optional(string), xmlCPU: string, flags: uint },
    { result: int },
  ),
  connectBaselineHypervisorCpu: procedure(
    394,
    {
      emulator: optional(string),
      arch: optional(string),
      machine: optional(string),
      virttype: optional(string),
      xmlCPUs: array(string, limits.cpuBaseline),
      flags: uint,
    },
    { cpu: string },
  ),
});
