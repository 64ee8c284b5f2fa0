DROP TABLE role_grants;
DROP TABLE memberships;
DROP TABLE account_users;
DROP TABLE accounts;
DROP TABLE keyring_keys;
DROP TABLE installation;
