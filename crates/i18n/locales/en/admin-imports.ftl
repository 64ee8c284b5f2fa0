# Users from files, and files of users.
users-import = Import
users-export = Export CSV
import-title = Import users
import-title-of = Import users into { $account }
import-lead = Choose a CSV file. Nothing is created before you have seen what will be.
import-file = CSV file
import-file-hint = UTF-8, with a header. Columns: login (needed), email, display_name, phone, locale. At most 16 MiB and 100,000 rows.
import-pasted = Or paste its rows
import-pasted-hint = With the header, as in the file. A file that is chosen comes first.
import-duplicates = Users who are there already
import-skip = Leave them alone
import-update = Update them
import-update-hint = Who has the same login or email address gets what the file says. Empty cells change nothing.
import-welcome = Send each new user a welcome email
import-welcome-hint = With a link to choose a password. Rows without an email address are then left out.
import-check = Check the file
import-nothing = Choose a file, or paste its rows.
import-too-large = The file is too large: at most 16 MiB and 100,000 rows.
import-column-missing = The column “{ $column }” is missing.
import-column-repeated = Two columns are named “{ $column }”.
import-column-unknown = The column “{ $column }” is not known.
import-column-near = The column “{ $column }” is not known. Did you mean “{ $nearest }”?
imports-before = Earlier imports
import-of = Import of { $when }
import-status-reading = Being read
import-status-ready = Ready to start
import-status-running = Running
import-status-completed = Completed
import-status-cancelled = Called off
import-status-stopped = Stopped
import-status-expired = Not started in time
import-stopped = Whoever started the import may not create users in this account any more. What was created before that stays.
import-erased = What the rows said is erased, because the import has ended. States and errors stay.
import-ready-lead = Nothing has been created yet.
import-welcomes = Each new user is sent a welcome email.
import-no-welcomes = No welcome emails are sent.
import-updates = Users who are there are updated.
import-count-rows = Rows
import-count-valid = Can be imported
import-count-invalid = With errors
import-count-duplicates = Duplicates
import-count-created = Created
import-count-updated = Updated
import-count-failed = Failed
import-start =
    { $count ->
        [one] Import 1 user
       *[other] Import { $count } users
    }
import-cancel = Call off
import-progress = Progress
import-progress-text = { $done } of { $all }
import-follow = Follow the progress
import-unfollow = Stop reloading
import-rows = Rows of the file
import-rows-all = All
import-rows-none = No rows here
import-rows-none-text = No row of the file is in this state.
import-line = Line
import-outcome = Outcome
import-state-to_create = Will be created
import-state-to_update = Will be updated
import-state-not_done = Not carried out
import-state-duplicate = Duplicate
import-state-invalid = Error
import-state-created = Created
import-state-updated = Updated
import-state-failed = Failed
import-same-as = The same as line { $line }.
import-show-user = Show user
import-column-login = Login
import-column-email = Email
import-column-display_name = Name
import-column-phone = Phone
import-column-locale = Language
import-start-and-welcome =
    { $count ->
        [one] Import 1 user and send a welcome email
       *[other] Import { $count } users and send welcome emails
    }
import-discard = Discard
import-cancel-text = Users who were created stay, and so do their emails. The other rows are not carried out.
import-cancel-confirm = Call off the rest
import-began = Checked
import-status = Status
import-empty = The file has no rows below its header.
import-too-many-cells = Line { $line } has more than { $max } cells.
import-cell-same-as = { $column }: the same as in line { $line }.
import-being-read = The file is being read. Nothing has been created yet.
import-ready-nothing = No row of the file can be imported.
import-ready-invalid =
    { $count ->
        [one] 1 row has errors and is left out: correct the file and check it again, or go on without it.
       *[other] { $count } rows have errors and are left out: correct the file and check it again, or go on without them.
    }
import-ready-duplicates =
    { $count ->
        [one] 1 duplicate is left out.
       *[other] { $count } duplicates are left out.
    }
import-expired = Nobody started the import within a day. Nothing was created.
import-told-created =
    { $count ->
        [0] No user was created.
        [one] 1 user was created.
       *[other] { $count } users were created.
    }
import-told-updated =
    { $count ->
        [one] 1 user was updated.
       *[other] { $count } users were updated.
    }
import-told-welcomed = Each new user is sent a welcome email.
import-told-failed =
    { $count ->
        [one] 1 row could not be carried out.
       *[other] { $count } rows could not be carried out.
    }
import-told-left =
    { $count ->
        [one] 1 row was not carried out any more.
       *[other] { $count } rows were not carried out any more.
    }
import-told-left-out =
    { $count ->
        [one] 1 row with an error, or a duplicate, was left out.
       *[other] { $count } rows with errors, or duplicates, were left out.
    }
import-again = Check another file
import-show-users = Show the newest users
import-show-under-way = Whose email is on its way
import-welcome-them = Send welcome emails to all who never got one…
