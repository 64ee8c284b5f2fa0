-- What is a token must not become a browser's session.
DELETE FROM sessions WHERE scope IS NOT NULL;
DROP INDEX sessions_scope_account_id_idx;
ALTER TABLE sessions DROP COLUMN scope_account_id;
ALTER TABLE sessions DROP COLUMN scope;
