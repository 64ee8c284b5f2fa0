# Messages that are sent.

mail-hello = Hello,
mail-greeting = Hello { $name },
mail-account = Account:
mail-login = Login:
mail-link-life = The link works once, and for { $life } after it reached you.
mail-links-life = Each link works once, and for { $life } after it reached you.
mail-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
mail-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
mail-button-fails = If the button does not work, open this address:
mail-keeps-working = Your current password keeps working until you use the link.
mail-keep-working = Your current passwords keep working until you use the links.
mail-new-password = Set a new password
mail-footer = Sent by { $sender } to { $recipient }

# A first welcome.
mail-welcome-subject = Welcome to { $account }: choose your password
mail-welcome-heading = Welcome to { $account }
mail-welcome-preview = Choose a password, and you are in.
mail-welcome-lead = An account has been set up for you at { $account }. Choose a password, and you are in:
mail-welcome-button = Choose your password

# A welcome to somebody who has a password.
mail-again-subject = Set a new password for { $account }
mail-again-heading = Set a new password for { $account }
mail-again-lead = You are invited to set a new password for your account at { $account }. Your current password keeps working until you use this link:

# A forgotten password.
mail-reset-subject = Reset your password for { $account }
mail-reset-subject-several = Reset your passwords
mail-reset-heading = Reset your password
mail-reset-heading-several = Reset your passwords
mail-reset-lead = Somebody, most likely you, asked to reset the password that belongs to this address.
mail-reset-several =
    { $count ->
       *[other] There are { $count } accounts with it, each with its own password and link.
    }

# Who asked, and what else to know.
mail-asked-heading = Who asked for this mail?
mail-asked-by = Asked by:
mail-asked-by-system = the system (sent automatically)
mail-asked-by-holder = somebody with an earlier link of yours
mail-asked-by-visitor = somebody who was not signed in
mail-asked-with = Using:
mail-asked-near = Near:
mail-asked-at = When:
mail-asked-about = about { $at }
mail-platform = { $program } on { $system }
mail-unexpected-heading = You did not expect it?
mail-unasked-heading = You did not ask for it?
mail-ignore = You can ignore this mail; nothing changes. Please do not pass the link on: whoever opens it can set your password.
mail-ignore-several = You can ignore this mail; nothing changes. Please do not pass the links on: whoever opens one can set your password.

# A test of a mail provider.
mail-test-subject = Test mail from Usher
mail-test-heading = This is a test
mail-test-preview = It arrived. Nothing needs to be done.
mail-test-lead = This mail was sent through the mail provider “{ $provider }” to see whether mail from Usher arrives. It did: welcome emails can reach you the same way.
mail-test-ignore = Nothing needs to be done, and there is no link in it.
