/** Checkpoints of domains (libvirt-domain-checkpoint.h). */
import { array, int, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullDomain, nonnullDomainCheckpoint, string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';

export const domainCheckpointProcedures = procedureTable(remote, {
  domainCheckpointCreateXml: procedure(411, { dom: nonnullDomain, xmlDesc: string, flags: uint }, { checkpoint: nonnullDomainCheckpoint }),
  domainCheckpointGetXmlDesc: procedure(412, { checkpoint: nonnullDomainCheckpoint, flags: uint }, { xml: string }),
  domainListAllCheckpoints: procedure(
    413,
    { dom: nonnullDomain, needResults: int, flags: uint },
    { checkpoints: array(nonnullDomainCheckpoint, limits.domainCheckpointList), ret: int },
  ),
  domainCheckpointListAllChildren: procedure(
    414,
    { checkpoint: nonnullDomainCheckpoint, needResults: int, flags: uint },
    { checkpoints: array(nonnullDomainCheckpoint, limits.domainCheckpointList), ret: int },
  ),
  domainCheckpointLookupByName: procedure(415, { dom: nonnullDomain, name: string, flags: uint }, { checkpoint: nonnullDomainCheckpoint }),
  domainCheckpointGetParent: procedure(416, { checkpoint: nonnullDomainCheckpoint, flags: uint }, { parent: nonnullDomainCheckpoint }),
  domainCheckpointDelete: procedure(417, { checkpoint: nonnullDomainCheckpoint, flags: uint }, nothing),
});
