-- Events that wait for their place have no business in the index of places: they are found by an index
-- of their own, and an index of both made each look for them read all of them.
DROP INDEX audit_events_chain_seq_key;
CREATE UNIQUE INDEX audit_events_chain_seq_key ON audit_events (chain_seq) WHERE chain_seq IS NOT NULL;
