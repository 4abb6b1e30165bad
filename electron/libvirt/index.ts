/** The front door of the libvirt client. */
export { openConnection, type Connection, type OpenConnectionOptions } from './connection.ts';
export { someDomainStats } from './protocol/domain.ts';
export { enums } from './protocol/enums/enums.ts';
export type { LibvirtEvent } from './protocol/event.ts';
export { events } from './protocol/events.ts';
export type { WireDomain } from './protocol/objects.ts';
export type { AnyProcedure, Procedure } from './protocol/procedure.ts';
export { procedures } from './protocol/procedures.ts';
export type { TypedParameter } from './protocol/typedParameter.ts';
export { sameUuid, uuidBytes, uuidText } from './uuid.ts';
export type { LibvirtStream } from './wire/stream.ts';
export { localUris, openTransport, parseUri, readClientUris, resolveUri, sshHosts } from './transport/index.ts';
