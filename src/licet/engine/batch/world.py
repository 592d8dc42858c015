"""What the steps of a plan read besides the lines: tables, reasons for control and list entries on a day.

A look-up is done once for every distinct value, never once a row. One world serves all chunks of a book of
lines, which share their dictionaries.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate, product

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.columns import TRUTH_VALUES, Column, Truths, code_of
from licet.engine.leaves import Leaf, leaf_truth
from licet.engine.view import (
    entry_breakpoints,
    entry_matter,
    entry_state,
    entry_term,
    in_occupied_region,
    located_in_us,
    reaches,
)
from licet.model.listing import EntryTerms, ListEntry
from licet.rules.condition import Field, InTable
from licet.rules.dated import Row
from licet.rules.rulebook import ControlLine, Rulebook, Said
from licet.rules.table import look_up

__all__ = ["EntryStates", "World"]

_UNSEEN = 255


@dataclass(frozen=True)
class EntryState:
    """What is known of an entry on some days."""

    entry: ListEntry
    listed: bool | None
    row: Row[EntryTerms] | None


@dataclass
class EntryStates:
    """Every state that the entries of a book are in: each entry's states follow each other through its days."""

    entries: Sequence[ListEntry]
    known_as_of: date | None

    @cached_property
    def days(self) -> list[tuple[date, ...]]:
        """By entry, the days on which its state may change."""
        return [entry_breakpoints(entry) for entry in self.entries]

    @cached_property
    def first(self) -> list[int]:
        """By entry, the place of its first state."""
        return list(accumulate((len(days) + 1 for days in self.days), initial=0))

    @cached_property
    def states(self) -> list[EntryState]:
        return [
            EntryState(entry, *entry_state(entry, day, self.known_as_of))
            for number, entry in enumerate(self.entries)
            for day in (date.min, *self.days[number])
        ]

    def at(self, entry: int, day: date) -> int:
        """The place of the state of an entry on a day."""
        return self.first[entry] + bisect_right(self.days[entry], day)

    def changes_after(self, entry: int, day: date) -> tuple[date, ...]:
        """The later days on which the entry's state may change."""
        return self.days[entry][bisect_right(self.days[entry], day) :]

    def value(self, name: str, place: int, book: Rulebook) -> object:
        """What a state says under a name of the scope ``listing``, as the walk reads it."""
        state = self.states[place]
        entry = state.entry
        if name == "list":
            return entry.list_code.value
        if name == "named_in":
            return book.resolvers.licenses_naming(entry.name)
        if name in {"matter", "entry"}:
            return entry_matter(entry, book) if name == "matter" else entry.entry_id
        if name in {"placed_on", "placed_by"}:
            opening = entry.terms.rows[0]
            return opening.in_force.start if name == "placed_on" else opening.cite.text
        return entry_term(name, state.listed, state.row, None, book)


