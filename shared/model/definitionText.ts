/** A definition as text: what libvirt says of an object, word by word. */
export interface DefinitionText {
  readonly xml: string;
  /** `store` when the host is away: the last version that was seen. */
  readonly from: 'host' | 'store';
  /** Epoch ms when this text was read from the host. */
  readonly readAt: number;
}
