"""The law itself, one package for each regime: dated, cited rules and tables."""
