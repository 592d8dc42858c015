"""15 CFR Part 762: its rules, and the facts that they ask for."""
