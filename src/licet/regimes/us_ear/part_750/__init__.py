"""15 CFR Part 750: its rules, and the facts that they ask for."""
