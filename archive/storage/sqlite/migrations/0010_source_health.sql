-- How each source of a platform fares: looks by hour, source and what came of them. No post is named.
-- cause is '' where there is none, as of a post that was found. at and detail are those of the last.
CREATE TABLE source_health (
  hour TEXT NOT NULL,
  platform TEXT NOT NULL,
  source TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('found', 'gone', 'refused', 'failed')),
  cause TEXT NOT NULL,
  count INTEGER NOT NULL,
  at TEXT NOT NULL,
  detail TEXT,
  PRIMARY KEY (hour, platform, source, outcome, cause)
) STRICT, WITHOUT ROWID;
