"""15 CFR Part 738: its rules, and the facts that they ask for."""
