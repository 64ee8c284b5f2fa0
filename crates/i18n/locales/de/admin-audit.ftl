# The audit log.

audit = Audit-Log
audit-lead = Was geschehen ist, das Neueste zuerst. Die Einträge sind nummeriert und verkettet, sodass sich keiner unbemerkt ändern oder entfernen lässt.
audit-verify = Log prüfen
audit-filter-action = Was geschah
audit-filter-account = Konto
audit-filter-all-actions = Alles
audit-filter-all-accounts = Alle Konten
audit-none = Nichts gefunden
audit-none-text = Kein Eintrag passt zu dem, was Sie suchen.
audit-show-all = Alles zeigen
audit-caption = Einträge, das Neueste zuerst
audit-when = Wann
audit-what = Was geschah
audit-account = Konto
audit-details = Einzelheiten
audit-number = Nr. { $number }
audit-not-sealed = Noch nicht versiegelt
audit-detail-action = Vorgang
audit-detail-event = Eintrag
audit-detail-actor = Gehandelt mit
audit-detail-target = Betroffen
audit-detail-email = E-Mail
audit-detail-key = Schlüssel
audit-detail-role = Rolle

# Who acted.
audit-kind-session = Sitzung eines Benutzers
audit-kind-api_token = API-Token
audit-kind-access_key = Zugriffsschlüssel
audit-kind-system = Usher selbst oder die Kommandozeile
audit-kind-link_holder = Passwort-Link
audit-kind-anonymous = Nichts: nicht angemeldet
audit-actor-session = Ein Benutzer
audit-actor-api_token = Das API-Token { $token }
audit-actor-access_key = Der Zugriffsschlüssel { $key }
audit-actor-system = Usher selbst oder die Kommandozeile
audit-actor-link_holder = Wer einen Link von { $user } besaß,
audit-actor-anonymous = Jemand ohne Anmeldung
audit-actor-unknown = Jemand Unbekanntes
audit-unknown-target = (nicht festgehalten)
audit-installation = die ganze Installation
audit-unknown-account = dem Konto

# Actions as labels.
audit-action-account-created = Konto angelegt
audit-action-account-updated = Einstellungen eines Kontos geändert
audit-action-account-deleted = Konto gelöscht
audit-action-account-logo_changed = Logo geändert
audit-action-account-logo_removed = Logo entfernt
audit-action-user-created = Benutzer angelegt
audit-action-user-updated = Benutzer geändert
audit-action-user-disabled = Benutzer gesperrt
audit-action-user-enabled = Sperre aufgehoben
audit-action-user-deleted = Benutzer gelöscht
audit-action-member-added = Mitglied hinzugefügt
audit-action-member-removed = Mitglied entfernt
audit-action-role-granted = Rolle erteilt
audit-action-role-withdrawn = Rolle entzogen
audit-action-welcome_email-requested = Willkommens-E-Mail angefordert
audit-action-welcome_email-retried = Willkommens-E-Mail noch einmal versucht
audit-action-welcome_email-cancelled = Willkommens-E-Mail abgebrochen
audit-action-bulk_send-created = Massenversand gestartet
audit-action-bulk_send-paused = Massenversand angehalten
audit-action-bulk_send-resumed = Massenversand fortgesetzt
audit-action-bulk_send-cancelled = Massenversand abgebrochen
audit-action-password_reset-requested = Neues Passwort angefordert
audit-action-password_link-renewed = Neuer Link angefordert
audit-action-password_link-revealed = Link angezeigt
audit-action-password_links-revoked = Offene Links widerrufen
audit-action-password_link-consumed = Passwort mit einem Link gesetzt
audit-action-password-changed = Eigenes Passwort geändert
audit-action-password-set = Passwort durch Verwaltung gesetzt
audit-action-session-created = Angemeldet
audit-action-session-refused = Anmeldung abgelehnt
audit-action-session-ended = Abgemeldet
audit-action-api_token-created = API-Token erstellt
audit-action-api_token-revoked = API-Token widerrufen
audit-action-access_key-created = Zugriffsschlüssel erstellt
audit-action-access_key-revoked = Zugriffsschlüssel widerrufen
audit-action-captured_email-read = Abgefangene E-Mail gelesen
audit-action-user_import-started = Benutzer aus einer Datei importiert
audit-action-user_import-cancelled = Import von Benutzern abgebrochen
audit-action-users-exported = Benutzer exportiert
audit-action-template-saved = E-Mail-Vorlage gespeichert
audit-action-template-deleted = E-Mail-Vorlage gelöscht
audit-action-template-tested = E-Mail-Vorlage ausprobiert
audit-action-mail_provider-tested = Test-E-Mail gesendet
audit-action-keyring-rotated = Hauptschlüssel hinzugefügt
audit-action-backup-made = Sicherung gezogen
audit-action-backup-restored = Aus einer Sicherung wiederhergestellt
audit-action-installation-set_up = Erster Eigentümer eingerichtet

