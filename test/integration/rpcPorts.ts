/** The pipes that the RPC runs over, each as a connected pair of ports. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { MessageEvent } from 'electron';
import { WebSocket } from 'ws';
import { messagePort, type PortMain } from '../../electron/app/messagePort.ts';
import { openWebServer } from '../../electron/web/server.ts';
import { webSocketPort } from '../../electron/web/websocketPort.ts';
import { memoryPorts } from '../../shared/rpc/memory.ts';
import type { Port } from '../../shared/rpc/port.ts';

export interface Pair {
  readonly server: Port;
  readonly client: Port;
  /** Breaks the pipe as a crash of the window would. */
  breakOff(): void;
  close(): Promise<void>;
}

/** Node's MessagePort in the shape of Electron's MessagePortMain: what differs is where a message's data is. */
export function portMain(port: MessagePort): PortMain {
  type Listener = (...args: unknown[]) => void;
  const adapted = (event: string, listener: Listener): Listener =>
    event === 'message' ? (data) => listener({ data, ports: [] } satisfies MessageEvent) : () => listener();
  const main = {
    postMessage: (message: unknown) => port.postMessage(message),
    on(event: string, listener: Listener) {
      port.on(event, adapted(event, listener));
      return main;
    },
    once(event: string, listener: Listener) {
      port.once(event, adapted(event, listener));
      return main;
    },
    start: () => port.start(),
    close: () => port.close(),
  };
  return main as unknown as PortMain;
}

/** Logs in at a server of this machine; answers the session cookie. */
export async function logIn(oneTimeUrl: string): Promise<string> {
  const answer = await fetch(oneTimeUrl, { redirect: 'manual' });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function webSockets(): Promise<Pair> {
  const { promise: server, resolve } = Promise.withResolvers<Port>();
  const web = await openWebServer({
    listen: '127.0.0.1',
    port: 0,
    window: { directory: '/nonexistent' },
    onPort: resolve,
    log: () => undefined,
  });
  const origin = `http://127.0.0.1:${web.port}`;
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, {
    headers: { origin, cookie: await logIn(web.oneTimeUrl()) },
    perMessageDeflate: false,
  });
  const client = webSocketPort(socket);
  await new Promise((opened) => socket.once('open', opened));
  return { server: await server, client, breakOff: () => socket.terminate(), close: () => web.close() };
}

export const pipes: Readonly<Record<string, () => Promise<Pair>>> = {
  'memory ports': async () => {
    const [server, client] = memoryPorts();
    return { server, client, breakOff: () => client.close(), close: async () => client.close() };
  },
  "Electron's MessagePortMain (stand-in)": async () => {
    const { port1, port2 } = new MessageChannel();
    const client = messagePort(portMain(port2));
    return {
      server: messagePort(portMain(port1)),
      client,
      breakOff: () => port2.close(),
      close: async () => client.close(),
    };
  },
  'a WebSocket': webSockets,
};
