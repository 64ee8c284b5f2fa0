-- Each mail was written into these, and nothing asks them: what was sent is counted by the hour, and the keys
-- that links refer to are never deleted.
DROP INDEX messages_sent_idx;
DROP INDEX password_links_key_id_idx;
