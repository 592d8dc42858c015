"""The lists as they stand: opened in milliseconds, entries built one by one when asked for.

The database is the truth; what is read here is a derived file beside it, named by the snapshots that went
into it, checked against its hash, and made again when it is missing or damaged. The usual way in touches
neither SQLAlchemy nor Alembic.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from licet.model.listing import CONSOLIDATED, ListCode, ListEntry
from licet.storage.encoding import decode_entry
from licet.storage.home import home_folder, state_path
from licet.storage.server import rows_of
from licet.storage.statefile import CODES, DamagedStateError, StateSections, read_state

__all__ = [
    "ListState",
    "Names",
    "SourceState",
    "last_adoption",
    "load_entries",
    "open_state",
    "state_file",
]

# The lists without which a state is not the whole Consolidated Screening List; the others can be empty.
_WHOLE = frozenset({ListCode.EL, ListCode.DPL, ListCode.UVL, ListCode.SDN, ListCode.DTC, ListCode.ISN})

_STOPPING = frozenset({ListCode.EL, ListCode.DPL, ListCode.MEU, ListCode.UVL, ListCode.SDN})


@dataclass(frozen=True, slots=True)
class SourceState:
    """One list: how many entries stand on it, and from which snapshot that was last learned.

    ``count``: the entries listed on the snapshot's day. ``first_date``: the day of the list's oldest adopted data,
    before which removed entries are not held. ``accepted_reason``: why the snapshot was adopted in spite of problems,
    else None. ``unread``: rows that may be of this list and could not be read. ``closed``: whether the snapshot took
    off the list whom it lacks; where it did not, those stay on it.
    """

    code: ListCode
    count: int
    snapshot: int
    sha256: str
    format: str
    data_date: date
    first_date: date
    adopted_at: datetime
    accepted_reason: str | None
    unread: int = 0
    closed: bool = True

    def age_days(self, today: date) -> int:
        """Whole days from the data's day to ``today``."""
        return (today - self.data_date).days


@dataclass(frozen=True, slots=True)
class Names:
    """Every name and alias in columns of equal length.

    ``text``: the names as printed. ``entry``: int32, the number of the entry that bears the name. ``weak``:
    uint8, 1 where the list calls the alias weak. ``entry`` and ``weak`` are buffers that
    ``numpy.asarray`` takes without copying.
    """

    text: Sequence[str]
    entry: memoryview[int]
    weak: memoryview[int]

    def __len__(self) -> int:
        return len(self.text)


