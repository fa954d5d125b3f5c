-- Searches that somebody gave a name, and so an address and a feed.
CREATE TABLE queries (
  slug TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  params TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
