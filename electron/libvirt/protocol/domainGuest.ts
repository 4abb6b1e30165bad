/** What is asked of the guest, mostly through its agent (libvirt-domain.h). */
import { array, hyper, int, optional, struct, uhyper, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullDomain, string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';
import { typedParameters } from './typedParameter.ts';

const domainIpAddr = struct({ type: int, addr: string, prefix: uint });
const domainFsinfo = struct({
  mountpoint: string,
  name: string,
  fstype: string,
  devAliases: array(string, limits.domainFsinfoDisks),
});
const domainInterface = struct({
  name: string,
  hwaddr: optional(string),
  addrs: array(domainIpAddr, limits.domainIpAddr),
});

export const domainGuestProcedures = procedureTable(remote, {
  domainGetHostname: procedure(277, { dom: nonnullDomain, flags: uint }, { hostname: string }),
  domainFstrim: procedure(294, { dom: nonnullDomain, mountPoint: optional(string), minimum: uhyper, flags: uint }, nothing),
  domainFsfreeze: procedure(335, { dom: nonnullDomain, mountpoints: array(string, limits.domainFsfreezeMountpoints), flags: uint }, { filesystems: int }),
  domainFsthaw: procedure(336, { dom: nonnullDomain, mountpoints: array(string, limits.domainFsfreezeMountpoints), flags: uint }, { filesystems: int }),
  domainGetTime: procedure(337, { dom: nonnullDomain, flags: uint }, { seconds: hyper, nseconds: uint }),
  domainSetTime: procedure(338, { dom: nonnullDomain, seconds: hyper, nseconds: uint, flags: uint }, nothing),
  domainGetFsinfo: procedure(349, { dom: nonnullDomain, flags: uint }, { info: array(domainFsinfo, limits.domainFsinfo), ret: uint }),
  domainInterfaceAddresses: procedure(353, { dom: nonnullDomain, source: uint, flags: uint }, { ifaces: array(domainInterface, limits.domainInterface) }),
  domainSetUserPassword: procedure(357, { dom: nonnullDomain, user: optional(string), password: optional(string), flags: uint }, nothing),
  domainGetGuestVcpus: procedure(371, { dom: nonnullDomain, flags: uint }, { params: typedParameters(limits.domainGuestVcpuParams) }),
  domainSetGuestVcpus: procedure(372, { dom: nonnullDomain, cpumap: string, state: int, flags: uint }, nothing),
  domainGetGuestInfo: procedure(418, { dom: nonnullDomain, types: uint, flags: uint }, { params: typedParameters(limits.domainGuestInfoParams) }),
  domainAgentSetResponseTimeout: procedure(420, { dom: nonnullDomain, timeout: int, flags: uint }, { result: int }),
  domainAuthorizedSshKeysGet: procedure(424, { dom: nonnullDomain, user: string, flags: uint }, { keys: array(string, limits.domainAuthorizedSshKeys) }),
  domainAuthorizedSshKeysSet: procedure(425, { dom: nonnullDomain, user: string, keys: array(string, limits.domainAuthorizedSshKeys), flags: uint }, nothing),
});
