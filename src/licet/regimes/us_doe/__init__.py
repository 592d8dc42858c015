"""Assistance to foreign atomic energy activities, 10 CFR part 810, as a gate: as far as coverage.toml says."""
