import type { Wire } from './contract.ts';

/** All the RPC needs of a pipe. An Electron MessagePort and a WebSocket each have a small adapter to this. */
export interface Port {
  /** Never throws; after the pipe has closed it does nothing. Bytes are copied, not transferred. */
  send(message: Wire): void;
  onMessage(listener: (message: Wire) => void): void;
  onClose(listener: () => void): void;
  close(): void;
  /** Bytes handed to `send` that have not left yet; 0 where the pipe can't tell. For back-pressure of byte channels. */
  buffered(): number;
}
