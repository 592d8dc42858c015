"""From names to hits in an index: every reading of each name is measured, and the best hit of an entry counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from licet.screening.engine import REVIEW, Candidates, Hit, NameQuery, ScreeningIndex, best_of_each
from licet.screening.forms import comparable, equal_form, syllables_in
from licet.screening.model import forest
from licet.screening.presets import Preset
from licet.screening.printed import Bearer
from licet.screening.promising import promising
from licet.screening.readings import NameReading, readings_of
from licet.screening.rules import MatchRule, rules_of

__all__ = ["search_index"]


def search_index(
    index: ScreeningIndex,
    asked: Sequence[tuple[str, str | None]],
    countries: Callable[[int], Sequence[str]] | None,
    *,
    everything: bool,
    review: float = REVIEW,
    preset_of: Callable[[int], Preset] | None = None,
) -> list[list[Hit]]:
    """The hits of each name and country, best first, one an entry.

    ``countries``: those of an entry by its number. ``everything``: with what is clearly not it; otherwise a name
    without a stronger hit may have none at all. ``preset_of``: the preset of an entry's list, by its number; unless
    given all are balanced. ``review``: the lowest score from which a person must look under any of them.
    """
    found: list[list[Hit]] = [[] for _ in asked]
    of_firms: list[list[Hit]] = [[] for _ in asked]
    every = [
        (place, reading, form)
        for place, (name, country) in enumerate(asked)
        for reading in readings_of(name, country)
        if (form := comparable(reading.text)) and (not reading.firm or index.knows_a_word(form))
    ]
    if not every:
        return found
    counts, names, measured = index.measure([form for _, _, form in every])
    scores = index.kernel.scores_of(counts, measured, *forest().numbers)
    syllables = np.array([syllables_in(asked[place][0]) for place, _, _ in every])
    rules = rules_of(measured, index.arrays.bearer[names], (syllables > 0)[:, None])
    equal = [equal_form(reading.text) for _, reading, _ in every]
    can, rows = scores >= 0, list(range(len(every)))
    same = np.ones(len(every), dtype=np.bool_)
    if not everything:
        can, same = chosen = promising(equal, index, names, scores, rules, review)
        rows = np.flatnonzero(chosen.names).tolist()
    for row in rows:
        place, reading, _ = every[row]
        near = can[row]
        query = NameQuery(equal[row], asked[place][1], countries, int(syllables[row]))
        hits = index.hits(
            query,
            Candidates(names[row][near], scores[row][near], measured[row][near], rules[row][near]),
            same=bool(same[row]),
        )
        if reading.common:
            hits = [hit for hit in hits if hit.measured is None or hit.rule >= MatchRule.SAME_WORD]
        if reading.person:
            hits = [hit for hit in hits if index.arrays.bearer[hit.name] == Bearer.PERSON]
        if reading.firm:
            firms = (hit for hit in hits if index.arrays.bearer[hit.name] == Bearer.FIRM)
            hits = [hit.asked_about(agrees=query.agrees(hit.entry)) for hit in firms]
        into = of_firms if reading.firm else found
        into[place] += [hit.set_aside(reading.aside) for hit in hits] if reading.aside else hits

    def agrees(row: int, entry: int) -> bool | None:
        country = asked[every[row][0]][1]
        listed = () if countries is None or country is None else countries(entry)
        return country in listed if listed else None

    sounding = index.sounding([form for _, _, form in every], agrees)
    headed = _headed(index, asked, every, agrees)
    for (place, reading, _), hits, more in zip(every, sounding, headed, strict=True):
        into, both = (of_firms, more) if reading.firm else (found, [*hits, *more])
        into[place] += [hit.set_aside(reading.aside) for hit in both] if reading.aside else both
    if preset_of is not None:
        found, of_firms = (
            [[hit.under(preset_of(hit.entry)) for hit in hits] for hits in each] for each in (found, of_firms)
        )
    return [
        best_of_each([*hits, *more] if all(hit.verdict == "clear" for hit in hits) else hits)
        for hits, more in zip(found, of_firms, strict=True)
    ]


def _headed(
    index: ScreeningIndex,
    asked: Sequence[tuple[str, str | None]],
    every: Sequence[tuple[int, NameReading, str]],
    agrees: Callable[[int, int], bool | None],
) -> list[list[Hit]]:
    """The hits of names that begin with a listed firm's one telling word: of those with a country."""
    rows = [row for row, (place, _, _) in enumerate(every) if asked[place][1] is not None]
    found: list[list[Hit]] = [[] for _ in every]
    if rows:
        hits = index.headed([every[row][2] for row in rows], lambda at, entry: agrees(rows[at], entry))
        for row, more in zip(rows, hits, strict=True):
            found[row] = more
    return found
