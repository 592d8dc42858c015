"""What is my ECCN: the text of the control list, the order of review, calculators and classification records."""
