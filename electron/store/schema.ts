/** The tables, as a list of steps: the file's `user_version` says how many it has taken. Never change a step; add one. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE hosts (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    config TEXT NOT NULL,     -- HostConfig as JSON
    facts TEXT,               -- HostFacts as JSON
    last_seen INTEGER         -- epoch ms
  ) STRICT;
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  -- The last known rows of each host's list.
  CREATE TABLE domains (
    host TEXT NOT NULL, uuid TEXT NOT NULL,
    domain TEXT NOT NULL,     -- Domain as JSON
    PRIMARY KEY (host, uuid)
  ) STRICT, WITHOUT ROWID;
  -- Every version of every definition that was seen.
  CREATE TABLE definitions (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL, uuid TEXT NOT NULL,
    kind TEXT NOT NULL,       -- XmlKind
    hash TEXT NOT NULL,       -- SHA-256 of the XML, hex
    xml BLOB NOT NULL,        -- deflated
    seen_at INTEGER NOT NULL, -- epoch ms
    task TEXT                 -- the task of ours that made it; NULL: somebody else
  ) STRICT;
  CREATE INDEX definitions_by_object ON definitions (host, uuid, kind, id DESC);
  -- Measurements: one blob per host and stretch of time (see samples.ts).
  CREATE TABLE samples (
    host TEXT NOT NULL, step INTEGER NOT NULL, -- seconds per row; 0: as sampled
    start INTEGER NOT NULL, finish INTEGER NOT NULL, -- epoch ms
    data BLOB NOT NULL,
    PRIMARY KEY (host, step, start)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE tasks (
    id TEXT PRIMARY KEY, started_at INTEGER NOT NULL,
    record TEXT NOT NULL      -- TaskRecord as JSON
  ) STRICT;
  CREATE INDEX tasks_by_start ON tasks (started_at DESC);
  -- Encrypted by the operating system's keychain; never plain. Of a host, or (host '') of this workstation: the passphrase of a key.
  CREATE TABLE secrets (
    host TEXT NOT NULL, name TEXT NOT NULL,
    encrypted BLOB NOT NULL,
    PRIMARY KEY (host, name)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Edits that wait until their domain is off.
  CREATE TABLE waiting_edits (
    host TEXT NOT NULL, uuid TEXT NOT NULL,
    record TEXT NOT NULL,     -- WaitingEdits as JSON
    PRIMARY KEY (host, uuid)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The nouns of verbs are singular, and volumes have a noun of their own. (No text of users can hold these: their quotes are escaped.)
  UPDATE tasks SET record = replace(replace(replace(replace(replace(replace(replace(record,
    '"verb":"domains.', '"verb":"domain.'),
    '"verb":"disks.', '"verb":"disk.'),
    '"verb":"storage.startPool"', '"verb":"storagePool.start"'),
    '"verb":"storage.createVolume"', '"verb":"storageVolume.create"'),
    '"verb":"storage.deleteVolume"', '"verb":"storageVolume.delete"'),
    '"verb":"storage.resizeVolume"', '"verb":"storageVolume.resize"'),
    '"verb":"storage.upload"', '"verb":"storageVolume.upload"');
  -- A task names its object by host, kind and id: a domain by its UUID, volumes and pools by what they were called anyway.
  UPDATE tasks SET record = json_remove(
    json_set(record, '$.task.ref', json_object(
      'host', json_extract(record, '$.task.host'),
      'kind', json_extract(record, '$.task.object.kind'),
      'id', coalesce(json_extract(record, '$.task.uuid'), json_extract(record, '$.task.object.name')))),
    '$.task.host', '$.task.uuid');
  `,
  `
  -- The last known records of each host, of every kind.
  CREATE TABLE objects (
    host TEXT NOT NULL,
    kind TEXT NOT NULL,       -- ObjectKind
    id TEXT NOT NULL,         -- as in ObjectRef
    record TEXT NOT NULL,     -- ObjectRecords[kind] as JSON
    PRIMARY KEY (host, kind, id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO objects SELECT host, 'domain', uuid, domain FROM domains;
  DROP TABLE domains;
  -- Definitions of every kind: \`noun\` is the ObjectKind, \`object\` the id as in ObjectRef.
  DROP INDEX definitions_by_object;
  ALTER TABLE definitions RENAME COLUMN uuid TO object;
  ALTER TABLE definitions ADD COLUMN noun TEXT NOT NULL DEFAULT 'domain';
  CREATE INDEX definitions_by_object ON definitions (host, noun, object, kind, id DESC);
  `,
  `
  -- A pool was started by its name, and is by its UUID now. What was asked then can't be asked again.
  UPDATE tasks SET record = json_set(record, '$.request.input', json('null'))
    WHERE json_extract(record, '$.request.verb') = 'storagePool.start'
    AND json_extract(record, '$.request.input.id') IS NULL;
  `,
];
