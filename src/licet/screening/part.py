"""Screen one part of a file: rows in, rows of hits out. What cannot be screened is said, never dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from licet.screening.build import packed
from licet.screening.catalog import Catalog
from licet.screening.engine import _COUNTRY_AGREES, REVIEW, Hit, ScreeningIndex, holds_the_entry
from licet.screening.forms import comparable
from licet.screening.model import forest
from licet.screening.reasons import country_remark, top_reasons
from licet.screening.rows import BadRow, Row

__all__ = ["COLUMNS", "Asked", "Options", "Part", "asked_of", "hopeful", "rows_of", "screen_part"]

COLUMNS = (
    "row", "id", "name", "country", "verdict", "score", "rank", "hits", "entry_id", "list", "listed_name",
    "countries", "matched_name", "stands", "reasons",
)  # fmt: skip
_REASONS = 4
_HOPEFUL = 1 / (1 + exp(_COUNTRY_AGREES - log(REVIEW / (1 - REVIEW))))
"""The least score of names alone that a country which agrees can lift to a review."""


@dataclass(frozen=True)
class Options:
    """How to screen.

    ``country_of``: the ISO code of a country as written, None when it is none; it is sent to other processes.
    ``everything``: rows for names without a hit too. ``limit``: at most so many hits a name, of which the
    column ``hits`` tells the whole number.
    """

    country_of: Callable[[str], str | None]
    everything: bool = False
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that can be screened: its comparable form, and the ISO code of its country."""

    row: Row
    form: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """What came of a part: rows in the order of COLUMNS, bad rows, and how many names had which verdict."""

    rows: list[list[str | int | float | None]]
    bad: list[BadRow]
    counts: Mapping[str, int]


def screen_part(
    given: Sequence[Row | BadRow], index: ScreeningIndex, catalog: Catalog, options: Options
) -> Part:
    """Screen the rows of a part."""
    asked, bad = asked_of(given, options)
    found: list[list[str | int | float | None]] = []
    verdicts: Counter[str] = Counter()
    for one, hits in zip(asked, _hits(asked, index, catalog, everything=options.everything), strict=True):
        verdicts[hits[0].verdict if hits else "clear"] += 1
        found += rows_of(one, hits, index, catalog, options)
    remarked = sum(row.screened for row in bad)
    counts = {
        **verdicts, "rows": len(given), "bad": len(bad) - remarked, "remarked": remarked, "written": len(found)
    }  # fmt: skip
    return Part(found, sorted(bad), counts)


def asked_of(given: Sequence[Row | BadRow], options: Options) -> tuple[list[Asked], list[BadRow]]:
    """Rows made comparable, and those that cannot be, or not wholly."""
    asked: list[Asked] = []
    bad: list[BadRow] = []
    for row in given:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        form = comparable(row.name)
        if not form:
            bad.append(BadRow(row.number, "nothing in the name can be compared", row.name[:200]))
            continue
        country = options.country_of(row.country) if row.country else None
        if row.country and country is None:
            problem = "not a country: screened without it"
            bad.append(BadRow(row.number, problem, row.country[:200], screened=True))
        asked.append(Asked(row, form, country))
    return asked, bad


def _hits(
    asked: Sequence[Asked], index: ScreeningIndex, catalog: Catalog, *, everything: bool
) -> Iterator[list[Hit]]:
    """The hits of each, best first, from review upwards; the best candidate below it where all are wanted."""
    if not asked:
        return
    forms = [one.form for one in asked]
    counts, names, measured = index.measure(forms)
    scores = index.kernel.scores_of(counts, measured, *forest().numbers)
    worth = hopeful(forms, index, scores, measured) | everything
    for place, one in enumerate(asked):
        if not worth[place]:
            yield []
            continue
        hits = index.hits(
            one.form, names[place], scores[place], measured[place], one.country, catalog.countries.__getitem__
        )
        strong = [hit for hit in hits if hit.verdict != "clear"]
        yield strong or (hits[:1] if everything else [])


def hopeful(
    forms: Sequence[str],
    index: ScreeningIndex,
    scores: NDArray[np.float64],
    measured: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Which forms can have a hit from review upwards, whatever their country: the others need no closer look."""
    hashes = index.kernel.hashes_of(*packed(forms))
    exact = index.arrays.exact
    equal = np.searchsorted(exact, hashes, "right") > np.searchsorted(exact, hashes, "left")
    held = (holds_the_entry(measured) & (scores >= 0)).any(axis=1)
    worth: NDArray[np.bool_] = (scores.max(axis=1) >= _HOPEFUL) | held | equal
    return worth


def rows_of(
    one: Asked, hits: Sequence[Hit], index: ScreeningIndex, catalog: Catalog, options: Options
) -> Iterator[list[str | int | float | None]]:
    """The hits of a name in the order of COLUMNS."""
    row = one.row
    start: list[str | int | float | None] = [row.number, row.ident, row.name, row.country]
    strong = sum(hit.verdict != "clear" for hit in hits)
    for rank, hit in enumerate(hits[: options.limit], 1):
        countries = catalog.countries[hit.entry]
        remark = country_remark(hit, one.country, countries)
        reasons = [*top_reasons(hit.explained(index.kernel), _REASONS), *([remark] if remark else [])]
        yield [
            *start, hit.verdict, round(hit.score, 4), rank, strong, catalog.ids[hit.entry],
            catalog.codes[hit.entry], catalog.listed[hit.entry], " ".join(countries), catalog.names[hit.name],
            catalog.stands[hit.entry], "; ".join(reasons),
        ]  # fmt: skip
    if not hits and options.everything:
        yield [*start, "clear", None, None, 0, *[None] * 7]
