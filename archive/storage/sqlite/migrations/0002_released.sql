-- When a post first became public. What never was is answered as if it had never been seen, also
-- after it was withheld or erased.
ALTER TABLE posts ADD COLUMN released_at TEXT;
UPDATE posts SET released_at = requested_at WHERE visibility != 'draft';
