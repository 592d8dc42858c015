"""Who may come in: accounts and their organisations, sign-in, sessions, API tokens."""
