-- Who is told of an article's posts: where by mail, and who belongs to which article, or left it. The quotations
-- of an article in whose words a post was found. An alert may also tell that a better source has other words.
ALTER TABLE users ADD COLUMN mail TEXT;
ALTER TABLE users ADD COLUMN alerts INTEGER NOT NULL DEFAULT 0 CHECK (alerts IN (0, 1));
CREATE TABLE article_editors (
  article INTEGER NOT NULL REFERENCES articles (id),
  who TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('scanned', 'named', 'left')),
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (article, who)
) STRICT;
CREATE TABLE article_quotations (
  article INTEGER NOT NULL REFERENCES articles (id),
  post TEXT NOT NULL REFERENCES posts (id),
  text TEXT NOT NULL,
  snapshot INTEGER NOT NULL,
  result TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (article, post, text)
) STRICT;
CREATE INDEX article_quotations_post ON article_quotations (post);
CREATE TABLE alerts_now (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  post TEXT NOT NULL REFERENCES posts (id),
  kind TEXT NOT NULL CHECK (kind IN ('changed', 'corrected', 'gone', 'back')),
  snapshot INTEGER,
  cause TEXT
) STRICT;
INSERT INTO alerts_now SELECT id, at, post, kind, snapshot, cause FROM alerts;
DROP TABLE alerts;
ALTER TABLE alerts_now RENAME TO alerts;
CREATE INDEX alerts_post ON alerts (post);
