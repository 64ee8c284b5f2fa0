-- What programs call it is unique in its account, for ever: a deleted template keeps its row, so that its
-- version numbers go on if it is made again, and no message ever finds other words under its number.
CREATE TABLE templates (
    account_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    template_id TEXT COLLATE "C" NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('welcome')),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    is_default BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    PRIMARY KEY (account_id, template_id)
);
-- At most one is used for mails that name none.
CREATE UNIQUE INDEX templates_account_id_key ON templates (account_id) WHERE is_default;

-- Written once, never changed: a message names a version and a language, and a repeat says the same.
CREATE TABLE template_versions (
    account_id BYTEA NOT NULL,
    template_id TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    locale TEXT COLLATE "C" NOT NULL,
    subject TEXT NOT NULL,
    html TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BYTEA,
    PRIMARY KEY (account_id, template_id, version, locale),
    FOREIGN KEY (account_id, template_id) REFERENCES templates (account_id, template_id) ON DELETE CASCADE
);

-- None: our own words, of the edition that template_version names.
ALTER TABLE messages ADD COLUMN template_id TEXT;
