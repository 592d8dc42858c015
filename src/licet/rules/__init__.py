"""The language of dated, cited rules."""
