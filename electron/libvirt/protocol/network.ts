/** Virtual networks, their ports and leases (libvirt-network.h). */
import { array, hyper, int, optional, struct, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullNetwork, nonnullNetworkPort, string, uuid } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';
import { typedParameters } from './typedParameter.ts';

const networkDhcpLease = struct({
  iface: string,
  expirytime: hyper,
  type: int,
  mac: optional(string),
  iaid: optional(string),
  ipaddr: string,
  prefix: uint,
  hostname: optional(string),
  clientid: optional(string),
});

/** Servers before 7.2.0 had section and command the other way round (virNetworkUpdate in src/libvirt-network.c). */
const networkUpdateBefore = {
  before: {
    feature: 16,
    args: { net: nonnullNetwork, section: uint, command: uint, parentIndex: int, xml: string, flags: uint },
  },
};

export const networkProcedures = procedureTable(remote, {
  // Lists and lookups
  connectListDefinedNetworks: procedure(36, { maxnames: int }, { names: array(string, limits.networkList) }),
  connectListNetworks: procedure(38, { maxnames: int }, { names: array(string, limits.networkList) }),
  networkLookupByName: procedure(46, { name: string }, { net: nonnullNetwork }),
  networkLookupByUuid: procedure(47, { uuid }, { net: nonnullNetwork }),
  connectNumOfDefinedNetworks: procedure(50, nothing, { num: int }),
  connectNumOfNetworks: procedure(52, nothing, { num: int }),
  connectListAllNetworks: procedure(283, { needResults: int, flags: uint }, { nets: array(nonnullNetwork, limits.networkList), ret: uint }),
  networkGetDhcpLeases: procedure(
    341,
    { net: nonnullNetwork, mac: optional(string), needResults: int, flags: uint },
    { leases: array(networkDhcpLease, limits.networkDhcpLeases), ret: uint },
  ),

  // Definitions
  networkCreateXml: procedure(40, { xml: string }, { net: nonnullNetwork }),
  networkDefineXml: procedure(41, { xml: string }, { net: nonnullNetwork }),
  networkGetXmlDesc: procedure(43, { net: nonnullNetwork, flags: uint }, { xml: string }),
  networkGetAutostart: procedure(44, { net: nonnullNetwork }, { autostart: int }),
  networkSetAutostart: procedure(48, { net: nonnullNetwork, autostart: int }, nothing),
  networkUndefine: procedure(49, { net: nonnullNetwork }, nothing),
  networkUpdate: procedure(
    291,
    { net: nonnullNetwork, command: uint, section: uint, parentIndex: int, xml: string, flags: uint },
    nothing,
    networkUpdateBefore,
  ),
  networkDefineXmlFlags: procedure(432, { xml: string, flags: uint }, { net: nonnullNetwork }),
  networkCreateXmlFlags: procedure(437, { xml: string, flags: uint }, { net: nonnullNetwork }),
  networkSetMetadata: procedure(
    444,
    { network: nonnullNetwork, type: int, metadata: optional(string), key: optional(string), uri: optional(string), flags: uint },
    nothing,
  ),
  networkGetMetadata: procedure(445, { network: nonnullNetwork, type: int, uri: optional(string), flags: uint }, { metadata: string }),

  // State
  networkCreate: procedure(39, { net: nonnullNetwork }, nothing),
  networkDestroy: procedure(42, { net: nonnullNetwork }, nothing),
  networkGetBridgeName: procedure(45, { net: nonnullNetwork }, { name: string }),
  networkIsActive: procedure(152, { net: nonnullNetwork }, { active: int }),
  networkIsPersistent: procedure(153, { net: nonnullNetwork }, { persistent: int }),

  // Ports
  networkListAllPorts: procedure(
    404,
    { network: nonnullNetwork, needResults: int, flags: uint },
    { ports: array(nonnullNetworkPort, limits.networkPortList), ret: uint },
  ),
  networkPortLookupByUuid: procedure(405, { network: nonnullNetwork, uuid }, { port: nonnullNetworkPort }),
  networkPortCreateXml: procedure(406, { network: nonnullNetwork, xml: string, flags: uint }, { port: nonnullNetworkPort }),
  networkPortGetParameters: procedure(
    407,
    { port: nonnullNetworkPort, nparams: int, flags: uint },
    { params: typedParameters(limits.networkPortParameters), nparams: int },
  ),
  networkPortSetParameters: procedure(408, { port: nonnullNetworkPort, params: typedParameters(limits.networkPortParameters), flags: uint }, nothing),
  networkPortGetXmlDesc: procedure(409, { port: nonnullNetworkPort, flags: uint }, { xml: string }),
  networkPortDelete: procedure(410, { port: nonnullNetworkPort, flags: uint }, nothing),
});
