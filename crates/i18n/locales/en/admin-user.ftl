# One user: details, actions, timeline, roles.
