CREATE INDEX password_links_key_id_idx ON password_links (key_id);
CREATE INDEX messages_sent_idx ON messages (sent_at) WHERE sent_at IS NOT NULL;
