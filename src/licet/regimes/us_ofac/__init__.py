"""Sanctions of Treasury's Office of Foreign Assets Control, 31 CFR Chapter V, as far as coverage.toml says."""
