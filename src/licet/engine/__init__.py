"""Facts plus the rulebook become an answer with a trace."""
