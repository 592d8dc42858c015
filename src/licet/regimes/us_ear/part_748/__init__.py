"""15 CFR Part 748: its rules, and the facts that they ask for."""
