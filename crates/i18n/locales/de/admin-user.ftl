# One user: details, actions, timeline, roles.

# What can be done.
user-actions = Weitere Aktionen
user-disabled-send-hint = Gesperrte Benutzer bekommen keine E-Mail.
user-no-address-hint = Es gibt keine Adresse, an die gesendet werden kann.
user-add-address = E-Mail-Adresse hinzufügen
user-enable = Benutzer entsperren
user-edit-action = Bearbeiten
user-roles-action = Rollen ändern
user-reveal-action = Link anzeigen
user-revoke-action = Links widerrufen
user-revoke-text = Jeder Link, der an diese Person ging, gilt sofort nicht mehr. Um sie wieder hereinzulassen, senden Sie eine neue Willkommens-E-Mail.
user-revoke-confirm = Alle offenen Links widerrufen
user-disable-action = Sperren
user-disable-text = Die Person wird überall abgemeldet und kann sich nicht mehr anmelden; offene Links gelten nicht mehr. Gelöscht wird nichts.
user-disable-confirm = Diesen Benutzer sperren
user-enable-action = Entsperren
user-delete-action = Löschen …

# Facts.
user-details = Angaben
user-fact-account = Konto
user-fact-language = Sprache
user-fact-last-sign-in = Letzte Anmeldung
user-fact-never = Nie
user-fact-created = Angelegt
user-fact-changed = Geändert
user-fact-id = Benutzer-ID
user-roles-none = Keine: eine gewöhnliche Person.

# The accounts that the user belongs to.
memberships = Konten
memberships-lead = Ein Benutzer kann zu mehreren Konten gehören. Willkommens-E-Mails kommen aus dem primären.
memberships-primary = Primär
memberships-remove = Entfernen
memberships-remove-what = aus { $account }
memberships-other = Weiteres Konto
memberships-add = Zum Konto hinzufügen

# How far the latest welcome email got: the answer in a sentence …
verdict-heading = Willkommens-E-Mail
verdict-none = Es wurde noch keine Willkommens-E-Mail gesendet.
verdict-none-has-password = Es wurde nie eine Willkommens-E-Mail gesendet; ein Passwort gibt es trotzdem.
verdict-on-its-way = Die Willkommens-E-Mail ist unterwegs.
verdict-provider-down = Unser Mailserver ist ausgefallen; nichts geht verloren. Die Willkommens-E-Mail geht von selbst hinaus, sobald er wieder da ist.
verdict-deferred = Die Willkommens-E-Mail ist noch nicht angekommen: Der Mailserver bat uns, später wiederzukommen.
verdict-failed = Die Willkommens-E-Mail ist nicht angekommen.
verdict-cancelled = Die Willkommens-E-Mail wurde abgebrochen, bevor sie gesendet war.
verdict-captured = Die Willkommens-E-Mail wurde hier abgefangen statt gesendet.
verdict-sent = Der Mailserver hat die Willkommens-E-Mail angenommen. Den Link hat noch niemand geöffnet.
verdict-scanned = Der Mailserver hat die Willkommens-E-Mail angenommen. Geöffnet hat den Link bisher nur etwas, das wie ein Mail-Scanner aussieht.
verdict-opened = Der Link wurde geöffnet, aber noch kein Passwort damit gesetzt.
verdict-used = Das Passwort wurde mit dem Link gesetzt: Die Person ist drin.
verdict-expired = Der Link lief ab, bevor ein Passwort gesetzt war. Senden Sie die E-Mail erneut.
verdict-superseded = Eine neuere E-Mail hat diesen Link ersetzt.
verdict-void = Der Link gilt nicht mehr: Er wurde widerrufen, oder Adresse, Passwort oder Status haben sich geändert.
verdict-void-disabled = Der Benutzer ist gesperrt, daher gilt der Link nicht mehr. Entsperren belebt ihn nicht wieder: Senden Sie danach eine neue E-Mail.
# … and step by step.
step-asked = Angefordert
step-sent = Vom Mailserver angenommen
step-captured = Hier abgefangen
step-opened = Link geöffnet
step-opened-never = Link nie geöffnet
step-opened-by-nobody = Noch von keiner Person geöffnet
step-opened-by-nobody-ever = Nie von einer Person geöffnet
step-password = Passwort gesetzt
step-no-password = Kein Passwort gesetzt
step-not-yet = Noch nicht
step-not-reached = Nicht erreicht
step-at-by = { $at } von { $name }
step-next-try = Nächster Versuch { $when }
step-waiting = Wartet, bis sie an der Reihe ist
step-sending = Wird gerade übergeben
step-given-up = Aufgegeben
step-under-way = Unterwegs
step-deferred = Aufgeschoben
step-failed = Nicht zugestellt
step-cancelled = Abgebrochen
step-cancelled-when = Bevor sie gesendet war
step-captured-at = { $at }, nicht gesendet
step-scanner = Ein Mail-Scanner sah ihn wohl am { $at } an
step-opened-unseen = Nicht beobachtet
step-expired = Der Link lief am { $at } ab
step-superseded = Eine neuere E-Mail hat ihn ersetzt
step-void = Der Link gilt nicht mehr

