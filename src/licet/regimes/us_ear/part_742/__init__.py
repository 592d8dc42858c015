"""15 CFR Part 742: its rules, and the facts that they ask for."""
