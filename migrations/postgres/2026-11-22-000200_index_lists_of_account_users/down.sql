DROP INDEX account_users_narrowed_welcomed_idx;
DROP INDEX account_users_narrowed_id_idx;
DROP INDEX account_users_narrowed_name_idx;
DROP INDEX account_users_narrowed_login_idx;
DROP INDEX account_users_welcomed_idx;
DROP INDEX account_users_name_sort_idx;
ALTER TABLE account_users DROP COLUMN welcome;
ALTER TABLE account_users DROP COLUMN status;
ALTER TABLE account_users DROP COLUMN name_sort;
