-- The register of officials: what each source says, with its dates.

-- What tells people apart. An id stays with its person, whatever a source takes back.
CREATE TABLE official_ids (
  scheme TEXT NOT NULL,
  value TEXT NOT NULL,
  official TEXT NOT NULL REFERENCES officials (slug),
  PRIMARY KEY (scheme, value)
) STRICT;
CREATE INDEX official_ids_official ON official_ids (official);

CREATE TABLE official_names (
  official TEXT NOT NULL REFERENCES officials (slug),
  name TEXT NOT NULL,
  alias INTEGER NOT NULL CHECK (alias IN (0, 1)),
  source TEXT NOT NULL,
  PRIMARY KEY (official, source, name)
) STRICT;
CREATE INDEX official_names_source ON official_names (source);

ALTER TABLE offices ADD COLUMN district TEXT;
ALTER TABLE offices ADD COLUMN until_basis TEXT NOT NULL DEFAULT 'stated'
  CHECK (until_basis IN ('stated', 'last seen'));
ALTER TABLE offices ADD COLUMN imported_at TEXT;
CREATE INDEX offices_source ON offices (source);

-- Parties with dates of their own; one goes before the party of an office of that day.
CREATE TABLE official_parties (
  id INTEGER PRIMARY KEY,
  official TEXT NOT NULL REFERENCES officials (slug),
  party TEXT NOT NULL,
  since TEXT,
  until TEXT,
  source TEXT NOT NULL,
  imported_at TEXT NOT NULL
) STRICT;
CREATE INDEX official_parties_official ON official_parties (official);
CREATE INDEX official_parties_source ON official_parties (source);

-- That an account is somebody's. The accounts themselves come with posts, see `accounts`.
CREATE TABLE account_claims (
  id INTEGER PRIMARY KEY,
  official TEXT NOT NULL REFERENCES officials (slug),
  platform TEXT NOT NULL,
  handle TEXT,
  folded TEXT,
  native_id TEXT,
  kind TEXT CHECK (kind IN ('official', 'campaign', 'personal', 'office-wide')),
  since TEXT,
  until TEXT,
  basis TEXT NOT NULL CHECK (basis IN ('stated', 'seen', 'listed')),
  source TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  CHECK (handle IS NOT NULL OR native_id IS NOT NULL)
) STRICT;
CREATE INDEX account_claims_official ON account_claims (official);
CREATE INDEX account_claims_source ON account_claims (source);
CREATE INDEX account_claims_native_id ON account_claims (platform, native_id);
CREATE INDEX account_claims_folded ON account_claims (platform, folded);
