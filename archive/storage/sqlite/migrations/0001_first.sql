-- The first schema. Times are RFC 3339 UTC text with milliseconds (text order is time order);
-- JSON columns end in what they hold. Foreign keys carry no ON DELETE action.

CREATE TABLE officials (
  slug TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  aliases TEXT NOT NULL DEFAULT '[]',
  wikidata TEXT UNIQUE,
  bioguide TEXT UNIQUE,
  source TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE offices (
  id INTEGER PRIMARY KEY,
  official TEXT NOT NULL REFERENCES officials (slug),
  title TEXT NOT NULL,
  jurisdiction TEXT,
  party TEXT,
  since TEXT,
  until TEXT,
  source TEXT NOT NULL
) STRICT;
CREATE INDEX offices_official ON offices (official, since);

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  platform TEXT NOT NULL,
  native_id TEXT NOT NULL,
  kind TEXT CHECK (kind IN ('official', 'campaign', 'personal', 'office-wide')),
  official TEXT REFERENCES officials (slug),
  official_since TEXT,
  official_until TEXT,
  confirmed_by TEXT,
  private_person INTEGER NOT NULL DEFAULT 0 CHECK (private_person IN (0, 1)),
  UNIQUE (platform, native_id)
) STRICT;
CREATE INDEX accounts_official ON accounts (official);

CREATE TABLE account_handles (
  account INTEGER NOT NULL REFERENCES accounts (id),
  handle TEXT NOT NULL,
  name TEXT,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  PRIMARY KEY (account, handle)
) STRICT;
CREATE INDEX account_handles_handle ON account_handles (handle);

CREATE TABLE posts (
  id TEXT PRIMARY KEY CHECK (length(id) = 16),
  platform TEXT NOT NULL,
  native_id TEXT NOT NULL,
  url TEXT NOT NULL,
  account INTEGER REFERENCES accounts (id),
  visibility TEXT NOT NULL CHECK (visibility IN ('draft', 'public', 'withheld', 'erased')),
  visibility_reason TEXT,
  visibility_at TEXT,
  capture_reason TEXT NOT NULL
    CHECK (capture_reason IN ('article', 'request', 'follow', 'hand', 'import', 'context')),
  requested_at TEXT NOT NULL,
  hold INTEGER NOT NULL DEFAULT 0 CHECK (hold IN (0, 1)),
  current INTEGER,
  merged_into TEXT REFERENCES posts (id),
  UNIQUE (platform, native_id)
) STRICT;
CREATE INDEX posts_requested ON posts (requested_at, id);
CREATE INDEX posts_account ON posts (account);
CREATE INDEX posts_merged ON posts (merged_into) WHERE merged_into IS NOT NULL;

-- Each way in that was once looked up or learnt: a handle form, a later edit's id, a share link.
-- id is the post id that the key would have as a native id: an address made of it leads on.
CREATE TABLE aliases (
  platform TEXT NOT NULL,
  key TEXT NOT NULL,
  id TEXT NOT NULL CHECK (length(id) = 16),
  post TEXT NOT NULL REFERENCES posts (id),
  added_at TEXT NOT NULL,
  PRIMARY KEY (platform, key)
) STRICT;
CREATE INDEX aliases_post ON aliases (post);
CREATE INDEX aliases_id ON aliases (id);

CREATE TABLE log (
  idx INTEGER PRIMARY KEY,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  at TEXT NOT NULL
) STRICT;

-- content is the whole snapshot as JSON. Erased, it is emptied, and so are the salt and the hash:
-- a hash without salt would let guesses be tested.
CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY,
  post TEXT NOT NULL REFERENCES posts (id),
  n INTEGER NOT NULL CHECK (n > 0),
  content TEXT,
  sha256 TEXT CHECK (length(sha256) = 64),
  captured_at TEXT NOT NULL,
  as_of TEXT NOT NULL,
  as_of_basis TEXT NOT NULL CHECK (as_of_basis IN ('now', 'edit history', 'Memento-Datetime', 'file')),
  completeness TEXT NOT NULL CHECK (completeness IN ('full', 'cut', 'partial', 'by hand')),
  reason TEXT NOT NULL CHECK (reason IN ('first', 'edited', 'completed', 'by hand', 'imported')),
  source TEXT NOT NULL,
  visibility TEXT NOT NULL DEFAULT 'public'
    CHECK (visibility IN ('draft', 'public', 'withheld', 'erased')),
  visibility_reason TEXT,
  visibility_at TEXT,
  log_index INTEGER NOT NULL UNIQUE REFERENCES log (idx),
  salt BLOB CHECK (length(salt) = 32),
  UNIQUE (post, n),
  CHECK ((visibility = 'erased') = (content IS NULL)),
  CHECK ((content IS NULL) = (salt IS NULL)),
  CHECK ((content IS NULL) = (sha256 IS NULL))
) STRICT;

