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
bulk-count-remaining = Not begun
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
bulk-options = Options
bulk-template = Template
bulk-template-default = The account’s usual email
bulk-skip = Leave out who was welcomed within
bulk-skip-hint = 0 leaves out nobody for that.
bulk-hours = hours
bulk-pace = At most so many a minute
bulk-pace-hint = Empty: as fast as the mail server takes them.
bulk-canary = So many go first, alone
bulk-canary-hint = The others follow when each of these has ended and not too many have failed.
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
bulk-why-failures = { $failed } of { $ended } emails failed. Look at why, then resume.
bulk-why-permission = Whoever started it may not send welcome emails any more. When you resume it, it goes on in your name.
bulk-canary-now =
    { $count ->
        [one] The first email goes out alone; the others follow when it has ended.
       *[other] The first { $count } emails go out alone; the others follow when each of these has ended. So far: { $ended }.
    }
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
bulk-asker = By
bulk-ended = Ended
