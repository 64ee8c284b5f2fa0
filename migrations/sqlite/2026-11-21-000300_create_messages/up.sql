-- The outbox, and what became of what left it. A row holds everything that its mail is made of,
-- except the link and the rendered text, so that a repeat is identical and nothing redeemable is kept.
CREATE TABLE messages (
    id BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('welcome', 'reset')),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    user_id BLOB NOT NULL REFERENCES account_users (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'deferred', 'failed', 'cancelled', 'captured')),
    -- Lower goes first: 0 for single sends.
    priority INTEGER NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    give_up_at BIGINT NOT NULL,
    lease_id BLOB,
    leased_until BIGINT,
    attempts INTEGER NOT NULL,
    uncertain_attempts INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    sender_name TEXT,
    sender_address TEXT NOT NULL,
    locale TEXT NOT NULL,
    template_version INTEGER NOT NULL,
    rfc_message_id TEXT NOT NULL,
    has_password BOOLEAN NOT NULL,
    link_life_hours BIGINT NOT NULL,
    requested_at BIGINT NOT NULL,
    requested_kind TEXT NOT NULL,
    requested_user_id BLOB,
    requested_name TEXT,
    origin_user_agent TEXT,
    origin_address TEXT,
    origin_place TEXT,
    reply_code INTEGER,
    reply_enhanced TEXT,
    reply_text TEXT,
    sent_at BIGINT,
    updated_at BIGINT NOT NULL
);
-- The dispatcher's two questions: what is due, and whose lease ran out?
CREATE INDEX messages_due_idx ON messages (priority, next_attempt_at) WHERE status IN ('queued', 'deferred');
CREATE INDEX messages_leased_idx ON messages (leased_until) WHERE status = 'sending';
CREATE INDEX messages_user_id_idx ON messages (user_id, id);
CREATE INDEX messages_captured_idx ON messages (id) WHERE status = 'captured';
CREATE INDEX messages_failed_idx ON messages (updated_at) WHERE status = 'failed';
CREATE INDEX messages_sent_idx ON messages (sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE attempts (
    id BLOB NOT NULL PRIMARY KEY,
    message_id BLOB NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    lease_id BLOB NOT NULL,
    provider TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    outcome TEXT NOT NULL,
    reply_code INTEGER,
    reply_enhanced TEXT,
    reply_text TEXT
);
CREATE UNIQUE INDEX attempts_message_id_lease_id_key ON attempts (message_id, lease_id);

-- The only place that knows link ids. Without the keyring they are worth nothing.
CREATE TABLE password_links (
    id BLOB NOT NULL PRIMARY KEY,
    key_id BIGINT NOT NULL REFERENCES keyring_keys (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('welcome', 'reset', 'setup')),
    user_id BLOB REFERENCES account_users (id) ON DELETE CASCADE,
    message_id BLOB REFERENCES messages (id) ON DELETE CASCADE,
    account_name TEXT NOT NULL,
    login TEXT NOT NULL,
    sent_to TEXT,
    created_at BIGINT NOT NULL,
    life_hours BIGINT NOT NULL,
    sent_at BIGINT,
    expires_at BIGINT NOT NULL,
    consumed_at BIGINT,
    superseded_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX password_links_user_id_idx ON password_links (user_id, created_at);
CREATE INDEX password_links_message_id_idx ON password_links (message_id);
CREATE INDEX password_links_key_id_idx ON password_links (key_id);
-- One setup link in the whole installation, however many nodes start at once.
CREATE UNIQUE INDEX password_links_setup_key ON password_links (purpose) WHERE purpose = 'setup';

-- Who opened a link: shown to administrators, read by no rule.
CREATE TABLE link_visits (
    id BLOB NOT NULL PRIMARY KEY,
    link_id BLOB NOT NULL REFERENCES password_links (id) ON DELETE CASCADE,
    visited_at BIGINT NOT NULL,
    user_agent TEXT,
    address TEXT
);
CREATE INDEX link_visits_link_id_idx ON link_visits (link_id, visited_at);
