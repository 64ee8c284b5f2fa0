# The list of users and the forms for one.

users = Benutzer
users-of = Benutzer · { $account }
users-caption = Benutzer dieses Kontos
users-new = Neuer Benutzer
users-search = Suchen
users-search-hint = Name, Login oder E-Mail
users-status = Status
users-status-any = Alle
users-welcome = Willkommens-E-Mail
users-welcome-any = Alle
users-sort = Reihenfolge
users-sort-name = Name, A bis Z
users-sort-name-desc = Name, Z bis A
users-sort-login = Login, A bis Z
users-sort-login-desc = Login, Z bis A
users-sort-created-desc = Neueste Benutzer zuerst
users-sort-created = Älteste Benutzer zuerst
users-sort-welcomed-desc = Neueste E-Mail zuerst
users-sort-welcomed = Älteste E-Mail zuerst
users-filters = Aktive Filter
users-filter-chip = { $filter }: { $value }
users-filter-remove = diesen Filter entfernen
users-filter-clear = Alle entfernen
users-column-person = Person
users-column-email = E-Mail
users-column-status = Status
users-column-welcome = Willkommens-E-Mail
users-send = E-Mail senden
users-page-first = Erste Seite
users-page-previous = Vorige Seite
users-page-next = Nächste Seite
users-pages = Seiten
users-empty-title = Noch keine Benutzer
users-empty-text = Legen Sie den ersten an. Die Willkommens-E-Mail holt ihn herein: mit einem Link, um ein Passwort zu wählen.
users-nobody-title = Keine Treffer
users-nobody-text = Kein Benutzer dieses Kontos erfüllt alle Filter. Prüfen Sie die Schreibweise oder entfernen Sie einen Filter.
users-nobody-all = Alle Benutzer zeigen
users-no-address = Keine E-Mail-Adresse
users-is-disabled = Benutzer ist gesperrt

# Whether a user can sign in.
user-status-pending = Noch kein Passwort
user-status-active = Aktiv
user-status-disabled = Gesperrt

# The state of a user's latest welcome email, as a filter.
welcome-none = Nie gesendet
welcome-under-way = Unterwegs
welcome-sent = Gesendet
welcome-failed = Fehlgeschlagen
welcome-cancelled = Abgebrochen

# How far a user's latest welcome email got.
welcome-step-unopened = Gesendet, nicht geöffnet
welcome-step-captured-unopened = Abgefangen, nicht geöffnet
welcome-step-opened = Geöffnet, noch kein Passwort
welcome-step-password-set = Passwort gesetzt
welcome-step-expired = Link abgelaufen
welcome-step-superseded = Link ersetzt
welcome-step-void = Link ungültig
welcome-step-sent = gesendet { $when }

# Where a message stands.
delivery-queued = Wartet
delivery-sending = Wird gesendet
delivery-sent = Gesendet
delivery-deferred = Aufgeschoben
delivery-failed = Fehlgeschlagen
delivery-cancelled = Abgebrochen
delivery-captured = Abgefangen
delivery-unknown = Unbekannt

# Times nearby.
ago-now = gerade eben
ago-minutes = vor { $count } Min.
ago-hours = vor { $count } Std.
ago-days =
    { $count ->
        [one] vor { $count } Tag
       *[other] vor { $count } Tagen
    }
in-seconds = gleich
in-minutes = in { $count } Min.
in-hours = in { $count } Std.
in-days =
    { $count ->
        [one] in { $count } Tag
       *[other] in { $count } Tagen
    }

# Sending.
user-send = Willkommens-E-Mail senden
user-send-again = Erneut senden
user-send-to = ({ $name })
user-send-again-what = (Willkommens-E-Mail)

