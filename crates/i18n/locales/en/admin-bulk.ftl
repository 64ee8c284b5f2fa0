# Welcome emails to many users at once.
nav-bulk-sends = Bulk sends
users-send-to-selected = Send welcome emails…
users-send-to-matching = Send welcome emails to all that match…
users-send-to-all = Send welcome emails to all users…
bulk-sends = Bulk sends
bulk-sends-lead = Welcome emails that were sent to many users at once.
bulk-none-title = No bulk sends yet
bulk-none-text = Select users in the list, or narrow it down, and send welcome emails to all of them.
bulk-new = Send welcome emails
bulk-new-of = Send welcome emails to users of { $account }
bulk-nobody-title = Nobody is selected
bulk-nobody-text = Select users in the list first.
bulk-selected = Selected
bulk-selected-all = All users of the account
bulk-selected-filter = All users that match: { $filter }
bulk-selected-listed =
    { $count ->
        [one] 1 selected user
       *[other] { $count } selected users
    }
bulk-preview = What will happen
bulk-preview-lead = Nothing has been sent yet.
bulk-count-total = Selected
bulk-count-to-send = Will be sent an email
bulk-count-sent = Sent
bulk-count-failed = Failed
bulk-count-waiting = Waiting
bulk-count-remaining = Still to come
bulk-count-cancelled = Called off
bulk-count-left-out = Left out
bulk-left-out = Left out
bulk-left-out-all = All
bulk-left-out-why = Left out, and why
bulk-left-out-no_address = No email address
bulk-left-out-disabled = Disabled
bulk-left-out-sent_lately = Welcomed a short while ago
bulk-left-out-not_permitted = You may not act on them
bulk-left-out-not_primary = Welcomed by their own account
bulk-left-out-not_found = No longer in the account
bulk-reason = Reason
bulk-options = Change template, pace and limits
bulk-template = Template
bulk-template-default = The account’s usual email
bulk-skip = Leave out who was welcomed within
bulk-skip-hint = 0 leaves out nobody for that.
bulk-hours = hours
bulk-pace = At most so many a minute
bulk-pace-hint = Empty: as fast as the mail server takes them.
bulk-canary = So many go first, alone
bulk-canary-hint = The others follow when each of these was tried, most have ended and not too many have failed.
bulk-threshold = Pause when more than this share fails
bulk-threshold-hint = You can look at what failed, and resume.
bulk-recount = Count again
bulk-send =
    { $count ->
        [one] Send 1 welcome email
       *[other] Send { $count } welcome emails
    }
bulk-changed =
    { $count ->
        [0] Nothing was sent: with this choice nobody would get an email.
        [one] Nothing was sent yet: 1 user would get an email now. Look again, then send.
       *[other] Nothing was sent yet: { $count } users would get an email now. Look again, then send.
    }
bulk-too-many = Nothing was sent: the account has too many bulk sends that are not over. Wait for one, or cancel it.
bulk-sent-before =
    { $count ->
        [0] This page was used to start a bulk send. With this choice nobody else would get an email.
        [one] This page was used to start a bulk send. With this choice 1 more user would get an email. Look again, then send.
       *[other] This page was used to start a bulk send. With this choice { $count } more users would get an email. Look again, then send.
    }
bulk-of = Bulk send of { $when }
bulk-status = Status
bulk-status-running = Running
bulk-status-paused = Paused
bulk-status-done = Done
bulk-status-cancelled = Called off
bulk-paused = Paused
bulk-why-asked = Somebody paused it. What waits is held back until it is resumed.
bulk-why-canary =
    { $ended ->
        [one] The first email failed. Look at why, then resume.
       *[other] { $failed } of the first { $ended } emails failed. Look at why, then resume.
    }
bulk-why-failures = { $failed } of { $ended } emails failed. That is more than { $percent } %. Look at why, then resume.
bulk-why-failures-since = More than { $percent } % of the latest emails failed. Altogether, { $failed } of { $ended } emails failed. Look at why, then resume.
bulk-why-permission = Whoever started it may not send welcome emails any more. When you resume it, it goes on in your name.
bulk-canary-now =
    { $count ->
        [one] The first email goes out alone; the others follow when it was taken.
       *[other] The first { $count } emails go out alone; the others follow when each of these was tried and most have ended. Ended so far: { $ended }.
    }
