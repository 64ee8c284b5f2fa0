# Was auf einer Seite gesagt wird, die im Browser lebendig wird.
islands-unreachable = Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
send-said = Willkommens-E-Mail an { $name }: { $status }
selection-count = { $count } ausgewählt
users-shown =
    { $count ->
        [0] Niemand gefunden
        [one] 1 Benutzer wird gezeigt
       *[other] { $count } Benutzer werden gezeigt
    }
