/**
 * SQLite in a thread of its own, so that no query ever blocks the event loop. The rest of the store speaks SQL through this one
 * small face and never sees node:sqlite.
 */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { appError } from '../../shared/errors.ts';

export type SqlValue = null | number | string | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** What the worker is asked. A `transaction` does all of its statements or none. */
export type DatabaseRequest =
  | { readonly id: number; readonly kind: 'all'; readonly statement: Statement }
  | { readonly id: number; readonly kind: 'transaction'; readonly statements: readonly Statement[] }
  | { readonly id: number; readonly kind: 'close' };
/** What it answers. `opened` comes first, once; `movedTo` names where a broken file was put aside. */
export type DatabaseReply =
  | { readonly kind: 'opened'; readonly movedTo?: string }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: readonly Row[] }
  | { readonly kind: 'error'; readonly id?: number; readonly message: string };

export interface Database {
  all(sql: string, ...values: readonly SqlValue[]): Promise<readonly Row[]>;
  run(sql: string, ...values: readonly SqlValue[]): Promise<void>;
  transaction(statements: readonly Statement[]): Promise<void>;
  /** Waits for what was asked before. */
  close(): Promise<void>;
  /** Where a file that SQLite could not read was put aside when this one was opened. */
  readonly movedTo?: string;
}

/** Beside this file: the source when run from a checkout, the bundle when built. */
function workerUrl(): URL {
  const source = new URL('./worker.ts', import.meta.url);
  return source.protocol === 'file:' && existsSync(source) ? source : new URL('./worker.js', import.meta.url);
}

/** Opens or creates the file. @throws AppError `storeFailed` */
export async function openDatabase(file: string): Promise<Database> {
  const worker = new Worker(workerUrl(), { workerData: { file }, execArgv: ['--disable-warning=ExperimentalWarning'] });
  const waiting = new Map<number, { resolve(rows: readonly Row[]): void; reject(reason: Error): void }>();
  let nextId = 1;
  let ended: Error | undefined;
  const failed = (message: string): Error => appError('storeFailed', message, { raw: message, params: { file } });
  const endAll = (reason: Error): void => {
    ended ??= reason;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };

  const opened = await new Promise<{ readonly movedTo?: string }>((resolve, reject) => {
    worker.on('message', (reply: DatabaseReply) => {
      if (reply.kind === 'opened') resolve(reply);
      else if (reply.kind === 'error' && reply.id === undefined) reject(failed(reply.message));
      else if (reply.id !== undefined) {
        const pending = waiting.get(reply.id);
        waiting.delete(reply.id);
        if (reply.kind === 'rows') pending?.resolve(reply.rows);
        else pending?.reject(failed(reply.message));
      }
    });
    worker.on('error', (error) => {
      reject(failed(error.message));
      endAll(failed(error.message));
    });
    worker.on('exit', () => endAll(failed('the store is closed')));
  });

  const ask = (request: (id: number) => DatabaseRequest): Promise<readonly Row[]> =>
    new Promise((resolve, reject) => {
      if (ended) {
        reject(ended);
        return;
      }
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage(request(id));
    });
  return {
    ...opened,
    all: (sql, ...values) => ask((id) => ({ id, kind: 'all', statement: { sql, values } })),
    run: async (sql, ...values) => void (await ask((id) => ({ id, kind: 'all', statement: { sql, values } }))),
    transaction: async (statements) => {
      if (statements.length > 0) await ask((id) => ({ id, kind: 'transaction', statements }));
    },
    close: async () => {
      if (ended) return;
      await ask((id) => ({ id, kind: 'close' }));
      await worker.terminate();
    },
  };
}
