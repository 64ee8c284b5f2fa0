-- Users from a file. The file is put down row by row, checked, and worked through a few rows at a time; done_to
-- is the line that was reached, so that whoever goes on begins behind it.
CREATE TABLE user_imports (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('reading', 'ready', 'running', 'completed', 'cancelled', 'stopped', 'expired')),
    on_duplicate TEXT NOT NULL CHECK (on_duplicate IN ('skip', 'update')),
    send_welcome BOOLEAN NOT NULL,
    stop_reason TEXT,
    requester_kind TEXT NOT NULL,
    requester_id BLOB,
    requester_user_id BLOB,
    delegated BOOLEAN NOT NULL,
    origin_user_agent TEXT,
    origin_address TEXT,
    origin_place TEXT,
    total BIGINT NOT NULL,
    valid BIGINT NOT NULL,
    invalid BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    done_to BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    worked_at BIGINT NOT NULL,
    erased_at BIGINT
);
CREATE INDEX user_imports_account_id_idx ON user_imports (account_id, id);
-- What there is to do is looked for every second; whose values are erased needs nothing more.
CREATE INDEX user_imports_worked_at_idx ON user_imports (worked_at) WHERE erased_at IS NULL;

-- What the cells say is personal data of people who may never become users: it goes when the import ends.
CREATE TABLE user_import_rows (
    import_id BLOB NOT NULL REFERENCES user_imports (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('to_create', 'to_update', 'duplicate', 'invalid', 'created', 'updated', 'failed')),
    login TEXT,
    email TEXT,
    display_name TEXT,
    phone TEXT,
    locale TEXT,
    user_id BLOB,
    same_as BIGINT,
    mistakes TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);
CREATE INDEX user_import_rows_state_idx ON user_import_rows (import_id, state, line);
CREATE INDEX user_import_rows_values_idx ON user_import_rows (import_id, line) WHERE login IS NOT NULL;
