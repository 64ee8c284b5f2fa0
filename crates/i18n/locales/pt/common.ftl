# What pages of all kinds say: errors, notices, units.

password = Palavra-passe
account-name = Nome da conta
error-title = Erro: { $title }
