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
bulk-count-remaining = Kommen noch
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
bulk-options = Vorlage, Tempo und Grenzen ändern
bulk-template = Vorlage
bulk-template-default = Die übliche E-Mail des Kontos
bulk-skip = Auslassen, wer eingeladen wurde in den letzten
bulk-skip-hint = Bei 0 wird deshalb niemand ausgelassen.
bulk-hours = Stunden
bulk-pace = Höchstens so viele pro Minute
bulk-pace-hint = Leer: so schnell, wie der Mailserver sie annimmt.
bulk-canary = So viele gehen zuerst, allein
bulk-canary-hint = Die anderen folgen, wenn jede von diesen versucht wurde, die meisten zu Ende und nicht zu viele fehlgeschlagen sind.
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
bulk-too-many = Es wurde nichts gesendet: Zu viele Sammelversände des Kontos sind noch nicht zu Ende. Warten Sie auf einen, oder brechen Sie einen ab.
bulk-sent-before =
    { $count ->
        [0] Mit dieser Seite wurde schon ein Sammelversand begonnen. Mit dieser Wahl bekäme sonst niemand eine E-Mail.
        [one] Mit dieser Seite wurde schon ein Sammelversand begonnen. Mit dieser Wahl bekäme noch 1 Benutzer eine E-Mail. Sehen Sie noch einmal hin, dann senden Sie.
       *[other] Mit dieser Seite wurde schon ein Sammelversand begonnen. Mit dieser Wahl bekämen noch { $count } Benutzer eine E-Mail. Sehen Sie noch einmal hin, dann senden Sie.
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
       *[other] Von den ersten { $ended } E-Mails schlugen fehl: { $failed }. Sehen Sie nach, warum, und setzen Sie dann fort.
    }
bulk-why-failures = Von { $ended } E-Mails schlugen fehl: { $failed }. Das sind mehr als { $percent } %. Sehen Sie nach, warum, und setzen Sie dann fort.
bulk-why-failures-since = Von den letzten E-Mails schlugen mehr als { $percent } % fehl. Insgesamt schlugen von { $ended } E-Mails fehl: { $failed }. Sehen Sie nach, warum, und setzen Sie dann fort.
bulk-why-permission = Wer ihn gestartet hat, darf keine Willkommens-E-Mails mehr senden. Wenn Sie ihn fortsetzen, geht er in Ihrem Namen weiter.
bulk-canary-now =
    { $count ->
        [one] Die erste E-Mail geht allein hinaus; die anderen folgen, wenn sie angenommen wurde.
       *[other] Die ersten { $count } E-Mails gehen allein hinaus; die anderen folgen, wenn jede von diesen versucht wurde und die meisten zu Ende sind. Bisher zu Ende: { $ended }.
    }
bulk-waits-account-limit = Das Konto hat in dieser Stunde so viele Willkommens-E-Mails gesendet, wie es darf. Von selbst weiter geht es: { $until }.
bulk-waits-mail-server = Zurzeit nimmt kein Mailserver E-Mails an. Sobald einer es tut, geht es von selbst weiter.
bulk-waits-another-try = Die Mailserver haben viele der angebotenen E-Mails auf später verschoben. Sie werden von selbst noch einmal versucht, und dann geht es weiter.
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
bulk-ended = Beendet
bulk-status-done-failed = Fertig, { $count } fehlgeschlagen
bulk-paused-itself = Hat sich selbst angehalten
bulk-when-resumed =
    { $count ->
        [0] Wenn Sie ihn fortsetzen, wird an die, deren E-Mail fehlschlug, nicht noch einmal gesendet.
        [one] Wenn Sie ihn fortsetzen, geht er mit 1 weiteren Benutzer weiter. An die, deren E-Mail fehlschlug, wird nicht noch einmal gesendet.
       *[other] Wenn Sie ihn fortsetzen, geht er mit den { $count } übrigen Benutzern weiter. An die, deren E-Mail fehlschlug, wird nicht noch einmal gesendet.
    }
bulk-when-resumed-first =
    { $count ->
        [one] Eine E-Mail geht dann zuerst, allein.
       *[other] { $count } E-Mails gehen dann zuerst, allein.
    }
bulk-done-failed =
    { $count ->
        [one] 1 E-Mail schlug fehl; gesendet: { $sent }.
       *[other] { $count } E-Mails schlugen fehl; gesendet: { $sent }.
    }
bulk-cancelled-told =
    { $count ->
        [0] Er wurde abgebrochen, aber es war niemand mehr übrig.
        [one] Er wurde abgebrochen: 1 Benutzer bekommt davon keine E-Mail.
       *[other] Er wurde abgebrochen: { $count } Benutzer bekommen davon keine E-Mail.
    }
bulk-show-failed = Benutzer, deren E-Mail fehlschlug
bulk-show-providers = Wie es den Mailservern geht
bulk-send-again = Noch einmal an alle senden, deren E-Mail fehlschlug …
bulk-begin-again = Noch einmal an dieselbe Auswahl senden …
bulk-failures = Zuletzt fehlgeschlagen
bulk-failures-why = Warum
bulk-failures-all = Alle zeigen
bulk-failures-unknown = Der Mailserver sagte nichts dazu.
bulk-about = etwa { $span }
bulk-to-go = noch { $span }
bulk-choose = Benutzer auswählen
bulk-nobody-left = Mit dieser Wahl bekäme niemand eine E-Mail.
bulk-already-in =
    { $count ->
        [one] 1 von ihnen hat schon ein Passwort und bekäme trotzdem eine Willkommens-E-Mail.
       *[other] { $count } von ihnen haben schon ein Passwort und bekämen trotzdem eine Willkommens-E-Mail.
    }
bulk-only-pending = Diese auslassen
bulk-told-canary =
    { $count ->
        [one] Die erste E-Mail geht allein hinaus; die anderen folgen, wenn sie gut ausgegangen ist.
       *[other] Die ersten { $count } E-Mails gehen allein hinaus; die anderen folgen, wenn diese gut ausgegangen sind.
    }
bulk-told-threshold = Der Versand hält von selbst an, wenn mehr als { $percent } % fehlschlagen. Was wartet, wird dann zurückgehalten.
bulk-told-skip =
    { $count ->
        [one] Wer in der letzten Stunde eingeladen wurde, wird ausgelassen.
       *[other] Wer in den letzten { $count } Stunden eingeladen wurde, wird ausgelassen.
    }
bulk-told-skip-none = Wer vor Kurzem eingeladen wurde, bekommt noch eine E-Mail.
bulk-told-pace =
    { $count ->
        [one] Höchstens eine E-Mail geht pro Minute hinaus: Das dauert { $span }.
       *[other] Höchstens { $count } E-Mails gehen pro Minute hinaus: Das dauert { $span }.
    }
bulk-told-pace-none = E-Mails gehen so schnell hinaus, wie der Mailserver sie annimmt.
users-selected-page = Das ist nur diese Seite.
