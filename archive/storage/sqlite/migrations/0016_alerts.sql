-- A post that an article uses, or a placement shows, was changed, is gone, or is back: what the newsroom is
-- told. snapshot is the new one of a changed post; cause is why it is gone, as the platform told it.
CREATE TABLE alerts (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  post TEXT NOT NULL REFERENCES posts (id),
  kind TEXT NOT NULL CHECK (kind IN ('changed', 'gone', 'back')),
  snapshot INTEGER,
  cause TEXT
) STRICT;
CREATE INDEX alerts_post ON alerts (post);
