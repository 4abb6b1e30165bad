/** Storage pools (libvirt-storage.h). */
import { array, int, optional, uchar, uhyper, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullStoragePool, nonnullStorageVol, string, uuid } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';

export const storagePoolProcedures = procedureTable(remote, {
  // Lists and lookups
  connectNumOfStoragePools: procedure(71, nothing, { num: int }),
  connectListStoragePools: procedure(72, { maxnames: int }, { names: array(string, limits.storagePoolList) }),
  connectNumOfDefinedStoragePools: procedure(73, nothing, { num: int }),
  connectListDefinedStoragePools: procedure(74, { maxnames: int }, { names: array(string, limits.storagePoolList) }),
  storagePoolLookupByName: procedure(84, { name: string }, { pool: nonnullStoragePool }),
  storagePoolLookupByUuid: procedure(85, { uuid }, { pool: nonnullStoragePool }),
  storagePoolLookupByVolume: procedure(86, { vol: nonnullStorageVol }, { pool: nonnullStoragePool }),
  connectListAllStoragePools: procedure(281, { needResults: int, flags: uint }, { pools: array(nonnullStoragePool, limits.storagePoolList), ret: uint }),
  storagePoolLookupByTargetPath: procedure(391, { path: string }, { pool: nonnullStoragePool }),

  // Definitions
  connectFindStoragePoolSources: procedure(75, { type: string, srcSpec: optional(string), flags: uint }, { xml: string }),
  storagePoolCreateXml: procedure(76, { xml: string, flags: uint }, { pool: nonnullStoragePool }),
  storagePoolDefineXml: procedure(77, { xml: string, flags: uint }, { pool: nonnullStoragePool }),
  storagePoolUndefine: procedure(82, { pool: nonnullStoragePool }, nothing),
  storagePoolGetXmlDesc: procedure(88, { pool: nonnullStoragePool, flags: uint }, { xml: string }),
  storagePoolGetAutostart: procedure(89, { pool: nonnullStoragePool }, { autostart: int }),
  storagePoolSetAutostart: procedure(90, { pool: nonnullStoragePool, autostart: int }, nothing),
  connectGetStoragePoolCapabilities: procedure(403, { flags: uint }, { capabilities: string }),

  // State and content
  storagePoolCreate: procedure(78, { pool: nonnullStoragePool, flags: uint }, nothing),
  storagePoolBuild: procedure(79, { pool: nonnullStoragePool, flags: uint }, nothing),
  storagePoolDestroy: procedure(80, { pool: nonnullStoragePool }, nothing),
  storagePoolDelete: procedure(81, { pool: nonnullStoragePool, flags: uint }, nothing),
  storagePoolRefresh: procedure(83, { pool: nonnullStoragePool, flags: uint }, nothing),
  storagePoolGetInfo: procedure(87, { pool: nonnullStoragePool }, { state: uchar, capacity: uhyper, allocation: uhyper, available: uhyper }),
  storagePoolIsActive: procedure(154, { pool: nonnullStoragePool }, { active: int }),
  storagePoolIsPersistent: procedure(155, { pool: nonnullStoragePool }, { persistent: int }),
});
