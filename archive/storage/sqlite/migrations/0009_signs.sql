-- What the points of a best match are made of: in a narrow table, since thousands are read for a page.
-- id is the statement's. length: how many of the bounds in archive/storage/sqlite/tags.py its text is
-- longer than. again: the words that stand there twice or more, with a space before and after each.
CREATE TABLE statement_signs (
  id INTEGER PRIMARY KEY,
  length INTEGER NOT NULL,
  again TEXT NOT NULL
) STRICT;
INSERT INTO statement_signs
SELECT id, (words != '') * ((spaces >= 8) + (spaces >= 16) + (spaces >= 32)),
  iif(again = '', '', ' ' || again || ' ')
FROM (SELECT id, words, again, length(words) - length(replace(words, ' ', '')) AS spaces
      FROM statements);
