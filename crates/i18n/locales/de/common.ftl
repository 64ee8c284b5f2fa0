# What pages of all kinds say: errors, notices, units.

password = Passwort
account-name = Name des Kontos
error-title = Fehler: { $title }
error-in-field = { $field }: { $text }
number = { $count }
platform = { $program } unter { $system }
platform-unknown = Unbekanntes Programm

# Spans of time.
span-hours =
    { $count ->
        [one] 1 Stunde
       *[other] { $count } Stunden
    }
span-days =
    { $count ->
        [one] 1 Tag
       *[other] { $count } Tage
    }
span-seconds = { $seconds } s
span-minutes = { $count } min

# What the API's error codes mean to a person.
error-malformed_body = Das ließ sich nicht lesen. Laden Sie die Seite neu und versuchen Sie es noch einmal.
error-malformed_request = Das ließ sich nicht lesen. Laden Sie die Seite neu und versuchen Sie es noch einmal.
error-unauthenticated = Bitte melden Sie sich zuerst an.
error-sign_in_failed = Login, Passwort oder Konto ist falsch.
error-forbidden = Dazu sind Sie nicht berechtigt.
error-cross_site = Das Formular kam von einer fremden Website und wurde abgelehnt.
error-not_found = Das gibt es nicht mehr.
error-method_not_allowed = Das hat nicht funktioniert. Laden Sie die Seite neu und versuchen Sie es noch einmal.
error-not_acceptable = Das hat nicht funktioniert. Laden Sie die Seite neu und versuchen Sie es noch einmal.
error-conflict = Jemand hat das zur selben Zeit geändert. Bitte sehen Sie noch einmal nach.
error-login_taken = Diesen Login gibt es im Konto schon.
error-email_taken = Diese E-Mail-Adresse gibt es im Konto schon.
error-account_name_taken = Ein anderes Konto heißt bereits so.
error-account_not_empty = Löschen Sie zuerst die Benutzer des Kontos.
error-account_not_primary = Willkommens-E-Mails gehen nur im Namen des Hauptkontos hinaus, zu dem der Benutzer gehört.
error-no_address = Für diesen Benutzer ist keine E-Mail-Adresse hinterlegt. Tragen Sie zuerst eine ein.
error-user_disabled = Dieser Benutzer ist gesperrt. Entsperren Sie ihn zuerst.
error-last_owner = Der letzte Eigentümer lässt sich nicht entfernen, sperren oder herabstufen. Ernennen Sie zuerst jemand anderen.
error-not_retryable = Nur gescheiterte oder abgebrochene Nachrichten lassen sich noch einmal senden.
error-not_cancellable = Zu spät: Die Nachricht wartet nicht mehr.
error-no_open_link = Es gibt keinen offenen Link, der sich zeigen ließe. Senden Sie zuerst eine Willkommens-E-Mail.
error-link_used = Dieser Link wurde schon benutzt.
error-link_expired = Dieser Link ist abgelaufen.
error-link_superseded = Eine neuere E-Mail hat diesen Link ersetzt.
error-link_void = Dieser Link ist ungültig.
error-payload_too_large = Das ist zu groß.
error-unsupported_media_type = Dateien dieser Art lassen sich nicht lesen.
error-invalid_field = Bitte berichtigen Sie, was unten markiert ist.
error-invalid_idempotency_key = Die Anfrage trägt einen Namen, der sich nicht lesen lässt.
error-request_under_way = Dieselbe Anfrage wird gerade ausgeführt. Bitte sehen Sie gleich noch einmal nach.
error-secret_shown = Das wurde schon angelegt. Das Geheimnis wurde damals gezeigt und wird nicht noch einmal gezeigt.
error-idempotency_key_reused = Die Anfrage trägt den Namen einer anderen. Bitte versuchen Sie es noch einmal.
error-weak_password = Bitte wählen Sie ein stärkeres Passwort.
error-account_limit = Das Konto hat in dieser Stunde so viele Willkommens-E-Mails angefordert, wie es darf. Versuchen Sie es in der nächsten Stunde noch einmal.
error-too_many_requests = Das war zu oft. Warten Sie ein wenig und versuchen Sie es dann noch einmal.
error-too_many_requests-minutes =
    { $count ->
        [one] Das war zu oft. Versuchen Sie es in einer Minute noch einmal.
       *[other] Das war zu oft. Versuchen Sie es in { $count } Minuten noch einmal.
    }
error-too_many_requests-hours =
    { $count ->
        [one] Das war zu oft. Versuchen Sie es in einer Stunde noch einmal.
       *[other] Das war zu oft. Versuchen Sie es in { $count } Stunden noch einmal.
    }
