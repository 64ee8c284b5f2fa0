# What pages of all kinds say: errors, notices, units.

password = Palavra-passe
account-name = Nome da conta
error-title = Erro: { $title }
error-in-field = { $field }: { $text }
number = { $count }
platform = { $program } em { $system }
platform-unknown = Programa desconhecido

# Spans of time.
span-hours =
    { $count ->
        [one] 1 hora
       *[other] { $count } horas
    }
span-days =
    { $count ->
        [one] 1 dia
       *[other] { $count } dias
    }
span-seconds = { $seconds } s
span-minutes = { $count } min

# What the API's error codes mean to a person.
error-malformed_body = Não foi possível ler o pedido. Recarregue a página e tente de novo.
error-malformed_request = Não foi possível ler o pedido. Recarregue a página e tente de novo.
error-unauthenticated = Inicie sessão primeiro.
error-sign_in_failed = O nome de utilizador, a palavra-passe ou a conta não estão corretos.
error-forbidden = Não tem permissão para fazer isso.
error-cross_site = O formulário veio de outro site e foi recusado.
error-not_found = Isso já não existe.
error-method_not_allowed = Não resultou. Recarregue a página e tente de novo.
error-not_acceptable = Não resultou. Recarregue a página e tente de novo.
error-conflict = Alguém alterou isto ao mesmo tempo. Veja novamente.
error-login_taken = Já existe na conta um utilizador com este nome.
error-email_taken = Já existe na conta um utilizador com este endereço de e-mail.
error-account_name_taken = Já existe outra conta com este nome.
error-account_not_empty = Elimine primeiro os utilizadores da conta.
error-account_not_primary = As mensagens de boas-vindas só são enviadas em nome da conta principal do utilizador.
error-no_address = O utilizador não tem endereço de e-mail. Indique primeiro um endereço.
error-user_disabled = O utilizador está desativado. Ative-o primeiro.
error-last_owner = O último proprietário não pode ser removido, desativado nem despromovido. Nomeie primeiro outra pessoa.
error-not_retryable = Só é possível reenviar mensagens falhadas ou canceladas.
error-not_cancellable = Tarde demais: a mensagem já não está à espera.
error-no_open_link = Não há nenhuma ligação válida para mostrar. Envie primeiro uma mensagem de boas-vindas.
error-link_used = Esta ligação já foi usada.
error-link_expired = Esta ligação expirou.
error-link_superseded = Uma mensagem mais recente substituiu esta ligação.
error-link_void = Esta ligação não é válida.
error-payload_too_large = É demasiado grande.
error-unsupported_media_type = Não é possível ler ficheiros deste tipo.
error-invalid_field = Corrija o que está assinalado abaixo.
error-invalid_idempotency_key = O pedido traz um nome que não se consegue ler.
error-request_under_way = O mesmo pedido está a ser executado. Veja novamente daqui a pouco.
error-secret_shown = Isto já foi criado. O segredo foi mostrado nessa altura e não volta a ser mostrado.
error-idempotency_key_reused = O pedido traz o nome de outro. Tente novamente.
error-weak_password = Escolha uma palavra-passe mais forte.
error-account_limit = A conta já pediu nesta hora todos os e-mails de boas-vindas permitidos. Tente de novo na próxima hora.
error-too_many_requests = Foram demasiadas tentativas. Aguarde um pouco e tente de novo.
error-too_many_requests-minutes =
    { $count ->
        [one] Foram demasiadas tentativas. Tente de novo daqui a um minuto.
       *[other] Foram demasiadas tentativas. Tente de novo daqui a { $count } minutos.
    }
error-too_many_requests-hours =
    { $count ->
        [one] Foram demasiadas tentativas. Tente de novo daqui a uma hora.
       *[other] Foram demasiadas tentativas. Tente de novo daqui a { $count } horas.
    }
error-internal = Algo correu mal do nosso lado. Tente de novo.
error-unavailable = De momento, o Usher não consegue fazer isto. Tente de novo daqui a pouco.

# What can be wrong with one field of a form. min and max are 0 where no limit is told.
field-required = Preencha este campo.
field-empty = Preencha este campo.
field-too_short =
    { $min ->
        [0] É demasiado curto.
        [one] Use pelo menos { $min } carácter.
       *[other] Use pelo menos { $min } caracteres.
    }
field-too_long =
    { $max ->
        [0] É demasiado longo.
        [one] Use no máximo { $max } carácter.
       *[other] Use no máximo { $max } caracteres.
    }
field-control_character = Contém um carácter invisível. Escreva o texto em vez de o colar.
field-invalid_character = Contém um carácter que não é permitido aqui.
field-invalid_address = Não é um endereço de e-mail. Exemplo: nome@example.com.
field-invalid_url = Não é um endereço web. Exemplo: https://example.com/inicio.
field-invalid_language = Não é um código de língua. Exemplos: de ou pt-BR.
field-invalid_color = Não é uma cor. Exemplo: #1f5f5b.
field-not_utf8 =
    { $line ->
        [0] Não é texto UTF-8. Guarde o ficheiro como «CSV UTF-8».
       *[other] A linha { $line } não é texto UTF-8. Guarde o ficheiro como «CSV UTF-8».
    }
field-malformed_row =
    { $line ->
        [0] Uma linha não está fechada, ou tem mais ou menos células do que o cabeçalho.
       *[other] A linha { $line } não está fechada, ou tem mais ou menos células do que o cabeçalho.
    }
field-invalid_image = Não é uma imagem PNG, JPEG ou WebP.
field-too_many_pixels =
    { $max ->
        [0] A imagem é demasiado grande.
       *[other] A imagem é demasiado grande: no máximo { $max } por { $max } píxeis.
    }
