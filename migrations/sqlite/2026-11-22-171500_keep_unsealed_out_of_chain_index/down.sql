DROP INDEX audit_events_chain_seq_key;
CREATE UNIQUE INDEX audit_events_chain_seq_key ON audit_events (chain_seq);
