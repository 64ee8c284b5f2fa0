-- Each welcome email asks for the accounts of the one it is for, in order.
DROP INDEX memberships_user_id_idx;
CREATE INDEX memberships_user_id_account_id_idx ON memberships (user_id, account_id);
