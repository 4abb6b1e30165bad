/** What only QEMU's driver has (src/remote/qemu_protocol.x, libvirt-qemu.h). */
import { int, optional, uint } from '../wire/xdr.ts';
import { nonnullDomain, string } from './objects.ts';
import { descriptorProcedure, nothing, procedure, procedureTable } from './procedure.ts';
import { qemu } from './programs.ts';

export const qemuProcedures = procedureTable(qemu, {
  qemuDomainMonitorCommand: procedure(1, { dom: nonnullDomain, cmd: string, flags: uint }, { result: string }),
  qemuDomainAttach: procedure(2, { pidValue: uint, flags: uint }, { dom: nonnullDomain }),
  qemuDomainAgentCommand: procedure(3, { dom: nonnullDomain, cmd: string, timeout: int, flags: uint }, { result: optional(string) }),
  qemuConnectDomainMonitorEventRegister: procedure(4, { dom: optional(nonnullDomain), event: optional(string), flags: uint }, { callbackID: int }),
  qemuConnectDomainMonitorEventDeregister: procedure(5, { callbackID: int }, nothing),
  qemuDomainMonitorCommandWithFiles: descriptorProcedure(7, { dom: nonnullDomain, cmd: string, flags: uint }, { result: string }),
});
