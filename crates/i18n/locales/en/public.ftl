# Pages of people who follow a link, sign in or look after their own account.

sign-in = Sign in
sign-in-login = Email or login
sign-in-particular-account = Sign in to a particular account
sign-in-account-hint = Needed only when your login exists in more than one account.
sign-in-forgot = Forgot your password?
