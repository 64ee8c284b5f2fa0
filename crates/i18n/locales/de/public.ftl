# Pages of people who follow a link, sign in or look after their own account.

sign-in = Anmelden
sign-in-login = E-Mail-Adresse oder Login
sign-in-particular-account = Bei einem bestimmten Konto anmelden
sign-in-account-hint = Nur nötig, wenn es Ihren Login in mehreren Konten gibt.
sign-in-forgot = Passwort vergessen?
