"""Brands, acronyms and translations by which listed parties are known in public, not printed in their entries.

The table ``known_as.csv`` gives for each the listed name as printed, the other name, and where it can be read. Such a
name never makes a match by itself: it asks a person.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from licet.model.listing import ListEntry
from licet.screening.forms import equal_form

__all__ = ["other_names"]


def other_names(entry: ListEntry) -> Sequence[str]:
    """The other names of an entry, by its own name or an alias."""
    known = _table()
    names = (entry.name, *(alias.name for alias in entry.aliases))
    return tuple(dict.fromkeys(other for name in names for other in known.get(equal_form(name), ())))


@cache
def _table() -> dict[str, list[str]]:
    text = (files("licet.screening") / "known_as.csv").read_text("utf-8")
    found: dict[str, list[str]] = defaultdict(list)
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        found[equal_form(row["listed_name"])].append(row["other_name"])
    return found
