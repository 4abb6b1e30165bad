/** Devices of the host (libvirt-nodedev.h). */
import { array, int, optional, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullNodeDevice, string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';

export const nodeDeviceProcedures = procedureTable(remote, {
  // Lists and lookups
  nodeNumOfDevices: procedure(111, { cap: optional(string), flags: uint }, { num: int }),
  nodeListDevices: procedure(112, { cap: optional(string), maxnames: int, flags: uint }, { names: array(string, limits.nodeDeviceList) }),
  nodeDeviceLookupByName: procedure(113, { name: string }, { dev: nonnullNodeDevice }),
  nodeDeviceListCaps: procedure(117, { name: string, maxnames: int }, { names: array(string, limits.nodeDeviceCapsList) }),
  connectListAllNodeDevices: procedure(285, { needResults: int, flags: uint }, { devices: array(nonnullNodeDevice, limits.nodeDeviceList), ret: uint }),
  nodeDeviceLookupScsiHostByWwn: procedure(297, { wwnn: string, wwpn: string, flags: uint }, { dev: nonnullNodeDevice }),

  // Definition and state
  nodeDeviceGetXmlDesc: procedure(114, { name: string, flags: uint }, { xml: string }),
  nodeDeviceGetParent: procedure(115, { name: string }, { parentName: optional(string) }),
  nodeDeviceNumOfCaps: procedure(116, { name: string }, { num: int }),
  nodeDeviceDettach: procedure(118, { name: string }, nothing),
  nodeDeviceReAttach: procedure(119, { name: string }, nothing),
  nodeDeviceReset: procedure(120, { name: string }, nothing),
  nodeDeviceCreateXml: procedure(123, { xmlDesc: string, flags: uint }, { dev: nonnullNodeDevice }),
  nodeDeviceDestroy: procedure(124, { name: string }, nothing),
  nodeDeviceDetachFlags: procedure(301, { name: string, driverName: optional(string), flags: uint }, nothing),
  nodeDeviceDefineXml: procedure(428, { xmlDesc: string, flags: uint }, { dev: nonnullNodeDevice }),
  nodeDeviceUndefine: procedure(429, { name: string, flags: uint }, nothing),
  nodeDeviceCreate: procedure(430, { name: string, flags: uint }, nothing),
  nodeDeviceGetAutostart: procedure(433, { name: string }, { autostart: int }),
  nodeDeviceSetAutostart: procedure(434, { name: string, autostart: int }, nothing),
  nodeDeviceIsPersistent: procedure(435, { name: string }, { persistent: int }),
  nodeDeviceIsActive: procedure(436, { name: string }, { active: int }),
  nodeDeviceUpdate: procedure(447, { name: string, xmlDesc: string, flags: uint }, nothing),
});
