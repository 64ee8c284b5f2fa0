-- Each welcome email moves its user from one welcome state to another, twice. So only one index knows the
-- state: lists in other orders are narrowed by it, or walked along.
DROP INDEX account_users_narrowed_login_idx;
DROP INDEX account_users_narrowed_name_idx;
DROP INDEX account_users_narrowed_id_idx;
DROP INDEX account_users_narrowed_welcomed_idx;
CREATE INDEX account_users_status_login_idx ON account_users (account_id, status, login_folded, id);
CREATE INDEX account_users_status_name_idx ON account_users (account_id, status, name_sort, id);
CREATE INDEX account_users_status_id_idx ON account_users (account_id, status, id);
-- With what the other orders go by, so that the few in a state are put in order without their rows.
CREATE INDEX account_users_welcome_idx
    ON account_users (account_id, status, welcome, latest_welcome_at, id, login_folded, name_sort);
