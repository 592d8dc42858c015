"""15 CFR Part 774: its rules, and the facts that they ask for."""
