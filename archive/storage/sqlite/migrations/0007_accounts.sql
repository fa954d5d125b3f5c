-- Whose an account is was said on a day.
ALTER TABLE accounts ADD COLUMN confirmed_at TEXT;
