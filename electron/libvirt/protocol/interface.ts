/** The host's own network interfaces (libvirt-interface.h). */
import { array, int, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullInterface, string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';

export const interfaceProcedures = procedureTable(remote, {
  connectNumOfInterfaces: procedure(126, nothing, { num: int }),
  connectListInterfaces: procedure(127, { maxnames: int }, { names: array(string, limits.interfaceList) }),
  interfaceLookupByName: procedure(128, { name: string }, { iface: nonnullInterface }),
  interfaceLookupByMacString: procedure(129, { mac: string }, { iface: nonnullInterface }),
  interfaceGetXmlDesc: procedure(130, { iface: nonnullInterface, flags: uint }, { xml: string }),
  interfaceDefineXml: procedure(131, { xml: string, flags: uint }, { iface: nonnullInterface }),
  interfaceUndefine: procedure(132, { iface: nonnullInterface }, nothing),
  interfaceCreate: procedure(133, { iface: nonnullInterface, flags: uint }, nothing),
  interfaceDestroy: procedure(134, { iface: nonnullInterface, flags: uint }, nothing),
  connectNumOfDefinedInterfaces: procedure(137, nothing, { num: int }),
  connectListDefinedInterfaces: procedure(138, { maxnames: int }, { names: array(string, limits.interfaceList) }),
  interfaceIsActive: procedure(156, { iface: nonnullInterface }, { active: int }),
  interfaceChangeBegin: procedure(220, { flags: uint }, nothing),
  interfaceChangeCommit: procedure(221, { flags: uint }, nothing),
  interfaceChangeRollback: procedure(222, { flags: uint }, nothing),
  connectListAllInterfaces: procedure(284, { needResults: int, flags: uint }, { ifaces: array(nonnullInterface, limits.interfaceList), ret: uint }),
});
