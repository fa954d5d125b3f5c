-- For which of the newsroom's sites a key works: their names, as JSON; none: for all.
ALTER TABLE keys ADD COLUMN sites TEXT NOT NULL DEFAULT '[]';
