"""15 CFR Part 736: its rules, and the facts that they ask for."""
