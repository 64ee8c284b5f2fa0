# One user: details, actions, timeline, roles.

# What can be done.
user-actions = More actions
user-disabled-send-hint = A disabled user gets no email.
user-no-address-hint = There is no address to send to.
user-add-address = Add email address
user-enable = Enable user
user-edit-action = Edit
user-roles-action = Change roles
user-reveal-action = Show link
user-revoke-action = Revoke links
user-revoke-text = Every link that was sent to this user stops working at once. To let them in again, send a new welcome email.
user-revoke-confirm = Revoke all open links
user-disable-action = Disable
user-disable-text = The user is signed out everywhere and cannot sign in again; open links stop working. Nothing is deleted.
user-disable-confirm = Disable this user
user-enable-action = Enable
user-delete-action = Delete…

# Facts.
user-details = Details
user-fact-account = Account
user-fact-language = Language
user-fact-last-sign-in = Last sign-in
user-fact-never = Never
user-fact-created = Created
user-fact-changed = Changed
user-fact-id = User ID
user-roles-none = None: an ordinary user.

# The accounts that the user belongs to.
memberships = Accounts
memberships-lead = A user can belong to several accounts. Welcome emails come from the primary one.
memberships-primary = Primary
memberships-remove = Remove
memberships-remove-what = from { $account }
memberships-other = Another account
memberships-add = Add to account

# How far the latest welcome email got: the answer in a sentence …
verdict-heading = Welcome email
verdict-none = No welcome email has been sent yet.
verdict-none-has-password = No welcome email was ever sent; the user has a password all the same.
verdict-on-its-way = The welcome email is on its way.
verdict-provider-down = Our mail server is down; nothing is lost. The welcome email goes out by itself once the server is back.
verdict-deferred = The welcome email has not arrived yet: the mail server asked us to come back later.
verdict-failed = The welcome email did not arrive.
verdict-cancelled = The welcome email was cancelled before it was sent.
verdict-captured = The welcome email was captured here instead of sent.
verdict-sent = The mail server took the welcome email. Nobody has opened the link yet.
verdict-scanned = The mail server took the welcome email. So far only what looks like a mail scanner opened the link.
verdict-opened = The link was opened, but no password has been set with it yet.
verdict-used = The password was set with the link: the user is in.
verdict-expired = The link expired before a password was set. Send the email again.
verdict-superseded = A newer email took the place of this link.
verdict-void = The link no longer works: it was revoked, or the user’s address, password or status changed.
verdict-void-disabled = The user is disabled, so the link stopped working. Enabling the user does not revive it: send a new email afterwards.
# … and step by step.
step-asked = Asked for
step-sent = Accepted by the mail server
step-captured = Captured here
step-opened = Link opened
step-opened-never = Link never opened
step-opened-by-nobody = Not opened by a person yet
step-opened-by-nobody-ever = Never opened by a person
step-password = Password set
step-no-password = No password set
step-not-yet = Not yet
step-not-reached = Not reached
step-at-by = { $at } by { $name }
step-next-try = Next try { $when }
step-waiting = Waiting for its turn
step-sending = Being handed over now
step-given-up = Given up
step-under-way = On its way
step-deferred = Put off
step-failed = Not delivered
step-cancelled = Cancelled
step-cancelled-when = Before it was sent
step-captured-at = { $at }, not sent
step-scanner = A likely mail scanner looked at it on { $at }
step-opened-unseen = Not seen
step-expired = The link expired on { $at }
step-superseded = A newer email took its place
step-void = The link no longer works

# The timeline.
timeline = History
timeline-empty-title = Nothing yet
timeline-empty-text = Emails, sign-ins and changes will be told here.
timeline-newest = Back to the newest
timeline-older = Older
timeline-pages = Pages of the history
message-welcome = Welcome email
message-reset = Password reset email
message-to = To { $recipient }
message-asked-by = Asked for by { $name }
message-asked-by-token = Asked for by the API token { $name }
message-asked-by-key = Asked for by the access key { $name }
message-asked-by-program = Asked for by a program
message-asked-by-system = Sent by Usher itself
message-asked-by-link-holder = Asked for by whoever held an older link
message-asked-by-stranger = Asked for through “forgot password”
message-asked-by-somebody = Asked for
message-earlier-tries =
    { $count ->
        [one] { $count } earlier try
       *[other] { $count } earlier tries
    }
message-next-try = Next try: { $at } ({ $when }).
message-retry = Try again
message-cancel = Cancel
message-about = (email to { $recipient })
message-read = Read it
message-correct-address = Correct the address