# Creating and changing a user.
user-new = Neuer Benutzer
user-create = Benutzer anlegen
user-edit = Benutzer bearbeiten
user-edit-title = { $name } bearbeiten
user-save = Änderungen speichern
user-name = Name
user-name-hint = So, wie er in der Anrede der E-Mail steht.
user-email = E-Mail
user-email-hint-new = Nötig für die Willkommens-E-Mail. Ohne Adresse geben Sie einen Login an.
user-email-hint-edit = Links, die an eine ältere Adresse gingen, gelten dann nicht mehr.
user-login = Login
user-login-hint-new = Damit meldet sich die Person an. Leer gelassen: die E-Mail-Adresse.
user-login-hint-edit = Damit meldet sich die Person an.
user-phone = Telefon
user-language = Sprache
user-language-hint = Der E-Mails und Seiten für diese Person.
user-language-account = Wie das Konto
user-language-other = { $tag } (keine Sprache von Usher)
user-send-now = Willkommens-E-Mail sofort senden
user-send-now-hint = Mit einem Link, um ein Passwort zu wählen. Sie können sie auch später senden.
user-present-password = Ihr jetziges Passwort
user-present-password-hint = Nötig, um Ihre eigene E-Mail-Adresse zu ändern.
user-name-or-login-missing = Geben Sie eine E-Mail-Adresse oder einen Login ein.
user-address-missing = Geben Sie eine E-Mail-Adresse ein, oder senden Sie die Willkommens-E-Mail nicht sofort.
user-sent-before = Dieses Formular wurde schon einmal gesendet, mit anderen Angaben. Sehen Sie in der Liste nach, ob es den Benutzer schon gibt, bevor Sie es noch einmal senden.
user-under-way = Dieser Benutzer wird gerade angelegt. Versuchen Sie es gleich noch einmal.

# Deleting.
user-delete-question = { $name } löschen?
user-delete-text = Das beendet jede Sitzung, hält ungesendete E-Mails auf und löscht, was über diese Person bekannt ist. Es lässt sich nicht rückgängig machen. Das Audit-Log behält nur Kennungen.
user-delete-instead = Um jemanden für eine Weile auszuschließen, sperren Sie den Benutzer stattdessen.
user-delete-confirm = Endgültig löschen
user-delete-keep = Behalten

# Showing a link.
reveal-title = Link anzeigen
reveal-question = Den Link von { $name } anzeigen
reveal-text = Wer den Link hat, kann das Passwort dieser Person setzen. Geben Sie ihn nur weiter, wo niemand sonst mitliest. Dass Sie ihn angesehen haben, wird festgehalten.
reveal-password = Ihr eigenes Passwort
reveal-submit = Link anzeigen
reveal-wrong-password = Das ist nicht Ihr Passwort.
reveal-answer = Der Link von { $name }
reveal-link = Einmaliger Passwort-Link
reveal-until = Er gilt einmal, bis { $at }.
reveal-done = Fertig

# Roles.
scope-installation = Gesamte Installation
roles-title = Rollen von { $name }
roles-heading = Rollen
roles-held = Jetzige Rollen
roles-held-hint = Entfernen Sie die Markierung, um eine Rolle zu entziehen.
roles-none = Keine Rolle: eine gewöhnliche Person, die nur „Mein Konto“ sieht.
roles-not-yours = nicht von Ihnen entziehbar
roles-add = Rolle hinzufügen
roles-role = Rolle
roles-role-none = Keine
roles-scope = Wo
roles-save = Rollen speichern
roles-refused = Sie dürfen das nicht ändern: Eine Rolle kann nur vergeben und entziehen, wer dort alles darf, was sie erlaubt.
roles-scope-missing = Wählen Sie, wo die Rolle gilt.
roles-role-unknown = Wählen Sie eine der Rollen.
role-owner = Eigentümer
role-owner-meaning = Darf alles, auch Konten anlegen und löschen.
role-security-admin = Sicherheitsverwaltung
role-security-admin-meaning = Darf alles außer Konten anlegen und löschen: auch Links anzeigen, Rollen vergeben und API-Token erstellen.
role-user-admin = Benutzerverwaltung
role-user-admin-meaning = Legt Benutzer an, ändert und löscht sie, sendet Willkommens-E-Mails und widerruft Links. Sieht keine Links und vergibt keine Rollen.
role-helpdesk = Helpdesk
role-helpdesk-meaning = Sieht Benutzer und was aus ihren E-Mails wurde und sendet Willkommens-E-Mails.
role-auditor = Prüfer
role-auditor-meaning = Sieht Benutzer und E-Mails und liest das Audit-Log. Ändert nichts.
