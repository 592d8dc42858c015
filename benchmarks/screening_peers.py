"""The engines that the screening benchmark asks: ours, and its peers by brute force or on candidates of TF-IDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from screening_set import index, parties
from sklearn.feature_extraction.text import TfidfVectorizer

from licet.screening.engine import ScreeningIndex
from licet.screening.forms import comparable

__all__ = [
    "NOMENKLATURA_MISSING",
    "Ask",
    "Engine",
    "Ranked",
    "Rows",
    "brute",
    "nomenklatura",
    "ours",
    "ranked_by",
    "tfidf",
]

Ranked = list[list[tuple[int, float]]]
"""For every name asked: parties with scores, best first."""
Ask = Callable[[Sequence[str]], Ranked]
Rows = Sequence[tuple[str, int]]
"""Names with the numbers of their parties."""
Score = Callable[[str, str], float]
NOMENKLATURA_MISSING = (
    "nomenklatura logic-v2: left out, it is not installed (extra `peers`; it needs PyICU, which is built from "
    "source against ICU's development files: libicu-dev, pkg-config and a C++ compiler)"
)
_CANDIDATES = 20


@dataclass(frozen=True)
class Engine:
    """An engine, and of how many names it is asked: the slow ones fewer."""

    name: str
    ask: Ask
    sample: int


def ours(texts: Sequence[str]) -> Ranked:
    """The engine by its compiled kernel."""
    return ranked_by(index().compiled(), texts)


def ranked_by(book: ScreeningIndex, texts: Sequence[str]) -> Ranked:
    """The parties that an index finds, best first."""
    counts, names, scores = book.score_many([comparable(text) for text in texts])
    entry = book.arrays.entry
    return [
        _by_party(
            (int(entry[names[number, place]]), float(scores[number, place]))
            for place in range(int(counts[number]))
        )
        for number in range(len(texts))
    ]


def _by_party(pairs: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    best: dict[int, float] = {}
    for party, score in pairs:
        best[party] = max(best.get(party, -1.0), score)
    return sorted(best.items(), key=lambda item: -item[1])


def _every_name() -> Rows:
    """All names and aliases of the list with the number of their party."""
    return [(name, party.number) for party in parties() for name in party.names]


def brute(scorer: Callable[..., float], rows: Rows | None = None) -> Ask:
    """All names scored by a function of rapidfuzz on lower-case names."""
    rows = _every_name() if rows is None else rows
    names = [name.lower() for name, _ in rows]
    owners = np.array([number for _, number in rows])

    def ask(texts: Sequence[str]) -> Ranked:
        found: Ranked = []
        for text in texts:
            top = process.extract(text.lower(), names, scorer=scorer, limit=_CANDIDATES)
            found.append(
                _by_party((int(owners[row]), score / 100 if score > 1 else score) for _, score, row in top)
            )
        return found

    return ask


def tfidf(rows: Rows | None = None, score: Score | None = None) -> Ask:
    """Character 2-3-grams with TF-IDF, the 20 nearest rescored; by token sort unless said."""
    rows = _every_name() if rows is None else rows
    names = [name.lower() for name, _ in rows]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), dtype=np.float32)
    matrix = vectors.fit_transform(names)
    measure: Score = score or (lambda asked, name: fuzz.token_sort_ratio(asked.lower(), name.lower()) / 100)

    def ask(texts: Sequence[str]) -> Ranked:
        found: Ranked = []
        for start in range(0, len(texts), 256):
            part = texts[start : start + 256]
            near = np.asarray((vectors.transform([text.lower() for text in part]) @ matrix.T).todense())
            top = np.argpartition(-near, _CANDIDATES, axis=1)[:, :_CANDIDATES]
            for text, chosen in zip(part, top, strict=True):
                found.append(_by_party((rows[row][1], measure(text, rows[row][0])) for row in chosen))
        return found

    return ask


def nomenklatura() -> Ask | None:
    """The matcher of yente (logic-v2, as it is shipped) on TF-IDF's 20; None where it is not installed."""
    try:
        from followthemoney import EntityProxy  # noqa: PLC0415  # an optional peer
        from nomenklatura.matching import LogicV2  # noqa: PLC0415  # as above
    except ImportError:
        return None
    config = LogicV2.default_config()

    # it remembers what it found for a pair of ids, so that every name needs its own
    def score(asked: str, name: str) -> float:
        item, other = (
            EntityProxy.from_dict(
                {"id": f"{key}: {text}", "schema": "LegalEntity", "properties": {"name": [text]}}
            )
            for key, text in (("asked", asked), ("listed", name))
        )
        return float(LogicV2.compare(item, other, config).score)

    return tfidf(score=score)
