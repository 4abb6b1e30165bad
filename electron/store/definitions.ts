/** Every version of every definition that was seen, changed by us or by anybody else. */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { XmlKind } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import { objectKinds, type ObjectKind, type ObjectRef } from '../../shared/model/objectRef.ts';
import type { Database, Row, Statement } from './database.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

export interface DefinitionVersion {
  readonly of: ObjectRef;
  readonly kind: XmlKind;
  /** SHA-256 of the XML, hex. */
  readonly hash: string;
  /** Epoch ms. */
  readonly seenAt: number;
  /** The task of ours that made it; absent when somebody else did. */
  readonly task?: string;
}

type NewVersion = DefinitionVersion & { readonly xml: string };

export interface DefinitionStore {
  /** Records those versions that differ from the latest of their object; those of a host that was removed are passed over. */
  add(versions: readonly NewVersion[]): Promise<void>;
  latest(of: ObjectRef, kind: XmlKind): Promise<(DefinitionVersion & { readonly xml: string }) | undefined>;
  /** Newest first. */
  versions(of: ObjectRef, kind: XmlKind): Promise<readonly StoredVersion[]>;
  version(id: number): Promise<(StoredVersion & { readonly xml: string }) | undefined>;
  /** The latest persistent version of every object of a noun that was ever seen. */
  newest(noun: ObjectKind, host?: HostId): Promise<readonly StoredVersion[]>;
  /** Versions of one kind, those of one object together and oldest first, `limit` after the one given. */
  batch(
    filter: VersionFilter,
    after: StoredVersion | undefined,
    limit: number,
  ): Promise<readonly (StoredVersion & { readonly xml: string })[]>;
}

export interface VersionFilter {
  readonly noun: ObjectKind;
  readonly kind: XmlKind;
  readonly host?: HostId | undefined;
  readonly id?: string | undefined;
}

/** A version with the number it is kept by, and the verb of the task that made it as long as that is known. */
export interface StoredVersion extends DefinitionVersion {
  readonly id: number;
  readonly verb?: string;
}

function stored(row: Row): StoredVersion {
  const verb = row['verb'];
  return { ...version(row), id: Number(row['id']), ...(typeof verb === 'string' && { verb }) };
}

async function withXml(row: Row): Promise<StoredVersion & { readonly xml: string }> {
  const packed = row['xml'];
  const xml = packed instanceof Uint8Array ? (await inflate(packed)).toString('utf8') : '';
  return { ...stored(row), xml };
}

function version(row: Row): DefinitionVersion {
  const task = row['task'];
  return {
    of: {
      host: String(row['host']),
      kind: objectKinds.find((kind) => kind === row['noun']) ?? 'domain',
      id: String(row['object']),
    },
    kind: row['kind'] === 'live' ? 'live' : 'persistent',
    hash: String(row['hash']),
    seenAt: Number(row['seen_at']),
    ...(typeof task === 'string' && { task }),
  };
}

const storedColumns = `d.id, d.host, d.noun, d.object, d.kind, d.hash, d.seen_at, d.task, json_extract(t.record, '$.task.verb') AS verb`;
const storedFrom = 'definitions d LEFT JOIN tasks t ON t.id = d.task';
const columns = 'host, noun, object, kind, hash, seen_at, task';

/**
 * A row for a version, unless it says the same as the newest one of its domain, or was read before that one and comes late. (By more than
 * a minute nothing comes late: the clock was set back.)
 */
async function insertion({ of, kind, hash, seenAt, task, xml }: NewVersion): Promise<Statement> {
  return {
    sql: `INSERT INTO definitions (${columns}, xml)
          SELECT ?1, ?8, ?2, ?3, ?4, ?5, ?6, ?7
          WHERE EXISTS (SELECT 1 FROM hosts WHERE id = ?1) AND ?4 IS NOT
            (SELECT hash FROM definitions WHERE host = ?1 AND noun = ?8 AND object = ?2 AND kind = ?3
             ORDER BY id DESC LIMIT 1)
            AND NOT EXISTS (SELECT 1 FROM definitions WHERE host = ?1 AND noun = ?8 AND object = ?2 AND kind = ?3
              AND seen_at > ?5 AND seen_at < ?5 + 60000)`,
    values: [of.host, of.id, kind, hash, seenAt, task ?? null, await deflate(xml), of.kind],
  };
}

/** Of one object and kind. */
const ofObject = 'host = ? AND noun = ? AND object = ? AND kind = ?';
const values = ({ host, kind: noun, id }: ObjectRef, kind: XmlKind) => [host, noun, id, kind] as const;

export function definitionStore(database: Database): DefinitionStore {
  return {
    add: async (versions) => {
      await database.transaction(await Promise.all(versions.map(insertion)));
    },
    latest: async (of, kind) => {
      const [row] = await database.all(
        `SELECT ${columns}, xml FROM definitions WHERE ${ofObject} ORDER BY id DESC LIMIT 1`,
        ...values(of, kind),
      );
      const packed = row?.['xml'];
      return row && packed instanceof Uint8Array
        ? { ...version(row), xml: (await inflate(packed)).toString('utf8') }
        : undefined;
    },
    versions: async (of, kind) => {
      const rows = await database.all(
        `SELECT ${storedColumns} FROM ${storedFrom} WHERE ${ofObject} ORDER BY d.id DESC`,
        ...values(of, kind),
      );
      return rows.map(stored);
    },
    version: async (id) => {
      const [row] = await database.all(`SELECT ${storedColumns}, d.xml FROM ${storedFrom} WHERE d.id = ?`, id);
      return row && (await withXml(row));
    },
    newest: async (noun, host) => {
      const rows = await database.all(
        `SELECT ${storedColumns} FROM ${storedFrom} WHERE d.id IN
           (SELECT max(id) FROM definitions
            WHERE kind = 'persistent' AND noun = ?2 AND (?1 IS NULL OR host = ?1) GROUP BY host, object)`,
        host ?? null,
        noun,
      );
      return rows.map(stored);
    },
    batch: async ({ noun, kind, host, id }, after, limit) => {
      const rows = await database.all(
        `SELECT ${storedColumns}, d.xml FROM ${storedFrom}
         WHERE d.kind = ?7 AND d.noun = ?8 AND (?1 IS NULL OR d.host = ?1) AND (?2 IS NULL OR d.object = ?2)
           AND (d.host, d.object, d.id) > (?3, ?4, ?5)
         ORDER BY d.host, d.object, d.id LIMIT ?6`,
        host ?? null,
        id ?? null,
        after?.of.host ?? '',
        after?.of.id ?? '',
        after?.id ?? 0,
        limit,
        kind,
        noun,
      );
      return Promise.all(rows.map(withXml));
    },
  };
}
