# Pages of people who follow a link, sign in or look after their own account.

sign-in = Sign in
sign-in-login = Email or login
sign-in-particular-account = Sign in to a particular account
sign-in-account-hint = Needed only when your login exists in more than one account.
sign-in-forgot = Forgot your password?
sign-out = Sign out
to-sign-in = Go to sign-in

# The page behind a password link, while the link is open.
link-welcome-title = Set your password
link-welcome-heading = Welcome
link-welcome-heading-name = Welcome, { $name }
link-welcome-text = Choose a password for your account at { $account }.
link-again-title = Choose a new password
link-again-heading = Welcome back
link-again-heading-name = Welcome back, { $name }
link-again-text = Choose a new password for { $account }. Your present one works until you do.
link-reset-title = Choose a new password
link-reset-text = You sign in to { $account } with it. Your present password works until you set the new one.
link-setup-title = Set up Usher
link-setup-text = You are the first here. Say who you are: you become the owner of this installation.
link-setup-email = Your email address
link-setup-email-hint = You sign in with it.
link-setup-account = Name of the first account
link-setup-account-hint = Usually your organisation’s name. You can change it later.
link-setup-submit = Create the owner
link-login = You sign in as
link-password = New password
link-password-rule =
    { $count ->
        [one] At least { $count } character. A few unrelated words make a good password; digits and symbols are not required.
       *[other] At least { $count } characters. A few unrelated words make a good password; digits and symbols are not required.
    }
link-submit = Set the password
link-next = After that you are signed in.
link-next-reset = After that you are signed in here, and signed out everywhere else.
link-until = This link works once, until { $until }.
link-unexpected = Not expecting this? Close the page; nothing changes.

# What a new password is worth, while it is typed.
password-strength-0 = A very weak password
password-strength-1 = A weak password
password-strength-2 = Not strong enough yet
password-strength-3 = A good password
password-strength-4 = A very good password

# The page behind a password link that cannot set a password (any more).
link-used-title = This link was already used
link-used-text = A password was set with it. Sign in with that password. If it was not you who set it, choose a new one at once.
link-used-forgot = Choose a new password
link-superseded-title = There is a newer email
link-superseded-text = A newer email was sent to you, and only the link in it works. Look for the newest in your mailbox.
link-superseded-renewable-text = A newer email was sent to you, and only the link in it works. Use that one, or have it sent again.
link-superseded-submit = Send it again
link-expired-title = This link has expired
link-expired-text = For your safety, a link works only for a limited time. Ask whoever invited you for a new one.
link-expired-renewable-text = For your safety, a link works only for a limited time. We can send a fresh one to the same address.
link-expired-reset-text = For your safety, a link works only for a limited time. Ask for a new one.
link-expired-submit = Send me a fresh link
link-expired-ask = Ask for a new link
link-void-title = This link does not work
link-void-text = It is not valid, or not any more. If you copied it, check that it is complete. Otherwise ask for a new one.
link-void-submit = Send me a new link
link-renewed-title = Check your mail
link-renewed-again = Nothing arrived? Ask again
link-limit = Look in your mailbox first, and in the spam folder: the newest link may be there already.

# A forgotten password.
forgot-text = Enter your email address or login. We send you a link with which you choose a new password.
forgot-submit = Send me a link
forgot-sent-title = Check your mail
forgot-again = Nothing arrived? Ask again
forgot-back = Back to sign-in

# After a password was set.
welcomed-text = Your password is set, and you are signed in.
welcomed-login = From now on you sign in as
welcomed-continue = Continue
welcomed-continue-to = Continue to { $account }
welcomed-administration = Go to the administration
welcomed-account = Go to my account
welcomed-unkept-title = Your password is set
welcomed-unkept-text = Your browser did not keep you signed in; that happens when it blocks cookies. Sign in with your new password.

# My account.
my-account = My account
my-account-profile = About you
my-account-name = Name
my-account-email = Email address
my-account-login = Login
my-account-account = Account
my-account-language = Language
my-account-language-hint = For these pages and for mail to you.
my-account-language-hint-administrator = For mail to you and for these pages. The administration speaks English and German.
my-account-language-account = As my account says: { $language }
my-account-language-browser = As my browser says
my-account-save = Save
my-account-email-none = You have no email address yet, so a forgotten password cannot be replaced.
my-account-email-change = Change email address
my-account-email-new = New email address
my-account-email-hint = Mail goes there at once. Links that were sent to the old address stop working.
my-account-password = Password
my-account-password-change = Change password
my-account-password-present = Present password
my-account-password-new = New password
my-account-password-rule = At least { $count } characters. A few unrelated words make a good password.
my-account-password-next = You stay signed in here and are signed out everywhere else.
my-account-sessions = Where you are signed in
my-account-sessions-failed = The list cannot be shown right now. Reload the page in a moment.
my-account-sessions-alone = You are signed in nowhere else.
my-account-session-current = This browser
my-account-session-token = A program’s token
my-account-session-since = Signed in
my-account-session-used = Last used
my-account-session-address = Address
my-account-sign-out-others = Sign out everywhere else

# The administration of somebody who may see no account yet.
no-account-title = No account yet
no-account-text = An owner of this installation creates accounts.
