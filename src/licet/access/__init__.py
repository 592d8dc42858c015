"""Who may do what. Accounts and sessions stand with the adapters; the table of roles is pure."""
