/** Stand-ins for Electron's objects, for tests where there is no Electron: an event emitter with the members a test gives it. */
import { EventEmitter } from 'node:events';

/** Typed as the Electron class whose place it takes; members that are not given are absent and fail when they are used. */
export function standIn<T extends object>(members: Partial<T>): T & EventEmitter {
  return Object.assign(new EventEmitter(), members) as unknown as T & EventEmitter;
}

/** An event that can be prevented, with the fields that Electron's has. */
export function preventable<T extends object>(fields: T): T & { preventDefault(): void; prevented: boolean } {
  return {
    ...fields,
    prevented: false,
    preventDefault() {
      this.prevented = true;
    },
  };
}
