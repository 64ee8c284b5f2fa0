ALTER TABLE messages DROP COLUMN template_id;
DROP TABLE template_versions;
DROP TABLE templates;
