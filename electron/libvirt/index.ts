/** The front door of the libvirt client. */
export { openConnection, type CallOptions, type Connection, type OpenConnectionOptions } from './connection.ts';
export { enums } from './protocol/enums/enums.ts';
export type { LibvirtEvent } from './protocol/event.ts';
export { events } from './protocol/events.ts';
export type { AnyProcedure, Procedure, StreamProcedure } from './protocol/procedure.ts';
export { procedures } from './protocol/procedures.ts';
export type { TypedParameter } from './protocol/typedParameter.ts';
export type { Subscription } from './subscriptions.ts';
export type { LibvirtStream, StreamChunk } from './wire/stream.ts';
export { localUris, openTransport, parseUri, sshHosts, type ConnectUri } from './transport/index.ts';
export type { Asker, ForwardTarget, OpenTransportOptions, Transport } from './transport/transport.ts';
