"""One module per source of lists: who keeps them, and how their files are read.

A module has ``SOURCES``, the lists that it brings, and ``READERS``, the formats in which they come.
:mod:`licet.watchlists.registry` gathers them; to add a list is to write a module and to name it there.
"""
