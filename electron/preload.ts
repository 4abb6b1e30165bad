/**
 * Hands a window's port from the main process to its page, and nothing else. Runs sandboxed in a world of its own; a port is the
 * only thing that has to cross.
 */
import { ipcRenderer } from 'electron';

/** The little of the page's world that is used; electron/ is compiled without the page's types. */
declare const window: { postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void };
declare const location: { readonly origin: string };

/** As `portMessage` in app/window.ts; a sandboxed preload is one file. */
const portMessage = 'virtdeck:port';

ipcRenderer.on(portMessage, ({ ports }) => window.postMessage(portMessage, location.origin, ports));
