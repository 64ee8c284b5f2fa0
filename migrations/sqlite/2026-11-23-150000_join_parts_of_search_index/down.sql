INSERT INTO account_users_search (account_users_search, rank) VALUES ('usermerge', 4);
