-- A role more: the captions of a video. SQLite changes no CHECK in place, and nothing refers to
-- this table.
CREATE TABLE snapshot_media_new (
  snapshot INTEGER NOT NULL REFERENCES snapshots (id),
  role TEXT NOT NULL CHECK (role IN ('media', 'poster', 'captions', 'avatar', 'card', 'emoji')),
  position INTEGER NOT NULL,
  source_url TEXT,
  state TEXT NOT NULL CHECK (state IN ('there', 'late', 'too large', 'not to be had')),
  sha256 TEXT REFERENCES media (sha256),
  detail TEXT,
  PRIMARY KEY (snapshot, role, position)
) STRICT;
INSERT INTO snapshot_media_new SELECT * FROM snapshot_media;
DROP TABLE snapshot_media;
ALTER TABLE snapshot_media_new RENAME TO snapshot_media;
CREATE INDEX snapshot_media_sha256 ON snapshot_media (sha256);
