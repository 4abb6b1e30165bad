/** The programs of libvirt's RPC (src/remote/*_protocol.x). Keepalive is one as well; wire/keepalive.ts knows it. */
import type { Program } from './procedure.ts';

export const remote: Program = { name: 'remote', id: 0x20008086, version: 1 };
export const qemu: Program = { name: 'qemu', id: 0x20008087, version: 1 };
export const lxc: Program = { name: 'lxc', id: 0x00068000, version: 1 };
