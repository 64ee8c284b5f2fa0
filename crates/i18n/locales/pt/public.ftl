# Pages of people who follow a link, sign in or look after their own account.

sign-in = Iniciar sessão
sign-in-login = E-mail ou nome de utilizador
sign-in-particular-account = Iniciar sessão numa conta específica
sign-in-account-hint = Só é necessário se o seu nome de utilizador existir em mais de uma conta.
sign-in-forgot = Esqueceu-se da palavra-passe?
