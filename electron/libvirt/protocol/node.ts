/** The host machine: processors, memory, security (libvirt-host.h). */
import { array, charText, fixedCharText, int, opaque, struct, uhyper, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';
import { typedParameterFlags, typedParameters } from './typedParameter.ts';

const nodeGetCpuStats = struct({ field: string, value: uhyper });
const nodeGetMemoryStats = struct({ field: string, value: uhyper });

export const nodeProcedures = procedureTable(remote, {
  // Processors and memory
  nodeGetInfo: procedure(6, nothing, {
    model: fixedCharText(32),
    memory: uhyper,
    cpus: int,
    mhz: int,
    nodes: int,
    sockets: int,
    cores: int,
    threads: int,
  }),
  nodeGetCellsFreeMemory: procedure(101, { startCell: int, maxcells: int }, { cells: array(uhyper, limits.nodeCells) }),
  nodeGetFreeMemory: procedure(102, nothing, { freeMem: uhyper }),
  nodeGetCpuStats: procedure(227, { cpuNum: int, nparams: int, flags: uint }, { params: array(nodeGetCpuStats, limits.nodeCpuStats), nparams: int }),
  nodeGetMemoryStats: procedure(228, { nparams: int, cellNum: int, flags: uint }, { params: array(nodeGetMemoryStats, limits.nodeMemoryStats), nparams: int }),
  nodeSetMemoryParameters: procedure(288, { params: typedParameters(limits.nodeMemoryParameters), flags: uint }, nothing),
  nodeGetMemoryParameters: procedure(289, { nparams: int, flags: typedParameterFlags }, { params: typedParameters(limits.nodeMemoryParameters), nparams: int }),
  nodeGetCpuMap: procedure(293, { needMap: int, needOnline: int, flags: uint }, { cpumap: opaque(limits.cpumap), online: uint, ret: int }),
  nodeGetFreePages: procedure(
    340,
    { pages: array(uint, limits.nodeCells), startCell: int, cellCount: uint, flags: uint },
    { counts: array(uhyper, limits.nodeCells) },
  ),
  nodeAllocPages: procedure(
    347,
    { pageSizes: array(uint, limits.nodeCells), pageCounts: array(uhyper, limits.nodeCells), startCell: int, cellCount: uint, flags: uint },
    { ret: int },
  ),

  // Other
  nodeGetSecurityModel: procedure(122, nothing, {
    model: charText(limits.securityModel),
    doi: charText(limits.securityDoi),
  }),
  nodeSuspendForDuration: procedure(250, { target: uint, duration: uhyper, flags: uint }, nothing),
  nodeGetSevInfo: procedure(395, { nparams: int, flags: typedParameterFlags }, { params: typedParameters(limits.nodeSevInfo), nparams: int }),
});
