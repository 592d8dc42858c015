"""The same rules over a million sales: compiled once, evaluated in columns of three-valued truth."""
