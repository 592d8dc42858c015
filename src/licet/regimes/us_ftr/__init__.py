"""The Foreign Trade Regulations, 15 CFR part 30: filing of Electronic Export Information, as coverage.toml says.

Part 30 refers to the EAR for most of what must be filed, so that it reads their facts, country groups and flags.
"""
