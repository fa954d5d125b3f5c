-- The frozen forms of a snapshot: one option set each, whose bytes lie among the blobs by SHA-256.
CREATE TABLE frozen (
  id INTEGER PRIMARY KEY,
  snapshot INTEGER NOT NULL REFERENCES snapshots (id),
  options TEXT NOT NULL,
  origin TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  UNIQUE (snapshot, options)
) STRICT;

CREATE TABLE frozen_outputs (
  frozen INTEGER NOT NULL REFERENCES frozen (id),
  output TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  content_type TEXT NOT NULL,
  csp TEXT,
  made_at TEXT NOT NULL,
  PRIMARY KEY (frozen, output)
) STRICT;
CREATE INDEX frozen_outputs_sha256 ON frozen_outputs (sha256);

-- What the bytes show, so that withholding and erasing any of it reaches them.
CREATE TABLE frozen_snapshots (
  frozen INTEGER NOT NULL REFERENCES frozen (id),
  snapshot INTEGER NOT NULL REFERENCES snapshots (id),
  PRIMARY KEY (frozen, snapshot)
) STRICT;
CREATE INDEX frozen_snapshots_snapshot ON frozen_snapshots (snapshot);

CREATE TABLE frozen_media (
  frozen INTEGER NOT NULL REFERENCES frozen (id),
  sha256 TEXT NOT NULL REFERENCES media (sha256),
  PRIMARY KEY (frozen, sha256)
) STRICT;
CREATE INDEX frozen_media_sha256 ON frozen_media (sha256);

CREATE INDEX placements_article ON placements (article);
