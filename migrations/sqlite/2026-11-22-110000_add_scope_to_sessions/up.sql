-- No scope: a browser's session. With one: a token of IAM.
ALTER TABLE sessions ADD COLUMN scope TEXT;
ALTER TABLE sessions ADD COLUMN scope_account_id BLOB REFERENCES accounts (id) ON DELETE CASCADE;
-- Deleting an account looks for its tokens; browsers' sessions need no place in here.
CREATE INDEX sessions_scope_account_id_idx ON sessions (scope_account_id) WHERE scope_account_id IS NOT NULL;
