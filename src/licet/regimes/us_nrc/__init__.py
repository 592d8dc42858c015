"""Export and import of nuclear equipment and material, 10 CFR part 110, as a gate: as far as coverage.toml says."""
