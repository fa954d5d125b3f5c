-- The cards that were drawn, each by what its picture depends on; their bytes lie among the blobs.
CREATE TABLE cards (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE CHECK (length(key) = 64),
  snapshot INTEGER NOT NULL REFERENCES snapshots (id),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  warnings TEXT NOT NULL,
  fonts TEXT NOT NULL,
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX cards_snapshot ON cards (snapshot);
CREATE INDEX cards_sha256 ON cards (sha256);

-- Those of frozen forms, which stay.
CREATE TABLE pinned_cards (
  snapshot INTEGER NOT NULL REFERENCES snapshots (id),
  name TEXT NOT NULL,
  card INTEGER NOT NULL REFERENCES cards (id),
  PRIMARY KEY (snapshot, name)
) STRICT;
CREATE INDEX pinned_cards_card ON pinned_cards (card);

-- What the pictures show, so that erasing any of it reaches them.
CREATE TABLE card_snapshots (
  card INTEGER NOT NULL REFERENCES cards (id),
  snapshot INTEGER NOT NULL REFERENCES snapshots (id),
  PRIMARY KEY (card, snapshot)
) STRICT;
CREATE INDEX card_snapshots_snapshot ON card_snapshots (snapshot);

CREATE TABLE card_media (
  card INTEGER NOT NULL REFERENCES cards (id),
  sha256 TEXT NOT NULL REFERENCES media (sha256),
  PRIMARY KEY (card, sha256)
) STRICT;
CREATE INDEX card_media_sha256 ON card_media (sha256);
