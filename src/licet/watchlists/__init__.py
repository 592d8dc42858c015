"""Official lists: a snapshot becomes checked, adopted, dated assertions."""