# The same as sentences.
audit-told-account-created = { $actor } hat das Konto { $target } angelegt.
audit-told-account-updated = { $actor } hat die Einstellungen des Kontos { $target } geändert.
audit-told-account-deleted = { $actor } hat das Konto { $target } gelöscht.
audit-told-account-logo_changed = { $actor } hat das Logo des Kontos { $target } geändert.
audit-told-account-logo_removed = { $actor } hat das Logo des Kontos { $target } entfernt.
audit-told-user-created = { $actor } hat den Benutzer { $target } angelegt.
audit-told-user-updated = { $actor } hat die Angaben zu { $target } geändert.
audit-told-user-disabled = { $actor } hat den Benutzer { $target } gesperrt.
audit-told-user-enabled = { $actor } hat die Sperre von { $target } aufgehoben.
audit-told-user-deleted = { $actor } hat den Benutzer { $target } gelöscht.
audit-told-member-added = { $actor } hat { $target } zum Mitglied von { $account } gemacht.
audit-told-member-removed = { $actor } hat die Mitgliedschaft von { $target } in { $account } beendet.
audit-told-role-granted = { $actor } hat { $target } die Rolle „{ $role }“ erteilt, gültig für: { $place }.
audit-told-role-withdrawn = { $actor } hat { $target } die Rolle „{ $role }“ entzogen, gültig für: { $place }.
audit-told-welcome_email-requested = { $actor } hat eine Willkommens-E-Mail an { $target } angefordert.
audit-told-welcome_email-retried = { $actor } hat die Willkommens-E-Mail an { $target } noch einmal versuchen lassen.
audit-told-welcome_email-cancelled = { $actor } hat die Willkommens-E-Mail an { $target } abgebrochen.
audit-told-bulk_send-created = { $actor } hat einen Massenversand an Benutzer des Kontos { $target } gestartet.
audit-told-bulk_send-paused = { $actor } hat einen Massenversand des Kontos { $target } angehalten.
audit-told-bulk_send-resumed = { $actor } hat einen Massenversand des Kontos { $target } fortgesetzt.
audit-told-bulk_send-cancelled = { $actor } hat einen Massenversand des Kontos { $target } abgebrochen.
audit-told-password_reset-requested = { $actor } hat über „Passwort vergessen“ ein neues Passwort angefordert.
audit-told-password_link-renewed = { $actor } hat einen neuen angefordert.
audit-told-password_link-revealed = { $actor } hat sich einen Passwort-Link von { $target } anzeigen lassen.
audit-told-password_links-revoked = { $actor } hat die offenen Passwort-Links von { $target } widerrufen.
audit-told-password_link-consumed =
    { $purpose ->
        [reset] Das Passwort von { $target } wurde mit dem Link aus einer Passwort-E-Mail gesetzt.
        [setup] Das Passwort von { $target } wurde mit dem Link des ersten Starts gesetzt.
       *[welcome] Das Passwort von { $target } wurde mit dem Link aus einer Willkommens-E-Mail gesetzt.
    }
audit-told-password-changed = { $actor } hat das eigene Passwort geändert.
audit-told-password-set = { $actor } hat für { $target } ein Passwort gesetzt.
audit-told-session-created = { $target } hat sich angemeldet.
audit-told-session-refused = Jemand hat für { $target } ein falsches Passwort angegeben.
audit-told-session-ended =
    { $sessions ->
        [others] { $target } hat sich überall sonst abgemeldet.
       *[one] { $target } hat sich abgemeldet.
    }
