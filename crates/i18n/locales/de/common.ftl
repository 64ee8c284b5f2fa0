# What pages of all kinds say: errors, notices, units.

password = Passwort
account-name = Name des Kontos
error-title = Fehler: { $title }
