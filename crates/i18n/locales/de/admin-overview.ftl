# The overview.
