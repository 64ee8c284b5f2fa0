-- What else a mail is made of; its sender's name was kept before.
ALTER TABLE messages ADD COLUMN reply_to TEXT;
ALTER TABLE messages ADD COLUMN accent_color TEXT;
