"""15 CFR Part 754: its rules, and the facts that they ask for."""
