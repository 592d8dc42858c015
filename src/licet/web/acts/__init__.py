"""Acts on cases and licenses in a browser: which are offered, the form of each, and its fields read back."""
