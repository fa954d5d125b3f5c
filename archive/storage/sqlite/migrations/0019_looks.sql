-- When a post that is in use was last asked for by the schedule of looks, and when its turn comes again.
CREATE TABLE looks (
  post TEXT PRIMARY KEY REFERENCES posts (id),
  asked_at TEXT,
  next_at TEXT NOT NULL
) STRICT;
CREATE INDEX looks_asked ON looks (asked_at) WHERE asked_at IS NOT NULL;
