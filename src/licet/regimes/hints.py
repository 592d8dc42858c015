"""What a description, a tariff code, a name or an address names, and what that puts in doubt.

A claim that nobody made counts as not made: few sales are of banknotes, and nobody says of pumps that they are none.
Where something that is stated puts that in doubt, what is not stated is unknown, and asked for. The words of
``tables/hints.csv`` are from general knowledge and no part of the law: they make a question, never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from anyascii import anyascii

from licet.rules.condition import Condition, Field
from licet.rules.law_files import LawFile
from licet.rules.table import read_rows
from licet.rules.terms import Facts, PartyTerm
from licet.rules.vocabulary import FactSpec

__all__ = ["asked_where", "hints_in", "hints_print", "item_names", "party_names", "topics"]

_FILE = LawFile("licet.regimes") / "tables" / "hints.csv"
_WORD = re.compile(r"[a-z]+|[0-9]+")
_MOST_WORDS = 6
_SHORT = 3
"""Letters of a word of which a last s is no plural: gas, bus, uas."""
_TARIFF_SIZES = (2, 4, 6)
_REMEMBERED = 1 << 17
"""Distinct texts of which is remembered what they name: regimes ask the same of each."""

Phrases = Mapping[tuple[str, ...], frozenset[str]]


@cache
def _table() -> tuple[tuple[dict[str, str], ...], str]:
    rows, found = read_rows(_FILE)
    return tuple(rows), found


def topics() -> frozenset[str]:
    """What a text may name."""
    return frozenset(row["topic"] for row in _table()[0])


def hints_print() -> str:
    """The sha256 of the table, for the fingerprint of a rulebook that reads it."""
    return _table()[1]


@cache
def _phrases(column: str) -> Phrases:
    """By words in their order, in the singular, the topics of which the column has them."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for row in _table()[0]:
        for text in filter(None, row[column].split("|")):
            words = tuple(map(_singular, _WORD.findall(text)))
            found[words] = found.get(words, frozenset()) | {row["topic"]}
    return found


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in _phrases("words"))


@lru_cache(_REMEMBERED)
def hints_in(text: str | None, tariff_code: str | None = None) -> tuple[str, ...]:
    """The topics that a text or a tariff code names, in the order of the alphabet.

    >>> hints_in("US dollar banknotes"), hints_in("cash register"), hints_in(None, "750210")
    (('banknotes',), (), ('cuban_goods',))
    """
    found = _of_text(text) if text else set[str]()
    if tariff_code:
        for size in _TARIFF_SIZES:
            found |= _phrases("tariff").get((tariff_code[:size],), frozenset())
    return tuple(sorted(found))


def _of_text(text: str) -> set[str]:
    plain = (text if text.isascii() else anyascii(text)).lower().replace("'", "")
    words = [_singular(word) for word in _WORD.findall(plain)]
    if _first_words().isdisjoint(words):
        return set()
    spared = list(_spans(words, "unless"))
    return {
        topic
        for topic, start, end in _spans(words, "words")
        if not any(topic == other and low <= start and end <= high for other, low, high in spared)
    }


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > _SHORT else word


def _spans(words: Sequence[str], column: str) -> Iterator[tuple[str, int, int]]:
    """Every topic of a column that words name, with the first of these words and the one behind the last."""
    known = _phrases(column)
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            for topic in known.get(tuple(words[start:end]), ()):
                yield topic, start, end


def item_names(*wanted: str) -> Condition:
    """Whether the description or the tariff code of the item names one of some topics; not so where neither does."""
    return Facts().item.hints.in_(*_known(wanted))


def party_names(party: PartyTerm, *wanted: str) -> Condition:
    """Whether the name or the address of a party names one of some topics."""
    return party.hints.in_(*_known(wanted))


def _known(wanted: tuple[str, ...]) -> tuple[str, ...]:
    unknown = set(wanted) - topics()
    if unknown:
        raise ValueError(f"no topic of hints.csv: {', '.join(sorted(unknown))}")
    return wanted


def asked_where(spec: FactSpec, doubt: Condition, *values: str) -> Condition:
    """Whether a claim was made; where it was not and something stated puts that in doubt, it is unknown.

    ``values``: what the claim must be; none: yes. Raises ValueError for a claim that is never asked for.
    """
    if not (spec.is_claim and spec.asked):
        raise ValueError(f"{spec.name} is no claim that is asked for")
    as_fact = Field(spec.field.path, spec.label)
    if not values:
        return spec.field.is_(True) | (doubt & as_fact.is_(True))
    return spec.field.in_(*values) | (doubt & as_fact.in_(*values))
