"""15 CFR Part 740: its rules, and the facts that they ask for."""
