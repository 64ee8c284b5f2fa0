-- What a list of users is ordered by when it is ordered by name. Until a name is written again, it is
-- the last part of what is searched: the folded name behind login and address.
ALTER TABLE account_users ADD COLUMN name_sort TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE account_users SET name_sort =
    substr(search_text, length(login_folded) + length(coalesce(email_folded, '')) + 3);

-- What a list of users is narrowed to, computed by the database so that it is never out of date.
ALTER TABLE account_users ADD COLUMN status TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    CASE WHEN NOT enabled THEN 'disabled' WHEN password_set_at IS NULL THEN 'pending' ELSE 'active' END
) STORED;
ALTER TABLE account_users ADD COLUMN welcome TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    CASE WHEN latest_welcome_status IS NULL THEN 'none'
        WHEN latest_welcome_status IN ('sent', 'captured') THEN 'sent'
        WHEN latest_welcome_status IN ('failed', 'cancelled') THEN latest_welcome_status
        ELSE 'under_way' END
) STORED;

-- The whole list, in the orders that have no index yet.
CREATE INDEX account_users_name_sort_idx ON account_users (account_id, name_sort, id);
CREATE INDEX account_users_welcomed_idx ON account_users (account_id, latest_welcome_at, id);
-- The narrowed list: a page is merged from the few ranges that a filter names, each in order.
CREATE INDEX account_users_narrowed_login_idx ON account_users (account_id, status, welcome, login_folded, id);
CREATE INDEX account_users_narrowed_name_idx ON account_users (account_id, status, welcome, name_sort, id);
CREATE INDEX account_users_narrowed_id_idx ON account_users (account_id, status, welcome, id);
CREATE INDEX account_users_narrowed_welcomed_idx ON account_users (account_id, status, welcome, latest_welcome_at, id);