bulk-waits-account-limit = The account has sent as many welcome emails in this hour as it may. It goes on by itself: { $until }.
bulk-waits-mail-server = No mail server takes mail at the moment. It goes on by itself as soon as one does.
bulk-waits-another-try = The mail servers have put off many of the emails they were offered. These are tried again by themselves, and then it goes on.
bulk-pause = Pause
bulk-resume = Resume
bulk-cancel = Call off
bulk-cancel-text = What waits is not sent. What was sent stays sent.
bulk-cancel-confirm = Call off the rest
bulk-progress = Progress
bulk-progress-bar = Users
bulk-progress-text = { $done } of { $all }
bulk-follow = Follow the progress
bulk-unfollow = Stop reloading
bulk-terms = How it was asked for
bulk-skip-fact = Left out if welcomed
bulk-skip-none = Nobody for that
bulk-skip-told =
    { $count ->
        [one] Within an hour
       *[other] Within { $count } hours
    }
bulk-pace-fact = Pace
bulk-pace-none = As fast as the mail server takes them
bulk-pace-told = At most { $count } a minute
bulk-canary-fact = Go first, alone
bulk-threshold-fact = Pauses when more fail than
bulk-percent = { $count } %
bulk-asked = Started
bulk-ended = Ended
bulk-status-done-failed = Done, { $count } failed
bulk-paused-itself = Paused by itself
bulk-when-resumed =
    { $count ->
        [0] When you resume it, those whose email failed are not tried again.
        [one] When you resume it, it goes on with 1 other user. Those whose email failed are not tried again.
       *[other] When you resume it, it goes on with the { $count } other users. Those whose email failed are not tried again.
    }
bulk-when-resumed-first =
    { $count ->
        [one] One email then goes first, alone.
       *[other] { $count } emails then go first, alone.
    }
bulk-done-failed =
    { $count ->
        [one] 1 email failed; sent: { $sent }.
       *[other] { $count } emails failed; sent: { $sent }.
    }
bulk-cancelled-told =
    { $count ->
        [0] It was called off, but nobody was left to be sent an email.
        [one] It was called off: 1 user gets no email from it.
       *[other] It was called off: { $count } users get no email from it.
    }
bulk-show-failed = Users whose email failed
bulk-show-providers = How the mail servers are doing
bulk-send-again = Send again to all whose email failed…
bulk-begin-again = Send to the same selection again…
bulk-failures = Latest failures
bulk-failures-why = Why
bulk-failures-all = Show all
bulk-failures-unknown = The mail server said nothing about it.
bulk-about = about { $span }
bulk-to-go = { $span } to go
bulk-choose = Choose users
bulk-nobody-left = With this choice nobody would get an email.
bulk-already-in =
    { $count ->
        [one] 1 of them has a password already and would be sent a welcome email all the same.
       *[other] { $count } of them have a password already and would be sent a welcome email all the same.
    }
bulk-only-pending = Leave them out
bulk-told-canary =
    { $count ->
        [one] The first email goes out alone; the others follow when it has ended well.
       *[other] The first { $count } emails go out alone; the others follow when these have ended well.
    }
bulk-told-threshold = The run pauses by itself when more than { $percent } % fail. What waits is then held back.
bulk-told-skip =
    { $count ->
        [one] Whoever was welcomed within the last hour is left out.
       *[other] Whoever was welcomed within the last { $count } hours is left out.
    }
bulk-told-skip-none = Whoever was welcomed a short while ago gets another email.
bulk-told-pace =
    { $count ->
        [one] At most one email goes out a minute: that takes { $span }.
       *[other] At most { $count } emails go out a minute: that takes { $span }.
    }
bulk-told-pace-none = Emails go out as fast as the mail server takes them.
users-selected-page = That is this page only.
