DROP INDEX account_users_welcome_idx;
DROP INDEX account_users_status_id_idx;
DROP INDEX account_users_status_name_idx;
DROP INDEX account_users_status_login_idx;
CREATE INDEX account_users_narrowed_login_idx ON account_users (account_id, status, welcome, login_folded, id);
CREATE INDEX account_users_narrowed_name_idx ON account_users (account_id, status, welcome, name_sort, id);
CREATE INDEX account_users_narrowed_id_idx ON account_users (account_id, status, welcome, id);
CREATE INDEX account_users_narrowed_welcomed_idx ON account_users (account_id, status, welcome, latest_welcome_at, id);
