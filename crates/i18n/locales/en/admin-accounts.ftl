# Accounts and their settings.

accounts = Accounts
accounts-lead = Each account has users, settings and a look of its own.
accounts-new = New account
accounts-none = No account yet
accounts-none-text = An account owns users and says how their emails and pages look.
accounts-none-here = There is no account that you may look at.
accounts-account = Account
accounts-number = Number
accounts-project = Project
accounts-link-life = Links work for
accounts-created = Created
accounts-settings = Settings

account-new = New account
account-new-lead = You can change all of this later.
account-create = Create account
account-settings = Account settings
account-save = Save
account-readonly = You may look at this account, but not change its settings.

account-section-account = Account
account-section-links = Password links
account-section-mail = Emails
account-section-look = Look
account-name-hint = Users read it on pages and in emails.
account-continue = Continue to
account-continue-hint = Where people go on after they set their password, such as https://app.example.com/.
account-locale = Language
account-locale-hint = For users who chose none.
account-locale-reader = Whatever the reader’s browser asks for; emails in English
account-life = A link works for
account-life-hint = From 1 hour to 30 days, counted from when the mail server takes the email.
account-life-unit = Unit
account-life-hours = hours
account-life-days = days
account-life-invalid = Enter a whole number, such as 7.
account-life-range = Choose a time from 1 hour to 30 days.
account-welcome = Send a welcome email to every new user
account-welcome-hint = When a program creates a user without saying otherwise.
account-sender = Sender name
account-sender-hint = What mailboxes show as the sender. Left empty: the installation’s own name.
account-reply-to = Answers go to
account-reply-to-hint = An address that somebody reads. Left empty: wherever the installation’s sender address leads.
account-accent = Accent colour
account-accent-hint = For buttons on pages and in emails. Left empty: Usher’s own.

account-preview = What users see
account-preview-hint = As saved last.
account-preview-mail = In the email
account-preview-page = On the page
account-preview-from = From

account-logo = Logo
account-logo-hint = It stands above the pages and emails of this account. PNG, JPEG or WebP, at most 128 KiB and 1024 by 1024 pixels.
account-logo-now = The logo now
account-logo-none = No logo yet; the account’s name stands in its place.
account-logo-file = Image file
account-logo-upload = Upload logo
account-logo-replace = Replace logo
account-logo-remove = Remove logo
account-logo-missing = Choose an image file first.
account-logo-too-large = The file is too large: it may have 128 KiB.

account-programs = For programs
account-id = Account ID
account-number = Account number
account-project-id = Project ID
account-project-name = Project name

account-delete = Delete account
account-delete-open = Delete account…
account-delete-text = { $account } and its settings go for good. This cannot be undone.
account-delete-now = Delete for good
account-delete-not-empty = Only an account without users can be deleted.
account-delete-users = See its users
