/** Disks of domains: sizes, statistics, block jobs, backup (libvirt-domain.h). */
import { array, hyper, int, opaque, optional, struct, uhyper, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullDomain, string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';
import { typedParameterFlags, typedParameters } from './typedParameter.ts';

const domainDiskError = struct({ disk: string, error: int });

export const domainBlockProcedures = procedureTable(remote, {
  domainBlockStats: procedure(64, { dom: nonnullDomain, path: string }, { rdReq: hyper, rdBytes: hyper, wrReq: hyper, wrBytes: hyper, errs: hyper }),
  domainBlockPeek: procedure(
    103,
    { dom: nonnullDomain, path: string, offset: uhyper, size: uint, flags: uint },
    { buffer: opaque(limits.domainBlockPeekBuffer) },
  ),
  domainGetBlockInfo: procedure(194, { dom: nonnullDomain, path: string, flags: uint }, { allocation: uhyper, capacity: uhyper, physical: uhyper }),
  domainBlockJobAbort: procedure(237, { dom: nonnullDomain, path: string, flags: uint }, nothing),
  domainGetBlockJobInfo: procedure(
    238,
    { dom: nonnullDomain, path: string, flags: uint },
    { found: int, type: int, bandwidth: uhyper, cur: uhyper, end: uhyper },
  ),
  domainBlockJobSetSpeed: procedure(239, { dom: nonnullDomain, path: string, bandwidth: uhyper, flags: uint }, nothing),
  domainBlockPull: procedure(240, { dom: nonnullDomain, path: string, bandwidth: uhyper, flags: uint }, nothing),
  domainBlockStatsFlags: procedure(
    243,
    { dom: nonnullDomain, path: string, nparams: int, flags: typedParameterFlags },
    { params: typedParameters(limits.domainBlockStatsParameters), nparams: int },
  ),
  domainBlockResize: procedure(251, { dom: nonnullDomain, disk: string, size: uhyper, flags: uint }, nothing),
  domainGetDiskErrors: procedure(
    263,
    { dom: nonnullDomain, maxerrors: uint, flags: uint },
    { errors: array(domainDiskError, limits.domainDiskErrors), nerrors: int },
  ),
  domainBlockRebase: procedure(266, { dom: nonnullDomain, path: string, base: optional(string), bandwidth: uhyper, flags: uint }, nothing),
  domainBlockCommit: procedure(
    290,
    { dom: nonnullDomain, disk: string, base: optional(string), top: optional(string), bandwidth: uhyper, flags: uint },
    nothing,
  ),
  domainBlockCopy: procedure(
    345,
    { dom: nonnullDomain, path: string, destxml: string, params: typedParameters(limits.domainBlockCopyParameters), flags: uint },
    nothing,
  ),
  domainSetBlockThreshold: procedure(386, { dom: nonnullDomain, dev: string, threshold: uhyper, flags: uint }, nothing),
  domainBackupBegin: procedure(421, { dom: nonnullDomain, backupXml: string, checkpointXml: optional(string), flags: uint }, nothing),
  domainBackupGetXmlDesc: procedure(422, { dom: nonnullDomain, flags: uint }, { xml: string }),
});
