"""Statistics for outsiders: small numbers are hidden, and so is what would give them away by subtraction.

Every row and column of a table is also known by its sum. A line with one hidden number gives that number away, so
a second one is hidden with it, until no line has exactly one.
"""

from __future__ import annotations

from dataclasses import dataclass

from licet.licensing.states import CaseOutcome
from licet.licensing.statistics import Statistics, StatisticsRow

__all__ = ["MINIMUM", "PublicRow", "for_outsiders"]

MINIMUM = 5
"""Numbers from 1 up to, not including, this are hidden."""

_OTHERS = "others"


@dataclass(frozen=True, slots=True)
class PublicRow:
    """Counts of one key; None: hidden. ``median_net`` only where enough decisions stand behind it."""

    key: str
    received: int | None
    counts: dict[CaseOutcome, int | None]
    median_gross: int | None
    median_net: int | None


def for_outsiders(found: Statistics, minimum: int = MINIMUM) -> tuple[PublicRow, ...]:
    """The rows and, last, the total (key ""), with small numbers hidden.

    Keys with fewer applications than ``minimum`` are joined as "others", with a larger key when they are too few
    even together.
    """
    rows = [*_joined(found.rows, minimum), _Cells.of(found.total)]
    cells = {(i, outcome): row.counts[outcome] for i, row in enumerate(rows) for outcome in CaseOutcome}
    hidden = {place for place, number in cells.items() if 0 < number < minimum}
    _hide_more(cells, hidden, len(rows))
    return tuple(
        PublicRow(
            key=row.key,
            received=row.received if row.received == 0 or row.received >= minimum else None,
            counts={
                case_outcome: None if (i, case_outcome) in hidden else row.counts[case_outcome]
                for case_outcome in CaseOutcome
            },
            median_gross=row.median_gross if row.decided >= minimum else None,
            median_net=row.median_net if row.decided >= minimum else None,
        )
        for i, row in enumerate(rows)
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    key: str
    received: int
    counts: dict[CaseOutcome, int]
    decided: int
    median_gross: int | None
    median_net: int | None

    @classmethod
    def of(cls, row: StatisticsRow) -> _Cells:
        gross, net = row.gross, row.net
        return cls(
            row.key,
            row.received,
            dict(row.counts),
            0 if gross is None else gross.decided,
            None if gross is None else gross.median,
            None if net is None else net.median,
        )


def _joined(rows: tuple[StatisticsRow, ...], minimum: int) -> list[_Cells]:
    large = sorted((_Cells.of(row) for row in rows if row.received >= minimum), key=lambda row: row.received)
    small = [_Cells.of(row) for row in rows if row.received < minimum]
    if not small:
        return sorted(large, key=lambda row: row.key)
    while sum(row.received for row in small) < minimum and large:
        small.append(large.pop(0))
    counts = {outcome: sum(row.counts[outcome] for row in small) for outcome in CaseOutcome}
    others = _Cells(_OTHERS, sum(row.received for row in small), counts, 0, None, None)
    return [*sorted(large, key=lambda row: row.key), others]


def _hide_more(
    cells: dict[tuple[int, CaseOutcome], int], hidden: set[tuple[int, CaseOutcome]], rows: int
) -> None:
    lines = [[(i, outcome) for outcome in CaseOutcome] for i in range(rows)]
    lines += [[(i, outcome) for i in range(rows)] for outcome in CaseOutcome]
    while lonely := [line for line in lines if sum(place in hidden for place in line) == 1]:
        open_places = [place for place in lonely[0] if place not in hidden]
        if not open_places:
            return
        hidden.add(min(open_places, key=lambda place: (cells[place] == 0, cells[place], place)))
