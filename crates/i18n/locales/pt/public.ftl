# Pages of people who follow a link, sign in or look after their own account.

sign-in = Iniciar sessão
sign-in-login = E-mail ou nome de utilizador
sign-in-particular-account = Iniciar sessão numa conta específica
sign-in-account-hint = Só é necessário se o seu nome de utilizador existir em mais de uma conta.
sign-in-forgot = Esqueceu-se da palavra-passe?
sign-out = Terminar sessão
to-sign-in = Ir para o início de sessão

# The page behind a password link, while the link is open.
link-welcome-title = Definir a palavra-passe
link-welcome-heading = Boas-vindas
link-welcome-heading-name = Boas-vindas, { $name }
link-welcome-text = Escolha uma palavra-passe para a sua conta em { $account }.
link-again-title = Escolher uma nova palavra-passe
link-again-heading = Olá de novo
link-again-heading-name = Olá de novo, { $name }
link-again-text = Escolha uma nova palavra-passe para { $account }. Até lá, a atual continua a funcionar.
link-reset-title = Escolher uma nova palavra-passe
link-reset-text = Serve para iniciar sessão em { $account }. A palavra-passe atual funciona até definir a nova.
link-setup-title = Configurar o Usher
link-setup-text = É a primeira pessoa a chegar. Diga-nos quem é: passa a ser proprietário desta instalação.
link-setup-email = O seu endereço de e-mail
link-setup-email-hint = É com ele que inicia sessão.
link-setup-account = Nome da primeira conta
link-setup-account-hint = Normalmente o nome da sua organização. Pode alterá-lo mais tarde.
link-setup-submit = Criar o proprietário
link-login = Inicia sessão como
link-password = Nova palavra-passe
link-password-rule =
    { $count ->
        [one] Pelo menos { $count } carácter. Algumas palavras sem relação entre si dão uma boa palavra-passe; não são precisos algarismos nem símbolos.
       *[other] Pelo menos { $count } caracteres. Algumas palavras sem relação entre si dão uma boa palavra-passe; não são precisos algarismos nem símbolos.
    }
link-submit = Definir a palavra-passe
link-next = Depois disso, fica com a sessão iniciada.
link-next-reset = Depois disso, fica com a sessão iniciada aqui e terminada em todos os outros dispositivos.
link-until = Esta ligação funciona uma vez, até { $until }.
link-unexpected = Não estava à espera disto? Feche a página; nada muda.

# What a new password is worth, while it is typed.
password-strength-0 = Uma palavra-passe muito fraca
password-strength-1 = Uma palavra-passe fraca
password-strength-2 = Ainda não é suficientemente forte
password-strength-3 = Uma boa palavra-passe
password-strength-4 = Uma palavra-passe muito boa

# The page behind a password link that cannot set a password (any more).
link-used-title = Esta ligação já foi usada
link-used-text = Com ela foi definida uma palavra-passe. Inicie sessão com essa palavra-passe. Se não foi definida por si, escolha já uma nova.
link-used-forgot = Escolher uma nova palavra-passe
link-superseded-title = Há uma mensagem mais recente
link-superseded-text = Enviámos-lhe uma mensagem mais recente, e só a ligação que ela contém funciona. Procure a mais recente na sua caixa de correio.
link-superseded-renewable-text = Enviámos-lhe uma mensagem mais recente, e só a ligação que ela contém funciona. Use essa, ou peça que seja enviada de novo.
link-superseded-submit = Enviar de novo
link-expired-title = Esta ligação expirou
link-expired-text = Para sua segurança, uma ligação só funciona durante algum tempo. Peça uma nova a quem lhe enviou o convite.
link-expired-renewable-text = Para sua segurança, uma ligação só funciona durante algum tempo. Podemos enviar uma nova para o mesmo endereço.
link-expired-reset-text = Para sua segurança, uma ligação só funciona durante algum tempo. Peça uma nova.
link-expired-submit = Enviar uma nova ligação
link-expired-ask = Pedir uma nova ligação
link-void-title = Esta ligação não funciona
link-void-text = Não é válida, ou deixou de o ser. Se a copiou, verifique se está completa. Caso contrário, peça uma nova.
link-void-submit = Enviar-me uma nova ligação
link-renewed-title = Veja o seu correio
link-renewed-again = Não chegou nada? Pedir de novo
link-limit = Veja primeiro a sua caixa de correio e o correio não solicitado: a ligação mais recente talvez já lá esteja.

# A forgotten password.
forgot-text = Indique o seu endereço de e-mail ou nome de utilizador. Enviamos-lhe uma ligação com a qual escolhe uma nova palavra-passe.
forgot-submit = Enviar ligação
forgot-sent-title = Veja o seu correio
forgot-again = Não chegou nada? Pedir de novo
forgot-back = Voltar ao início de sessão

# After a password was set.
welcomed-text = A sua palavra-passe está definida e a sessão iniciada.
welcomed-login = A partir de agora inicia sessão como
welcomed-continue = Continuar
welcomed-continue-to = Continuar para { $account }
welcomed-administration = Ir para a administração
welcomed-account = Ir para a minha conta
welcomed-unkept-title = A sua palavra-passe está definida
welcomed-unkept-text = O seu navegador não manteve a sessão iniciada; acontece quando bloqueia cookies. Inicie sessão com a nova palavra-passe.

# My account.
my-account = A minha conta
my-account-profile = Dados pessoais
my-account-name = Nome
my-account-email = Endereço de e-mail
my-account-login = Nome de utilizador
my-account-account = Conta
my-account-language = Língua
my-account-language-hint = Para estas páginas e para as mensagens que lhe enviamos.
my-account-language-hint-administrator = Para as mensagens que lhe enviamos e para estas páginas. A administração fala inglês e alemão.
my-account-language-account = Como definido na conta: { $language }
my-account-language-browser = Como definido no navegador
my-account-save = Guardar
my-account-email-none = Ainda não tem endereço de e-mail; assim, não é possível substituir uma palavra-passe esquecida.
my-account-email-change = Alterar o endereço de e-mail
my-account-email-new = Novo endereço de e-mail
my-account-email-hint = As mensagens passam logo a seguir para lá. As ligações enviadas para o endereço antigo deixam de funcionar.
my-account-password = Palavra-passe
my-account-password-change = Alterar a palavra-passe
my-account-password-present = Palavra-passe atual
my-account-password-new = Nova palavra-passe
my-account-password-rule = Pelo menos { $count } caracteres. Algumas palavras sem relação entre si dão uma boa palavra-passe.
my-account-password-next = A sessão continua iniciada aqui e é terminada em todos os outros dispositivos.
my-account-sessions = Onde tem a sessão iniciada
my-account-sessions-failed = De momento não é possível mostrar a lista. Recarregue a página daqui a pouco.
my-account-sessions-alone = Não tem a sessão iniciada em mais nenhum lado.
my-account-session-current = Este navegador
my-account-session-token = Token de um programa
my-account-session-since = Início
my-account-session-used = Última utilização
my-account-session-address = Endereço
my-account-sign-out-others = Terminar sessão nos outros dispositivos

# The administration of somebody who may see no account yet.
no-account-title = Ainda não há contas
no-account-text = As contas são criadas por um proprietário desta instalação.
