# The frame of the administration: navigation, menus, banners, pagination.

nav = Main
nav-open = Menu
nav-account = Account
nav-installation = Installation
nav-overview = Overview
nav-users = Users
nav-settings = Account settings
nav-accounts = Accounts
nav-api-tokens = API tokens
nav-access-keys = Access keys
nav-audit-log = Audit log
nav-mail-providers = Mail providers
nav-captured-mail = Captured mail
nav-api = API
switcher-label = Account:
switcher-choose = Choose an account
switcher-all = All accounts
user-menu-label = Signed in as
user-menu-somebody = Signed in
breadcrumb = Path to this page
captured-label = Mail is captured
captured-title = Mail is captured, not sent.
captured-text = No mail server is configured, so nobody receives anything.
captured-read = Read captured mail

# Lists.
pages = Pages
pages-first = Back to the beginning
pages-next = Next page
filter-apply = Apply
filter-reset = Reset
selection = Select
select-all = Select all
select-row = Select { $name }
selection-with = With those selected:

# Charts.
chart-sent = Sent
chart-failed = Failed
chart-hour = Hour from (UTC)
chart-as-table = The same as a table

# Fields.
color-pick = Pick a colour
