# The overview.

overview = Overview
overview-users-of = Users of { $account }
overview-new-user = New user
overview-new-account = New account

# How delivery is doing, in one sentence.
overview-health-well = Mail is going out normally.
overview-health-waiting =
    { $count ->
        [one] Mail is going out. One message waits for another try.
       *[other] Mail is going out. { $count } messages wait for another try.
    }
overview-health-partly = Mail is going out through { $working }. Left alone after failures: { $resting }.
overview-health-down =
    { $count ->
        [one] No mail is going out: the mail server cannot be used.
       *[other] No mail is going out: none of the { $count } mail servers can be used.
    }
overview-health-captured = Mail is kept on this machine instead of being sent.
overview-health-oldest =
    { $count ->
        [one] One message waits; it was asked for on { $time }.
       *[other] The oldest waiting message was asked for on { $time }.
    }
overview-health-nothing-waits = Nothing waits.
overview-health-since = It was asked for on { $time }.
overview-health-who = Show who waits
overview-health-who-in = Show who waits in { $account }
overview-health-nothing-lost = Messages wait meanwhile. None is lost, and none loses a try.
overview-scope = Counted in the accounts that you look after.

# What needs somebody.
overview-attention = Needs attention
overview-attention-none = Nothing needs you right now.
overview-names-more = { $names } and others
overview-names-joint = {", "}
overview-failed = Email failed
overview-failed-text = In { $account }, the latest welcome email did not reach { $names }.
overview-failed-elsewhere =
    { $count ->
        [one] One message failed for good within the last day.
       *[other] { $count } messages failed for good within the last day.
    }
overview-late = Late
overview-late-text =
    { $count ->
        [one] One message waits for another try. It was asked for on { $time }.
       *[other] { $count } messages wait for another try, the oldest since { $time }.
    }
overview-late-way = Under way in { $account }
overview-expired = Link expired
overview-expired-text = In { $account }, { $names } never set a password, and the link has expired. Send the email again.
overview-unwelcomed = No email yet
overview-unwelcomed-text = In { $account }, no welcome email was ever sent to { $names }, and without a password nobody gets in.
overview-show-users = Show these users
overview-resting-way = See mail providers
overview-captured = Captured
overview-captured-text = Nobody receives anything, because no mail server is configured. Whoever runs this installation names one as mail.smtp_url in the configuration.
overview-captured-way = Read captured mail

# Charts.
overview-activity = Activity
overview-funnel =
    { $days ->
        [one] Welcome emails of the last day
       *[other] Welcome emails of the last { $days } days
    }
overview-funnel-sent = Sent
overview-funnel-opened = Link opened
overview-funnel-password = Password set
overview-funnel-share = { $share }% of those sent
overview-hours = Emails per hour, the last 24 hours
overview-hours-summary =
    { $sent ->
        [0] No email was sent
        [one] One email was sent
       *[other] { $sent } emails were sent
    }{ $failed ->
        [0] { "" }, and none failed.
        [one] { "" }, and one failed.
       *[other] { "" }, and { $failed } failed.
    }

# Figures.
overview-figures = In figures
overview-figures-queued-hint = waiting for their first try
overview-figures-sending-hint = being handed over now
overview-figures-deferred-hint = waiting for another try
overview-figures-last-day = within the last day

# First steps of a new installation.
overview-hello = Welcome to Usher
overview-steps = First steps
overview-steps-lead = From here to the first person who is in, it takes two minutes.
overview-step-done = Done
overview-step-next = Next
overview-step-user = Create a user
overview-step-user-text = An email address is enough.
overview-step-welcome = Send the welcome email
overview-step-welcome-text = It contains a link that works once. The user follows it and chooses a password.
overview-step-mail = Configure a mail server
overview-step-mail-text = Until then, emails are kept here and can be read, which is good for trying things out. Set this in the configuration file, or as an environment variable, and start Usher again:
overview-step-mail-done = Emails go out through a mail server.
overview-paused = Bulk send paused
overview-paused-text =
    { $count ->
        [one] In { $account }, a bulk send to 1 user is paused.
       *[other] In { $account }, a bulk send to { $count } users is paused.
    }
overview-paused-way = Show bulk send
