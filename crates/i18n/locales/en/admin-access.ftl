# API tokens and roles.

tokens = API tokens
tokens-lead = With an API token a program does what the token’s role allows, and never more than whoever made it may do now.
tokens-new = New API token
tokens-none = No API token yet
tokens-none-text = Make one for each program, so that each can be taken away alone.
tokens-token = Token
tokens-role = Role
tokens-good-for = Good for
tokens-made = Made
tokens-command-line = The command line
tokens-expires = Expires
tokens-never = Never
tokens-expired = Expired
tokens-revoke = Revoke
tokens-revoke-open = Revoke…
tokens-revoke-text = Every program that uses { $name } is locked out at once. This cannot be undone.
tokens-revoke-now = Revoke for good
tokens-about = the API token { $name }

token-name = Name
token-name-hint = After the program that will use it, such as “HR import”.
token-role-hint = As little as the program needs.
token-last-day = Last day
token-last-day-hint = It stops working at the end of this day, UTC. Left empty: never.
token-last-day-invalid = Enter a day such as 2027-01-31, or nothing.
token-place-missing = Choose what it is good for.
token-forbidden = You may not make this token: it would allow more there than you may do yourself.
token-make = Make the token
token-made = The API token { $name }
token-made-title = API token made
token-copy-now = Copy it now
token-copy-now-text = It is shown this once and kept nowhere. Whoever has it can do what its role allows.
token-secret = API token
token-try = Try it
token-call-hint = This tells who the token is for. It contains the token: a shell keeps what is typed.
token-send = Send a welcome email
token-send-text = With the token in USHER_TOKEN and the ID of a user, this sends a welcome email.
token-documentation = All that the API can do
token-done = Done

roles-meaning = What the roles allow
