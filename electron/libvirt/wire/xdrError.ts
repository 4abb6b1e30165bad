/** Bytes that are no value of the type expected, or a value that doesn't fit its type. */
export class XdrError extends Error {
  override readonly name = 'XdrError';
  /** Where in the payload, in bytes. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