-- Every earlier address of a snapshot whose post was merged into another, however often.
CREATE TABLE moved_snapshots (
  post TEXT NOT NULL REFERENCES posts (id),
  n INTEGER NOT NULL,
  snapshot INTEGER NOT NULL REFERENCES snapshots (id),
  PRIMARY KEY (post, n)
) STRICT;
CREATE INDEX moved_snapshots_snapshot ON moved_snapshots (snapshot);

-- The posts that a snapshot quotes, answers or reposts, where they are kept: today's address of
-- what its content names.
CREATE TABLE snapshot_links (
  snapshot INTEGER NOT NULL REFERENCES snapshots (id),
  relation TEXT NOT NULL CHECK (relation IN ('quoted', 'parent', 'reposted')),
  post TEXT NOT NULL REFERENCES posts (id),
  n INTEGER NOT NULL,
  PRIMARY KEY (snapshot, relation)
) STRICT;
CREATE INDEX snapshot_links_post ON snapshot_links (post, n);

CREATE TABLE media (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  mime TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER,
  height INTEGER,
  colour TEXT,
  phash TEXT,
  animated INTEGER NOT NULL DEFAULT 0 CHECK (animated IN (0, 1)),
  visibility TEXT NOT NULL DEFAULT 'public'
    CHECK (visibility IN ('draft', 'public', 'withheld', 'erased')),
  visibility_reason TEXT,
  visibility_at TEXT,
  variants TEXT NOT NULL DEFAULT '[]',
  added_at TEXT NOT NULL
) STRICT;

CREATE TABLE snapshot_media (
  snapshot INTEGER NOT NULL REFERENCES snapshots (id),
  role TEXT NOT NULL CHECK (role IN ('media', 'poster', 'avatar', 'card', 'emoji')),
  position INTEGER NOT NULL,
  source_url TEXT,
  state TEXT NOT NULL CHECK (state IN ('there', 'late', 'too large', 'not to be had')),
  sha256 TEXT REFERENCES media (sha256),
  detail TEXT,
  PRIMARY KEY (snapshot, role, position)
) STRICT;
CREATE INDEX snapshot_media_sha256 ON snapshot_media (sha256);

-- One HTTP request and its response. The body lies in the blobs under body_sha256, as it came.
-- Erased, only method, status and times are left.
CREATE TABLE exchanges (
  id INTEGER PRIMARY KEY,
  requested_at TEXT NOT NULL,
  seconds REAL NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  http_version TEXT,
  status INTEGER,
  status_text TEXT,
  request_headers TEXT NOT NULL,
  response_headers TEXT NOT NULL,
  body_sha256 TEXT,
  body_bytes INTEGER NOT NULL DEFAULT 0,
  peer TEXT,
  tls_sha256 TEXT NOT NULL DEFAULT '[]',
  redacted INTEGER NOT NULL CHECK (redacted IN (0, 1)),
  route TEXT,
  error TEXT,
  erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1))
) STRICT;
CREATE INDEX exchanges_body ON exchanges (body_sha256);

-- TLS certificates are few and large: each once.
CREATE TABLE certificates (
  sha256 TEXT PRIMARY KEY,
  der BLOB NOT NULL
) STRICT;

CREATE TABLE checks (
  id INTEGER PRIMARY KEY,
  post TEXT NOT NULL REFERENCES posts (id),
  at TEXT NOT NULL,
  source TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('found', 'gone', 'refused', 'failed')),
  cause TEXT,
  detail TEXT,
  snapshot INTEGER
) STRICT;
CREATE INDEX checks_post ON checks (post, at);

