# What pages of all kinds say: errors, notices, units.

password = Password
account-name = Account name
error-title = Error: { $title }
