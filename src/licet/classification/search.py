"""Find entries of the control list by a description: ranked, offline, each hit with the words that led to it.

A search proposes and decides nothing. Every item paragraph is a text of its own, read in its setting: the items that
it lies in, the heading of the entry, the notes that follow it. Texts are ranked by BM25 (Robertson and Zaragoza, "The
Probabilistic Relevance Framework", 2009) over stems and pairs of stems; words of the trade count as the words of the
list that they stand for, at less; and names that the trade uses for items of an entry count for the entry. An entry
ranks by its best paragraph.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from licet.classification.control_list import ControlList, Entry, ListPassage, control_list
from licet.classification.trade_names import TradeNameHit, entries_by_name
from licet.classification.words import content_words, meanings, words_of

__all__ = ["GROUPS", "EntryHit", "find"]

GROUPS: Mapping[str, str] = {"commodity": "ABC", "software": "D", "technology": "E"}
"""The product groups of each kind of item (15 CFR 738.2(b))."""

_PLACE = re.compile(r"\b(\d[A-E]\d{3})(?:\.([a-z](?:\.(?:\d{1,3}|[a-z]))*)\b)?")
_OWN, _ABOVE, _HEADING, _NOTES, _RELATED, _SUBJECT = 1.0, 0.5, 0.6, 0.25, 0.1, 0.5
_MEANT = 0.55
_PAIR = 0.6
_SATURATION, _LENGTH = 1.2, 0.5
_COVERAGE = 0.25
_FALLBACK = 0.8
_OTHER_GROUP = 0.35
_NEAREST = 6
_NAME, _MORE_NAMES = 22.0, 0.25


@dataclass(frozen=True, slots=True)
class EntryHit:
    """An entry that may describe the item. ``paragraph``: the one that reads nearest; empty: the entry itself.

    ``words``: the words of the description found there, the heaviest first; ``terms``: the words of the trade that
    were read as others, or by which the trade knows items of this entry. ``score`` compares hits of one search and
    means nothing across searches.
    """

    eccn: str
    paragraph: str
    score: float
    heading: str
    text: str
    words: tuple[str, ...]
    terms: tuple[str, ...]
    seen_to: date
    cite: str
    nearest: tuple[str, ...] = ()
    """The paragraphs of the entry that read nearest, the first one before the others."""

    @property
    def name(self) -> str:
        """The ECCN with its paragraph."""
        return f"{self.eccn}.{self.paragraph}" if self.paragraph else self.eccn


@dataclass(slots=True)
class _Index:
    """Weights of every stem in every text."""

    passages: list[ListPassage] = field(default_factory=list)
    postings: dict[str, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    lengths: list[float] = field(default_factory=list)
    fallbacks: dict[str, frozenset[str]] = field(default_factory=dict)
    subjects: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, passage: ListPassage, weights: Mapping[str, float]) -> None:
        number = len(self.passages)
        self.passages.append(passage)
        self.lengths.append(sum(weight for word, weight in weights.items() if " " not in word))
        for word, weight in weights.items():
            self.postings[word].append((number, weight))

    def rank(self, query: Mapping[str, float]) -> dict[int, dict[str, float]]:
        """For every text the score of each stem of the query that it has."""
        scores: dict[int, dict[str, float]] = defaultdict(dict)
        mean = sum(self.lengths) / len(self.lengths)
        for word, wanted in query.items():
            found = self.postings.get(word, ())
            rare = math.log(1 + (len(self.passages) - len(found) + 0.5) / (len(found) + 0.5))
            for number, weight in found:
                long = 1 - _LENGTH + _LENGTH * self.lengths[number] / mean
                scores[number][word] = (
                    wanted * rare * weight * (_SATURATION + 1) / (weight + _SATURATION * long)
                )
        return scores


def find(
    description: str, *, kind: str | None = None, limit: int = 10, on: date | None = None
) -> tuple[EntryHit, ...]:
    """The entries that may describe an item, the nearest first.

    ``kind``: commodity, software or technology; read from the description where it is not given. ``on``: the list as
    read on this day. Raises ValueError on another kind.
    """
    if kind is not None and kind not in GROUPS:
        raise ValueError(f"{kind!r} is no kind of item: expected {', '.join(GROUPS)}")
    on = control_list().reading(on)
    index = _index_of(control_list(), on)
    query, terms = _query(description)
    groups = GROUPS[kind or _kind_of(description)]
    found: dict[str, list[tuple[float, int, dict[str, float]]]] = defaultdict(list)
    for number, words in index.rank(query).items():
        found[index.passages[number].eccn].append((sum(words.values()), number, words))
    names = _of_subjects(entries_by_name(content_words(description)), index.subjects)
    scores = {
        eccn: (_score(found[eccn]) + _by_name(names.get(eccn, ())))
        * (1.0 if eccn[1] in groups else _OTHER_GROUP)
        for eccn in {*found, *names}
    }
    ranked = sorted(_with_fallbacks(scores, index.fallbacks).items(), key=lambda row: (-row[1], row[0]))
    return tuple(
        _hit(index, eccn, score, found.get(eccn, []), terms, names.get(eccn, ()), on)
        for eccn, score in ranked[:limit]
    )


def _score(texts: list[tuple[float, int, dict[str, float]]]) -> float:
    """The score of an entry: that of its best text, and what all of its texts hold of the description."""
    best: dict[str, float] = defaultdict(float)
    for _, _, words in texts:
        for word, score in words.items():
            best[word] = max(best[word], score)
    return max((row[0] for row in texts), default=0.0) + _COVERAGE * sum(best.values())


def _of_subjects(
    names: Mapping[str, tuple[TradeNameHit, ...]], subjects: Mapping[str, frozenset[str]]
) -> dict[str, tuple[TradeNameHit, ...]]:
    """Names also of the software and technology for the items that they name."""
    found = dict(names)
    for eccn, named in subjects.items():
        best = max(
            (names[item] for item in named if item in names), key=lambda hits: hits[0].weight, default=()
        )
        if best and eccn not in names:
            found[eccn] = tuple(TradeNameHit(hit.name, hit.weight * _SUBJECT) for hit in best)
    return found


def _by_name(names: tuple[TradeNameHit, ...]) -> float:
    """What the trade's names for an entry add: the best whole, the others in part."""
    best = names[0].weight if names else 0.0
    return _NAME * (best + _MORE_NAMES * sum(name.weight for name in names[1:]))


