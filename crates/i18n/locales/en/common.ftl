# What pages of all kinds say: errors, notices, units.

password = Password
account-name = Account name
error-title = Error: { $title }
error-in-field = { $field }: { $text }
number = { $count }
platform = { $program } on { $system }
platform-unknown = Unknown program

# Spans of time.
span-hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
span-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
span-seconds = { $seconds } s
span-minutes = { $count } min

# What the API's error codes mean to a person.
error-malformed_body = That could not be read. Reload the page and try again.
error-malformed_request = That could not be read. Reload the page and try again.
error-unauthenticated = Please sign in first.
error-sign_in_failed = Login, password or account is wrong.
error-forbidden = You are not allowed to do that.
error-cross_site = The form came from another site and was refused.
error-not_found = That no longer exists.
error-method_not_allowed = That did not work. Reload the page and try again.
error-not_acceptable = That did not work. Reload the page and try again.
error-conflict = Somebody changed this at the same time. Look again.
error-login_taken = Another user of the account has this login.
error-email_taken = Another user of the account has this email address.
error-account_name_taken = Another account has this name.
error-account_not_empty = Delete the account’s users first.
error-account_not_primary = Welcome emails are sent only in the name of the user’s primary account.
error-no_address = The user has no email address to send to. Add one first.
error-user_disabled = The user is disabled. Enable the user first.
error-last_owner = The last owner cannot be removed, disabled or demoted. Make somebody else an owner first.
error-not_retryable = Only a failed or cancelled message can be sent again.
error-not_cancellable = Too late: the message no longer waits.
error-no_open_link = There is no open link to show. Send a welcome email first.
error-link_used = This link was already used.
error-link_expired = This link has expired.
error-link_superseded = A newer email took this link’s place.
error-link_void = This link is not valid.
error-payload_too_large = That is too large.
error-unsupported_media_type = Files of this kind cannot be read.
error-invalid_field = Please correct what is marked below.
error-invalid_idempotency_key = The request carries a name that cannot be read.
error-request_under_way = The same request is being carried out. Look again in a moment.
error-secret_shown = This was made before. Its secret was shown then and is not shown again.
error-idempotency_key_reused = The request carries the name of another one. Please try again.
error-weak_password = Choose a stronger password.
error-account_limit = The account has asked for as many welcome emails in this hour as it may. Try again in the next hour.
error-too_many_requests = That was too often. Wait a little, then try again.
error-too_many_requests-minutes =
    { $count ->
        [one] That was too often. Try again in a minute.
       *[other] That was too often. Try again in { $count } minutes.
    }
error-too_many_requests-hours =
    { $count ->
        [one] That was too often. Try again in an hour.
       *[other] That was too often. Try again in { $count } hours.
    }
error-internal = Something went wrong on our side. Please try again.
error-unavailable = Usher cannot do this right now. Try again shortly.

# What can be wrong with one field of a form. min and max are 0 where no limit is told.
field-required = Please fill this in.
field-empty = Please fill this in.
field-too_short =
    { $min ->
        [0] That is too short.
        [one] Use at least { $min } character.
       *[other] Use at least { $min } characters.
    }
field-too_long =
    { $max ->
        [0] That is too long.
        [one] Use at most { $max } character.
       *[other] Use at most { $max } characters.
    }
field-control_character = There is an invisible character in it. Type it instead of pasting it.
field-invalid_character = There is a character in it that is not allowed here.
field-invalid_address = That is not an email address. One looks like name@example.com.
field-invalid_url = That is not a web address. One looks like https://example.com/start.
field-invalid_language = That is not a language tag. One looks like de or pt-BR.
field-invalid_color = That is not a colour. One looks like #1f5f5b.
field-not_utf8 =
    { $line ->
        [0] This is not UTF-8 text. Save the file as “CSV UTF-8”.
       *[other] Line { $line } is not UTF-8 text. Save the file as “CSV UTF-8”.
    }
field-malformed_row =
    { $line ->
        [0] A row is not closed, or has more or fewer cells than the header.
       *[other] Line { $line } is not closed, or has more or fewer cells than the header.
    }
field-invalid_image = That is not a PNG, JPEG or WebP image.
field-too_many_pixels =
    { $max ->
        [0] The image is too large.
       *[other] The image is too large: at most { $max } by { $max } pixels, please.
    }