CREATE TABLE check_exchanges (
  check_id INTEGER NOT NULL REFERENCES checks (id),
  exchange INTEGER NOT NULL REFERENCES exchanges (id),
  PRIMARY KEY (check_id, exchange)
) STRICT;
CREATE INDEX check_exchanges_exchange ON check_exchanges (exchange);

CREATE TABLE annotations (
  id INTEGER PRIMARY KEY,
  post TEXT NOT NULL REFERENCES posts (id),
  kind TEXT NOT NULL
    CHECK (kind IN ('alt', 'translation', 'note', 'correction', 'official', 'sensitive')),
  target TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL,
  snapshot INTEGER,
  media TEXT,
  body TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  reason TEXT,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  UNIQUE (post, kind, target, version)
) STRICT;

CREATE TABLE sites (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT NOT NULL UNIQUE,
  lang TEXT
) STRICT;

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  site INTEGER REFERENCES sites (id),
  url TEXT NOT NULL UNIQUE,
  title TEXT,
  published_at TEXT,
  public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1)),
  added_at TEXT NOT NULL
) STRICT;

CREATE TABLE article_posts (
  article INTEGER NOT NULL REFERENCES articles (id),
  post TEXT NOT NULL REFERENCES posts (id),
  PRIMARY KEY (article, post)
) STRICT;
CREATE INDEX article_posts_post ON article_posts (post);

CREATE TABLE placements (
  key TEXT PRIMARY KEY,
  post TEXT NOT NULL REFERENCES posts (id),
  mode TEXT NOT NULL CHECK (mode IN ('newest', 'newest with band', 'pinned')),
  snapshot INTEGER NOT NULL,
  options TEXT NOT NULL DEFAULT '{}',
  article INTEGER REFERENCES articles (id),
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX placements_post ON placements (post);

CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  post TEXT NOT NULL REFERENCES posts (id),
  kind TEXT NOT NULL CHECK (kind IN ('court order', 'privacy', 'copyright', 'correction', 'other')),
  text TEXT NOT NULL,
  contact TEXT,
  at TEXT NOT NULL,
  deadline TEXT,
  decision TEXT,
  answer TEXT,
  decided_by TEXT,
  decided_at TEXT
) STRICT;
CREATE INDEX requests_post ON requests (post);

-- One job a post: a second request for the same kind and key joins the one under way.
CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('queued', 'running', 'done', 'partial', 'gone', 'refused', 'failed')),
  attempts TEXT NOT NULL DEFAULT '[]',
  result TEXT NOT NULL DEFAULT '{}',
  by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  run_at TEXT NOT NULL,
  leased_until TEXT,
  worker TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX jobs_active ON jobs (kind, key) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_due ON jobs (run_at) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_kind ON jobs (kind, made_at, id);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  reason TEXT,
  detail TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX audit_target ON audit (target);

CREATE TABLE users (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('reader', 'editor', 'admin')),
  lang TEXT,
  made_at TEXT NOT NULL,
  disabled_at TEXT
) STRICT;

-- Tokens are kept as SHA-256 only.
CREATE TABLE login_links (
  sha256 TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users (name),
  until TEXT NOT NULL,
  used_at TEXT
) STRICT;

CREATE TABLE sessions (
  sha256 TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users (name),
  made_at TEXT NOT NULL,
  until TEXT NOT NULL
) STRICT;

CREATE TABLE keys (
  sha256 TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('reader', 'editor', 'admin')),
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;

-- What the desk's first page asked; config.toml wins where it says something.
CREATE TABLE site_settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- One version of the text of a post that was asked for. id = milliseconds of posting x 1000 + k.
-- Nothing refers to the id, so that a corrected time can move it.
CREATE TABLE statements (
  id INTEGER PRIMARY KEY,
  post TEXT NOT NULL REFERENCES posts (id),
  snapshot INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('post', 'repost')),
  platform TEXT NOT NULL,
  text TEXT NOT NULL,
  lang TEXT,
  author_name TEXT,
  author_handle TEXT,
  official TEXT REFERENCES officials (slug),
  office INTEGER REFERENCES offices (id),
  created_at TEXT NOT NULL,
  time_unknown INTEGER NOT NULL DEFAULT 0 CHECK (time_unknown IN (0, 1)),
  UNIQUE (post, snapshot)
) STRICT;
CREATE INDEX statements_official ON statements (official, id);
