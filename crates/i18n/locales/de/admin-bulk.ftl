# Willkommens-E-Mails an viele Benutzer auf einmal.
nav-bulk-sends = Sammelversand
users-send-to-selected = Willkommens-E-Mails senden …
users-send-to-matching = Willkommens-E-Mails an alle Treffer senden …
users-send-to-all = Willkommens-E-Mails an alle Benutzer senden …
bulk-sends = Sammelversand
bulk-sends-lead = Willkommens-E-Mails, die an viele Benutzer auf einmal gingen.
bulk-none-title = Noch kein Sammelversand
bulk-none-text = Wählen Sie in der Liste Benutzer aus, oder grenzen Sie sie ein, und senden Sie allen Willkommens-E-Mails.
bulk-new = Willkommens-E-Mails senden
bulk-new-of = Willkommens-E-Mails an Benutzer von { $account } senden
bulk-nobody-title = Niemand ist ausgewählt
bulk-nobody-text = Wählen Sie zuerst Benutzer in der Liste aus.
bulk-selected = Ausgewählt
bulk-selected-all = Alle Benutzer des Kontos
bulk-selected-filter = Alle Treffer für: { $filter }
bulk-selected-listed =
    { $count ->
        [one] 1 ausgewählter Benutzer
       *[other] { $count } ausgewählte Benutzer
    }
bulk-preview = Was geschehen wird
bulk-preview-lead = Es wurde noch nichts gesendet.
bulk-count-total = Ausgewählt
bulk-count-to-send = Bekommen eine E-Mail
bulk-count-sent = Gesendet
bulk-count-failed = Fehlgeschlagen
bulk-count-waiting = Warten
bulk-count-remaining = Noch nicht begonnen
bulk-count-cancelled = Abgebrochen
bulk-count-left-out = Ausgelassen
bulk-left-out = Ausgelassen
bulk-left-out-all = Alle
bulk-left-out-why = Wer ausgelassen wird und warum
bulk-left-out-no_address = Keine E-Mail-Adresse
bulk-left-out-disabled = Gesperrt
bulk-left-out-sent_lately = Vor Kurzem schon eingeladen
bulk-left-out-not_permitted = Dafür fehlen Ihnen Rechte
bulk-left-out-not_primary = Ihr eigenes Konto lädt sie ein
bulk-left-out-not_found = Nicht mehr im Konto
bulk-reason = Grund
bulk-options = Optionen
bulk-template = Vorlage
bulk-template-default = Die übliche E-Mail des Kontos
bulk-skip = Auslassen, wer eingeladen wurde in den letzten
bulk-skip-hint = Bei 0 wird deshalb niemand ausgelassen.
bulk-hours = Stunden
bulk-pace = Höchstens so viele pro Minute
bulk-pace-hint = Leer: so schnell, wie der Mailserver sie annimmt.
bulk-canary = So viele gehen zuerst, allein
bulk-canary-hint = Die anderen folgen, wenn jede von diesen zu Ende ist und nicht zu viele fehlgeschlagen sind.
bulk-threshold = Anhalten, wenn mehr als dieser Anteil fehlschlägt
bulk-threshold-hint = Sie können sich ansehen, was fehlschlug, und fortsetzen.
bulk-recount = Neu zählen
bulk-send =
    { $count ->
        [one] 1 Willkommens-E-Mail senden
       *[other] { $count } Willkommens-E-Mails senden
    }
bulk-changed =
    { $count ->
        [0] Es wurde nichts gesendet: Mit dieser Wahl bekäme niemand eine E-Mail.
        [one] Es wurde noch nichts gesendet: Jetzt bekäme 1 Benutzer eine E-Mail. Sehen Sie noch einmal hin, dann senden Sie.
       *[other] Es wurde noch nichts gesendet: Jetzt bekämen { $count } Benutzer eine E-Mail. Sehen Sie noch einmal hin, dann senden Sie.
    }
bulk-of = Sammelversand vom { $when }
bulk-status = Status
bulk-status-running = Läuft
bulk-status-paused = Angehalten
bulk-status-done = Fertig
bulk-status-cancelled = Abgebrochen
bulk-paused = Angehalten
bulk-why-asked = Jemand hat ihn angehalten. Was wartet, wird zurückgehalten, bis er fortgesetzt wird.
bulk-why-canary =
    { $ended ->
        [one] Die erste E-Mail schlug fehl. Sehen Sie nach, warum, und setzen Sie dann fort.
       *[other] { $failed } der ersten { $ended } E-Mails schlugen fehl. Sehen Sie nach, warum, und setzen Sie dann fort.
    }
bulk-why-failures = { $failed } von { $ended } E-Mails schlugen fehl. Sehen Sie nach, warum, und setzen Sie dann fort.
bulk-why-permission = Wer ihn gestartet hat, darf keine Willkommens-E-Mails mehr senden. Wenn Sie ihn fortsetzen, geht er in Ihrem Namen weiter.
bulk-canary-now =
    { $count ->
        [one] Die erste E-Mail geht allein hinaus; die anderen folgen, wenn sie zu Ende ist.
       *[other] Die ersten { $count } E-Mails gehen allein hinaus; die anderen folgen, wenn jede von diesen zu Ende ist. Bisher: { $ended }.
    }
bulk-pause = Anhalten
bulk-resume = Fortsetzen
bulk-cancel = Abbrechen
bulk-cancel-text = Was wartet, wird nicht gesendet. Was gesendet wurde, bleibt gesendet.
bulk-cancel-confirm = Den Rest abbrechen
bulk-progress = Fortschritt
bulk-progress-bar = Benutzer
bulk-progress-text = { $done } von { $all }
bulk-follow = Fortschritt verfolgen
bulk-unfollow = Nicht mehr neu laden
bulk-terms = Wie er angefordert wurde
bulk-skip-fact = Ausgelassen, wenn eingeladen
bulk-skip-none = Deshalb niemand
bulk-skip-told =
    { $count ->
        [one] In der letzten Stunde
       *[other] In den letzten { $count } Stunden
    }
bulk-pace-fact = Tempo
bulk-pace-none = So schnell, wie der Mailserver sie annimmt
bulk-pace-told = Höchstens { $count } pro Minute
bulk-canary-fact = Gehen zuerst, allein
bulk-threshold-fact = Hält an, wenn mehr fehlschlagen als
bulk-percent = { $count } %
bulk-asked = Gestartet
bulk-asker = Von
bulk-ended = Beendet
