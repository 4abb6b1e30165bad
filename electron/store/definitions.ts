/** Every version of every definition that was seen, changed by us or by anybody else. */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { XmlKind } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { Database, Row } from './database.ts';

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

export interface DefinitionStore {
  /** Records those versions that differ from the latest of their object; those of a host that was removed are passed over. */
  add(versions: readonly (DefinitionVersion & { readonly xml: string })[]): Promise<void>;
  latest(
    host: HostId,
    uuid: string,
    kind: XmlKind,
  ): Promise<(DefinitionVersion & { readonly xml: string }) | undefined>;
  /** Newest first. */
  versions(host: HostId, uuid: string): Promise<readonly DefinitionVersion[]>;
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

const columns = 'host, uuid, kind, hash, seen_at, task';

export function definitionStore(database: Database): DefinitionStore {
  return {
    add: async (versions) => {
      const statements = await Promise.all(
        versions.map(async ({ host, uuid, kind, hash, seenAt, task, xml }) => ({
          sql: `INSERT INTO definitions (${columns}, xml)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
                WHERE EXISTS (SELECT 1 FROM hosts WHERE id = ?1) AND ?4 IS NOT
                  (SELECT hash FROM definitions WHERE host = ?1 AND uuid = ?2 AND kind = ?3 ORDER BY id DESC LIMIT 1)`,
          values: [host, uuid, kind, hash, seenAt, task ?? null, await deflate(xml)],
        })),
      );
      await database.transaction(statements);
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
    versions: async (host, uuid) => {
      const rows = await database.all(
        `SELECT ${columns} FROM definitions WHERE host = ? AND uuid = ? ORDER BY id DESC`,
        host,
        uuid,
      );
      return rows.map(version);
    },
  };
}