error-internal = Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.
error-unavailable = Usher kann das gerade nicht erledigen. Versuchen Sie es gleich noch einmal.

# What can be wrong with one field of a form. min and max are 0 where no limit is told.
field-required = Bitte füllen Sie das aus.
field-empty = Bitte füllen Sie das aus.
field-too_short =
    { $min ->
        [0] Das ist zu kurz.
       *[other] Mindestens { $min } Zeichen, bitte.
    }
field-too_long =
    { $max ->
        [0] Das ist zu lang.
       *[other] Höchstens { $max } Zeichen, bitte.
    }
field-control_character = Darin steckt ein unsichtbares Zeichen. Tippen Sie es ein, statt es einzufügen.
field-invalid_character = Darin steckt ein Zeichen, das hier nicht erlaubt ist.
field-invalid_address = Das ist keine E-Mail-Adresse. Eine solche sieht so aus: name@example.com.
field-invalid_url = Das ist keine Webadresse. Eine solche sieht so aus: https://example.com/start.
field-invalid_language = Das ist kein Sprachkürzel. Ein solches sieht so aus: de oder pt-BR.
field-invalid_color = Das ist keine Farbe. Eine solche sieht so aus: #1f5f5b.
field-not_utf8 =
    { $line ->
        [0] Das ist kein Text in UTF-8. Speichern Sie die Datei als „CSV UTF-8“.
       *[other] Zeile { $line } ist kein Text in UTF-8. Speichern Sie die Datei als „CSV UTF-8“.
    }
field-malformed_row =
    { $line ->
        [0] Eine Zeile ist nicht abgeschlossen oder hat mehr oder weniger Zellen als die Kopfzeile.
       *[other] Zeile { $line } ist nicht abgeschlossen oder hat mehr oder weniger Zellen als die Kopfzeile.
    }
field-invalid_image = Das ist kein Bild im Format PNG, JPEG oder WebP.
field-too_many_pixels =
    { $max ->
        [0] Das Bild ist zu groß.
       *[other] Das Bild ist zu groß: höchstens { $max } mal { $max } Pixel, bitte.
    }
field-out_of_range =
    { $max ->
        [0] Das ist hier nicht möglich.
       *[other] Bitte wählen Sie eine Zahl von { $min } bis { $max }.
    }
field-not_in_future = Das liegt in der Vergangenheit.
field-too_many =
    { $max ->
        [0] Das sind zu viele.
       *[other] Höchstens { $max }, bitte.
    }
field-duplicate = Das gibt es schon.
field-template_syntax =
    { $line ->
        [0] Ein Platzhalter darin ist nicht lesbar.
       *[other] Zeile { $line }: Der Platzhalter ist nicht lesbar.
    }
field-unknown_variable =
    { $line ->
        [0] Es nennt einen Wert, den es nicht gibt.
       *[other] Zeile { $line }: Diesen Wert gibt es nicht.
    }
field-not_available =
    { $line ->
        [0] Darin steht etwas, das Vorlagen nicht können.
       *[other] Zeile { $line }: Das können Vorlagen nicht.
    }
field-link_missing = Der Passwort-Link fehlt. Schreiben Sie { "{{ link }}" } dorthin, wo er stehen soll.
field-too_complex = Es hat zu viele Platzhalter oder einen, der zu lang ist.
field-unknown = Das gibt es nicht (mehr).
field-wrong = Das ist nicht Ihr jetziges Passwort.
field-common = Das ist eines der Passwörter, die Angreifer zuerst probieren. Bitte wählen Sie ein anderes.
field-personal = Es enthält Ihren Namen, Ihre Adresse oder das Konto. Lassen Sie das bitte weg.
field-guessable = Es ist leicht zu erraten. Ergänzen Sie ein, zwei Wörter, mit denen niemand rechnet.

