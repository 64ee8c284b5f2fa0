# The audit log.

audit = Audit log
audit-lead = What happened, the newest first. Events are numbered and chained, so that none can be changed or taken out unnoticed.
audit-verify = Verify the log
audit-filter-action = What happened
audit-filter-account = Account
audit-filter-all-actions = Everything
audit-filter-all-accounts = All accounts
audit-none = Nothing matches
audit-none-text = No event fits what you are looking for.
audit-show-all = Show everything
audit-caption = Events, the newest first
audit-when = When
audit-what = What happened
audit-account = Account
audit-details = Details
audit-number = No. { $number }
audit-not-sealed = Not sealed yet
audit-detail-action = Action
audit-detail-event = Event
audit-detail-actor = Acted with
audit-detail-target = Done to
audit-detail-email = Email
audit-detail-key = Key
audit-detail-role = Role

# Who acted.
audit-kind-session = Session of a user
audit-kind-api_token = API token
audit-kind-access_key = Access key
audit-kind-system = Usher itself or its command line
audit-kind-link_holder = Password link
audit-kind-anonymous = Nothing: not signed in
audit-actor-session = A user
audit-actor-api_token = The API token { $token }
audit-actor-access_key = The access key { $key }
audit-actor-system = Usher itself or its command line
audit-actor-link_holder = Whoever held a link of { $user }
audit-actor-anonymous = Somebody who was not signed in
audit-actor-unknown = Somebody unknown
audit-unknown-target = (not recorded)
audit-installation = the whole installation
audit-unknown-account = the account

# Actions as labels.
audit-action-account-created = Account created
audit-action-account-updated = Account settings changed
audit-action-account-deleted = Account deleted
audit-action-account-logo_changed = Logo changed
audit-action-account-logo_removed = Logo removed
audit-action-user-created = User created
audit-action-user-updated = User changed
audit-action-user-disabled = User disabled
audit-action-user-enabled = User enabled
audit-action-user-deleted = User deleted
audit-action-member-added = Member added
audit-action-member-removed = Member removed
audit-action-role-granted = Role granted
audit-action-role-withdrawn = Role withdrawn
audit-action-welcome_email-requested = Welcome email asked for
audit-action-welcome_email-retried = Welcome email tried again
audit-action-welcome_email-cancelled = Welcome email cancelled
audit-action-bulk_send-created = Bulk send started
audit-action-bulk_send-paused = Bulk send paused
audit-action-bulk_send-resumed = Bulk send resumed
audit-action-bulk_send-cancelled = Bulk send cancelled
audit-action-password_reset-requested = Password reset asked for
audit-action-password_link-renewed = Fresh link asked for
audit-action-password_link-revealed = Link shown to an administrator
audit-action-password_links-revoked = Open links revoked
audit-action-password_link-consumed = Password set with a link
audit-action-password-changed = Own password changed
audit-action-password-set = Password set by an administrator
audit-action-session-created = Signed in
audit-action-session-refused = Sign-in refused
audit-action-session-ended = Signed out
audit-action-api_token-created = API token made
audit-action-api_token-revoked = API token revoked
audit-action-access_key-created = Access key made
audit-action-access_key-revoked = Access key revoked
audit-action-captured_email-read = Captured email read
audit-action-user_import-started = Users imported from a file
audit-action-user_import-cancelled = Import of users called off
audit-action-users-exported = Users exported
audit-action-template-saved = Email template saved
audit-action-template-deleted = Email template deleted
audit-action-template-tested = Email template tried out
audit-action-mail_provider-tested = Test email sent
audit-action-keyring-rotated = Master key added
audit-action-backup-made = Backup made
audit-action-backup-restored = Restored from a backup
audit-action-installation-set_up = First owner set up

# The same as sentences.
audit-told-account-created = { $actor } created the account { $target }.
audit-told-account-updated = { $actor } changed the settings of the account { $target }.
audit-told-account-deleted = { $actor } deleted the account { $target }.
audit-told-account-logo_changed = { $actor } changed the logo of the account { $target }.
audit-told-account-logo_removed = { $actor } removed the logo of the account { $target }.
audit-told-user-created = { $actor } created the user { $target }.
audit-told-user-updated = { $actor } changed the details of { $target }.
audit-told-user-disabled = { $actor } disabled the user { $target }.
audit-told-user-enabled = { $actor } enabled the user { $target }.
audit-told-user-deleted = { $actor } deleted the user { $target }.
audit-told-member-added = { $actor } made { $target } a member of { $account }.
audit-told-member-removed = { $actor } ended the membership of { $target } in { $account }.
audit-told-role-granted = { $actor } gave { $target } the role “{ $role }” on { $place }.
audit-told-role-withdrawn = { $actor } withdrew the role “{ $role }” on { $place } from { $target }.
audit-told-welcome_email-requested = { $actor } asked for a welcome email to { $target }.
audit-told-welcome_email-retried = { $actor } had the welcome email to { $target } tried again.
audit-told-welcome_email-cancelled = { $actor } called off the welcome email to { $target }.
audit-told-bulk_send-created = { $actor } started a bulk send to users of the account { $target }.
audit-told-bulk_send-paused = { $actor } paused a bulk send of the account { $target }.
audit-told-bulk_send-resumed = { $actor } resumed a bulk send of the account { $target }.
audit-told-bulk_send-cancelled = { $actor } called off a bulk send of the account { $target }.
audit-told-password_reset-requested = { $actor } asked for a new password through “forgot password”.
audit-told-password_link-renewed = { $actor } asked for a fresh one.
audit-told-password_link-revealed = { $actor } revealed a password link of { $target }.
audit-told-password_links-revoked = { $actor } revoked the open password links of { $target }.
audit-told-password_link-consumed =
    { $purpose ->
        [reset] A password of { $target } was set with the link of a password reset email.
        [setup] A password of { $target } was set with the link of the first start.
       *[welcome] A password of { $target } was set with the link of a welcome email.
    }
