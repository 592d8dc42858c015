"""What changed from one state of a list to another, party by party and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.model.listing import Alias
from licet.watchlists.identity import Marks, assign_ids, marks_of
from licet.watchlists.row import RawRow, as_mapping
from licet.watchlists.snapshot import Format, Snapshot

__all__ = ["ChangedEntry", "FieldChange", "ListDiff", "ListSide", "diff", "diff_snapshots", "shown"]

# Two formats may print one party with other marks of their own; these say nothing about the party.
_NOT_COMPARED = frozenset({"unread_countries", "urls"})


@dataclass(frozen=True, slots=True)
class ListSide:
    """One of the two states: its rows by entry id, and the format that says which fields are stated."""

    rows: Mapping[str, RawRow]
    format: Format


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as text; None where nothing stood."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """A party that is on both sides with other content."""

    entry_id: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ListDiff:
    """Parties by entry id: those only on the new side, those only on the old side, those that changed."""

    added: Mapping[str, RawRow]
    removed: Mapping[str, RawRow]
    changed: tuple[ChangedEntry, ...]


def diff_snapshots(old: Snapshot, new: Snapshot) -> ListDiff:
    """Compare two files. Entry ids of the older one are kept in the newer one, as adoption keeps them."""
    old_ids = assign_ids(old.rows, {})
    known: dict[str, dict[str, Marks]] = {}
    for row, entry_id in zip(old.rows, old_ids, strict=True):
        marks = marks_of(row)
        known.setdefault(marks.base, {})[entry_id] = marks
    new_ids = assign_ids(new.rows, known)
    return diff(
        ListSide(dict(zip(old_ids, old.rows, strict=True)), old.format),
        ListSide(dict(zip(new_ids, new.rows, strict=True)), new.format),
    )


def diff(old: ListSide, new: ListSide) -> ListDiff:
    """Compare two states. A field that one of the formats has no place for is not compared."""
    both = (entry_id for entry_id in new.rows if entry_id in old.rows)
    changes = ((entry_id, tuple(_changes(entry_id, old, new))) for entry_id in both)
    return ListDiff(
        added={key: row for key, row in new.rows.items() if key not in old.rows},
        removed={key: row for key, row in old.rows.items() if key not in new.rows},
        changed=tuple(ChangedEntry(key, new.rows[key].name, fields) for key, fields in changes if fields),
    )


def _changes(entry_id: str, old: ListSide, new: ListSide) -> Iterator[FieldChange]:
    before, after = as_mapping(old.rows[entry_id]), as_mapping(new.rows[entry_id])
    for field, value in after.items():
        stated = field == "name" or (old.format.states(field) and new.format.states(field))
        if stated and field not in _NOT_COMPARED and value != before[field]:
            yield FieldChange(field, shown(before[field]), shown(value))


def shown(value: Any) -> str | None:
    """A field's value as text for people; None when nothing stands there.

    >>> shown((Alias("A"), Alias("B", weak=True)))
    'A; B (weak)'
    """
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return "; ".join(map(_piece, value)) if isinstance(value, tuple) else str(value)


def _piece(value: Any) -> str:
    if isinstance(value, Alias):
        return f"{value.name} (weak)" if value.weak else value.name
    return ": ".join(value) if isinstance(value, tuple) else str(value)
