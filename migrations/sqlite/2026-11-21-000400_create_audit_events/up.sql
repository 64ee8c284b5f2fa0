-- Ids only; no reference to what may be erased.
CREATE TABLE audit_events (
    id BLOB NOT NULL PRIMARY KEY,
    happened_at BIGINT NOT NULL,
    action TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BLOB,
    account_id BLOB,
    target_id BLOB,
    details TEXT NOT NULL,
    chain_seq BIGINT,
    chain_hash BLOB
);
CREATE UNIQUE INDEX audit_events_chain_seq_key ON audit_events (chain_seq);
CREATE INDEX audit_events_unsealed_idx ON audit_events (id) WHERE chain_seq IS NULL;
CREATE INDEX audit_events_account_id_idx ON audit_events (account_id, id);

-- A signature over the chain's end, one for each batch that was sealed.
CREATE TABLE audit_heads (
    seq BIGINT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    key_id BIGINT NOT NULL,
    signature BLOB NOT NULL,
    sealed_at BIGINT NOT NULL
);

-- Work that only one node may do at a time.
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder BLOB NOT NULL,
    held_until BIGINT NOT NULL
);
