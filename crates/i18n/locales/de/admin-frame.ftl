# The frame of the administration: navigation, menus, banners, pagination.

nav = Hauptnavigation
nav-open = Menü
nav-account = Konto
nav-installation = Installation
nav-overview = Übersicht
nav-users = Benutzer
nav-settings = Kontoeinstellungen
nav-accounts = Konten
nav-api-tokens = API-Tokens
nav-access-keys = Zugriffsschlüssel
nav-audit-log = Audit-Log
nav-mail-providers = Mail-Provider
nav-captured-mail = Abgefangene Mail
nav-api = API
switcher-label = Konto:
switcher-choose = Konto wählen
switcher-all = Alle Konten
user-menu-label = Angemeldet als
user-menu-somebody = Angemeldet
breadcrumb = Pfad zu dieser Seite
captured-label = Mail wird abgefangen
captured-title = Mail wird abgefangen, nicht versendet.
captured-text = Es ist kein Mailserver eingerichtet; niemand bekommt etwas.
captured-read = Abgefangene Mail lesen

# Listen.
pages = Seiten
pages-first = Zurück zum Anfang
pages-next = Nächste Seite
filter-apply = Anwenden
filter-reset = Zurücksetzen
selection = Auswahl
select-all = Alle auswählen
select-row = { $name } auswählen
selection-with = Mit den ausgewählten:

# Diagramme.
chart-sent = Versendet
chart-failed = Fehlgeschlagen
chart-hour = Stunde ab (UTC)
chart-as-table = Dasselbe als Tabelle

# Felder.
color-pick = Farbe auswählen
