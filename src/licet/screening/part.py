"""Screen one part of a file: rows in, rows of hits out. What cannot be screened is said, never dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from licet.facts.transaction import Party, Role
from licet.screening.build import packed
from licet.screening.catalog import Catalog
from licet.screening.decided import NONE_MADE, Decisions
from licet.screening.engine import _COUNTRY_AGREES, REVIEW, Hit, ScreeningIndex, holds_the_entry
from licet.screening.forms import comparable
from licet.screening.legible import legible
from licet.screening.model import forest
from licet.screening.reasons import country_remark, top_reasons
from licet.screening.told import Told, told
from licet.tabular.rows import BadRow, Row

__all__ = ["COLUMNS", "Asked", "Options", "Part", "asked_of", "hopeful", "rows_of", "screen_part"]

COLUMNS = (
    "row", "id", "name", "country", "verdict", "score", "rank", "hits", "entry_id", "list", "listed_name",
    "countries", "matched_name", "stands", "reasons", "decided",
)  # fmt: skip
_REASONS, _VERDICT = 4, COLUMNS.index("verdict")
_UNREAD = "not all of the name could be read: a person must look"
_HOPEFUL = 1 / (1 + exp(_COUNTRY_AGREES - log(REVIEW / (1 - REVIEW))))
"""The least score of names alone that a country which agrees can lift to a review."""


@dataclass(frozen=True)
class Options:
    """How to screen.

    ``country_of``: the ISO code of a country as written, None when it is none; it is sent to other processes.
    ``everything``: rows for names without a hit too. ``limit``: at most so many hits a name, of which the
    column ``hits`` tells the whole number. ``decisions``: what people decided about hits,
    of which those count that were made by ``known_as_of``.
    """

    country_of: Callable[[str], str | None]
    everything: bool = False
    limit: int = 5
    decisions: Decisions = NONE_MADE
    known_as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that can be screened: its comparable form, and the ISO code of its country.

    ``who``: the party, where more is known of it than name and country. ``read``: whether all of its name is.
    """

    row: Row
    form: str
    country: str | None
    who: Party | None = None
    read: bool = True


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
        rows = list(rows_of(one, hits, index, catalog, options))
        said = {row[_VERDICT] for row in rows}
        verdicts[next((verdict for verdict in ("match", "review") if verdict in said), "clear")] += 1
        found += rows
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
        read = legible(row.name)
        if not read:
            bad.append(BadRow(row.number, _UNREAD, row.name[:200], screened=True))
        asked.append(Asked(row, form, country, _who(row, country, options, bad), read))
    return asked, bad


def _who(row: Row, country: str | None, options: Options, bad: list[BadRow]) -> Party | None:
    """The party of a row, with the decisions about it; None where nothing but name and country is known."""
    if not (options.decisions or row.born or row.address or row.identifiers):
        return None  # as most rows of a long file
    born = None
    if row.born:
        try:
            born = date.fromisoformat(row.born[:10])
        except ValueError:
            problem = "not a date of birth (YYYY-MM-DD): screened without it"
            bad.append(BadRow(row.number, problem, row.born[:200], screened=True))
    numbers = tuple(one.strip() for one in row.identifiers.split(";") if one.strip())
    who = Party(
        Role.OTHER, row.name, country, row.address or None, ident=row.ident or None, date_of_birth=born,
        identifiers=numbers,
    )  # fmt: skip
    made = options.decisions.on(who, options.known_as_of) if options.decisions else ()
    return replace(who, dispositions=made) if made or born or row.address or numbers else None


def _hits(
    asked: Sequence[Asked], index: ScreeningIndex, catalog: Catalog, *, everything: bool
) -> Iterator[list[Hit]]:
    """The hits of each, best first, from review upwards; the best candidate below it where all are wanted.

    Of a party of which more is known all candidates: evidence or a decision can lift one.
    """
    if not asked:
        return
    forms = [one.form for one in asked]
    counts, names, measured = index.measure(forms)
    scores = index.kernel.scores_of(counts, measured, *forest().numbers)
    worth = hopeful(forms, index, scores, measured) | everything | [one.who is not None for one in asked]
    for place, one in enumerate(asked):
        if not worth[place]:
            yield []
            continue
        hits = index.hits(
            one.form, names[place], scores[place], measured[place], one.country, catalog.countries.__getitem__
        )
        strong = [hit for hit in hits if hit.verdict != "clear" or one.who is not None]
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
    """The hits of a name in the order of COLUMNS, cleared ones last; a name that is not all read has a row."""
    row = one.row
    start: list[str | int | float | None] = [row.number, row.ident, row.name, row.country]
    every = [_told(one, hit, catalog) for hit in hits]
    if one.who is not None:
        every.sort(key=lambda said: (said.verdict == "cleared", -said.score))
    strong = [said for said in every if said.verdict != "clear"]
    open_still = not one.read and all(said.verdict == "cleared" for said in strong)
    if open_still:
        yield [*start, "review", None, None, len(strong), *[None] * 6, _UNREAD, None]
    wanted = int(options.everything and not open_still)
    for rank, said in enumerate((strong or every[:wanted])[: options.limit], 1):
        hit = said.hit
        countries = catalog.countries[hit.entry]
        remark = country_remark(hit, one.country, countries)
        parts = (*said.beside, *hit.explained(index.kernel))
        reasons = [*top_reasons(parts, _REASONS), *([remark] if remark else [])]
        yield [
            *start, said.verdict, round(said.score, 4), rank, len(strong), catalog.ids[hit.entry],
            catalog.codes[hit.entry], catalog.listed[hit.entry], " ".join(countries), catalog.names[hit.name],
            catalog.stands[hit.entry], "; ".join(reasons), said.decision or None,
        ]  # fmt: skip
    if wanted and not every:
        yield [*start, "clear", None, None, 0, *[None] * 8]


def _told(one: Asked, hit: Hit, catalog: Catalog) -> Told:
    if one.who is None:
        return Told(hit, hit.verdict, hit.score)
    return told(one.who, hit, catalog.entries[hit.entry], catalog.as_of, catalog.known_as_of)
