# Accounts and their settings.

accounts = Konten
accounts-lead = Jedes Konto hat eigene Benutzer, eigene Einstellungen und ein eigenes Aussehen.
accounts-new = Neues Konto
accounts-none = Noch kein Konto
accounts-none-text = Einem Konto gehören Benutzer, und es bestimmt, wie ihre E-Mails und Seiten aussehen.
accounts-none-here = Es gibt kein Konto, das Sie ansehen dürfen.
accounts-account = Konto
accounts-number = Nummer
accounts-project = Projekt
accounts-link-life = Links gelten
accounts-created = Angelegt
accounts-settings = Einstellungen

account-new = Neues Konto
account-new-lead = All das lässt sich später ändern.
account-create = Konto anlegen
account-settings = Kontoeinstellungen
account-save = Speichern
account-readonly = Sie dürfen dieses Konto ansehen, seine Einstellungen aber nicht ändern.

account-section-account = Konto
account-section-links = Passwort-Links
account-section-mail = E-Mails
account-section-look = Aussehen
account-name-hint = Benutzer lesen ihn auf Seiten und in E-Mails.
account-continue = Weiter zu
account-continue-hint = Wohin es geht, nachdem das Passwort gesetzt ist, etwa https://app.example.com/.
account-locale = Sprache
account-locale-hint = Für Benutzer, die keine gewählt haben.
account-locale-reader = Was der Browser verlangt; E-Mails auf Englisch
account-life = Ein Link gilt
account-life-hint = Von 1 Stunde bis 30 Tage, gezählt ab der Annahme durch den Mailserver.
account-life-unit = Einheit
account-life-hours = Stunden
account-life-days = Tage
account-life-invalid = Geben Sie eine ganze Zahl ein, etwa 7.
account-life-range = Wählen Sie eine Zeit von 1 Stunde bis 30 Tage.
account-welcome = Jedem neuen Benutzer eine Willkommens-E-Mail senden
account-welcome-hint = Wenn ein Programm einen Benutzer anlegt, ohne etwas anderes zu sagen.
account-sender = Name des Absenders
account-sender-hint = Was Postfächer als Absender zeigen. Leer: der Name der Installation.
account-reply-to = Antworten gehen an
account-reply-to-hint = Eine Adresse, die jemand liest. Leer: wohin die Absenderadresse der Installation führt.
account-accent = Akzentfarbe
account-accent-hint = Für Schaltflächen auf Seiten und in E-Mails. Leer: die Farbe von Usher.

account-preview = Was Benutzer sehen
account-preview-hint = So, wie zuletzt gespeichert.
account-preview-mail = In der E-Mail
account-preview-page = Auf der Seite
account-preview-from = Von

account-logo = Logo
account-logo-hint = Es steht über den Seiten und E-Mails dieses Kontos. PNG, JPEG oder WebP, höchstens 128 KiB und 1024 mal 1024 Pixel.
account-logo-now = Das jetzige Logo
account-logo-none = Noch kein Logo; an seiner Stelle steht der Name des Kontos.
account-logo-file = Bilddatei
account-logo-upload = Logo hochladen
account-logo-replace = Logo ersetzen
account-logo-remove = Logo entfernen
account-logo-missing = Wählen Sie zuerst eine Bilddatei.
account-logo-too-large = Die Datei ist zu groß: Sie darf 128 KiB haben.

account-programs = Für Programme
account-id = Konto-ID
account-number = Kontonummer
account-project-id = Projekt-ID
account-project-name = Projektname

account-delete = Konto löschen
account-delete-open = Konto löschen …
account-delete-text = { $account } und alle Einstellungen verschwinden endgültig. Das lässt sich nicht rückgängig machen.
account-delete-now = Endgültig löschen
account-delete-not-empty = Nur ein Konto ohne Benutzer lässt sich löschen.
account-delete-users = Benutzer ansehen
