/** What only LXC's driver has (src/remote/lxc_protocol.x, libvirt-lxc.h). */
import { uint } from '../wire/xdr.ts';
import { nonnullDomain } from './objects.ts';
import { descriptorProcedure, nothing, procedureTable } from './procedure.ts';
import { lxc } from './programs.ts';

export const lxcProcedures = procedureTable(lxc, {
  lxcDomainOpenNamespace: descriptorProcedure(1, { dom: nonnullDomain, flags: uint }, nothing),
});
