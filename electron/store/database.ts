/**
 * SQLite in a thread of its own, so that no query ever blocks the event loop. The rest of the store speaks through this one small
 * face and never sees node:sqlite.
 */
import { Worker } from 'node:worker_threads';
import { appError } from '../../shared/errors.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { SampleChunk } from './sampleChunk.ts';
import type { SeriesQuery, SeriesRows } from './sampleSeries.ts';

export type SqlValue = null | number | string | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** What the worker is asked. A `transaction` does all of its statements or none. */
export type DatabaseRequest =
  | { readonly kind: 'all'; readonly statement: Statement }
  | { readonly kind: 'transaction'; readonly statements: readonly Statement[] }
  | { readonly kind: 'addSamples'; readonly host: HostId; readonly chunks: readonly SampleChunk[] }
  | { readonly kind: 'series'; readonly query: SeriesQuery }
  | { readonly kind: 'pruneSamples'; readonly now: number }
  | { readonly kind: 'close' };
export type NumberedRequest = DatabaseRequest & { readonly id: number };

/** What it answers with, by what it was asked. */
export type DatabaseAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'series'; readonly series: SeriesRows };
/** `opened` comes first, once; `movedTo` names where a broken file was put aside. An error without id: it could not be opened. */
export type DatabaseReply =
  | { readonly kind: 'opened'; readonly movedTo?: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: DatabaseAnswer }
  | { readonly kind: 'error'; readonly id?: number; readonly message: string };

export interface Database {
  all(sql: string, ...values: readonly SqlValue[]): Promise<readonly Row[]>;
  run(sql: string, ...values: readonly SqlValue[]): Promise<void>;
  transaction(statements: readonly Statement[]): Promise<void>;
  addSamples(host: HostId, chunks: readonly SampleChunk[]): Promise<void>;
  series(query: SeriesQuery): Promise<SeriesRows>;
  pruneSamples(now: number): Promise<void>;
  /** Waits for what was asked before. */
  close(): Promise<void>;
  /** Where a file that SQLite could not read was put aside when this one was opened. */
  readonly movedTo?: string;
}

/** Opens or creates the file. @throws AppError `storeFailed` */
export async function openDatabase(file: string): Promise<Database> {
  const thread = new DatabaseThread(file);
  const { movedTo } = await thread.opened;
  const run = async (request: DatabaseRequest): Promise<void> => {
    await thread.ask(request);
  };
  return {
    ...(movedTo !== undefined && { movedTo }),
    all: async (sql, ...values) => {
      const answer = await thread.ask({ kind: 'all', statement: { sql, values } });
      return answer.kind === 'rows' ? answer.rows : [];
    },
    run: (sql, ...values) => run({ kind: 'all', statement: { sql, values } }),
    transaction: async (statements) => {
      if (statements.length > 0) await run({ kind: 'transaction', statements });
    },
    addSamples: (host, chunks) => run({ kind: 'addSamples', host, chunks }),
    series: async (query) => {
      const answer = await thread.ask({ kind: 'series', query });
      if (answer.kind !== 'series') throw appError('internal', `the store answered a series with ${answer.kind}`);
      return answer.series;
    },
    pruneSamples: (now) => run({ kind: 'pruneSamples', now }),
    close: () => thread.close(),
  };
}

interface Waiting {
  resolve(answer: DatabaseAnswer): void;
  reject(reason: Error): void;
}

class DatabaseThread {
  readonly opened: Promise<{ readonly movedTo?: string }>;
  readonly #file: string;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #ended: Error | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { file },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const { promise, resolve, reject } = Promise.withResolvers<{ readonly movedTo?: string }>();
    this.opened = promise;
    this.#worker.on('message', (reply: DatabaseReply) => {
      if (reply.kind === 'opened') resolve(reply);
      else if (reply.kind === 'error' && reply.id === undefined) reject(this.#failed(reply.message));
      else this.#settle(reply);
    });
    this.#worker.on('error', (error) => {
      reject(this.#failed(error.message));
      this.#end(this.#failed(error.message));
    });
    this.#worker.on('exit', () => this.#end(this.#failed('the store is closed')));
  }

  ask(request: DatabaseRequest): Promise<DatabaseAnswer> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    await this.ask({ kind: 'close' });
    await this.#worker.terminate();
  }

  #settle(reply: Exclude<DatabaseReply, { kind: 'opened' }>): void {
    if (reply.id === undefined) return;
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'answer') waiting?.resolve(reply.answer);
    else waiting?.reject(this.#failed(reply.message));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  #failed(message: string): Error {
    return appError('storeFailed', message, { raw: message, params: { file: this.#file } });
  }
}
