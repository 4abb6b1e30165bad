/** The MessagePort that the desktop's preload hands over, one after each load of the page. */
import { compact } from '../../shared/rpc/codec.ts';
import type { Port } from '../../shared/rpc/port.ts';

const portMessage = 'virtdeck:port';

export function pagePort(onPort: (port: Port) => void): void {
  addEventListener('message', ({ source, data, ports: [handed] }) => {
    if (source === window && data === portMessage && handed) onPort(port(handed));
  });
}

function port(channel: MessagePort): Port {
  const closed: (() => void)[] = [];
  const end = (): void => {
    for (const listener of closed.splice(0)) listener();
  };
  channel.addEventListener('close', end);
  return {
    send: (message) => channel.postMessage(compact(message)),
    onMessage: (listener) => {
      channel.addEventListener('message', ({ data }: MessageEvent) => listener(data));
      channel.start();
    },
    onClose: (listener) => closed.push(listener),
    close: () => {
      channel.close();
      end();
    },
    buffered: () => 0,
  };
}
