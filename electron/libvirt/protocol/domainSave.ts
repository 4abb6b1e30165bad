/** Saving, restoring and dumping domains. Paths are the host's (libvirt-domain.h). */
import { int, optional, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullDomain, string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';
import { typedParameters } from './typedParameter.ts';

export const domainSaveProcedures = procedureTable(remote, {
  domainCoreDump: procedure(53, { dom: nonnullDomain, to: string, flags: uint }, nothing),
  domainRestore: procedure(54, { from: string }, nothing),
  domainSave: procedure(55, { dom: nonnullDomain, to: string }, nothing),
  domainManagedSave: procedure(182, { dom: nonnullDomain, flags: uint }, nothing),
  domainHasManagedSaveImage: procedure(183, { dom: nonnullDomain, flags: uint }, { result: int }),
  domainManagedSaveRemove: procedure(184, { dom: nonnullDomain, flags: uint }, nothing),
  domainSaveFlags: procedure(232, { dom: nonnullDomain, to: string, dxml: optional(string), flags: uint }, nothing),
  domainRestoreFlags: procedure(233, { from: string, dxml: optional(string), flags: uint }, nothing),
  domainSaveImageGetXmlDesc: procedure(235, { file: string, flags: uint }, { xml: string }),
  domainSaveImageDefineXml: procedure(236, { file: string, dxml: string, flags: uint }, nothing),
  domainCoreDumpWithFormat: procedure(334, { dom: nonnullDomain, to: string, dumpformat: uint, flags: uint }, nothing),
  domainManagedSaveGetXmlDesc: procedure(388, { dom: nonnullDomain, flags: uint }, { xml: string }),
  domainManagedSaveDefineXml: procedure(389, { dom: nonnullDomain, dxml: optional(string), flags: uint }, nothing),
  domainSaveParams: procedure(440, { dom: nonnullDomain, params: typedParameters(limits.domainSaveParams), flags: uint }, nothing),
  domainRestoreParams: procedure(441, { params: typedParameters(limits.domainSaveParams), flags: uint }, nothing),
});
