# Messages that are sent.

mail-hello = Guten Tag,
mail-greeting = Guten Tag { $name },
mail-account = Konto:
mail-login = Login:
mail-link-life = Der Link funktioniert einmal und bleibt nach der Zustellung { $life } gültig.
mail-links-life = Jeder Link funktioniert einmal und bleibt nach der Zustellung { $life } gültig.
mail-hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
mail-days =
    { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
mail-button-fails = Falls die Schaltfläche nicht funktioniert, öffnen Sie bitte diese Adresse:
mail-keeps-working = Ihr bisheriges Passwort gilt weiter, bis Sie den Link verwenden.
mail-keep-working = Ihre bisherigen Passwörter gelten weiter, bis Sie die Links verwenden.
mail-new-password = Neues Passwort festlegen
mail-footer = Gesendet von { $sender } an { $recipient }

# A first welcome.
mail-welcome-subject = Willkommen bei { $account }: Legen Sie Ihr Passwort fest
mail-welcome-heading = Willkommen bei { $account }
mail-welcome-preview = Legen Sie ein Passwort fest, und Sie sind angemeldet.
mail-welcome-lead = Für Sie wurde ein Konto bei { $account } eingerichtet. Legen Sie ein Passwort fest, und Sie sind angemeldet:
mail-welcome-button = Passwort festlegen

# A welcome to somebody who has a password.
mail-again-subject = Neues Passwort für { $account } festlegen
mail-again-heading = Neues Passwort für { $account } festlegen
mail-again-lead = Hier können Sie ein neues Passwort für Ihr Konto bei { $account } festlegen. Ihr bisheriges Passwort gilt weiter, bis Sie diesen Link verwenden:

# A forgotten password.
mail-reset-subject = Passwort für { $account } zurücksetzen
mail-reset-subject-several = Passwörter zurücksetzen
mail-reset-heading = Passwort zurücksetzen
mail-reset-heading-several = Passwörter zurücksetzen
mail-reset-lead = Jemand, höchstwahrscheinlich Sie selbst, möchte das Passwort zurücksetzen, das zu dieser E-Mail-Adresse gehört.
mail-reset-several =
    { $count ->
       *[other] Zu ihr gehören { $count } Konten, jedes mit eigenem Passwort und eigenem Link.
    }

# Who asked, and what else to know.
mail-asked-heading = Wer hat diese E-Mail angefordert?
mail-asked-by = Angefordert von:
mail-asked-by-system = System (automatisch versendet)
mail-asked-by-holder = jemandem mit einem früheren Link von Ihnen
mail-asked-by-visitor = jemandem, der nicht angemeldet war
mail-asked-with = Mit:
mail-asked-near = In der Nähe von:
mail-asked-at = Wann:
mail-asked-about = etwa { $at }
mail-platform = { $program } unter { $system }
mail-unexpected-heading = Sie haben diese E-Mail nicht erwartet?
mail-unasked-heading = Sie haben diese E-Mail nicht angefordert?
mail-ignore = Sie können diese E-Mail ignorieren; es ändert sich nichts. Bitte geben Sie den Link nicht weiter: Wer ihn öffnet, kann Ihr Passwort festlegen.
mail-ignore-several = Sie können diese E-Mail ignorieren; es ändert sich nichts. Bitte geben Sie die Links nicht weiter: Wer einen davon öffnet, kann Ihr Passwort festlegen.

# A test of a mail provider.
mail-test-subject = Test-E-Mail von Usher
mail-test-heading = Dies ist ein Test
mail-test-preview = Sie ist angekommen. Es ist nichts weiter zu tun.
mail-test-lead = Diese E-Mail wurde über den Mailserver „{ $provider }“ gesendet, um zu prüfen, ob E-Mails von Usher ankommen. Sie ist angekommen: Auf demselben Weg können Willkommens-E-Mails Sie erreichen.
mail-test-ignore = Es ist nichts weiter zu tun, und sie enthält keinen Link.
