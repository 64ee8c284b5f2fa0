-- Every transaction adds a part of its own to the search index, and a search looks into each. Two parts of a
-- size are enough to be joined by the housekeeping.
INSERT INTO account_users_search (account_users_search, rank) VALUES ('usermerge', 2);
