DROP INDEX memberships_user_id_account_id_idx;
CREATE INDEX memberships_user_id_idx ON memberships (user_id);
