# Messages that are sent.

mail-hello = Olá,
mail-greeting = Olá, { $name },
mail-account = Conta:
mail-login = Nome de utilizador:
mail-link-life = A ligação funciona uma única vez e é válida durante { $life } após a entrega.
mail-links-life = Cada ligação funciona uma única vez e é válida durante { $life } após a entrega.
mail-hours =
    { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
mail-days =
    { $count ->
        [one] { $count } dia
       *[other] { $count } dias
    }
mail-button-fails = Se o botão não funcionar, abra este endereço:
mail-keeps-working = A sua palavra-passe atual continua a funcionar até utilizar a ligação.
mail-keep-working = As suas palavras-passe atuais continuam a funcionar até utilizar as ligações.
mail-new-password = Definir nova palavra-passe
mail-footer = Enviada por { $sender } para { $recipient }

# A first welcome.
mail-welcome-subject = A sua conta em { $account }: escolha a palavra-passe
mail-welcome-heading = Damos-lhe as boas-vindas a { $account }
mail-welcome-preview = Escolha uma palavra-passe e já está.
mail-welcome-lead = Foi criada uma conta para si em { $account }. Escolha uma palavra-passe para entrar de imediato:
mail-welcome-button = Escolher palavra-passe

# A welcome to somebody who has a password.
mail-again-subject = Defina uma nova palavra-passe para { $account }
mail-again-heading = Defina uma nova palavra-passe para { $account }
mail-again-lead = Pode agora definir uma nova palavra-passe para a sua conta em { $account }. A palavra-passe atual continua a funcionar até utilizar esta ligação:

# A forgotten password.
mail-reset-subject = Reponha a sua palavra-passe de { $account }
mail-reset-subject-several = Reponha as suas palavras-passe
mail-reset-heading = Reponha a sua palavra-passe
mail-reset-heading-several = Reponha as suas palavras-passe
mail-reset-lead = Foi pedida, muito provavelmente por si, a reposição da palavra-passe associada a este endereço.
mail-reset-several =
    { $count ->
       *[other] Existem { $count } contas com este endereço, cada uma com a sua palavra-passe e a sua ligação.
    }

# Who asked, and what else to know.
mail-asked-heading = Quem pediu esta mensagem?
mail-asked-by = Pedida por:
mail-asked-by-system = o sistema (envio automático)
mail-asked-by-holder = alguém com uma ligação anterior sua
mail-asked-by-visitor = alguém sem sessão iniciada
mail-asked-with = Através de:
mail-asked-near = Perto de:
mail-asked-at = Quando:
mail-asked-about = { $at } (aproximadamente)
mail-platform = { $program } em { $system }
mail-unexpected-heading = Não estava à espera desta mensagem?
mail-unasked-heading = Não fez este pedido?
mail-ignore = Pode ignorar esta mensagem; nada se altera. Não partilhe a ligação: quem a abrir pode definir a sua palavra-passe.
mail-ignore-several = Pode ignorar esta mensagem; nada se altera. Não partilhe as ligações: quem abrir uma delas pode definir a sua palavra-passe.

# A test of a mail provider.
mail-test-subject = Mensagem de teste do Usher
mail-test-heading = Isto é um teste
mail-test-preview = Chegou. Não é preciso fazer nada.
mail-test-lead = Esta mensagem foi enviada através do servidor de e-mail «{ $provider }» para verificar se as mensagens do Usher chegam. Chegou: as mensagens de boas-vindas podem chegar até si pelo mesmo caminho.
mail-test-ignore = Não é preciso fazer nada, e a mensagem não contém nenhuma ligação.