# The timeline.
timeline = Verlauf
timeline-empty-title = Noch nichts
timeline-empty-text = E-Mails, Anmeldungen und Änderungen werden hier erzählt.
timeline-newest = Zurück zum Neuesten
timeline-older = Älteres
timeline-pages = Seiten des Verlaufs
message-welcome = Willkommens-E-Mail
message-reset = E-Mail zum Zurücksetzen des Passworts
message-to = An { $recipient }
message-asked-by = Angefordert von { $name }
message-asked-by-token = Angefordert mit dem API-Token { $name }
message-asked-by-key = Angefordert mit dem Zugriffsschlüssel { $name }
message-asked-by-program = Angefordert von einem Programm
message-asked-by-system = Von Usher selbst gesendet
message-asked-by-link-holder = Angefordert mit einem älteren Link
message-asked-by-stranger = Angefordert über „Passwort vergessen“
message-asked-by-somebody = Angefordert
message-earlier-tries =
    { $count ->
        [one] { $count } früherer Versuch
       *[other] { $count } frühere Versuche
    }
message-next-try = Nächster Versuch: { $at } ({ $when }).
message-retry = Noch einmal versuchen
message-cancel = Abbrechen
message-about = (E-Mail an { $recipient })
message-read = Lesen
message-correct-address = Adresse berichtigen

# Where a message stands, in a sentence.
standing-queued = Sie wartet, bis sie an der Reihe ist, meist ein paar Sekunden.
standing-sending = Sie wird gerade dem Mailserver übergeben.
standing-sent = Der Mailserver hat sie angenommen. Liegt sie nicht im Posteingang, sehen Sie unter Spam nach.
standing-deferred = Der Mailserver kann sie jetzt nicht annehmen. Sie wird von selbst erneut versucht.
standing-provider-down = Unser Mailserver ist ausgefallen; nichts geht verloren. Sie geht von selbst hinaus, sobald er wieder da ist.
standing-failed-refused = Der Mailserver hat sie endgültig abgelehnt.
standing-failed-uncertain = Mehrere Versuche endeten ohne Antwort, daher weiß niemand, ob sie ankam. Sie wird nicht von selbst erneut versucht.
standing-failed-given-up = Sie konnte nicht rechtzeitig zugestellt werden und wird nicht von selbst erneut versucht.
standing-cancelled = Sie wurde zurückgezogen, bevor sie gesendet war.
standing-captured = Sie wurde auf diesem Rechner behalten statt gesendet: Es ist kein Mailserver eingerichtet.
standing-unknown = Ihr Zustand ist hier nicht bekannt.

# Tries.
try-running = Läuft
try-delivered = Vom Mailserver angenommen
try-captured = Hier abgefangen statt gesendet
try-deferred = Vom Mailserver aufgeschoben
try-refused = Vom Mailserver abgelehnt
try-provider-down = Unser Mailserver war nicht nutzbar
try-uncertain = Ohne Antwort beendet
try-provider-down-meaning = Mit unserem eigenen Mailserver stimmte etwas nicht, nicht mit dieser Nachricht: Sie wartet und verliert keinen Versuch.
try-uncertain-meaning = Die Verbindung endete, bevor der Server sagte, ob er die Nachricht nimmt; sie kann also zweimal ankommen.
try-through = über { $provider }
try-took = { $duration } über { $provider }
try-server-said = Der Server sagte:

