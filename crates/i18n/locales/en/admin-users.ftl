# The list of users and the forms for one.
