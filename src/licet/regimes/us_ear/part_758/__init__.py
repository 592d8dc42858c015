"""15 CFR Part 758: its rules, and the facts that they ask for."""
