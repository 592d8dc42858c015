"""The law itself: the Export Administration Regulations as dated, cited rules and tables."""
