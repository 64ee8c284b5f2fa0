ALTER TABLE messages DROP COLUMN accent_color;
ALTER TABLE messages DROP COLUMN reply_to;
