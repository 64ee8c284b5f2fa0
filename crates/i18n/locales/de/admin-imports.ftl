# Benutzer aus Dateien und Dateien mit Benutzern.
users-import = Importieren
users-export = CSV exportieren
import-title = Benutzer importieren
import-title-of = Benutzer in { $account } importieren
import-lead = Wählen Sie eine CSV-Datei. Es wird nichts angelegt, bevor Sie gesehen haben, was angelegt würde.
import-file = CSV-Datei
import-file-hint = UTF-8, mit Kopfzeile. Spalten: login (nötig), email, display_name, phone, locale. Höchstens 16 MiB und 100.000 Zeilen.
import-pasted = Oder die Zeilen einfügen
import-pasted-hint = Mit der Kopfzeile, wie in der Datei. Eine gewählte Datei geht vor.
import-duplicates = Benutzer, die es schon gibt
import-skip = In Ruhe lassen
import-update = Aktualisieren
import-update-hint = Wer denselben Login oder dieselbe E-Mail-Adresse hat, bekommt, was in der Datei steht. Leere Zellen ändern nichts.
import-welcome = Jedem neuen Benutzer eine Willkommens-E-Mail senden
import-welcome-hint = Mit einem Link, um ein Passwort zu wählen. Zeilen ohne E-Mail-Adresse werden dann ausgelassen.
import-check = Datei prüfen
import-nothing = Wählen Sie eine Datei oder fügen Sie die Zeilen ein.
import-too-large = Die Datei ist zu groß: höchstens 16 MiB und 100.000 Zeilen.
import-column-missing = Die Spalte „{ $column }“ fehlt.
import-column-repeated = Zwei Spalten heißen „{ $column }“.
import-column-unknown = Die Spalte „{ $column }“ ist nicht bekannt.
import-column-near = Die Spalte „{ $column }“ ist nicht bekannt. Meinten Sie „{ $nearest }“?
imports-before = Frühere Importe
import-of = Import vom { $when }
import-status-reading = Wird gelesen
import-status-ready = Bereit zum Start
import-status-running = Läuft
import-status-completed = Abgeschlossen
import-status-cancelled = Abgebrochen
import-status-stopped = Angehalten
import-status-expired = Nicht rechtzeitig gestartet
import-stopped = Wer den Import gestartet hat, darf in diesem Konto keine Benutzer mehr anlegen. Was vorher angelegt wurde, bleibt.
import-erased = Was in den Zeilen stand, ist gelöscht, weil der Import zu Ende ist. Zustände und Fehler bleiben.
import-ready-lead = Es wurde noch nichts angelegt.
import-welcomes = Jeder neue Benutzer bekommt eine Willkommens-E-Mail.
import-no-welcomes = Es werden keine Willkommens-E-Mails gesendet.
import-updates = Benutzer, die es schon gibt, werden aktualisiert.
import-count-rows = Zeilen
import-count-valid = Importierbar
import-count-invalid = Mit Fehlern
import-count-duplicates = Doppelt
import-count-created = Angelegt
import-count-updated = Aktualisiert
import-count-failed = Fehlgeschlagen
import-start =
    { $count ->
        [one] 1 Benutzer importieren
       *[other] { $count } Benutzer importieren
    }
import-cancel = Abbrechen
import-progress = Fortschritt
import-progress-text = { $done } von { $all }
import-follow = Fortschritt verfolgen
import-unfollow = Nicht mehr neu laden
import-rows = Zeilen der Datei
import-rows-all = Alle
import-rows-none = Hier sind keine Zeilen
import-rows-none-text = Keine Zeile der Datei ist in diesem Zustand.
import-line = Zeile
import-outcome = Ergebnis
import-state-to_create = Wird angelegt
import-state-to_update = Wird aktualisiert
import-state-not_done = Nicht ausgeführt
import-state-duplicate = Doppelt
import-state-invalid = Fehler
import-state-created = Angelegt
import-state-updated = Aktualisiert
import-state-failed = Fehlgeschlagen
import-same-as = Dasselbe steht in Zeile { $line }.
import-show-user = Benutzer zeigen
import-column-login = Login
import-column-email = E-Mail
import-column-display_name = Name
import-column-phone = Telefon
import-column-locale = Sprache
import-start-and-welcome =
    { $count ->
        [one] 1 Benutzer importieren und Willkommens-E-Mail senden
       *[other] { $count } Benutzer importieren und Willkommens-E-Mails senden
    }
import-discard = Verwerfen
import-cancel-text = Angelegte Benutzer bleiben, und ihre E-Mails auch. Die übrigen Zeilen werden nicht ausgeführt.
import-cancel-confirm = Den Rest abbrechen
import-began = Geprüft
import-status = Status
import-empty = Unter der Kopfzeile der Datei stehen keine Zeilen.
import-too-many-cells = Zeile { $line } hat mehr als { $max } Zellen.
import-cell-same-as = { $column }: dasselbe wie in Zeile { $line }.
import-being-read = Die Datei wird gelesen. Es wurde noch nichts angelegt.
import-ready-nothing = Keine Zeile der Datei kann importiert werden.
import-ready-invalid =
    { $count ->
        [one] 1 Zeile hat Fehler und wird ausgelassen: Verbessern Sie die Datei und prüfen Sie sie noch einmal, oder machen Sie ohne sie weiter.
       *[other] { $count } Zeilen haben Fehler und werden ausgelassen: Verbessern Sie die Datei und prüfen Sie sie noch einmal, oder machen Sie ohne sie weiter.
    }
import-ready-duplicates =
    { $count ->
        [one] 1 doppelte Zeile wird ausgelassen.
       *[other] { $count } doppelte Zeilen werden ausgelassen.
    }
import-expired = Niemand hat den Import innerhalb eines Tages gestartet. Es wurde nichts angelegt.
import-told-created =
    { $count ->
        [0] Es wurde kein Benutzer angelegt.
        [one] 1 Benutzer wurde angelegt.
       *[other] { $count } Benutzer wurden angelegt.
    }
import-told-updated =
    { $count ->
        [one] 1 Benutzer wurde aktualisiert.
       *[other] { $count } Benutzer wurden aktualisiert.
    }
import-told-welcomed = Jeder neue Benutzer bekommt eine Willkommens-E-Mail.
import-told-failed =
    { $count ->
        [one] 1 Zeile konnte nicht ausgeführt werden.
       *[other] { $count } Zeilen konnten nicht ausgeführt werden.
    }
import-told-left =
    { $count ->
        [one] 1 Zeile wurde nicht mehr ausgeführt.
       *[other] { $count } Zeilen wurden nicht mehr ausgeführt.
    }
import-told-left-out =
    { $count ->
        [one] 1 fehlerhafte oder doppelte Zeile wurde ausgelassen.
       *[other] { $count } fehlerhafte oder doppelte Zeilen wurden ausgelassen.
    }
import-again = Eine andere Datei prüfen
import-show-users = Die neuesten Benutzer zeigen
import-show-under-way = Wessen E-Mail unterwegs ist
import-welcome-them = Allen eine Willkommens-E-Mail senden, die noch keine bekamen …
