# Pages of people who follow a link, sign in or look after their own account.

sign-in = Anmelden
sign-in-login = E-Mail-Adresse oder Login
sign-in-particular-account = Bei einem bestimmten Konto anmelden
sign-in-account-hint = Nur nötig, wenn es Ihren Login in mehreren Konten gibt.
sign-in-forgot = Passwort vergessen?
sign-out = Abmelden
to-sign-in = Zur Anmeldung

# The page behind a password link, while the link is open.
link-welcome-title = Passwort festlegen
link-welcome-heading = Willkommen
link-welcome-heading-name = Willkommen, { $name }
link-welcome-text = Wählen Sie ein Passwort für Ihr Konto bei { $account }.
link-again-title = Neues Passwort wählen
link-again-heading = Willkommen zurück
link-again-heading-name = Willkommen zurück, { $name }
link-again-text = Wählen Sie ein neues Passwort für { $account }. Bis dahin gilt Ihr jetziges.
link-reset-title = Neues Passwort wählen
link-reset-text = Damit melden Sie sich bei { $account } an. Ihr jetziges Passwort gilt, bis Sie das neue festlegen.
link-setup-title = Usher einrichten
link-setup-text = Hier ist noch niemand. Sagen Sie, wer Sie sind: Sie werden Eigentümer dieser Installation.
link-setup-email = Ihre E-Mail-Adresse
link-setup-email-hint = Damit melden Sie sich an.
link-setup-account = Name des ersten Kontos
link-setup-account-hint = Meist der Name Ihrer Organisation. Sie können ihn später ändern.
link-setup-submit = Eigentümer anlegen
link-login = Sie melden sich an als
link-password = Neues Passwort
link-password-rule =
    { $count ->
        [one] Mindestens { $count } Zeichen. Ein paar Wörter, die nichts miteinander zu tun haben, ergeben ein gutes Passwort; Ziffern und Sonderzeichen sind nicht nötig.
       *[other] Mindestens { $count } Zeichen. Ein paar Wörter, die nichts miteinander zu tun haben, ergeben ein gutes Passwort; Ziffern und Sonderzeichen sind nicht nötig.
    }
link-submit = Passwort festlegen
link-next = Danach sind Sie angemeldet.
link-next-reset = Danach sind Sie hier angemeldet und überall sonst abgemeldet.
link-until = Dieser Link funktioniert einmal, und zwar bis { $until }.
link-unexpected = Haben Sie das nicht erwartet? Schließen Sie die Seite; es ändert sich nichts.

# What a new password is worth, while it is typed.
password-strength-0 = Ein sehr schwaches Passwort
password-strength-1 = Ein schwaches Passwort
password-strength-2 = Noch nicht stark genug
password-strength-3 = Ein gutes Passwort
password-strength-4 = Ein sehr gutes Passwort

# The page behind a password link that cannot set a password (any more).
link-used-title = Dieser Link wurde schon benutzt
link-used-text = Mit ihm wurde ein Passwort festgelegt. Melden Sie sich damit an. Falls Sie das nicht waren, wählen Sie sofort ein neues.
link-used-forgot = Neues Passwort wählen
link-superseded-title = Es gibt eine neuere E-Mail
link-superseded-text = Wir haben Ihnen eine neuere E-Mail gesendet, und nur der Link darin funktioniert noch. Suchen Sie die neueste in Ihrem Postfach.
link-superseded-renewable-text = Wir haben Ihnen eine neuere E-Mail gesendet, und nur der Link darin funktioniert noch. Benutzen Sie ihn, oder lassen Sie ihn sich noch einmal senden.
link-superseded-submit = Noch einmal senden
link-expired-title = Dieser Link ist abgelaufen
link-expired-text = Zu Ihrer Sicherheit gilt ein Link nur eine begrenzte Zeit. Bitten Sie die Person, die Sie eingeladen hat, um einen neuen.
link-expired-renewable-text = Zu Ihrer Sicherheit gilt ein Link nur eine begrenzte Zeit. Wir können Ihnen einen neuen an dieselbe Adresse senden.
link-expired-reset-text = Zu Ihrer Sicherheit gilt ein Link nur eine begrenzte Zeit. Fordern Sie einen neuen an.
link-expired-submit = Neuen Link senden
link-expired-ask = Neuen Link anfordern
link-void-title = Dieser Link funktioniert nicht
link-void-text = Er ist nicht oder nicht mehr gültig. Falls Sie ihn kopiert haben, prüfen Sie, ob er vollständig ist. Sonst fordern Sie einen neuen an.
link-void-submit = Neuen Link an mich senden
link-renewed-title = Sehen Sie in Ihr Postfach
link-renewed-again = Nichts angekommen? Noch einmal anfordern
link-limit = Sehen Sie zuerst in Ihr Postfach und in den Spam-Ordner: Vielleicht ist der neueste Link schon da.

