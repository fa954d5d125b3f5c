-- The index of the statements. Its columns hold tokens with a space between each and the next, made
-- by archive/tokens.py and archive/storage/sqlite/tags.py; the index reads them from the statement
-- itself, so that what is taken out of it is always what was put in.
ALTER TABLE statements ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN links TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN forms TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN again TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN office_words TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN party_words TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN tags TEXT NOT NULL DEFAULT '';
CREATE INDEX statements_office ON statements (office);

CREATE VIRTUAL TABLE statements_search USING fts5(
  words, links, forms, again, office_words, party_words, tags,
  content="statements", content_rowid="id", tokenize="ascii", prefix="2 3"
);

-- Who said something, in which office of which party: each answer once.
CREATE TABLE statement_speakers (
  id INTEGER PRIMARY KEY,
  slug TEXT,
  name TEXT NOT NULL,
  office TEXT,
  party TEXT,
  jurisdiction TEXT
) STRICT;
CREATE UNIQUE INDEX statement_speakers_all ON statement_speakers (
  coalesce(slug, ''), name, coalesce(office, ''), coalesce(party, ''), coalesce(jurisdiction, '')
);

-- What facets count of a statement, in few bytes. id is the statement's.
CREATE TABLE statement_facets (
  id INTEGER PRIMARY KEY,
  speaker INTEGER REFERENCES statement_speakers (id),
  features TEXT NOT NULL
) STRICT;
CREATE INDEX statement_facets_speaker ON statement_facets (speaker);

-- By which functions the tokens were made. Where they are others by now, all is indexed anew.
CREATE TABLE search_version (
  version INTEGER NOT NULL
) STRICT;

CREATE INDEX account_handles_lower ON account_handles (lower(handle));

-- What is hidden is little, and asked for wherever the archive of another day is searched.
CREATE INDEX posts_hidden ON posts (id) WHERE visibility IN ('withheld', 'erased');
CREATE INDEX snapshots_hidden ON snapshots (post) WHERE visibility IN ('withheld', 'erased');
