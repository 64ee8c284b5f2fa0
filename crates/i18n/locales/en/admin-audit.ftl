# The audit log.
