/** Every version of every definition that was seen, changed by us or by anybody else. */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { XmlKind } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { Database, Row, Statement } from './database.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

export interface DefinitionVersion {
  readonly host: HostId;
  readonly uuid: string;
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
  latest(
    host: HostId,
    uuid: string,
    kind: XmlKind,
  ): Promise<(DefinitionVersion & { readonly xml: string }) | undefined>;
  /** Newest first. */
  versions(host: HostId, uuid: string, kind: XmlKind): Promise<readonly StoredVersion[]>;
  version(id: number): Promise<(StoredVersion & { readonly xml: string }) | undefined>;
  /** The latest persistent version of every domain that was ever seen. */
  newest(host?: HostId): Promise<readonly StoredVersion[]>;
  /** Versions of one kind, those of one domain together and oldest first, `limit` after the one given. */
  batch(
    filter: VersionFilter,
    after: StoredVersion | undefined,
    limit: number,
  ): Promise<readonly (StoredVersion & { readonly xml: string })[]>;
}

export interface VersionFilter {
  readonly kind: XmlKind;
  readonly host?: HostId | undefined;
  readonly uuid?: string | undefined;
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
    host: String(row['host']),
    uuid: String(row['uuid']),
    kind: row['kind'] === 'live' ? 'live' : 'persistent',
    hash: String(row['hash']),
    seenAt: Number(row['seen_at']),
    ...(typeof task === 'string' && { task }),
  };
}

const storedColumns = `d.id, d.host, d.uuid, d.kind, d.hash, d.seen_at, d.task, json_extract(t.record, '$.task.verb') AS verb`;
const storedFrom = 'definitions d LEFT JOIN tasks t ON t.id = d.task';
const columns = 'host, uuid, kind, hash, seen_at, task';

/**
 * A row for a version, unless it says the same as the newest one of its domain, or was read before that one and comes late. (By more than
 * a minute nothing comes late: the clock was set back.)
 */
async function insertion({ host, uuid, kind, hash, seenAt, task, xml }: NewVersion): Promise<Statement> {
  return {
    sql: `INSERT INTO definitions (${columns}, xml)
          SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
          WHERE EXISTS (SELECT 1 FROM hosts WHERE id = ?1) AND ?4 IS NOT
            (SELECT hash FROM definitions WHERE host = ?1 AND uuid = ?2 AND kind = ?3 ORDER BY id DESC LIMIT 1)
            AND NOT EXISTS (SELECT 1 FROM definitions WHERE host = ?1 AND uuid = ?2 AND kind = ?3
              AND seen_at > ?5 AND seen_at < ?5 + 60000)`,
    values: [host, uuid, kind, hash, seenAt, task ?? null, await deflate(xml)],
  };
}

export function definitionStore(database: Database): DefinitionStore {
  return {
    add: async (versions) => {
      await database.transaction(await Promise.all(versions.map(insertion)));
    },
    latest: async (host, uuid, kind) => {
      const [row] = await database.all(
        `SELECT ${columns}, xml FROM definitions WHERE host = ? AND uuid = ? AND kind = ? ORDER BY id DESC LIMIT 1`,
        host,
        uuid,
        kind,
      );
      const packed = row?.['xml'];
      return row && packed instanceof Uint8Array
        ? { ...version(row), xml: (await inflate(packed)).toString('utf8') }
        : undefined;
    },
    versions: async (host, uuid, kind) => {
      const rows = await database.all(
        `SELECT ${storedColumns} FROM ${storedFrom} WHERE d.host = ? AND d.uuid = ? AND d.kind = ? ORDER BY d.id DESC`,
        host,
        uuid,
        kind,
      );
      return rows.map(stored);
    },
    version: async (id) => {
      const [row] = await database.all(`SELECT ${storedColumns}, d.xml FROM ${storedFrom} WHERE d.id = ?`, id);
      return row && (await withXml(row));
    },
    newest: async (host) => {
      const rows = await database.all(
        `SELECT ${storedColumns} FROM ${storedFrom} WHERE d.id IN
           (SELECT max(id) FROM definitions WHERE kind = 'persistent' AND (?1 IS NULL OR host = ?1) GROUP BY host, uuid)`,
        host ?? null,
      );
      return rows.map(stored);
    },
    batch: async ({ kind, host, uuid }, after, limit) => {
      const rows = await database.all(
        `SELECT ${storedColumns}, d.xml FROM ${storedFrom}
         WHERE d.kind = ?7 AND (?1 IS NULL OR d.host = ?1) AND (?2 IS NULL OR d.uuid = ?2)
           AND (d.host, d.uuid, d.id) > (?3, ?4, ?5)
         ORDER BY d.host, d.uuid, d.id LIMIT ?6`,
        host ?? null,
        uuid ?? null,
        after?.host ?? '',
        after?.uuid ?? '',
        after?.id ?? 0,
        limit,
        kind,
      );
      return Promise.all(rows.map(withXml));
    },
  };
}
