"""Lines of which the country of a consignee or end user counts as a destination too: a row for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.columns import Column, Lines, column_of
from licet.engine.view import RECEIVED
from licet.rules.rulebook import Rulebook
from licet.rules.terms import RECEIVING_ROLES

__all__ = ["also_in", "with_others"]


def also_in(lines: Lines, book: Rulebook) -> dict[int, tuple[str, ...]]:
    """By line, the further countries that count as destinations: ``also_destinations`` of one sale, in columns."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    _of_parties(lines, book, found)
    for path in book.resolvers.destination_facts:
        _of_fact(path, lines, book, found)
    return {number: tuple(countries) for number, countries in found.items()}


def _of_fact(path: str, lines: Lines, book: Rulebook, found: dict[int, dict[str, None]]) -> None:
    """The countries that a fact states."""
    column = lines.frames["line"].columns.get(path)
    if column is None or all(value is None for value in column.values):
        return
    rows = np.arange(len(column.codes))
    paths = ("action", "destination", *book.resolvers.destination_said)
    columns = {name: _stated(lines, name, rows) for name in paths}
    for row in rows.tolist():
        said = {name: c.values[int(c.codes[row])] for name, c in columns.items()}
        country = said[path]
        if not isinstance(country, str) or not book.resolvers.destination_counts(path, said):
            continue
        if book.resolvers.also_destination(said["action"], said["destination"], country, None):
            found[row][country] = None


def _of_parties(lines: Lines, book: Rulebook, found: dict[int, dict[str, None]]) -> None:
    """The countries of consignees and end users."""
    parties = lines.frames.get("party")
    if parties is None or not parties.size or "party.country" not in parties.columns:
        return
    line, columns = lines.line_of("party"), parties.columns
    stated = [_stated(lines, path, line) for path in ("action", "destination", RECEIVED)]
    keys = [columns["party.role"], columns["party.country"], *stated]
    joined = np.zeros(parties.size, np.int64)
    for column in keys:
        joined = joined * len(column.values) + column.codes
    distinct, of_row = np.unique(joined, return_inverse=True)
    places = np.unravel_index(distinct, [len(column.values) for column in keys])
    values = [[column.values[code] for code in codes] for column, codes in zip(keys, places, strict=True)]
    counted = np.array([_counts(book, key) for key in zip(*values, strict=True)], np.bool_)[of_row]
    country = columns["party.country"]
    for row in np.flatnonzero(counted).tolist():
        found[int(line[row])][str(country.values[int(country.codes[row])])] = None


def _stated(lines: Lines, path: str, rows: NDArray[np.intp]) -> Column:
    """What a line says under a path, by row below it."""
    column = lines.frames["line"].columns.get(path)
    return Column(np.zeros(len(rows), np.intp), (None,)) if column is None else column.take(rows)


def _counts(book: Rulebook, key: tuple[object, ...]) -> bool:
    role, country, action, destination, received = key
    if role not in RECEIVING_ROLES or not isinstance(country, str):
        return False
    return book.resolvers.also_destination(action, destination, country, received)


def with_others(lines: Lines, abroad: Mapping[int, tuple[str, ...]]) -> tuple[Lines, NDArray[np.intp]]:
    """Those lines, each followed by itself taken to end in every further country; and by row its line among them."""
    chosen = sorted(abroad)
    counts = [1 + len(abroad[line]) for line in chosen]
    rows = lines.take(np.repeat(np.array(chosen, np.intp), counts))
    frame = rows.frames["line"]
    own = frame.columns["destination"]
    first = np.cumsum([0, *counts[:-1]]).tolist()
    ends = [
        country
        for line, start in zip(chosen, first, strict=True)
        for country in (own.values[int(own.codes[start])], *abroad[line])
    ]
    columns = {**frame.columns, "destination": column_of(ends)}
    whole = replace(rows, frames={**rows.frames, "line": replace(frame, columns=columns)})
    return whole, np.repeat(np.arange(len(chosen), dtype=np.intp), counts)