# Where a message stands, in a sentence.
standing-queued = It waits for its turn, usually for a few seconds.
standing-sending = It is being handed to the mail server right now.
standing-sent = The mail server took it. If it is not in the inbox, look among unwanted mail.
standing-deferred = The mail server cannot take it now. It is tried again by itself.
standing-provider-down = Our mail server is down; nothing is lost. It goes out by itself once the server is back.
standing-failed-refused = The mail server refused it for good.
standing-failed-uncertain = Several tries ended without an answer, so nobody knows whether it arrived. It is not tried again by itself.
standing-failed-given-up = It could not be delivered in time and is not tried again by itself.
standing-cancelled = It was called off before it was sent.
standing-captured = It was kept on this machine instead of sent: no mail server is configured.
standing-unknown = Its state is not known here.

# Tries.
try-running = In progress
try-delivered = Accepted by the mail server
try-captured = Captured here instead of sent
try-deferred = Put off by the mail server
try-refused = Refused by the mail server
try-provider-down = Our mail server could not be used
try-uncertain = Ended without an answer
try-provider-down-meaning = Something was wrong with our own mail server, not with this message: it waits and loses no try.
try-uncertain-meaning = The connection ended before the server said whether it took the message, so it may arrive twice.
try-through = through { $provider }
try-took = { $duration } through { $provider }
try-server-said = The server said:

# What a mail server's words mean.
reply-no-mailbox = There is no mailbox with this address. Check it for typing errors.
reply-no-domain = The part of the address after the @ does not take mail. Check it for typing errors.
reply-malformed-address = The server finds the address malformed. Check it for typing errors.
reply-sender-distrusted = The server does not trust our sender address. Whoever runs this installation should look at it.
reply-mailbox-off = The mailbox is switched off or takes no mail now.
reply-mailbox-full = The mailbox is full.
reply-too-large = The message is too large for the mailbox.
reply-rules = The server’s rules refuse the message, often as unwanted mail or for the sender’s reputation.
reply-greylisted = The server asks unknown senders to come back later (greylisting). That usually resolves itself.
reply-refused = The server refused the message for good. Its own words are below.
reply-later = The server could not take the message at that moment.

# What became of a link.
message-link-heading = Link
message-link-open = It works until { $at }.
message-link-used = A password was set with it on { $at }.
message-link-superseded = A newer email took its place.
message-link-expired = It expired on { $at }.
message-link-void = It no longer works: it was revoked, or the user’s address, password or status changed.
message-link-cancelled = It was called off together with the email.
message-link-unsent = Nobody has it: it comes with the email.
message-link-failed = Nobody received it: the email failed.
message-link-never-sent = Nobody received it: the email was cancelled.
message-link-not-opened = Nobody has opened it yet.
message-link-never-opened = Nobody ever opened it.
message-link-opened = First opened on { $at }.
message-link-opened-often = First opened on { $at }, { $count } times so far.
message-link-scanner = First opened on { $at }. That looks like a mail scanner, not a person.

# What else happened.
event-user-created = User created
event-user-updated = Details changed
event-user-disabled = User disabled
event-user-enabled = User enabled
event-user-deleted = User deleted
event-member-added = Added to another account
event-member-removed = Removed from another account
event-role-granted = Role granted
event-role-withdrawn = Role withdrawn
event-with-role = { $happened }: { $role }
event-welcome-email-requested = Welcome email asked for
event-welcome-email-retried = Welcome email tried again
event-welcome-email-cancelled = Welcome email cancelled
event-password-reset-requested = Password reset asked for
event-password-link-renewed = Fresh link asked for with an older one
event-password-link-revealed = Link shown
event-password-links-revoked = Open links revoked
event-password-link-consumed = Password set with a link
event-password-changed = Own password changed
event-password-set = Password set
event-session-created = Signed in
event-session-refused = A sign-in was refused
event-session-ended = Signed out
event-captured-email-read = Captured email read
event-installation-set-up = Installation set up
meaning-user-disabled = Signed out everywhere; open links stopped working.
meaning-links-revoked = Links sent before then no longer work.
meaning-link-revealed = Whoever looked could have set the password.
meaning-password-set = Set in the user’s stead; sessions ended and open links stopped working.
by-person = by { $name }
by-api-token = by the API token { $name }
by-access-key = by the access key { $name }
by-program = by a program
by-link-holder = by whoever held a link
by-somebody = by somebody
