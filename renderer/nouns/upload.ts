/** Sends files of the user's to hosts. Tasks tell how it goes; here it can be held and let go on, whatever page is shown. */
import { useMemo } from 'react';
import { create } from 'zustand';
import type { ByteChannel } from '../../shared/rpc/contract.ts';
import { api } from '../backend.ts';

export interface UploadTarget {
  readonly host: string;
  readonly pool: string;
  readonly name: string;
}

/** A file that this window is sending. */
export interface Sending {
  readonly id: string;
  readonly name: string;
  /** Ids of the tasks that wait for it. */
  readonly tasks: readonly string[];
  readonly sizeBytes: number;
  readonly sentBytes: number;
  readonly held: boolean;
}

const useSendings = create<{ readonly all: Readonly<Record<string, Sending>> }>(() => ({ all: {} }));

/** All that this window is sending. */
export function useUploads(): readonly Sending[] {
  const all = useSendings((state) => state.all);
  return useMemo(() => Object.values(all), [all]);
}

/** What this window sends for a task, and so can hold. */
export const useUploadOf = (task: string): Sending | undefined =>
  useSendings(({ all }) => Object.values(all).find(({ tasks }) => tasks.includes(task)));

const change = (id: string, part: Partial<Sending>): void =>
  useSendings.setState(({ all }) => {
    const before = all[id];
    return before === undefined ? {} : { all: { ...all, [id]: { ...before, ...part } } };
  });

export const holdUpload = (id: string, held: boolean): void => change(id, { held });

/**
 * Starts the upload and resolves with its task as soon as it runs; `sent` when every byte has left, or the task has ended.
 * @throws AppError when it can't even begin
 */
export async function uploadFile(
  target: UploadTarget,
  file: File,
): Promise<{ readonly task: string; readonly sent: Promise<void> }> {
  const { opened, channel } = await api.storageVolume.upload({ ...target, sizeBytes: file.size });
  const { task } = opened;
  return { task, sent: sendFile(channel, file, [task]) };
}

/** How often it is told how much has left. */
const TELL_MS = 300;

/** Sends all of a file. Resolves when every byte has left, or the other side has enough: the tasks say why. */
export async function sendFile(channel: ByteChannel, file: File, tasks: readonly string[]): Promise<void> {
  const id = crypto.randomUUID();
  const sending: Sending = { id, name: file.name, tasks, sizeBytes: file.size, sentBytes: 0, held: false };
  useSendings.setState(({ all }) => ({ all: { ...all, [id]: sending } }));
  warnWhileSending();
  const closed = new AbortController();
  channel.onClose(() => closed.abort());
  const reader = file.stream().getReader();
  let [sentBytes, told] = [0, 0];
  try {
    for (let part = await reader.read(); !part.done && !closed.signal.aborted; part = await reader.read()) {
      await letGo(id, closed.signal);
      await channel.send(part.value);
      sentBytes += part.value.length;
      if (performance.now() - told < TELL_MS) continue;
      told = performance.now();
      change(id, { sentBytes });
    }
    channel.close();
  } catch {
    // The tasks say why their channel ended.
  } finally {
    await reader.cancel().catch(() => undefined);
    useSendings.setState(({ all }) => {
      const { [id]: _sent, ...others } = all;
      return { all: others };
    });
  }
}

/** Resolves when the upload isn't held, or nobody wants it any more. */
function letGo(id: string, closed: AbortSignal): Promise<void> {
  const isHeld = (): boolean => useSendings.getState().all[id]?.held === true && !closed.aborted;
  if (!isHeld()) return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (isHeld()) return;
      stop();
      closed.removeEventListener('abort', look);
      resolve();
    };
    const stop = useSendings.subscribe(look);
    closed.addEventListener('abort', look);
  });
}

let warns = false;

/** With the page its files are gone: the browser asks before it closes the page. */
function warnWhileSending(): void {
  if (warns) return;
  warns = true;
  addEventListener('beforeunload', (event) => {
    if (Object.keys(useSendings.getState().all).length > 0) event.preventDefault();
  });
}
