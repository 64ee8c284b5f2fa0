-- One row; whoever changes what concerns the whole installation locks it first.
CREATE TABLE installation (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    next_account_number BIGINT NOT NULL,
    version BIGINT NOT NULL
);
INSERT INTO installation (id, next_account_number, version) VALUES (1, 1, 1);

-- Which master keys this installation knows, without the keys.
CREATE TABLE keyring_keys (
    id BIGINT NOT NULL PRIMARY KEY,
    check_value BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('minting', 'redeeming', 'renew_only', 'revoked')),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX keyring_keys_minting_key ON keyring_keys (state) WHERE state = 'minting';

CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    project_id BLOB NOT NULL,
    project_name TEXT NOT NULL,
    continue_url TEXT,
    send_welcome_on_create BOOLEAN NOT NULL,
    link_life_hours BIGINT NOT NULL,
    locale TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX accounts_number_key ON accounts (number);
CREATE UNIQUE INDEX accounts_name_folded_key ON accounts (name_folded);
CREATE UNIQUE INDEX accounts_project_id_key ON accounts (project_id);

CREATE TABLE account_users (
    -- The row number that the search index refers to.
    search_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    login TEXT NOT NULL,
    login_folded TEXT NOT NULL,
    email TEXT,
    email_folded TEXT,
    display_name TEXT NOT NULL,
    search_text TEXT NOT NULL,
    phone TEXT,
    locale TEXT,
    enabled BOOLEAN NOT NULL,
    password_hash TEXT,
    password_set_at BIGINT,
    version BIGINT NOT NULL,
    latest_welcome_id BLOB,
    latest_welcome_status TEXT,
    latest_welcome_at BIGINT,
    last_sign_in_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_users_id_key ON account_users (id);
CREATE UNIQUE INDEX account_users_account_id_login_folded_key ON account_users (account_id, login_folded);
CREATE UNIQUE INDEX account_users_account_id_email_folded_key ON account_users (account_id, email_folded);
CREATE UNIQUE INDEX account_users_account_id_id_key ON account_users (account_id, id);
-- Sign-in without an account looks an identifier up in the whole installation.
CREATE INDEX account_users_login_folded_idx ON account_users (login_folded);
CREATE INDEX account_users_email_folded_idx ON account_users (email_folded);

-- Finds any part of a login, address or name from three characters on.
CREATE VIRTUAL TABLE account_users_search USING fts5 (
    search_text, content = 'account_users', content_rowid = 'search_id', tokenize = 'trigram'
);
CREATE TRIGGER account_users_search_insert AFTER INSERT ON account_users BEGIN
    INSERT INTO account_users_search (rowid, search_text) VALUES (new.search_id, new.search_text);
END;
CREATE TRIGGER account_users_search_delete AFTER DELETE ON account_users BEGIN
    INSERT INTO account_users_search (account_users_search, rowid, search_text)
        VALUES ('delete', old.search_id, old.search_text);
END;
CREATE TRIGGER account_users_search_update AFTER UPDATE OF search_text ON account_users BEGIN
    INSERT INTO account_users_search (account_users_search, rowid, search_text)
        VALUES ('delete', old.search_id, old.search_text);
    INSERT INTO account_users_search (rowid, search_text) VALUES (new.search_id, new.search_text);
END;

-- Accounts that a user belongs to besides her primary one.
CREATE TABLE memberships (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    user_id BLOB NOT NULL REFERENCES account_users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id)
);
CREATE INDEX memberships_user_id_idx ON memberships (user_id);

-- No account means the whole installation.
CREATE TABLE role_grants (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES account_users (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX role_grants_user_role_account_key ON role_grants (user_id, role, coalesce(account_id, x''));
CREATE INDEX role_grants_owners_idx ON role_grants (user_id) WHERE role = 'owner' AND account_id IS NULL;
CREATE INDEX role_grants_account_id_idx ON role_grants (account_id);
