"""Rows in and out of files: CSV, XLSX, JSON lines, Parquet; which columns hold what; formula escaping."""
