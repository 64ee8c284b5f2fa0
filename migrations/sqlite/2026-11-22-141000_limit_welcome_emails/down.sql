DROP TABLE deleted_recipients;
DROP TABLE send_hours;
ALTER TABLE accounts DROP COLUMN welcome_emails_per_hour;
