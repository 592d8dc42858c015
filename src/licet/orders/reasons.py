"""The reasons for control of every line of an order book, as the Commerce Control List and the Country Chart say.

Asked once for each ECCN, destination and span of days in which neither changes, so that a million lines cost a few
thousand look-ups.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import polars as pl

from licet.engine.controls import controls_of
from licet.engine.view import View
from licet.model.transaction import Action, Item, Transaction
from licet.orders.book import OrderBook
from licet.presentation.control_words import controls_in_full, controls_in_short
from licet.rules.rulebook import Rulebook

__all__ = ["CONTROLS", "REASONS", "reasons_for_control"]

REASONS = "reasons_for_control"
"""The name of the column: columns of the chart with an X for the destination, as "NS 2; RS 1"; with a question mark
where the paragraph or words of the list decide whether it covers the item."""

CONTROLS = "control_words"
"""The name of a second column: the same with the mark and the words of the list's line, as
'NS 2, X for China, "NS applies to entire entry"'."""

_CHART, _GROUPS = "country_chart", "country_groups"


def reasons_for_control(book: OrderBook, law: Rulebook) -> tuple[pl.Series, pl.Series]:
    """The two columns, by line; empty where nothing is controlled for the destination."""
    frame = book.labels.select("eccn", "destination").with_columns(pl.Series("day", _spans(book, law)))
    keys = frame.unique()
    words = [_words(eccn, where, day, law) for eccn, where, day in keys.iter_rows()]
    worded = keys.with_columns(
        pl.Series(name, [both[place] for both in words], pl.String)
        for place, name in enumerate((REASONS, CONTROLS))
    )
    joined = frame.join(
        worded, ["eccn", "destination", "day"], "left", nulls_equal=True, maintain_order="left"
    )
    return joined[REASONS], joined[CONTROLS]


def _spans(book: OrderBook, law: Rulebook) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """By line the first day of the span of its day, as an ordinal; a day before the first stands for itself."""
    days = np.array(sorted(_changes(book.labels["eccn"].unique(), law)), np.int64)
    places = np.searchsorted(days, book.days, "right") - 1
    return np.where(places >= 0, days[np.maximum(places, 0)], book.days) if len(days) else book.days


def _changes(eccns: Iterable[str | None], law: Rulebook) -> set[int]:
    found = {
        day.toordinal()
        for name in (_CHART, _GROUPS)
        for key in law.tables[name].raw
        if (timeline := law.tables[name].timeline(key)) is not None
        for day in timeline.breakpoints
    }
    for eccn in eccns:
        day = None if eccn is None else date.min
        while day is not None:
            printed = law.resolvers.controls(str(eccn), day)
            day = None if printed is None else printed.until
            if day is not None:
                found.add(day.toordinal())
    return found


def _words(
    eccn: str | None, destination: str | None, day: int, law: Rulebook
) -> tuple[str | None, str | None]:
    if eccn is None or destination is None:
        return None, None
    sale = Transaction(
        action=Action.EXPORT, as_of=date.fromordinal(day), destination=destination, item=Item(eccn=eccn)
    )
    controls = controls_of(View.of(sale, law))
    return controls_in_short(controls).replace(", ", "; ") or None, controls_in_full(controls) or None
