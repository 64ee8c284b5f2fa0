DROP INDEX messages_bulk_send_idx;
ALTER TABLE messages DROP COLUMN bulk_send_id;
DROP TABLE bulk_send_recipients;
DROP TABLE bulk_sends;
