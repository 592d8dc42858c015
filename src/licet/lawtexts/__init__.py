"""Texts of the law: read from files, brought to one form, held against each other and against anchors."""
