/// The first schema. docs/decisions/0013-sqlite-store.md says why it looks as it does.
enum Schema0001 {
  static let sql = """
    -- Each workflow that a run was ever pinned to: a run's row carries a number instead of four texts.
    CREATE TABLE workflows (
      number INTEGER PRIMARY KEY,
      namespace TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, digest TEXT NOT NULL,
      UNIQUE (namespace, name, version, digest)
    );
    CREATE INDEX workflows_digest ON workflows (digest);

    -- What changes about a run, and what it is found by. Its input is in the first entry of its journal; `output` and
    -- `error` are positions in the journal. Times are nanoseconds since 1970. Codes are in Rows/Codes.swift.
    CREATE TABLE runs (
      number INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE,
      workflow INTEGER NOT NULL,
      status INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      started_at INTEGER,
      ended_at INTEGER,
      wakes_at INTEGER,
      is_due INTEGER NOT NULL DEFAULT 0,
      owner INTEGER,
      request INTEGER,
      priority INTEGER NOT NULL,
      output INTEGER,
      error INTEGER,
      parent BLOB,
      forked_from BLOB,
      continues BLOB,
      continued_as BLOB,
      tags TEXT,
      idempotency_key TEXT,
      concurrency_key TEXT
    );
    CREATE INDEX runs_status ON runs (status, id);
    CREATE INDEX runs_workflow ON runs (workflow, id);
    CREATE INDEX runs_parent ON runs (parent, id) WHERE parent IS NOT NULL;
    CREATE INDEX runs_ended ON runs (ended_at) WHERE ended_at IS NOT NULL;
    CREATE INDEX runs_owner ON runs (owner) WHERE owner IS NOT NULL;
    CREATE INDEX runs_request ON runs (owner) WHERE request IS NOT NULL;
    CREATE INDEX runs_ready ON runs (priority DESC, id) WHERE \(readyCondition);
    CREATE INDEX runs_wake ON runs (is_due, wakes_at) WHERE \(wakeCondition);

    -- Of all runs, in the order of the appends, so that a batch fills a page or two and not one for each run.
    CREATE TABLE journal (
      position INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      at INTEGER NOT NULL,
      took INTEGER,
      name TEXT,
      body,
      payload INTEGER
    );
    CREATE INDEX journal_run ON journal (run);
    CREATE INDEX journal_payload ON journal (payload) WHERE payload IS NOT NULL;

    -- JSON too long for an entry, each text once.
    CREATE TABLE payloads (
      number INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE,
      body TEXT NOT NULL
    );

    CREATE TABLE tags (
      key TEXT NOT NULL, value TEXT NOT NULL, run INTEGER NOT NULL,
      PRIMARY KEY (key, value, run)
    ) WITHOUT ROWID;
    CREATE INDEX tags_run ON tags (run);
    CREATE TABLE idempotency_keys (
      namespace TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, run INTEGER NOT NULL,
      PRIMARY KEY (namespace, name, key)
    ) WITHOUT ROWID;

    -- The number is the fencing token: AUTOINCREMENT never gives one twice.
    CREATE TABLE owners (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      expires_at INTEGER NOT NULL
    );

    CREATE TABLE definitions (
      digest TEXT NOT NULL PRIMARY KEY,
      namespace TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
      source TEXT NOT NULL,
      media_type TEXT NOT NULL,
      saved_at INTEGER NOT NULL,
      UNIQUE (namespace, name, version)
    );
    CREATE INDEX definitions_order ON definitions (namespace, name, saved_at, digest);

    PRAGMA application_id = \(Migrations.applicationID);
    """

  /// Nobody drives the run, and somebody should: as `RunRecord.isDue(at:)` says, `is_due` standing for a time that came.
  static let readyCondition = """
    owner IS NULL AND (status < 2 OR (status = 2 AND (is_due OR request IS NOT NULL)) OR (status = 3 AND request = 2))
    """

  static let wakeCondition = "owner IS NULL AND status = 2 AND wakes_at IS NOT NULL"
}
