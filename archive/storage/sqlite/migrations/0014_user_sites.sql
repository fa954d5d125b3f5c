-- For which of the newsroom's sites somebody edits: their names, as JSON; none: for all.
ALTER TABLE users ADD COLUMN sites TEXT NOT NULL DEFAULT '[]';
