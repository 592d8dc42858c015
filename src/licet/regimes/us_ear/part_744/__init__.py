"""15 CFR Part 744: its rules, and the facts that they ask for."""
