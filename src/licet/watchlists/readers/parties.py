"""What the readers of single-list files share: a snapshot of the rows that could be read, and the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from licet.model.listing import Alias, ListCode
from licet.watchlists.row import RawRow
from licet.watchlists.rows import Collected, RowError, maybe
from licet.watchlists.snapshot import Format, Snapshot, SnapshotProblem
from licet.watchlists.source import ListContent

__all__ = ["aliases", "day_in", "joined", "snapshot_of"]

_Record = TypeVar("_Record")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d %b %Y", "%B %d, %Y")


def snapshot_of(
    content: ListContent,
    format_: Format,
    records: Iterable[_Record],
    row_of: Callable[[int, _Record], RawRow],
    *,
    day: date | None = None,
    basis: str = "the file carries no date",
    code: ListCode | None = None,
    problems: tuple[SnapshotProblem, ...] = (),
) -> Snapshot:
    """Read every record; one that cannot be read is refused by its number. ``code``: the list of all of them."""
    collected = Collected()
    for number, record in enumerate(records, start=1):
        try:
            collected.rows.append(row_of(number, record))
        except RowError as error:
            collected.refuse(number, str(error), str(record), code)
    return Snapshot(
        format_, content.sha256, day, basis if day is not None else "the file carries no date",
        tuple(collected.rows), tuple(collected.refused), problems,
    )  # fmt: skip


def aliases(names: Iterable[tuple[str | None, bool]], own: str) -> tuple[Alias, ...]:
    """Other names, each once, with whether the list calls it weak; a name that is also a strong one is strong."""
    found: dict[str, bool] = {}
    for text, weak in names:
        name = maybe(text)
        if name is not None and name != own:
            found[name] = found.get(name, True) and weak
    return tuple(Alias(name, weak=weak) for name, weak in found.items())


def joined(parts: Iterable[str | None], separator: str = ", ") -> str | None:
    """The parts that say something, as one text; None where none does."""
    return separator.join(filter(None, map(maybe, parts))) or None


def day_in(text: str | None, *, american: bool = False) -> date | None:
    """A day in one of the ways in which lists print it; None where it is none. ``american``: 3/4/2020 is in March."""
    word = maybe((text or "").partition("T")[0])
    for form in _DAYS if word else ():
        if (form == "%m/%d/%Y" and not american) or (form == "%d/%m/%Y" and american):
            continue
        try:
            return datetime.strptime(word or "", form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return None