def _with_fallbacks(scores: dict[str, float], fallbacks: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """What an entry does not reach falls to the entry for the rest that names it: 7A003 to 7A994."""
    found = dict(scores)
    for eccn, named in fallbacks.items():
        above = max((scores.get(other, 0.0) for other in named), default=0.0)
        if above:
            found[eccn] = scores.get(eccn, 0.0) * (1 - _FALLBACK) + above * _FALLBACK + 0.0
            found[eccn] = max(found[eccn], scores.get(eccn, 0.0))
    return found


def _hit(
    index: _Index,
    eccn: str,
    score: float,
    found: list[tuple[float, int, dict[str, float]]],
    terms: Mapping[str, str],
    names: tuple[TradeNameHit, ...],
    on: date | None,
) -> EntryHit:
    entry = control_list().entry(eccn, on)
    assert entry is not None
    _, number, words = max(found, key=lambda row: row[0], default=(0.0, -1, {}))
    passage = index.passages[number] if found else entry.passages[0]
    heaviest = sorted(words, key=lambda word: -words[word])
    return EntryHit(
        eccn,
        passage.paragraph,
        round(score, 3),
        entry.heading,
        passage.text,
        tuple(word for word in heaviest if word not in terms),
        tuple(dict.fromkeys((*(hit.name for hit in names), *(terms[w] for w in heaviest if w in terms)))),
        passage.seen_to,
        passage.cite,
        tuple(
            index.passages[number].paragraph
            for _, number, _ in sorted(found, reverse=True, key=_first)[:_NEAREST]
        ),
    )


def _first(row: tuple[float, int, dict[str, float]]) -> float:
    return row[0]


def _kind_of(description: str) -> str:
    """What kind of item a description is of, by its words; a commodity unless it says otherwise."""
    words = set(words_of(description)[:12])
    if words & set(words_of("software library firmware app")) and not words & set(
        words_of("appliance device")
    ):
        return "software"
    return "technology" if words & set(words_of("technology know-how drawings blueprints")) else "commodity"


def _query(description: str) -> tuple[dict[str, float], dict[str, str]]:
    """Stems and pairs with their weights, and for each stem that was only meant the term that was said."""
    said = Counter(content_words(description))
    weights = {word: 1.0 + math.log(count) for word, count in said.items()}
    terms: dict[str, str] = {}
    for pair in _pairs(content_words(description)):
        weights[pair] = _PAIR
    for term, meant, same in meanings(words_of(description)):
        for word in (*meant, *_pairs(meant)):
            weight = (1.0 if same else _MEANT) * (_PAIR if " " in word else 1.0)
            if weights.get(word, 0.0) < weight:
                weights[word] = weight
                terms[word] = term
    return weights, terms


def _pairs(words: Iterable[str]) -> list[str]:
    row = list(words)
    return [f"{text} {other}" for text, other in itertools.pairwise(row)]


@lru_cache(maxsize=4)
def _index_of(listed: ControlList, on: date | None) -> _Index:
    entries = {entry.eccn: entry for entry in listed.entries(on)}
    index = _Index(fallbacks=_fallbacks(entries), subjects=_subjects(entries))
    for entry in entries.values():
        heading = content_words(entry.heading)
        related = (content_words(entry.text_of("related")), _RELATED)
        for passage in entry.passages:
            if passage.kind == "heading":
                notes = [p.text for p in entry.passages if p.kind == "note"] if not entry.items else []
                own = [(heading, _OWN), (content_words(" ".join(notes)), _NOTES)]
                index.add(passage, _weights((*own, related, *_subject(entry, passage.text, entries))))
            elif passage.kind == "item":
                texts = (*_item_texts(entry, passage), *_subject(entry, passage.text, entries))
                index.add(passage, _weights((*texts, (heading, _HEADING))))
    return index


def _subject(entry: Entry, text: str, entries: Mapping[str, Entry]) -> list[tuple[list[str], float]]:
    """What a text refers to, such as the commodities that technology is for: the headings and items that it names."""
    named = [
        name for name in dict.fromkeys(_PLACE.findall(text)) if name[0] in entries and name[0] != entry.eccn
    ]
    words = " ".join(_text_at(entries[eccn], paragraph) for eccn, paragraph in named)
    return [(content_words(words), _SUBJECT / math.sqrt(max(len(named), 1)))]


def _text_at(entry: Entry, paragraph: str) -> str:
    below = entry.within(paragraph) if paragraph else ()
    return " ".join((entry.heading, *(p.text for p in below if p.kind == "item")))


def _named(text: str) -> list[str]:
    return list(dict.fromkeys(eccn for eccn, _ in _PLACE.findall(text)))


def _subjects(entries: Mapping[str, Entry]) -> dict[str, frozenset[str]]:
    """For software and technology the commodities that their entry names."""
    found = {}
    for eccn, entry in entries.items():
        if eccn[1] in "DE":
            text = " ".join(p.text for p in entry.passages if p.kind in {"heading", "item"})
            found[eccn] = frozenset(name for name in _named(text) if name[1] in "ABC")
    return found


def _fallbacks(entries: Mapping[str, Entry]) -> dict[str, frozenset[str]]:
    """For every entry that takes the rest of a field (x99x), the entries that it names or that refer to it."""
    named: dict[str, set[str]] = defaultdict(set)
    for entry in entries.values():
        text = " ".join(p.text for p in entry.passages if p.kind in {"heading", "related", "note"})
        for other in _named(text):
            for rest, above in ((entry.eccn, other), (other, entry.eccn)):
                same = rest[:2] == above[:2] and rest != above
                if same and rest[2:4] == "99" and above[2:4] != "99":
                    named[rest].add(above)
    return {eccn: frozenset(found) for eccn, found in named.items()}


def _item_texts(entry: Entry, item: ListPassage) -> list[tuple[list[str], float]]:
    above = [p.text for p in entry.above(item.paragraph) if p is not item]
    notes = [p.text for p in entry.passages if p.kind == "note" and p.paragraph == item.paragraph]
    return [
        (content_words(item.text), _OWN),
        (content_words(" ".join(above)), _ABOVE),
        (content_words(" ".join(notes)), _NOTES),
    ]


def _weights(texts: Iterable[tuple[list[str], float]]) -> dict[str, float]:
    """The weight of every stem and pair: counted by how near the text is that has it."""
    weights: dict[str, float] = defaultdict(float)
    for words, weight in texts:
        for word in (*words, *_pairs(words)):
            weights[word] += weight
    return weights
