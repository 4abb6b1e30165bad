/** The thread that owns the SQLite file: does one request after the other. */
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { DatabaseReply, DatabaseRequest, Row, Statement } from './database.ts';
import { migrations } from './schema.ts';

const file: string = workerData.file;

/** Opens the file and brings it up to date. A file that isn't a sound database throws. */
function open(): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    const sound = database.prepare('PRAGMA quick_check(1)').get();
    if (sound?.['quick_check'] !== 'ok') throw new Error(String(sound?.['quick_check']));
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (version > migrations.length) throw new Error('the file was written by a newer VirtDeck');
    for (const [index, migration] of migrations.entries()) {
      if (index >= version) database.exec(`BEGIN; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT;`);
    }
    chmodSync(file, 0o600);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB: this file will never be read again. */
const isBroken = (thrown: unknown): boolean => {
  const code = typeof thrown === 'object' && thrown !== null && 'errcode' in thrown ? thrown.errcode : undefined;
  return code === 11 || code === 26;
};

function openOrMoveAside(): { readonly database: DatabaseSync; readonly movedTo?: string } {
  try {
    return { database: open() };
  } catch (thrown) {
    if (!isBroken(thrown)) throw thrown;
    const movedTo = `${file}.broken-${Date.now()}`;
    renameSync(file, movedTo);
    for (const side of ['-wal', '-shm']) rmSync(file + side, { force: true });
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

function transaction(database: DatabaseSync, statements: readonly Statement[]): readonly Row[] {
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const statement of statements) all(database, statement);
    database.exec('COMMIT');
  } catch (thrown) {
    database.exec('ROLLBACK');
    throw thrown;
  }
  return [];
}

const reply = (message: DatabaseReply): void => parentPort?.postMessage(message);

function answer(database: DatabaseSync, request: DatabaseRequest): readonly Row[] {
  switch (request.kind) {
    case 'all':
      return all(database, request.statement);
    case 'transaction':
      return transaction(database, request.statements);
    case 'close':
      database.close();
      return [];
  }
}

const text = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

try {
  const { database, ...rest } = openOrMoveAside();
  parentPort?.on('message', (request: DatabaseRequest) => {
    try {
      reply({ kind: 'rows', id: request.id, rows: answer(database, request) });
    } catch (thrown) {
      reply({ kind: 'error', id: request.id, message: text(thrown) });
    }
  });
  reply({ kind: 'opened', ...rest });
} catch (thrown) {
  reply({ kind: 'error', message: text(thrown) });
}