field-out_of_range =
    { $max ->
        [0] That is not possible here.
       *[other] Choose a number from { $min } to { $max }.
    }
field-not_in_future = That lies in the past.
field-too_many =
    { $max ->
        [0] That is too many.
       *[other] At most { $max }, please.
    }
field-duplicate = That is there already.
field-template_syntax =
    { $line ->
        [0] A tag in it cannot be read.
       *[other] Line { $line }: the tag cannot be read.
    }
field-unknown_variable =
    { $line ->
        [0] It says a value that does not exist.
       *[other] Line { $line }: there is no such value.
    }
field-not_available =
    { $line ->
        [0] It has something that templates cannot do.
       *[other] Line { $line }: templates cannot do that.
    }
field-link_missing = The password link is missing. Write { "{{ link }}" } where it belongs.
field-too_complex = It has too many tags, or a tag that is too long.
field-unknown = That does not exist (any more).
field-wrong = That is not your present password.
field-common = This is one of the passwords that attackers try first. Choose another one.
field-personal = It contains your name, your address or the account. Leave those out.
field-guessable = It is easy to guess. Add another word or two that nobody would expect.

# What an action came to, said on top of the page that follows.
notice-welcome_requested = The welcome email is on its way. Its state is shown below.
notice-welcome_retried = The message will be tried again. Its state is shown below.
notice-welcome_cancelled = The message will not be sent.
notice-user_created = The user was created. No email was sent.
notice-user_created_and_welcomed = The user was created and the welcome email is on its way.
notice-user_saved = The changes were saved.
notice-user_disabled = The user was disabled: sessions ended, open links no longer work.
notice-user_enabled = The user was enabled.
notice-user_deleted = The user was deleted.
notice-links_revoked = All open links of this user were revoked.
notice-roles_saved = The roles were saved. They hold at once.
notice-member_added = The user was added to the account.
notice-member_removed = The user was removed from the account, together with the roles held there.
notice-token_revoked = The API token was revoked. Nothing gets in with it any more.
notice-key_revoked = The access key was revoked. Nothing gets in with it any more.
notice-account_created = The account was created. Add its first user.
notice-account_saved = The settings were saved.
notice-account_deleted = The account was deleted.
notice-logo_saved = The logo was saved. Users see it from now on.
notice-logo_removed = The logo was removed.
notice-template_saved = The email template is saved.
notice-template_deleted = The email template is deleted.
notice-profile_saved = Your changes were saved.
notice-email_changed = Your email address was changed. From now on, mail goes there.
notice-password_changed = Your password was changed. You were signed out everywhere else.
notice-others_signed_out = You were signed out everywhere else.
notice-signed_out = You are signed out.
notice-reset_requested = If that name belongs to a user with an email address, a message is on its way. It can take a minute; look in your spam folder, too.
notice-fresh_link_sent = A fresh link is on its way to the address that this one was sent to. It can take a minute; look in your spam folder, too.

# What became of a password link, as a label.
link-state-open = Usable
link-state-used = Used
link-state-superseded = Superseded
link-state-expired = Expired
link-state-void = Void

# Pages that cannot be shown.
status-400-title = That could not be read
status-400-text = The form or address is not one that this page sends. Go back and try again.
status-403-title = Not allowed
status-403-text = You are signed in, but your role does not allow this. An owner of the account can change that.
status-cross-site-title = Nothing was done
status-cross-site-text = The form came from another site, or your browser did not say where it came from, so it was refused. Go to the start and try again from there.
status-404-title = Page not found
status-404-text = There is nothing at this address, or it is not yours to see.
status-405-title = This address works differently
status-405-text = The page exists but was called in a way it does not answer. Open it anew.
status-409-title = That does not fit any more
status-409-text = Something changed in the meantime. Go back, reload and look again.
status-413-title = That is too large
status-413-text = More was sent than this page takes. Go back and send less.
status-429-title = Too often
status-429-text = Wait a little, then try again.
status-500-title = Something went wrong
status-500-text = That is our fault, not yours. Try again; if it stays, tell whoever runs this installation.
status-503-title = Not available right now
status-503-text = Usher cannot answer at the moment. Try again shortly.
status-request = Request
status-home = Go to the start

# What components say.
skip = Skip to content
languages = Language
input-error = Error:
input-optional = (optional)
password-show = Show
password-hide = Hide
copy = Copy
copied = Copied
close = Close
cancel = Cancel
none = none
