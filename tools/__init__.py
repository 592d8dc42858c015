"""Tools that make the rulebook's tables from the sources they cite; run as ``python tools/build_X.py``."""
