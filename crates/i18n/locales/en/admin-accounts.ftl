# Accounts and their settings.
