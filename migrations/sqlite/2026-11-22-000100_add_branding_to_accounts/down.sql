DROP TABLE account_logos;
ALTER TABLE accounts DROP COLUMN accent_color;
ALTER TABLE accounts DROP COLUMN reply_to;
ALTER TABLE accounts DROP COLUMN sender_name;
