"""The hits of many names at once: measured together, looked at closely only where there can be a hit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from licet.screening.engine import Hit, ScreeningIndex
from licet.screening.forms import comparable
from licet.screening.model import forest
from licet.screening.part import hopeful

__all__ = ["MOST_HITS", "Asked", "many_hits"]

MOST_HITS = 20
"""At most so many entries are tied to a name."""
Asked = tuple[str, str | None]
"""A name, and the country of its party."""

_AT_ONCE = 2000
"""Names measured at a time, so that little memory is taken."""

_WORTH_COMPILING = 50
"""Names from which loading the compiled search is worth its half second."""


def many_hits(
    index: ScreeningIndex, asked: Sequence[Asked], countries: Callable[[int], Sequence[str]]
) -> list[list[Hit]]:
    """The hits of each name, best first; where none can be as strong as a review, none at all."""
    if len(asked) > _WORTH_COMPILING:
        index = index.compiled()
    found: list[list[Hit]] = [[] for _ in asked]
    forms = [(place, comparable(name)) for place, (name, _) in enumerate(asked)]
    worth = [(place, form) for place, form in forms if form]
    for start in range(0, len(worth), _AT_ONCE):
        some = worth[start : start + _AT_ONCE]
        texts = [form for _, form in some]
        counts, names, measured = index.measure(texts)
        scores = index.kernel.scores_of(counts, measured, *forest().numbers)
        for row in hopeful(texts, index, scores, measured).nonzero()[0].tolist():
            place, form = some[row]
            hits = index.hits(form, names[row], scores[row], measured[row], asked[place][1], countries)
            found[place] = hits[:MOST_HITS]
    return found
