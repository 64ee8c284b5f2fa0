ALTER TABLE password_links DROP COLUMN opened_at;
DROP TABLE delivery_hour_shares;
DROP TABLE delivery_hours;
