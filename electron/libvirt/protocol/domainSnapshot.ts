/** Snapshots of domains (libvirt-domain-snapshot.h). */
import { array, int, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullDomain, nonnullDomainSnapshot, string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';

export const domainSnapshotProcedures = procedureTable(remote, {
  domainSnapshotCreateXml: procedure(185, { dom: nonnullDomain, xmlDesc: string, flags: uint }, { snap: nonnullDomainSnapshot }),
  domainSnapshotGetXmlDesc: procedure(186, { snap: nonnullDomainSnapshot, flags: uint }, { xml: string }),
  domainSnapshotNum: procedure(187, { dom: nonnullDomain, flags: uint }, { num: int }),
  domainSnapshotListNames: procedure(188, { dom: nonnullDomain, maxnames: int, flags: uint }, { names: array(string, limits.domainSnapshotList) }),
  domainSnapshotLookupByName: procedure(189, { dom: nonnullDomain, name: string, flags: uint }, { snap: nonnullDomainSnapshot }),
  domainHasCurrentSnapshot: procedure(190, { dom: nonnullDomain, flags: uint }, { result: int }),
  domainSnapshotCurrent: procedure(191, { dom: nonnullDomain, flags: uint }, { snap: nonnullDomainSnapshot }),
  domainRevertToSnapshot: procedure(192, { snap: nonnullDomainSnapshot, flags: uint }, nothing),
  domainSnapshotDelete: procedure(193, { snap: nonnullDomainSnapshot, flags: uint }, nothing),
  domainSnapshotGetParent: procedure(244, { snap: nonnullDomainSnapshot, flags: uint }, { snap: nonnullDomainSnapshot }),
  domainSnapshotNumChildren: procedure(246, { snap: nonnullDomainSnapshot, flags: uint }, { num: int }),
  domainSnapshotListChildrenNames: procedure(
    247,
    { snap: nonnullDomainSnapshot, maxnames: int, flags: uint },
    { names: array(string, limits.domainSnapshotList) },
  ),
  domainSnapshotIsCurrent: procedure(271, { snap: nonnullDomainSnapshot, flags: uint }, { current: int }),
  domainSnapshotHasMetadata: procedure(272, { snap: nonnullDomainSnapshot, flags: uint }, { metadata: int }),
  domainListAllSnapshots: procedure(
    274,
    { dom: nonnullDomain, needResults: int, flags: uint },
    { snapshots: array(nonnullDomainSnapshot, limits.domainSnapshotList), ret: int },
  ),
  domainSnapshotListAllChildren: procedure(
    275,
    { snapshot: nonnullDomainSnapshot, needResults: int, flags: uint },
    { snapshots: array(nonnullDomainSnapshot, limits.domainSnapshotList), ret: int },
  ),
});
