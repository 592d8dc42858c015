"""Who may come in: accounts and their organizations, sign-in, sessions, API tokens."""