# A forgotten password.
forgot-text = Geben Sie Ihre E-Mail-Adresse oder Ihren Login ein. Wir senden Ihnen einen Link, mit dem Sie ein neues Passwort wählen.
forgot-submit = Link senden
forgot-sent-title = Sehen Sie in Ihr Postfach
forgot-again = Nichts angekommen? Noch einmal anfordern
forgot-back = Zurück zur Anmeldung

# After a password was set.
welcomed-text = Ihr Passwort ist festgelegt, und Sie sind angemeldet.
welcomed-login = Von nun an melden Sie sich an als
welcomed-continue = Weiter
welcomed-continue-to = Weiter zu { $account }
welcomed-administration = Zur Verwaltung
welcomed-account = Zu meinem Konto
welcomed-unkept-title = Ihr Passwort ist festgelegt
welcomed-unkept-text = Ihr Browser hat sich die Anmeldung nicht gemerkt; das kommt vor, wenn er Cookies blockiert. Melden Sie sich mit dem neuen Passwort an.

# My account.
my-account = Mein Konto
my-account-profile = Persönliche Angaben
my-account-name = Name
my-account-email = E-Mail-Adresse
my-account-login = Login
my-account-account = Konto
my-account-language = Sprache
my-account-language-hint = Für diese Seiten und für E-Mails an Sie.
my-account-language-hint-administrator = Für E-Mails an Sie und für diese Seiten. Die Verwaltung spricht Deutsch und Englisch.
my-account-language-account = Wie im Konto eingestellt: { $language }
my-account-language-browser = Wie im Browser eingestellt
my-account-save = Speichern
my-account-email-none = Sie haben noch keine E-Mail-Adresse; ein vergessenes Passwort lässt sich so nicht ersetzen.
my-account-email-change = E-Mail-Adresse ändern
my-account-email-new = Neue E-Mail-Adresse
my-account-email-hint = E-Mails gehen sofort dorthin. Links, die an die alte Adresse gingen, gelten nicht mehr.
my-account-password = Passwort
my-account-password-change = Passwort ändern
my-account-password-present = Jetziges Passwort
my-account-password-new = Neues Passwort
my-account-password-rule = Mindestens { $count } Zeichen. Ein paar Wörter, die nichts miteinander zu tun haben, ergeben ein gutes Passwort.
my-account-password-next = Hier bleiben Sie angemeldet, überall sonst werden Sie abgemeldet.
my-account-sessions = Wo Sie angemeldet sind
my-account-sessions-failed = Die Liste lässt sich gerade nicht zeigen. Laden Sie die Seite gleich noch einmal.
my-account-sessions-alone = Sonst sind Sie nirgends angemeldet.
my-account-session-current = Dieser Browser
my-account-session-token = Token eines Programms
my-account-session-since = Angemeldet
my-account-session-used = Zuletzt benutzt
my-account-session-address = Adresse
my-account-sign-out-others = Überall sonst abmelden

# The administration of somebody who may see no account yet.
no-account-title = Noch kein Konto
no-account-text = Konten legt ein Eigentümer dieser Installation an.
