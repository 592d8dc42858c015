"""Order books: many sales in one file, answered in columns."""
