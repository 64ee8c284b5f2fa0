DROP TABLE link_visits;
DROP TABLE password_links;
DROP TABLE attempts;
DROP TABLE messages;
