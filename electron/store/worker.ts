/** The thread that owns the SQLite file: does one request after the other. */
import { chmodSync, closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { DatabaseAnswer, DatabaseReply, NumberedRequest, Row, Statement } from './database.ts';
import { addSamples, pruneSamples, readSeries } from './sampleTable.ts';
import { migrations } from './schema.ts';

const file: string = workerData.file;
/** Left for the next start when SQLite finds damage while the program runs. */
const damagedMark = `${file}.damaged`;
/** Checking every page takes about 3 s per GB, so a file that was closed in order is checked only when it is small. */
const SMALL_BYTES = 64 * 1024 * 1024;

/** Opens the file and brings it up to date. A file that isn't a sound database throws. */
function open(): DatabaseSync {
  const thorough =
    existsSync(damagedMark) || (existsSync(file) && (existsSync(`${file}-wal`) || statSync(file).size < SMALL_BYTES));
  closeSync(openSync(file, 'a', 0o600)); // before SQLite, whose side files get the same permissions
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    if (thorough) {
      const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
      if (found !== 'ok') throw new DamagedError(String(found));
    }
    migrate(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > migrations.length) throw new Error('the file was written by a newer VirtDeck');
  for (const [index, migration] of migrations.entries()) {
    if (index >= version) database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

class DamagedError extends Error {}

/** SQLITE_CORRUPT and SQLITE_NOTADB: this file will never be read again. */
function isDamaged(thrown: unknown): boolean {
  if (thrown instanceof DamagedError) return true;
  const code = thrown instanceof Error && 'errcode' in thrown ? thrown.errcode : undefined;
  return code === 11 || code === 26;
}

function openOrMoveAside(): { readonly database: DatabaseSync; readonly movedTo?: string } {
  try {
    return { database: open() };
  } catch (thrown) {
    if (!isDamaged(thrown)) throw thrown;
    const movedTo = `${file}.damaged-${Date.now()}`;
    renameSync(file, movedTo);
    for (const side of [`${file}-wal`, `${file}-shm`, damagedMark]) rmSync(side, { force: true });
    return { database: open(), movedTo };
  }
}

const prepared = new Map<string, StatementSync>();

function all(database: DatabaseSync, { sql, values }: Statement): readonly Row[] {
  let statement = prepared.get(sql);
  if (!statement) {
    statement = database.prepare(sql);
    prepared.set(sql, statement);
  }
  return statement.all(...values).map((row) => {
    const plain: Record<string, Row[string]> = {};
    for (const [name, value] of Object.entries(row)) plain[name] = typeof value === 'bigint' ? Number(value) : value;
    return plain;
  });
}

function transaction(database: DatabaseSync, work: () => void): DatabaseAnswer {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
    return { kind: 'done' };
  } catch (thrown) {
    database.exec('ROLLBACK');
    throw thrown;
  }
}

function answer(database: DatabaseSync, request: NumberedRequest): DatabaseAnswer {
  switch (request.kind) {
    case 'all':
      return { kind: 'rows', rows: all(database, request.statement) };
    case 'transaction':
      return transaction(database, () => {
        for (const statement of request.statements) all(database, statement);
      });
    case 'addSamples':
      return transaction(database, () => addSamples(database, request.host, request.chunks));
    case 'series':
      return { kind: 'series', series: readSeries(database, request.query) };
    case 'pruneSamples':
      return transaction(database, () => pruneSamples(database, request.now));
    case 'close':
      database.close();
      return { kind: 'done' };
  }
}

const reply = (message: DatabaseReply): void => parentPort?.postMessage(message);
const text = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

try {
  const { database, ...rest } = openOrMoveAside();
  parentPort?.on('message', (request: NumberedRequest) => {
    try {
      reply({ kind: 'answer', id: request.id, answer: answer(database, request) });
    } catch (thrown) {
      if (isDamaged(thrown)) writeFileSync(damagedMark, '', { mode: 0o600 });
      reply({ kind: 'error', id: request.id, message: text(thrown) });
    }
  });
  reply({ kind: 'opened', ...rest });
} catch (thrown) {
  reply({ kind: 'error', message: text(thrown) });
}
