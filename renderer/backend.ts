/**
 * The way to the backend: the port that the desktop's preload hands over, or a WebSocket. A port may break and another come; `api`
 * stays the same object and speaks to the one there is.
 */
import { contract, type Api } from '../shared/api/contract.ts';
import { appError } from '../shared/errors.ts';
import { connect } from '../shared/rpc/client.ts';
import type { Port } from '../shared/rpc/port.ts';
import { pagePort } from './ports/pagePort.ts';
import { openSocketPort } from './ports/socketPort.ts';

export type BackendState = 'connecting' | 'connected' | 'lost';

const RETRY_MS = 1000;

let client: Api | undefined;
let state: BackendState = 'connecting';
const listeners = new Set<() => void>();

/** Calls go to the connection that stands; without one they fail with `connectionLost`, and subscriptions too. */
export const api: Api = forwarding();

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
        client = undefined;
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

/** An Api whose nouns are those of the client of the moment. */
function forwarding(): Api {
  const now = (): Api => {
    if (client) return client;
    throw appError('connectionLost', 'there is no connection to the backend', { retry: true });
  };
  return {
    get app() {
      return now().app;
    },
    get hosts() {
      return now().hosts;
    },
    get questions() {
      return now().questions;
    },
    get inventory() {
      return now().inventory;
    },
    get domains() {
      return now().domains;
    },
    get tasks() {
      return now().tasks;
    },
    get stats() {
      return now().stats;
    },
    get consoles() {
      return now().consoles;
    },
  };
}

/**
 * Follows a subscription for as long as the page lives: begun again with every connection and after an error.
 * @param onItem the first item of each round is a snapshot; `first` says so
 */
export async function follow<T>(
  subscribe: () => AsyncIterable<T>,
  onItem: (item: T, first: boolean) => void,
): Promise<never> {
  for (;;) {
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
