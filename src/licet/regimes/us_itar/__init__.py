"""The International Traffic in Arms Regulations, 22 CFR parts 120 to 130, as a gate: as far as coverage.toml says."""
