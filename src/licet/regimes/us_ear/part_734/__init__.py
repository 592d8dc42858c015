"""15 CFR Part 734: its rules, and the facts that they ask for."""