field-out_of_range =
    { $max ->
        [0] Isso não é possível aqui.
       *[other] Escolha um número de { $min } a { $max }.
    }
field-not_in_future = Essa data já passou.
field-too_many =
    { $max ->
        [0] São demasiados.
       *[other] No máximo { $max }.
    }
field-duplicate = Isso já existe.
field-template_syntax =
    { $line ->
        [0] Contém uma marca que não se consegue ler.
       *[other] Linha { $line }: não se consegue ler a marca.
    }
field-unknown_variable =
    { $line ->
        [0] Contém um valor que não existe.
       *[other] Linha { $line }: esse valor não existe.
    }
field-not_available =
    { $line ->
        [0] Contém algo que os modelos não permitem.
       *[other] Linha { $line }: os modelos não permitem isso.
    }
field-link_missing = Falta a ligação da palavra-passe. Escreva { "{{ link }}" } onde deve estar.
field-too_complex = Tem demasiadas marcas, ou uma marca demasiado longa.
field-unknown = Isso não existe (ou já não existe).
field-wrong = Não é a sua palavra-passe atual.
field-common = É uma das palavras-passe que os atacantes tentam primeiro. Escolha outra.
field-personal = Contém o seu nome, o seu endereço ou a conta. Deixe-os de fora.
field-guessable = É fácil de adivinhar. Acrescente uma ou duas palavras de que ninguém esteja à espera.

# What an action came to, said on top of the page that follows.
notice-welcome_requested = A mensagem de boas-vindas está a caminho. O seu estado é indicado abaixo.
notice-welcome_retried = A mensagem será enviada de novo. O seu estado é indicado abaixo.
notice-welcome_cancelled = A mensagem não será enviada.
notice-user_created = O utilizador foi criado. Não foi enviada nenhuma mensagem.
notice-user_created_and_welcomed = O utilizador foi criado e a mensagem de boas-vindas está a caminho.
notice-user_saved = As alterações foram guardadas.
notice-user_disabled = O utilizador foi desativado: as sessões terminaram e as ligações deixaram de funcionar.
notice-user_enabled = O utilizador foi ativado.
notice-user_deleted = O utilizador foi eliminado.
notice-links_revoked = Todas as ligações válidas deste utilizador foram revogadas.
notice-roles_saved = As funções foram guardadas e já estão em vigor.
notice-member_added = O utilizador foi adicionado à conta.
notice-member_removed = O utilizador foi removido da conta, tal como as funções que lá tinha.
notice-token_revoked = O token da API foi revogado. Já não dá acesso a nada.
notice-key_revoked = A chave de acesso foi revogada. Nada mais entra com ela.
notice-account_created = A conta foi criada. Adicione o primeiro utilizador.
notice-account_saved = As definições foram guardadas.
notice-account_deleted = A conta foi eliminada.
notice-logo_saved = O logótipo foi guardado. Os utilizadores passam a vê-lo.
notice-logo_removed = O logótipo foi removido.
notice-template_saved = O modelo de e-mail está guardado.
notice-template_deleted = O modelo de e-mail foi eliminado.
notice-profile_saved = As suas alterações foram guardadas.
notice-email_changed = O seu endereço de e-mail foi alterado. A partir de agora, as mensagens seguem para lá.
notice-password_changed = A sua palavra-passe foi alterada. A sessão foi terminada em todos os outros dispositivos.
notice-others_signed_out = A sessão foi terminada em todos os outros dispositivos.
notice-signed_out = A sua sessão foi terminada.
notice-reset_requested = Se esse nome pertencer a um utilizador com endereço de e-mail, já vai a caminho uma mensagem. Pode demorar um minuto; veja também no correio não solicitado.
notice-fresh_link_sent = Vai a caminho uma nova ligação, para o mesmo endereço que esta. Pode demorar um minuto; veja também no correio não solicitado.

# What became of a password link, as a label.
link-state-open = Válida
link-state-used = Usada
link-state-superseded = Substituída
link-state-expired = Expirada
link-state-void = Inválida

# Pages that cannot be shown.
status-400-title = Não foi possível ler o pedido
status-400-text = Nenhuma das nossas páginas envia um formulário ou um endereço assim. Volte atrás e tente de novo.
status-403-title = Sem permissão
status-403-text = Tem a sessão iniciada, mas a sua função não permite isto. Um proprietário da conta pode alterá-la.
status-cross-site-title = Nada foi feito
status-cross-site-text = O formulário veio de outro site, ou o seu navegador não disse de onde, e por isso foi recusado. Vá para o início e tente de novo a partir daí.
status-404-title = Página não encontrada
status-404-text = Não há nada neste endereço, ou não se destina a si.
status-405-title = Este endereço funciona de outra forma
status-405-text = A página existe, mas não responde ao modo como foi chamada. Abra-a de novo.
status-409-title = Isso já não se aplica
status-409-text = Entretanto, algo mudou. Volte atrás, recarregue a página e veja novamente.
status-413-title = É demasiado grande
status-413-text = Foi enviado mais do que esta página aceita. Volte atrás e envie menos.
status-429-title = Demasiadas tentativas
status-429-text = Aguarde um pouco e tente de novo.
status-500-title = Algo correu mal
status-500-text = A culpa é nossa, não sua. Tente de novo; se persistir, avise quem gere esta instalação.
status-503-title = Indisponível de momento
status-503-text = O Usher não consegue responder agora. Tente de novo daqui a pouco.
status-request = Pedido
status-home = Ir para o início

# What components say.
skip = Saltar para o conteúdo
languages = Idioma
input-error = Erro:
input-optional = (opcional)
password-show = Mostrar
password-hide = Ocultar
copy = Copiar
copied = Copiado
close = Fechar
cancel = Cancelar
none = nenhum
