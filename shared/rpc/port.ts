import type { Wire } from './contract.ts';

/** All the RPC needs of a pipe. An Electron MessagePort and a WebSocket each have a small adapter to this. */
export interface Port {
  /**
   * After the pipe has closed it does nothing. Bytes are copied, not transferred. Throws only for what may not cross a port at
   * all (`bigint`, functions).
   */
  send(message: Wire): void;
  onMessage(listener: (message: Wire) => void): void;
  /** Called once, whichever side closed it. */
  onClose(listener: () => void): void;
  close(): void;
  /** Bytes handed to `send` that have not left yet; 0 where the pipe can't tell. A server gives up on a window that does not read. */
  buffered(): number;
}