# What a mail server's words mean.
reply-no-mailbox = Es gibt kein Postfach mit dieser Adresse. Prüfen Sie sie auf Tippfehler.
reply-no-domain = Der Teil der Adresse nach dem @ nimmt keine E-Mail an. Prüfen Sie ihn auf Tippfehler.
reply-malformed-address = Der Server hält die Adresse für falsch geschrieben. Prüfen Sie sie auf Tippfehler.
reply-sender-distrusted = Der Server traut unserer Absenderadresse nicht. Wer diese Installation betreibt, sollte das ansehen.
reply-mailbox-off = Das Postfach ist abgeschaltet oder nimmt derzeit nichts an.
reply-mailbox-full = Das Postfach ist voll.
reply-too-large = Die Nachricht ist zu groß für das Postfach.
reply-rules = Die Regeln des Servers weisen die Nachricht ab, oft als unerwünscht oder wegen des Rufs des Absenders.
reply-greylisted = Der Server bittet unbekannte Absender, später wiederzukommen (Greylisting). Das erledigt sich meist von selbst.
reply-refused = Der Server hat die Nachricht endgültig abgelehnt. Seine eigenen Worte stehen darunter.
reply-later = Der Server konnte die Nachricht in dem Moment nicht annehmen.

# What became of a link.
message-link-heading = Link
message-link-open = Er gilt bis { $at }.
message-link-used = Damit wurde am { $at } ein Passwort gesetzt.
message-link-superseded = Eine neuere E-Mail hat ihn ersetzt.
message-link-expired = Er lief am { $at } ab.
message-link-void = Er gilt nicht mehr: Er wurde widerrufen, oder Adresse, Passwort oder Status haben sich geändert.
message-link-cancelled = Er wurde zusammen mit der E-Mail zurückgezogen.
message-link-unsent = Niemand hat ihn: Er kommt mit der E-Mail.
message-link-failed = Niemand hat ihn bekommen: Die E-Mail kam nicht an.
message-link-never-sent = Niemand hat ihn bekommen: Die E-Mail wurde abgebrochen.
message-link-not-opened = Noch niemand hat ihn geöffnet.
message-link-never-opened = Niemand hat ihn je geöffnet.
message-link-opened = Zuerst geöffnet am { $at }.
message-link-opened-often = Zuerst geöffnet am { $at }, bisher { $count }-mal.
message-link-scanner = Zuerst geöffnet am { $at }. Das sieht nach einem Mail-Scanner aus, nicht nach einem Menschen.

# What else happened.
event-user-created = Benutzer angelegt
event-user-updated = Angaben geändert
event-user-disabled = Benutzer gesperrt
event-user-enabled = Benutzer entsperrt
event-user-deleted = Benutzer gelöscht
event-member-added = Zu einem weiteren Konto hinzugefügt
event-member-removed = Aus einem weiteren Konto entfernt
event-role-granted = Rolle vergeben
event-role-withdrawn = Rolle entzogen
event-with-role = { $happened }: { $role }
event-welcome-email-requested = Willkommens-E-Mail angefordert
event-welcome-email-retried = Willkommens-E-Mail noch einmal versucht
event-welcome-email-cancelled = Willkommens-E-Mail abgebrochen
event-password-reset-requested = Zurücksetzen des Passworts angefordert
event-password-link-renewed = Neuen Link mit einem älteren angefordert
event-password-link-revealed = Link angezeigt
event-password-links-revoked = Offene Links widerrufen
event-password-link-consumed = Passwort mit einem Link gesetzt
event-password-changed = Eigenes Passwort geändert
event-password-set = Passwort gesetzt
event-session-created = Angemeldet
event-session-refused = Anmeldung abgelehnt
event-session-ended = Abgemeldet
event-captured-email-read = Abgefangene E-Mail gelesen
event-installation-set-up = Installation eingerichtet
meaning-user-disabled = Überall abgemeldet; offene Links gelten nicht mehr.
meaning-links-revoked = Vorher gesendete Links gelten nicht mehr.
meaning-link-revealed = Wer ihn sah, hätte das Passwort setzen können.
meaning-password-set = An Stelle der Person gesetzt; Sitzungen endeten, offene Links gelten nicht mehr.
by-person = von { $name }
by-api-token = mit dem API-Token { $name }
by-access-key = mit dem Zugriffsschlüssel { $name }
by-program = von einem Programm
by-link-holder = von jemandem mit einem Link
by-somebody = von jemandem