class ListState:
    """What the adopted lists say, on what had been published by a day. Entries are numbered from 0."""

    def __init__(self, sections: StateSections) -> None:
        self._sections = sections

    def __len__(self) -> int:
        return int(self._sections.header["entries"])

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the whole content, in hexadecimal digits."""
        return str(self._sections.header["fingerprint"])

    @cached_property
    def sources(self) -> Mapping[ListCode, SourceState]:
        """The lists that were adopted, by code."""
        return {ListCode(item["code"]): _source(item) for item in self._sections.header["sources"]}

    @property
    def snapshot_date(self) -> date:
        """The day of the newest data."""
        return max(source.data_date for source in self.sources.values())

    @property
    def oldest_date(self) -> date:
        """The day of the oldest data that still speaks for a list of the Consolidated Screening List.

        Where none of those was adopted, of any list.
        """
        rested_on = [source for code, source in self.sources.items() if code in CONSOLIDATED]
        return min(source.data_date for source in rested_on or self.sources.values())

    @property
    def days(self) -> tuple[tuple[ListCode, date], ...]:
        """The day of the data of every list."""
        return tuple((code, source.data_date) for code, source in self.sources.items())

    @property
    def covers_from(self) -> date:
        """The first day for which every list that can stop a sale holds the entries of the day."""
        return max(
            (state.first_date for code, state in self.sources.items() if code in _STOPPING),
            default=self.oldest_date,
        )

    @property
    def whole(self) -> bool:
        """Whether every list that a whole Consolidated Screening List must have is here, and was read to the end."""
        return not self.unread and all(code in self.sources for code in _WHOLE)

    @property
    def unread(self) -> int:
        """Rows of the newest files that could not be read: who stands in them is unknown."""
        return max((source.unread for source in self.sources.values()), default=0)

    @property
    def adoption(self) -> int:
        """The number of the last adoption that went in: with ``known_as_of`` it names the state for ever."""
        return int(self._sections.header["adoption"])

    def age_days(self, today: date) -> int:
        """The age of the oldest data on which an answer rests, in whole days."""
        return (today - self.oldest_date).days

    def entry(self, number: int) -> ListEntry:
        """The entry of a number, built now; IndexError outside ``range(len(state))``."""
        if not 0 <= number < len(self):
            raise IndexError(f"entry {number} of {len(self)}")
        start = self._ends[number - 1] if number else 0
        return decode_entry(bytes(self._lines[start : self._ends[number]]), self._texts)

    def find(self, entry_id: str) -> int | None:
        """The number of an entry id; None when there is none."""
        return self._by_id.get(entry_id)

    def code(self, number: int) -> ListCode:
        """The list of an entry, without building it."""
        return CODES[self._codes[number]]

    @cached_property
    def entry_ids(self) -> Sequence[str]:
        return self._sections.lines("ids")

    @cached_property
    def countries(self) -> Sequence[str]:
        """Per entry the ISO codes of its addresses, parted by blanks; empty where none is stated."""
        return self._sections.lines("countries")

    def names(self) -> Names:
        """All names in columns; the columns are kept after the first call."""
        return self._names

    @cached_property
    def _names(self) -> Names:
        sections = self._sections
        return Names(
            sections.lines("names"), sections.numbers("name_entry", "i"), sections.numbers("name_weak", "B")
        )

    @cached_property
    def _by_id(self) -> Mapping[str, int]:
        return {entry_id: number for number, entry_id in enumerate(self.entry_ids)}

    @cached_property
    def _lines(self) -> memoryview:
        return self._sections.raw("lines")

    @cached_property
    def _ends(self) -> memoryview[int]:
        return self._sections.numbers("line_ends", "q")

    @cached_property
    def _codes(self) -> memoryview[int]:
        return self._sections.numbers("codes", "B")

    @cached_property
    def _texts(self) -> Sequence[str]:
        found: list[str] = json.loads(self._sections.text("texts"))
        return found


def _source(item: Mapping[str, Any]) -> SourceState:
    return SourceState(
        ListCode(item["code"]), item["count"], item["snapshot"], item["sha256"], item["format"],
        date.fromisoformat(item["data_date"]), date.fromisoformat(item.get("first_date", item["data_date"])),
        datetime.fromisoformat(item["adopted_at"]), item["accepted_reason"], item["unread"], item["closed"],
    )  # fmt: skip


def open_state(
    home: Path | None = None, known_as_of: date | None = None, upto: int | None = None
) -> ListState | None:
    """The state of the lists, on data of days up to ``known_as_of`` and adoptions up to number ``upto``.

    None when no list was adopted that early, or none at all. ``home`` defaults to :func:`home_folder`.
    """
    folder = home or home_folder()
    chosen = _chosen(folder, known_as_of, upto)
    if not chosen:
        return None
    path = state_path(folder, chosen)
    try:
        return ListState(read_state(path))
    except (FileNotFoundError, DamagedStateError):
        from licet.storage.build import build_state  # noqa: PLC0415 - loads SQLAlchemy, seldom needed

        return ListState(read_state(build_state(folder, known_as_of, upto)))


def last_adoption(home: Path) -> int:
    """The number of the last adopted snapshot; 0 where none was adopted."""
    return max((number for number, _, _ in _chosen(home, None, None)), default=0)


def state_file(home: Path, known_as_of: date | None = None) -> Path | None:
    """The file of the state that :func:`open_state` opens, which has to have been opened once; None for none."""
    chosen = _chosen(home, known_as_of, None)
    return state_path(home, chosen) if chosen else None


def load_entries(
    home: Path | None = None, known_as_of: date | None = None, as_of: date | None = None
) -> list[ListEntry]:
    """All entries built; with ``as_of`` only those that are, or may be, listed on that day.

    An entry whose first day is unknown may be listed on any earlier day not before its ``not_before``.
    """
    state = open_state(home, known_as_of)
    if state is None:
        return []
    every = map(state.entry, range(len(state)))
    return [entry for entry in every if as_of is None or _may_be_listed(entry, as_of, known_as_of)]


def _may_be_listed(entry: ListEntry, as_of: date, known_as_of: date | None) -> bool:
    row = entry.terms.at(as_of, known_as_of)
    if row is not None:
        return row.value.listed
    before_first = as_of < entry.terms.rows[0].in_force.start
    return (
        before_first
        and not entry.listed_since_known
        and (entry.not_before is None or entry.not_before <= as_of)
    )


def _chosen(home: Path, known_as_of: date | None, upto: int | None) -> list[tuple[int, str, str]]:
    """Number, hash and date of the snapshots."""
    query = "SELECT id, sha256, data_date FROM list_snapshot ORDER BY data_date, id"
    every = [(number, sha256, str(day)) for number, sha256, day in rows_of(home, query)]
    return [
        row
        for row in every
        if (known_as_of is None or row[2] <= known_as_of.isoformat()) and (upto is None or row[0] <= upto)
    ]
