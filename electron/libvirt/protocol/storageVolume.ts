/** Storage volumes (libvirt-storage.h). */
import { array, char, int, uhyper, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullStoragePool, nonnullStorageVol, string } from './objects.ts';
import { nothing, procedure, procedureTable, streamProcedure } from './procedure.ts';
import { remote } from './programs.ts';

export const storageVolumeProcedures = procedureTable(remote, {
  // Lists and lookups
  storagePoolNumOfVolumes: procedure(91, { pool: nonnullStoragePool }, { num: int }),
  storagePoolListVolumes: procedure(92, { pool: nonnullStoragePool, maxnames: int }, { names: array(string, limits.storageVolList) }),
  storageVolLookupByName: procedure(95, { pool: nonnullStoragePool, name: string }, { vol: nonnullStorageVol }),
  storageVolLookupByKey: procedure(96, { key: string }, { vol: nonnullStorageVol }),
  storageVolLookupByPath: procedure(97, { path: string }, { vol: nonnullStorageVol }),
  storagePoolListAllVolumes: procedure(
    282,
    { pool: nonnullStoragePool, needResults: int, flags: uint },
    { vols: array(nonnullStorageVol, limits.storageVolList), ret: uint },
  ),

  // Definition and state
  storageVolCreateXml: procedure(93, { pool: nonnullStoragePool, xml: string, flags: uint }, { vol: nonnullStorageVol }),
  storageVolDelete: procedure(94, { vol: nonnullStorageVol, flags: uint }, nothing),
  storageVolGetInfo: procedure(98, { vol: nonnullStorageVol }, { type: char, capacity: uhyper, allocation: uhyper }),
  storageVolGetXmlDesc: procedure(99, { vol: nonnullStorageVol, flags: uint }, { xml: string }),
  storageVolGetPath: procedure(100, { vol: nonnullStorageVol }, { name: string }),
  storageVolCreateXmlFrom: procedure(125, { pool: nonnullStoragePool, xml: string, clonevol: nonnullStorageVol, flags: uint }, { vol: nonnullStorageVol }),
  storageVolWipe: procedure(165, { vol: nonnullStorageVol, flags: uint }, nothing),
  storageVolWipePattern: procedure(259, { vol: nonnullStorageVol, algorithm: uint, flags: uint }, nothing),
  storageVolResize: procedure(260, { vol: nonnullStorageVol, capacity: uhyper, flags: uint }, nothing),
  storageVolGetInfoFlags: procedure(378, { vol: nonnullStorageVol, flags: uint }, { type: char, capacity: uhyper, allocation: uhyper }),

  // Content
  storageVolUpload: streamProcedure(208, { vol: nonnullStorageVol, offset: uhyper, length: uhyper, flags: uint }, nothing, { direction: 'up', sparseFlag: 1 }),
  storageVolDownload: streamProcedure(209, { vol: nonnullStorageVol, offset: uhyper, length: uhyper, flags: uint }, nothing, {
    direction: 'down',
    sparseFlag: 1,
  }),
});
