# The overview.

overview = Übersicht
overview-users-of = Benutzer von { $account }
overview-new-user = Neuer Benutzer
overview-new-account = Neues Konto

# How delivery is doing, in one sentence.
overview-health-well = E-Mails gehen normal hinaus.
overview-health-waiting =
    { $count ->
        [one] E-Mails gehen hinaus. Eine Nachricht wartet auf einen weiteren Versuch.
       *[other] E-Mails gehen hinaus. { $count } Nachrichten warten auf einen weiteren Versuch.
    }
overview-health-partly = E-Mails gehen über { $working } hinaus. Nach Fehlern in Ruhe gelassen: { $resting }.
overview-health-down =
    { $count ->
        [one] Es gehen keine E-Mails hinaus: Der Mailserver lässt sich nicht benutzen.
       *[other] Es gehen keine E-Mails hinaus: Keiner der { $count } Mailserver lässt sich benutzen.
    }
overview-health-captured = E-Mails bleiben auf diesem Rechner, statt gesendet zu werden.
overview-health-oldest =
    { $count ->
        [one] Eine Nachricht wartet; angefordert wurde sie am { $time }.
       *[other] Die älteste wartende Nachricht wurde am { $time } angefordert.
    }
overview-health-nothing-waits = Nichts wartet.
overview-health-since = Angefordert wurde sie am { $time }.
overview-health-who = Zeigen, wer wartet
overview-health-who-in = Zeigen, wer in { $account } wartet
overview-health-nothing-lost = Nachrichten warten solange. Keine geht verloren, und keine verliert einen Versuch.
overview-scope = Gezählt in den Konten, die Sie betreuen.

# What needs somebody.
overview-attention = Braucht Aufmerksamkeit
overview-attention-none = Im Augenblick braucht Sie nichts.
overview-names-more = { $names } und weitere
overview-names-joint = {", "}
overview-failed = Fehlgeschlagen
overview-failed-text = In { $account } kam die letzte Willkommens-E-Mail hier nicht an: { $names }.
overview-failed-elsewhere =
    { $count ->
        [one] Eine Nachricht ist im Lauf des letzten Tages endgültig fehlgeschlagen.
       *[other] { $count } Nachrichten sind im Lauf des letzten Tages endgültig fehlgeschlagen.
    }
overview-late = Verspätet
overview-late-text =
    { $count ->
        [one] Eine Nachricht wartet auf einen weiteren Versuch. Angefordert wurde sie am { $time }.
       *[other] { $count } Nachrichten warten auf einen weiteren Versuch, die älteste seit { $time }.
    }
overview-late-way = Unterwegs in { $account }
overview-expired = Link abgelaufen
overview-expired-text = In { $account } wurde kein Passwort gesetzt, und der Link ist abgelaufen: { $names }. Senden Sie die E-Mail erneut.
overview-unwelcomed = Noch keine E-Mail
overview-unwelcomed-text = In { $account } ging hierhin noch nie eine Willkommens-E-Mail: { $names }. Ohne Passwort kommt niemand hinein.
overview-show-users = Diese Benutzer zeigen
overview-resting-way = Zu den Mail-Providern
overview-captured = Abgefangen
overview-captured-text = Niemand bekommt etwas, denn es ist kein Mailserver eingerichtet. Wer diese Installation betreibt, trägt ihn als mail.smtp_url in die Konfiguration ein.
overview-captured-way = Abgefangene E-Mails lesen

# Charts.
overview-activity = Verlauf
overview-funnel =
    { $days ->
        [one] Willkommens-E-Mails des letzten Tages
       *[other] Willkommens-E-Mails der letzten { $days } Tage
    }
overview-funnel-sent = Gesendet
overview-funnel-opened = Link geöffnet
overview-funnel-password = Passwort gesetzt
overview-funnel-share = { $share } % der gesendeten
overview-hours = E-Mails pro Stunde, letzte 24 Stunden
overview-hours-summary =
    { $sent ->
        [0] Keine E-Mail wurde gesendet
        [one] Eine E-Mail wurde gesendet
       *[other] { $sent } E-Mails wurden gesendet
    }{ $failed ->
        [0] { "" }, und keine ist fehlgeschlagen.
        [one] { "" }, und eine ist fehlgeschlagen.
       *[other] { "" }, und { $failed } sind fehlgeschlagen.
    }

# Figures.
overview-figures = In Zahlen
overview-figures-queued-hint = warten auf den ersten Versuch
overview-figures-sending-hint = werden gerade übergeben
overview-figures-deferred-hint = warten auf einen weiteren Versuch
overview-figures-last-day = im Lauf des letzten Tages

# First steps of a new installation.
overview-hello = Willkommen bei Usher
overview-steps = Erste Schritte
overview-steps-lead = Bis die erste Person ihren Zugang hat, dauert es zwei Minuten.
overview-step-done = Erledigt
overview-step-next = Als Nächstes
overview-step-user = Legen Sie einen Benutzer an
overview-step-user-text = Eine E-Mail-Adresse genügt.
overview-step-welcome = Senden Sie die Willkommens-E-Mail
overview-step-welcome-text = Sie enthält einen Link, der einmal gilt. Wer ihm folgt, wählt ein Passwort.
overview-step-mail = Richten Sie einen Mailserver ein
overview-step-mail-text = Bis dahin bleiben E-Mails hier und lassen sich lesen, was zum Ausprobieren gut ist. Setzen Sie dies in der Konfigurationsdatei oder als Umgebungsvariable, und starten Sie Usher neu:
overview-step-mail-done = E-Mails gehen über einen Mailserver hinaus.
overview-paused = Sammelversand angehalten
overview-paused-text =
    { $count ->
        [one] In { $account } ist ein Sammelversand an 1 Benutzer angehalten.
       *[other] In { $account } ist ein Sammelversand an { $count } Benutzer angehalten.
    }
overview-paused-way = Sammelversand zeigen
