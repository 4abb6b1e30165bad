/** Secrets kept by the host (libvirt-secret.h). */
import { array, int, opaque, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullSecret, string, uuid } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';

export const secretProcedures = procedureTable(remote, {
  connectNumOfSecrets: procedure(139, nothing, { num: int }),
  connectListSecrets: procedure(140, { maxuuids: int }, { uuids: array(string, limits.secretList) }),
  secretLookupByUuid: procedure(141, { uuid }, { secret: nonnullSecret }),
  secretDefineXml: procedure(142, { xml: string, flags: uint }, { secret: nonnullSecret }),
  secretGetXmlDesc: procedure(143, { secret: nonnullSecret, flags: uint }, { xml: string }),
  secretSetValue: procedure(144, { secret: nonnullSecret, value: opaque(limits.secretValue), flags: uint }, nothing),
  secretGetValue: procedure(145, { secret: nonnullSecret, flags: uint }, { value: opaque(limits.secretValue) }),
  secretUndefine: procedure(146, { secret: nonnullSecret }, nothing),
  secretLookupByUsage: procedure(147, { usageType: int, usageID: string }, { secret: nonnullSecret }),
  connectListAllSecrets: procedure(287, { needResults: int, flags: uint }, { secrets: array(nonnullSecret, limits.secretList), ret: uint }),
});
