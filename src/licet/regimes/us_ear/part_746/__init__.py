"""15 CFR Part 746: its rules, and the facts that they ask for."""
