"""Law packages: the tables, paragraphs, dates, standings, caveats and golden cases of the law, signed as one."""