# What an action came to, said on top of the page that follows.
notice-welcome_requested = Die Willkommens-E-Mail ist unterwegs. Der Stand der Zustellung steht unten.
notice-welcome_retried = Die Nachricht wird noch einmal versucht. Der Stand der Zustellung steht unten.
notice-welcome_cancelled = Die Nachricht wird nicht gesendet.
notice-user_created = Der Benutzer ist angelegt. Es wurde keine E-Mail gesendet.
notice-user_created_and_welcomed = Der Benutzer ist angelegt, und die Willkommens-E-Mail ist unterwegs.
notice-user_saved = Die Änderungen sind gespeichert.
notice-user_disabled = Der Benutzer ist gesperrt: Alle Sitzungen sind beendet, offene Links gelten nicht mehr.
notice-user_enabled = Der Benutzer ist entsperrt.
notice-user_deleted = Der Benutzer ist gelöscht.
notice-links_revoked = Alle offenen Links dieses Benutzers sind widerrufen.
notice-roles_saved = Die Rollen sind gespeichert und gelten sofort.
notice-member_added = Der Benutzer ist zum Konto hinzugefügt.
notice-member_removed = Der Benutzer ist aus dem Konto entfernt, samt den Rollen dort.
notice-token_revoked = Das API-Token ist widerrufen. Damit kommt nichts mehr herein.
notice-key_revoked = Der Zugriffsschlüssel ist widerrufen. Damit kommt nichts mehr herein.
notice-account_created = Das Konto ist angelegt. Fügen Sie nun den ersten Benutzer hinzu.
notice-account_saved = Die Einstellungen sind gespeichert.
notice-account_deleted = Das Konto ist gelöscht.
notice-logo_saved = Das Logo ist gespeichert. Benutzer sehen es ab sofort.
notice-logo_removed = Das Logo ist entfernt.
notice-template_saved = Die E-Mail-Vorlage ist gespeichert.
notice-template_deleted = Die E-Mail-Vorlage ist gelöscht.
notice-profile_saved = Ihre Änderungen sind gespeichert.
notice-email_changed = Ihre E-Mail-Adresse ist geändert. E-Mails gehen von nun an dorthin.
notice-password_changed = Ihr Passwort ist geändert. Überall sonst wurden Sie abgemeldet.
notice-others_signed_out = Überall sonst wurden Sie abgemeldet.
notice-signed_out = Sie sind abgemeldet.
notice-reset_requested = Falls zu diesem Namen ein Zugang mit E-Mail-Adresse gehört, ist eine Nachricht unterwegs. Das kann eine Minute dauern; sehen Sie auch im Spam-Ordner nach.
notice-fresh_link_sent = Ein neuer Link ist unterwegs, an dieselbe Adresse wie dieser. Das kann eine Minute dauern; sehen Sie auch im Spam-Ordner nach.

# What became of a password link, as a label.
link-state-open = Nutzbar
link-state-used = Benutzt
link-state-superseded = Ersetzt
link-state-expired = Abgelaufen
link-state-void = Ungültig

# Pages that cannot be shown.
status-400-title = Das ließ sich nicht lesen
status-400-text = Ein solches Formular oder eine solche Adresse kommt von keiner unserer Seiten. Gehen Sie zurück und versuchen Sie es noch einmal.
status-403-title = Nicht erlaubt
status-403-text = Sie sind angemeldet, aber Ihre Rolle lässt das nicht zu. Ein Eigentümer des Kontos kann das ändern.
status-cross-site-title = Es ist nichts geschehen
status-cross-site-text = Das Formular kam von einer fremden Website, oder Ihr Browser hat nicht gesagt, woher; deshalb wurde es abgelehnt. Gehen Sie zur Startseite und versuchen Sie es von dort aus noch einmal.
status-404-title = Seite nicht gefunden
status-404-text = Unter dieser Adresse gibt es nichts, oder es ist nicht für Sie bestimmt.
status-405-title = Diese Adresse funktioniert anders
status-405-text = Die Seite gibt es, aber so, wie sie aufgerufen wurde, antwortet sie nicht. Öffnen Sie sie neu.
status-409-title = Das passt nicht mehr
status-409-text = In der Zwischenzeit hat sich etwas geändert. Gehen Sie zurück, laden Sie die Seite neu und sehen Sie noch einmal nach.
status-413-title = Das ist zu groß
status-413-text = Es wurde mehr gesendet, als diese Seite annimmt. Gehen Sie zurück und senden Sie weniger.
status-429-title = Zu oft
status-429-text = Warten Sie ein wenig und versuchen Sie es dann noch einmal.
status-500-title = Etwas ist schiefgegangen
status-500-text = Das liegt an uns, nicht an Ihnen. Versuchen Sie es noch einmal; hilft das nicht, sagen Sie denen Bescheid, die diese Installation betreiben.
status-503-title = Gerade nicht erreichbar
status-503-text = Usher kann im Augenblick nicht antworten. Versuchen Sie es gleich noch einmal.
status-request = Anfrage
status-home = Zur Startseite

# What components say.
skip = Zum Inhalt springen
languages = Sprache
input-error = Fehler:
input-optional = (freiwillig)
password-show = Anzeigen
password-hide = Verbergen
copy = Kopieren
copied = Kopiert
close = Schließen
cancel = Abbrechen
none = keine Angabe
