-- What the newsroom's sites publish. problem says why an article, or a listing, could not be read; empty where
-- it was. A reference is a post that an article shows or names: key is its id, or what its platform is to be
-- asked for; state is how its capture ended, empty until then.
ALTER TABLE articles ADD COLUMN scanned_at TEXT;
ALTER TABLE articles ADD COLUMN problem TEXT;
CREATE TABLE listings (
  url TEXT PRIMARY KEY,
  read_at TEXT NOT NULL,
  etag TEXT,
  modified TEXT,
  problem TEXT
) STRICT;
CREATE TABLE article_references (
  article INTEGER NOT NULL REFERENCES articles (id),
  key TEXT NOT NULL,
  platform TEXT NOT NULL,
  url TEXT NOT NULL,
  how TEXT NOT NULL,
  position INTEGER NOT NULL,
  state TEXT CHECK (state IN ('done', 'partial', 'gone', 'refused', 'failed')),
  PRIMARY KEY (article, key)
) STRICT;
CREATE INDEX article_references_key ON article_references (key);
