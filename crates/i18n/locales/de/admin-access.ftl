# API tokens and roles.

tokens = API-Tokens
tokens-lead = Mit einem API-Token darf ein Programm, was die Rolle des Tokens erlaubt, und nie mehr, als die Person jetzt darf, die es erstellt hat.
tokens-new = Neues API-Token
tokens-none = Noch kein API-Token
tokens-none-text = Erstellen Sie eines je Programm, damit sich jedes einzeln entziehen lässt.
tokens-token = Token
tokens-role = Rolle
tokens-good-for = Gilt für
tokens-made = Erstellt
tokens-command-line = Der Kommandozeile
tokens-expires = Läuft ab
tokens-never = Nie
tokens-expired = Abgelaufen
tokens-revoke = Widerrufen
tokens-revoke-open = Widerrufen …
tokens-revoke-text = Jedes Programm, das { $name } benutzt, ist sofort ausgesperrt. Das lässt sich nicht rückgängig machen.
tokens-revoke-now = Endgültig widerrufen
tokens-about = das API-Token { $name }

token-name = Name
token-name-hint = Nach dem Programm, das es benutzt, etwa „Personalimport“.
token-role-hint = So wenig, wie das Programm braucht.
token-last-day = Letzter Tag
token-last-day-hint = Es gilt bis zum Ende dieses Tages (UTC). Leer: unbegrenzt.
token-last-day-invalid = Geben Sie einen Tag wie 2027-01-31 ein oder nichts.
token-place-missing = Wählen Sie, wofür es gilt.
token-forbidden = Dieses Token dürfen Sie nicht erstellen: Es würde dort mehr erlauben, als Sie selbst dürfen.
token-make = Token erstellen
token-made = Das API-Token { $name }
token-made-title = API-Token erstellt
token-copy-now = Kopieren Sie es jetzt
token-copy-now-text = Es wird nur dieses eine Mal gezeigt und nirgends aufbewahrt. Wer es hat, kann alles tun, was seine Rolle erlaubt.
token-secret = API-Token
token-try = Ausprobieren
token-call-hint = Dies sagt, für wen das Token steht. Es enthält das Token: Eine Shell merkt sich Getipptes.
token-send = Eine Willkommens-E-Mail senden
token-send-text = Mit dem Token in USHER_TOKEN und der ID eines Benutzers sendet dies eine Willkommens-E-Mail.
token-documentation = Alles, was die API kann
token-done = Fertig

roles-meaning = Was die Rollen erlauben
