"""Statistics as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licet.licensing.disclosure import PublicRow
from licet.licensing.states import CaseOutcome
from licet.licensing.statistics import Statistics, StatisticsRow

__all__ = ["table"]

_HIDDEN = "<5"


def table(found: Statistics | tuple[PublicRow, ...]) -> Iterator[str]:
    """One line a key, the total last."""
    rows: list[Any] = [*found.rows, found.total] if isinstance(found, Statistics) else list(found)
    width = max(len(row.key or "total") for row in rows)
    outcomes = "".join(f"{outcome.value:>11}" for outcome in CaseOutcome)
    yield f"{'':{width}}{'received':>10}{outcomes}{'median days':>13}{'net':>6}"
    for row in rows:
        counts = "".join(f"{_number(row.counts[outcome]):>11}" for outcome in CaseOutcome)
        gross, net = _days(row)
        yield f"{row.key or 'total':{width}}{_number(row.received):>10}{counts}{gross:>13}{net:>6}"
    if isinstance(found, Statistics):
        yield from _longer(found.total)


def _number(value: int | None) -> str:
    return _HIDDEN if value is None else f"{value:,}"


def _days(row: StatisticsRow | PublicRow) -> tuple[str, str]:
    if isinstance(row, PublicRow):
        return str(row.median_gross or "-"), str(row.median_net or "-")
    return str(row.gross.median if row.gross else "-"), str(row.net.median if row.net else "-")


def _longer(total: StatisticsRow) -> Iterator[str]:
    for words, days in (("gross", total.gross), ("net of pauses", total.net)):
        if days is not None:
            yield (
                f"decided {days.decided:,}; days {words}: half within {days.median}, three quarters within"
                f" {days.p75}, nine tenths within {days.p90}, all within {days.longest}"
            )
    yield f"to the Operating Committee: {total.to_operating_committee:,}"
