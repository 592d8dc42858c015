"""What the log and all domains share: events, their kinds, roles, refusals."""
