# The list of users and the forms for one.

users = Users
users-of = Users · { $account }
users-caption = Users of this account
users-new = New user
users-search = Search
users-search-hint = Name, login or email
users-status = Status
users-status-any = Any
users-welcome = Welcome email
users-welcome-any = Any
users-sort = Order
users-sort-name = Name, A to Z
users-sort-name-desc = Name, Z to A
users-sort-login = Login, A to Z
users-sort-login-desc = Login, Z to A
users-sort-created-desc = Newest users first
users-sort-created = Oldest users first
users-sort-welcomed-desc = Latest email first
users-sort-welcomed = Oldest email first
users-filters = Filters in use
users-filter-chip = { $filter }: { $value }
users-filter-remove = remove this filter
users-filter-clear = Clear all
users-column-person = Person
users-column-email = Email
users-column-status = Status
users-column-welcome = Welcome email
users-send = Send welcome email
users-page-first = First page
users-page-previous = Previous page
users-page-next = Next page
users-pages = Pages
users-empty-title = No users yet
users-empty-text = Create the first one. The welcome email brings them in: with a link to choose a password.
users-nobody-title = Nobody matches
users-nobody-text = No user of this account fits all filters. Check the spelling, or remove a filter.
users-nobody-all = Show all users
users-no-address = No email address
users-is-disabled = User is disabled

# Whether a user can sign in.
user-status-pending = No password yet
user-status-active = Active
user-status-disabled = Disabled

# The state of a user's latest welcome email, as a filter.
welcome-none = Never sent
welcome-under-way = On its way
welcome-sent = Sent
welcome-failed = Failed
welcome-cancelled = Cancelled

# How far a user's latest welcome email got.
welcome-step-unopened = Sent, not opened
welcome-step-captured-unopened = Captured, not opened
welcome-step-opened = Opened, no password yet
welcome-step-password-set = Password set
welcome-step-expired = Link expired
welcome-step-superseded = Link replaced
welcome-step-void = Link void
welcome-step-sent = sent { $when }

# Where a message stands.
delivery-queued = Queued
delivery-sending = Sending
delivery-sent = Sent
delivery-deferred = Deferred
delivery-failed = Failed
delivery-cancelled = Cancelled
delivery-captured = Captured
delivery-unknown = Unknown

# Times nearby.
ago-now = just now
ago-minutes = { $count } min ago
ago-hours = { $count } h ago
ago-days =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
in-seconds = in a moment
in-minutes = in { $count } min
in-hours = in { $count } h
in-days =
    { $count ->
        [one] in { $count } day
       *[other] in { $count } days
    }

# Sending.
user-send = Send welcome email
user-send-again = Send again
user-send-to = ({ $name })
user-send-again-what = (welcome email)

# Creating and changing a user.
user-new = New user
user-create = Create user
user-edit = Edit user
user-edit-title = Edit { $name }
user-save = Save changes
user-name = Name
user-name-hint = As it stands in the greeting of the email.
user-email = Email
user-email-hint-new = Needed for the welcome email. Without one, give a login.
user-email-hint-edit = Links sent to an older address stop working.
user-login = Login
user-login-hint-new = What they sign in with. Left empty: the email address.
user-login-hint-edit = What they sign in with.
user-phone = Phone
user-language = Language
user-language-hint = Of emails and pages for this user.
user-language-account = As the account
user-language-other = { $tag } (not a language of Usher)
user-send-now = Send welcome email at once
user-send-now-hint = With a link to choose a password. You can send it later, too.
user-present-password = Your present password
user-present-password-hint = Needed to change your own email address.
user-name-or-login-missing = Enter an email address or a login.
user-address-missing = Enter an email address, or do not send a welcome email at once.
user-sent-before = This form was sent before, with other details. Look whether that user is in the list before you send it again.
user-under-way = This user is being created. Try again in a moment.

# Deleting.
user-delete-question = Delete { $name }?
user-delete-text = This ends every session, stops unsent emails and erases what is known about this user. It cannot be undone. The audit log keeps ids only.
user-delete-instead = To keep someone out for a while, disable the user instead.
user-delete-confirm = Delete for good
user-delete-keep = Keep

# Showing a link.
reveal-title = Show link
reveal-question = Show the link of { $name }
reveal-text = Whoever has the link can set this user’s password. Hand it over only where nobody else reads along. That you looked is recorded.
reveal-password = Your own password
reveal-submit = Show the link
reveal-wrong-password = That is not your password.
reveal-answer = The link of { $name }
reveal-link = One-time password link
reveal-until = It works once, until { $at }.
reveal-done = Done

# Roles.
scope-installation = Whole installation
roles-title = Roles of { $name }
roles-heading = Roles
roles-held = Holds now
roles-held-hint = Take the mark away to withdraw a role.
roles-none = Holds no role: an ordinary user, who only meets “My account”.
roles-not-yours = not yours to withdraw
roles-add = Add a role
roles-role = Role
roles-role-none = None
roles-scope = Where
roles-save = Save roles
roles-refused = You may not make this change: a role can be granted and withdrawn only by someone who may do everything that it allows there.
roles-scope-missing = Choose where the role holds.
roles-role-unknown = Choose one of the roles.
role-owner = Owner
role-owner-meaning = May do everything, also create and delete accounts.
role-security-admin = Security administrator
role-security-admin-meaning = May do everything but create and delete accounts: also show links, grant roles and make API tokens.
role-user-admin = User administrator
role-user-admin-meaning = Creates, changes and deletes users, sends welcome emails and revokes links. Sees no links and grants no roles.
role-helpdesk = Helpdesk
role-helpdesk-meaning = Looks at users, sees what became of their emails and sends welcome emails.
role-auditor = Auditor
role-auditor-meaning = Looks at users and emails and reads the audit log. Changes nothing.
