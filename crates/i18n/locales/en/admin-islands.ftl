# What is said on a page that comes alive in the browser.
islands-unreachable = The server cannot be reached. Check your connection, then try again.
send-said = Welcome email to { $name }: { $status }
selection-count = { $count } selected
users-shown =
    { $count ->
        [0] Nobody found
        [one] 1 user shown
       *[other] { $count } users shown
    }
