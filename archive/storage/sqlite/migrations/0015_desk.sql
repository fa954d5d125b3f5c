-- Who is on a post; stories and investigations, with the posts that belong to them.
CREATE TABLE assignments (
  post TEXT PRIMARY KEY REFERENCES posts (id),
  who TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE collections (
  slug TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE collection_posts (
  collection TEXT NOT NULL REFERENCES collections (slug),
  post TEXT NOT NULL REFERENCES posts (id),
  note TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (collection, post)
) STRICT;
CREATE INDEX collection_posts_post ON collection_posts (post);
