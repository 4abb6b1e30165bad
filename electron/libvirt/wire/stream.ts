/** A byte stream of one call (section "Streams" of src/rpc/virnetprotocol.x). */

export type StreamChunk =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** That many bytes of zeros that were not sent. Only where the call's flags allowed it. */
  | { readonly kind: 'hole'; readonly length: bigint };

export interface LibvirtStream extends AsyncIterable<StreamChunk> {
  /** Resolves when more may be sent. */
  send(bytes: Uint8Array): Promise<void>;
  /** Skips bytes. @throws AppError `invalidArgument` where the call's flags don't allow holes */
  sendHole(length: bigint): Promise<void>;
  /** Ends in order. Only then is it known that the other side has everything. */
  finish(): Promise<void>;
  /** Drops it. Resolves when the daemon has let go; never fails. */
  abort(): Promise<void>;
}
