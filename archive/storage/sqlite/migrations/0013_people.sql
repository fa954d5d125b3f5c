-- Passwords (argon2), who comes from a provider of logins, when a session was last used, what a key
-- may, and the audit log read by person and by what was done.
ALTER TABLE users ADD COLUMN password TEXT;
ALTER TABLE users ADD COLUMN subject TEXT;
CREATE UNIQUE INDEX users_subject ON users (subject) WHERE subject IS NOT NULL;
ALTER TABLE sessions ADD COLUMN used_at TEXT;
CREATE INDEX sessions_user ON sessions (user);
CREATE INDEX login_links_user ON login_links (user);
ALTER TABLE keys ADD COLUMN scopes TEXT NOT NULL DEFAULT '[]';
CREATE INDEX audit_by ON audit (by, id);
CREATE INDEX audit_action ON audit (action, id);