audit-told-password-changed = { $actor } changed their own password.
audit-told-password-set = { $actor } set a password for { $target }.
audit-told-session-created = { $target } signed in.
audit-told-session-refused = Somebody gave a wrong password for { $target }.
audit-told-session-ended =
    { $sessions ->
        [others] { $target } signed out everywhere else.
       *[one] { $target } signed out.
    }
audit-told-api_token-created = { $actor } made the API token { $target } with the role “{ $role }”.
audit-told-api_token-revoked = { $actor } revoked the API token { $target }.
audit-told-access_key-created = { $actor } made the access key { $target } with the role “{ $role }”.
audit-told-access_key-revoked = { $actor } revoked the access key { $target }.
audit-told-captured_email-read = { $actor } read a captured email to { $target }.
audit-told-user_import-started = { $actor } started an import of users into the account { $target }.
audit-told-user_import-cancelled = { $actor } called off an import of users into the account { $target }.
audit-told-users-exported = { $actor } exported the users of the account { $target }.
audit-told-template-saved = { $actor } saved version { $version } of the email template “{ $template }” of the account { $target }.
audit-told-template-deleted = { $actor } deleted the email template “{ $template }” of the account { $target }.
audit-told-template-tested = { $actor } sent a test email with the email template “{ $template }” of the account { $target }.
audit-told-mail_provider-tested = { $actor } sent a test email through the mail provider “{ $provider }”.
audit-told-keyring-rotated = { $actor } added a new master key to the keyring.
audit-told-backup-made = { $actor } made a backup of everything.
audit-told-backup-restored = { $actor } put the installation back from a backup.
audit-told-installation-set_up = { $target } was set up as the first owner.
audit-told-unknown = { $actor } did “{ $action }” to { $target }.

# Verifying the log.
audit-verification = Verification of the audit log
audit-verify-lead = Reads every event and compares it with the chain of signatures.
audit-verify-head = Head that you kept
audit-verify-head-hint = A text such as 1042:6d3f…, from an earlier verification. With it, it is noticed if events were removed from the end.
audit-verify-again = Verify again
audit-verify-run = Verify now
audit-intact =
    { $count ->
        [0] Nothing is sealed yet
       *[other] The log is intact up to event no. { $count }
    }
audit-intact-text = Nothing in it was changed, inserted or taken out.
audit-intact-empty = Events are sealed within seconds after they happen. Verify again in a moment.
audit-vouched = The head that you kept fits: nothing was removed from the end since you wrote it down.
audit-unvouched = Whether events were removed from the end cannot be told without a head that you kept. Keep this one where nobody here can change it, and give it next time.
audit-end = The end of the log
audit-head = Head to keep
audit-signed = Signed
audit-sealed = Sealed events
audit-unsealed = Newer events, not yet sealed
audit-unsealed-many = { $count } or more
audit-so-far = { $verified } of { $sealed } events fit so far
audit-so-far-text = The log is too long to be read in one go. Nothing is wrong yet; go on with the rest.
audit-go-on = Go on
audit-broken = The log was tampered with
audit-broken-place = It fits up to event no. { $verified }.
audit-broken-event = The event that does not fit
audit-problem-event_missing = After that, an event is missing.
audit-problem-event_changed = The event after that was changed after it was sealed.
audit-problem-kept_head_differs = The head that you kept does not fit: what it vouched for was changed, or it was copied wrongly.
audit-problem-head_differs = A signed head does not fit: it was changed, or signed with a key that is not in the keyring.
audit-problem-events_removed = Events were removed from the end.
audit-problem-unsigned_end = The last events are not covered by a signature: they were written past Usher.
audit-problem-unknown = Something does not fit.
audit-what-to-do = What to do
audit-what-to-do-copy = Copy database and keyring before anything else changes.
audit-what-to-do-compare = Compare with a backup from before, and note the event above.
audit-what-to-do-who = Find out who can write to the database: whoever did this can do more.
audit-what-to-do-sealing = New events are still recorded, but Usher may no longer seal them.
audit-verify-head-invalid = That is not a head. One looks like 1042:6d3f…, a number, a colon and 64 hex digits.