@dataclass
class World:
    """Law and lists as they bear on the lines of one book, on what was published by ``known_as_of``."""

    book: Rulebook
    known_as_of: date | None
    entries: Sequence[ListEntry]
    _luts: dict[tuple[object, ...], Truths] = field(default_factory=dict)
    _covers: dict[int, Truths] = field(default_factory=dict)
    _lines: dict[ControlLine, int] = field(default_factory=dict)
    _controls: dict[tuple[str, date, tuple[object, ...]], tuple[int, ...] | None] = field(
        default_factory=dict
    )
    _reaches: dict[date, dict[tuple[int, str | None], int]] = field(default_factory=dict)
    _listing: dict[str, tuple[object, ...]] = field(default_factory=dict)
    _values: dict[tuple[object, ...], tuple[object, ...]] = field(default_factory=dict)
    _marked: dict[int, Sequence[object]] = field(default_factory=dict)
    _places: dict[tuple[object, object, object], tuple[bool | None, str]] = field(default_factory=dict)
    _flags: dict[tuple[str, int], tuple[NDArray[np.intp], tuple[str, ...]]] = field(default_factory=dict)

    @cached_property
    def states(self) -> EntryStates:
        return EntryStates(self.entries, self.known_as_of)

    def in_occupied_region(self, address: object, country: object, said: object) -> tuple[bool | None, str]:
        """Whether a party is in an occupied region of Ukraine, and what would decide it; worked out once for each."""
        key = (address, country, said)
        if key not in self._places:
            text, code = (value if isinstance(value, str) else None for value in (address, country))
            self._places[key] = in_occupied_region(text, code, said, self.book)
        return self._places[key]

    def _mark(self, values: Sequence[object]) -> int:
        """The identity of a dictionary, which is kept, so that no other is ever taken for it."""
        self._marked[id(values)] = values
        return id(values)

    def leaf(self, node: Leaf, column: Column) -> Truths:
        """The truth of a leaf for every value of a column's dictionary."""
        key = (node, self._mark(column.values))
        if key not in self._luts:
            truths = [code_of(leaf_truth(node, value, claim=node.field.claim)) for value in column.values]
            self._luts[key] = np.array(truths, np.uint8)
        return self._luts[key]

    def table(self, node: InTable, columns: Sequence[Column], day: date, wanted: NDArray[np.intp]) -> Truths:
        """The truth of a table's membership by combination of values, where the combinations are wanted."""
        shape = tuple(len(column.values) for column in columns)
        key = (node, day, *(self._mark(column.values) for column in columns))
        lut = self._luts.setdefault(key, np.full(int(np.prod(shape)), _UNSEEN, np.uint8))
        for place in np.unique(wanted[lut[wanted] == _UNSEEN]):
            codes = np.unravel_index(place, shape)
            values = [column.values[codes[number]] for number, column in enumerate(columns)]
            lut[place] = code_of(self._look_up(node, values, day))
        return lut

    def _look_up(self, node: InTable, values: list[object], day: date) -> bool | None:
        if None in values:
            return None
        rest = iter(values)
        key = tuple(str(next(rest)) if isinstance(part, Field) else part for part in node.key)
        return look_up(self.book.tables[node.table], key, day, self.known_as_of).truth

    def controls(self, eccn: object, day: date, said: Said) -> tuple[int, ...] | None:
        """The reasons for control of an item on a day, as places in :attr:`control_lines`."""
        if eccn is None:
            return None
        key = (str(eccn), day, tuple(said.values()))
        if key not in self._controls:
            found = self.book.resolvers.controls(str(eccn), day, said)
            places = None if found is None else tuple(map(self._line, found.lines))
            self._controls[key] = places
        return self._controls[key]

    def _line(self, line: ControlLine) -> int:
        return self._lines.setdefault(line, len(self._lines))

    def control_values(self, name: str) -> tuple[object, ...]:
        """What every reason for control met so far says under a name of the scope ``control``."""
        values = self._listing.get(f"control.{name}", ())
        if len(values) != len(self._lines):
            lines = self.control_lines
            charted = name == "charted"
            values = tuple(line.column is not None if charted else getattr(line, name) for line in lines)
            self._listing[f"control.{name}"] = values
        return values

    def only(self, column: Column, known: frozenset[str]) -> Column:
        """A column without the values that are not known."""
        key = (self._mark(column.values), known)
        if key not in self._values:
            self._values[key] = tuple(value if value in known else None for value in column.values)
        return Column(column.codes, self._values[key])

    def located(self, stated: Sequence[object], actions: Sequence[object]) -> tuple[object, ...]:
        """Whether the item is in the United States, by what is stated of it and the action."""
        key = (self._mark(stated), self._mark(actions))
        if key not in self._values:
            pairs = product(stated, actions)
            self._values[key] = tuple(located_in_us(*pair) for pair in pairs)
        return self._values[key]

    def flags(self, name: str, eccn: Column) -> tuple[NDArray[np.intp], tuple[str, ...]]:
        """What the tables say of every ECCN under a name of ``item.is``, and the facts that they leave it to.

        Where the truth is not known, a code beyond the truths points to one of the facts.
        """
        key = (name, self._mark(eccn.values))
        if key not in self._flags:
            resolve = self.book.resolvers.item_flags[name]
            asked: dict[str, int] = {}
            codes = []
            for value in eccn.values:
                truth, asks = (None, "item.eccn") if value is None else resolve(str(value))
                if truth is None:
                    codes.append(len(TRUTH_VALUES) + asked.setdefault(asks, len(asked)))
                else:
                    codes.append(code_of(truth))
            self._flags[key] = (np.array(codes, np.intp), tuple(asked))
        return self._flags[key]

    @property
    def control_lines(self) -> list[ControlLine]:
        """All reasons for control met so far."""
        return list(self._lines)

    def control_days(self, eccns: Sequence[object]) -> set[date]:
        """Every day on which the reasons for control of one of the ECCNs differ from those before."""
        found: set[date] = set()
        for eccn in eccns:
            day = None if eccn is None else date.min
            while day is not None:
                printed = self.book.resolvers.controls(str(eccn), day)
                day = None if printed is None else printed.until
                if day is not None:
                    found.add(day)
        return found

    def reaches(self, line: int, destination: object, day: date) -> int:
        """The code of whether a reason for control names the destination."""
        known = self._reaches.setdefault(day, {})
        key = (line, None if destination is None else str(destination))
        if key not in known:
            found = reaches(self.control_lines[line], key[1], self.book, day, self.known_as_of)
            known[key] = code_of(found.truth)
        return known[key]

    def covers(self, states: NDArray[np.intp], eccn: Column) -> NDArray[np.intp]:
        """By row, the code of whether the requirement of an entry in its state covers the item."""
        size = len(eccn.values)
        unseen = np.full(len(self.states.states) * size, _UNSEEN, np.uint8)
        lut = self._covers.setdefault(self._mark(eccn.values), unseen)
        wanted = states * size + eccn.codes
        for place in np.unique(wanted[lut[wanted] == _UNSEEN]).tolist():
            row = self.states.states[place // size].row
            value = eccn.values[place % size]
            named = None if value is None else str(value)
            known = None if row is None else self.book.resolvers.entry_covers(row.value.requirement, named)
            lut[place] = code_of(known)
        return lut[wanted].astype(np.intp)

    def listing_values(self, name: str) -> tuple[object, ...]:
        """What every state of every entry says under a name of the scope ``listing``."""
        if name not in self._listing:
            places = range(len(self.states.states))
            self._listing[name] = tuple(self.states.value(name, place, self.book) for place in places)
        return self._listing[name]