audit-told-api_token-created = { $actor } hat das API-Token { $target } mit der Rolle „{ $role }“ erstellt.
audit-told-api_token-revoked = { $actor } hat das API-Token { $target } widerrufen.
audit-told-access_key-created = { $actor } hat den Zugriffsschlüssel { $target } mit der Rolle „{ $role }“ erstellt.
audit-told-access_key-revoked = { $actor } hat den Zugriffsschlüssel { $target } widerrufen.
audit-told-captured_email-read = { $actor } hat eine abgefangene E-Mail an { $target } gelesen.
audit-told-user_import-started = { $actor } hat einen Import von Benutzern in das Konto { $target } gestartet.
audit-told-user_import-cancelled = { $actor } hat einen Import von Benutzern in das Konto { $target } abgebrochen.
audit-told-users-exported = { $actor } hat die Benutzer des Kontos { $target } exportiert.
audit-told-template-saved = { $actor } hat Version { $version } der E-Mail-Vorlage „{ $template }“ des Kontos { $target } gespeichert.
audit-told-template-deleted = { $actor } hat die E-Mail-Vorlage „{ $template }“ des Kontos { $target } gelöscht.
audit-told-template-tested = { $actor } hat mit der E-Mail-Vorlage „{ $template }“ des Kontos { $target } eine Test-E-Mail gesendet.
audit-told-mail_provider-tested = { $actor } hat über den Mail-Provider „{ $provider }“ eine Test-E-Mail gesendet.
audit-told-keyring-rotated = { $actor } hat dem Schlüsselbund einen neuen Hauptschlüssel hinzugefügt.
audit-told-backup-made = { $actor } hat alles gesichert.
audit-told-backup-restored = { $actor } hat die Installation aus einer Sicherung wiederhergestellt.
audit-told-installation-set_up = { $target } wurde als erster Eigentümer eingerichtet.
audit-told-unknown = { $actor } hat „{ $action }“ ausgeführt, betroffen: { $target }.

# Verifying the log.
audit-verification = Prüfung des Audit-Logs
audit-verify-lead = Liest jeden Eintrag und vergleicht ihn mit der Kette von Signaturen.
audit-verify-head = Aufbewahrter Kopf
audit-verify-head-hint = Ein Text wie 1042:6d3f… aus einer früheren Prüfung. Damit fällt auch auf, wenn am Ende Einträge fehlen.
audit-verify-again = Noch einmal prüfen
audit-verify-run = Jetzt prüfen
audit-intact =
    { $count ->
        [0] Noch ist nichts versiegelt
       *[other] Das Log ist unversehrt bis Eintrag Nr. { $count }
    }
audit-intact-text = Nichts darin wurde geändert, eingefügt oder herausgenommen.
audit-intact-empty = Einträge werden binnen Sekunden versiegelt, nachdem etwas geschehen ist. Prüfen Sie gleich noch einmal.
audit-vouched = Der aufbewahrte Kopf passt: Seit Sie ihn notiert haben, wurde am Ende nichts entfernt.
audit-unvouched = Ob am Ende Einträge entfernt wurden, lässt sich ohne einen aufbewahrten Kopf nicht sagen. Verwahren Sie diesen dort, wo ihn hier niemand ändern kann, und geben Sie ihn beim nächsten Mal an.
audit-end = Das Ende des Logs
audit-head = Kopf zum Aufbewahren
audit-signed = Signiert
audit-sealed = Versiegelte Einträge
audit-unsealed = Neuere, noch nicht versiegelt
audit-unsealed-many = { $count } oder mehr
audit-so-far = { $verified } von { $sealed } Einträgen passen bisher
audit-so-far-text = Das Log ist zu lang, um es auf einmal zu lesen. Bisher ist nichts falsch; fahren Sie mit dem Rest fort.
audit-go-on = Fortfahren
audit-broken = Das Log wurde verfälscht
audit-broken-place = Bis Eintrag Nr. { $verified } passt es.
audit-broken-event = Der Eintrag, der nicht passt
audit-problem-event_missing = Danach fehlt ein Eintrag.
audit-problem-event_changed = Der Eintrag danach wurde geändert, nachdem er versiegelt war.
audit-problem-kept_head_differs = Der aufbewahrte Kopf passt nicht: Was er verbürgt, wurde geändert, oder er wurde falsch abgeschrieben.
audit-problem-head_differs = Ein signierter Kopf passt nicht: Er wurde geändert oder mit einem Schlüssel signiert, der nicht im Schlüsselbund ist.
audit-problem-events_removed = Am Ende wurden Einträge entfernt.
audit-problem-unsigned_end = Die letzten Einträge deckt keine Signatur: Sie wurden an Usher vorbei geschrieben.
audit-problem-unknown = Etwas passt nicht.
audit-what-to-do = Was zu tun ist
audit-what-to-do-copy = Kopieren Sie Datenbank und Schlüsselbund, bevor sich noch etwas ändert.
audit-what-to-do-compare = Vergleichen Sie mit einer früheren Sicherung, und notieren Sie den Eintrag oben.
audit-what-to-do-who = Finden Sie heraus, wer in die Datenbank schreiben kann: Wer das getan hat, kann mehr.
audit-what-to-do-sealing = Neue Einträge werden weiter festgehalten, aber womöglich nicht mehr versiegelt.
audit-verify-head-invalid = Das ist kein Kopf. Ein solcher sieht aus wie 1042:6d3f…, eine Zahl, ein Doppelpunkt und 64 Hexadezimalziffern.
