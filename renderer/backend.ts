/**
 * The way to the backend: the port that the desktop's preload hands over, or a WebSocket. A port may break and another come; `api`
 * stays the same object and speaks to the one there is.
 */
import { contract, type Api } from '../shared/api/contract.ts';
import { connect } from '../shared/rpc/client.ts';
import type { Port } from '../shared/rpc/port.ts';
import { pagePort } from './ports/pagePort.ts';
import { openSocketPort } from './ports/socketPort.ts';

export type BackendState = 'connecting' | 'connected' | 'lost';

const RETRY_MS = 1000;

/** What is asked through it fails at once with `connectionLost`, in the way of any connection that broke. */
const closedPort: Port = {
  send: () => undefined,
  onMessage: () => undefined,
  onClose: (listener) => listener(),
  close: () => undefined,
  buffered: () => 0,
};
const nobody = connect(closedPort, contract).client;

let client: Api = nobody;
let state: BackendState = 'connecting';
const listeners = new Set<() => void>();

/** Calls go to the connection that stands; without one they fail with `connectionLost`, and subscriptions too. */
export const api = new Proxy<Api>(nobody, {
  get: (_nobody, noun: keyof Api) => client[noun],
});

export const backendState = (): BackendState => state;

/** For useSyncExternalStore. */
export function onBackendState(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Connects, and again whenever the connection breaks. Called once, by main.tsx. */
export function openBackend(): void {
  if (location.protocol === 'virtdeck:' || navigator.userAgent.includes(' Electron/'))
    pagePort((port) => void speakThrough(port));
  else void keepSocket();
}

async function keepSocket(): Promise<void> {
  for (;;) {
    try {
      const lost = speakThrough(await openSocketPort(new URL('./rpc', location.href)));
      await lost;
    } catch {
      setState('lost');
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** Speaks through this port from now on; resolves when it has closed. */
function speakThrough(port: Port): Promise<void> {
  const connected = connect(port, contract);
  client = connected.client;
  setState('connected');
  return new Promise((resolve) => {
    connected.onClose(() => {
      if (client === connected.client) {
        client = nobody;
        setState('lost');
      }
      resolve();
    });
  });
}

function setState(next: BackendState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

/**
 * Follows a subscription until the signal aborts, or for as long as the page lives: begun again with every connection and after an error.
 * @param onItem the first item of each round is a snapshot; `first` says so
 */
export async function follow<T>(
  subscribe: () => AsyncIterable<T>,
  onItem: (item: T, first: boolean) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    if (signal?.aborted === true) return;
    try {
      let first = true;
      for await (const item of subscribe()) {
        onItem(item, first);
        first = false;
      }
    } catch {
      // The connection state tells the user; what remains to do is to begin again.
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
