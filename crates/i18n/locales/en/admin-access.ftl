# API tokens and roles.
