import type { MessagePortMain } from 'electron';
import { compact } from '../../shared/rpc/codec.ts';
import type { Port } from '../../shared/rpc/port.ts';

/** As much of a MessagePortMain as is used; what a test's stand-in has to be. */
export type PortMain = Pick<MessagePortMain, 'postMessage' | 'on' | 'once' | 'start' | 'close'>;

/**
 * Electron's end of a window's MessagePort as a port. No transfer lists: transferred buffers arrive empty in the main process
 * (electron#34905), and from it only ports can be transferred, so bytes go by copy.
 */
export function messagePort(main: PortMain): Port {
  let open = true;
  const listeners: (() => void)[] = [];
  // Electron tells only the other end of a close(), so both ways end here.
  const closed = (): void => {
    if (!open) return;
    open = false;
    for (const listener of listeners.splice(0)) listener();
  };
  main.once('close', closed);
  return {
    send(message) {
      if (open) main.postMessage(compact(message));
    },
    onMessage(listener) {
      main.on('message', ({ data }) => listener(data));
      // Messages wait in the port until it is started, so none is lost before there is a listener.
      main.start();
    },
    onClose(listener) {
      listeners.push(listener);
    },
    close() {
      main.close();
      closed();
    },
    /** The port does not tell; windows are on this machine, and flow control bounds what is on its way. */
    buffered: () => 0,
  };
}
