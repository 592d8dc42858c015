"""The US Munitions List: what to look at before an item is classified under the Commerce Control List.

The order of review of 22 CFR 120.11 and "specially designed" of 120.41, in the text of January 2025; the list itself
in outline.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product

from licet.classification.questions import Form, Inquiry, ReviewQuestion
from licet.classification.truth import Truth, all_of, any_of, negated
from licet.classification.words import content_words
from licet.regimes.reading import munitions_rows

__all__ = [
    "CATEGORIES",
    "MUNITIONS_RELEASES",
    "MunitionsReading",
    "described_by",
    "munitions",
    "nearest_munitions",
]

CATEGORIES = (
    "I firearms", "II guns and armament", "III ammunition", "IV rockets, missiles, bombs, mines, launch vehicles",
    "V explosives and propellants", "VI warships and naval equipment", "VII military ground vehicles",
    "VIII military aircraft", "IX military training equipment", "X personal protective equipment",
    "XI military electronics", "XII fire control, lasers, imaging, guidance", "XIII armor and other materials",
    "XIV toxicological agents and their equipment", "XV spacecraft", "XVI nuclear weapons items",
    "XVII classified items", "XVIII directed energy weapons", "XIX military gas turbine engines",
    "XX submersible vessels", "XXI what the Department of State names",
)  # fmt: skip
"""What the categories of 22 CFR 121.1 are about, in words of our own."""
_NEAREST, _ENOUGH = 4, 6.0


@dataclass(frozen=True, slots=True)
class MunitionsReading:
    """Whether the US Munitions List describes an item. ``unknown``: facts that were asked for and are not known."""

    truth: Truth
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@cache
def _outline() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Where each described paragraph stands, in words, and its stems."""
    rows = munitions_rows()
    texts = {row["cite"].rpartition("Cat. ")[2]: row["description"] for row in rows if row["description"]}
    return tuple((place, text, frozenset(content_words(text))) for place, text in texts.items())


@lru_cache(maxsize=256)
def nearest_munitions(description: str) -> tuple[str, ...]:
    """The paragraphs of the outline that share the rarest words with a description, the nearest first."""
    said = frozenset(content_words(description))
    often = Counter(word for _, _, words in _outline() for word in words)
    scores = {
        f"{place}: {text}": sum(math.log(len(_outline()) / often[word]) for word in words & said)
        for place, text, words in _outline()
    }
    common = {f"{place}: {text}": len(words & said) for place, text, words in _outline()}
    near = sorted(scores, key=lambda text: (-scores[text], text))[:_NEAREST]
    return tuple(text for text in near if scores[text] >= _ENOUGH and common[text] > 1)


def munitions(inquiry: Inquiry, description: str) -> MunitionsReading:
    """Whether the US Munitions List describes an item: what 22 CFR 120.11 and 120.41 ask, in their order.

    A fact is asked for only while it can still change the result.
    """
    facts: dict[str, Truth] = {}
    for name, question in _questions(description).items():
        truth = described_by(facts)
        if truth is not None:
            break
        if _matters(name, facts):
            facts[name] = inquiry.yes(question)
    truth = described_by(facts)
    return MunitionsReading(truth, _notes(truth, facts), tuple(key for key in facts if facts[key] is None))


def described_by(facts: Mapping[str, Truth]) -> Truth:
    """Whether the list describes an item, from what is known; a fact that is absent is unknown.

    Facts: ``usml`` (it may be described there), ``cj`` (a commodity jurisdiction determination put it under another
    agency), ``enumerated`` (a paragraph names it without "specially designed"), ``catch_all`` (one reaches it with
    these words), ``a1``, ``part``, ``used_in`` (paragraph (a) of 120.41) and ``b2`` to ``b5`` (its releases).

    >>> described_by({"usml": True, "cj": False, "enumerated": True})
    True
    >>> released = {"usml": True, "cj": False, "enumerated": False, "part": True, "used_in": True, "b2": True}
    >>> described_by(released)
    False
    >>> described_by({"usml": True, "cj": False}) is None
    True
    """
    caught = any_of([facts.get("a1"), all_of([facts.get("part"), facts.get("used_in")])])
    released = all_of([facts.get("part"), any_of(facts.get(name) for name in MUNITIONS_RELEASES)])
    reached = all_of([facts.get("catch_all"), caught, negated(released)])
    return all_of([facts.get("usml"), negated(facts.get("cj")), any_of([facts.get("enumerated"), reached])])


def _matters(name: str, facts: Mapping[str, Truth]) -> bool:
    """Whether a fact can still change the result, whatever the facts after it are."""
    later = _ORDER[_ORDER.index(name) + 1 :]
    for values in product((True, False), repeat=len(later)):
        rest = {**facts, **dict(zip(later, values, strict=True))}
        if described_by({**rest, name: True}) != described_by({**rest, name: False}):
            return True
    return False


def _notes(truth: Truth, facts: Mapping[str, Truth]) -> tuple[str, ...]:
    """What the result rests on, and what to keep."""
    if truth:
        ground = (
            "a paragraph names it (22 CFR 120.11(a)(1))"
            if facts.get("enumerated")
            else "it is specially designed (22 CFR 120.11(a)(2), 120.41)"
        )
        return (f"Classify it in a category of the US Munitions List (22 CFR 121.1): {ground}.",)
    if truth is False and facts.get("cj"):
        return ("Keep the commodity jurisdiction determination (22 CFR 120.3(c)(1)).",)
    grounds = [f"120.41(b)({name[1:]})" for name in MUNITIONS_RELEASES if facts.get(name)]
    if truth is False and grounds:
        return (
            (
                f"Not specially designed for a defense article by 22 CFR {grounds[0]}: keep what shows it. In doubt, "
                "ask for a commodity jurisdiction determination (22 CFR 120.4, form DS-4076)."
            ),
        )
    return ()


@lru_cache(maxsize=256)
def _questions(description: str) -> Mapping[str, ReviewQuestion]:
    """The questions by their fact, in the order in which they are asked."""
    near = tuple(f"Perhaps near in its outline: {text}" for text in nearest_munitions(description))
    found = {
        name: ReviewQuestion(f"usml:{name}" if name != "usml" else name, text, Form.YES_NO, cite, why)
        for name, (text, cite, why) in _ASKED.items()
    }
    outline = (f"Its categories: {'; '.join(CATEGORIES)}.", *near)
    for name in ("usml", "enumerated", "catch_all"):
        found[name] = replace(found[name], shown=outline)
    return found


_PART = "a part, component, accessory, attachment or software"
MUNITIONS_RELEASES: Mapping[str, str] = {
    "b2": "Is it, whatever its form or fit, a fastener (screw, bolt, nut, nut plate, stud, insert, clip, rivet, "
    "pin), washer, spacer, insulator, grommet, bushing, spring, wire or solder?",
    "b3": "Does it have the same function and performance, and the same or equivalent form and fit, as an item used "
    "in or with a commodity that is or was in production and is not enumerated on the US Munitions List?",
    "b4": "Was it developed with knowledge that it would be for use both in defense articles enumerated on the US "
    "Munitions List and in commodities not on it (documents of the development show it)?",
    "b5": "Was it developed as a general purpose item, with no knowledge of use in a particular commodity or type of "
    "commodity (documents of the development show it)?",
}
"""The releases of 22 CFR 120.41(b)(2) to (b)(5), in words of our own; (b)(1) is the question about jurisdiction."""
_RELEASED = (
    "A part that is released is not specially designed, and so not on the US Munitions List by a catch-all."
)
_ASKED: Mapping[str, tuple[str, str, str]] = {
    "usml": (
        (
            "Is it described on the US Munitions List, or may it be: does a category name it, or is it "
            f"{_PART} for something that one names?"
        ),
        "15 CFR Part 774 Supp. 4 (a); 22 CFR 120.11, 121.1",
        "What the US Munitions List describes is not on the Commerce Control List.",
    ),
    "cj": (
        "Has a commodity jurisdiction determination of the Department of State put it under another agency?",
        "22 CFR 120.3(c)(1), 120.41(b)(1)",
        "Such a determination takes it off the US Munitions List while nothing newer supersedes it.",
    ),
    "enumerated": (
        "Does a paragraph of the US Munitions List name it, without the words “specially designed” about it?",
        "22 CFR 120.11(a)(1), (b)(2)",
        "What is enumerated is on the list however it was designed; an enumerated entry goes before a catch-all.",
    ),
    "catch_all": (
        "Does a paragraph reach it with the words “specially designed”, such as a catch-all for parts?",
        "22 CFR 120.11(a)(2), (b)(1)",
        "Then 120.41 decides whether it is specially designed; if none does, it is not on the list.",
    ),
    "a1": (
        (
            "As a result of its development, does it have properties peculiarly responsible for achieving or "
            "exceeding the performance levels, characteristics or functions that this paragraph controls?"
        ),
        "22 CFR 120.41(a)(1)",
        "That makes it specially designed, unless it is a part that is released.",
    ),
    "part": (
        f"Is it {_PART}?",
        "22 CFR 120.41(a)(2), (b)",
        "Only these are caught by their use, and only these can be released.",
    ),
    "used_in": (
        "Is it for use in or with a defense article?",
        "22 CFR 120.41(a)(2)",
        "That makes it specially designed, unless it is released.",
    ),
    **{name: (text, f"22 CFR 120.41(b)({name[1:]})", _RELEASED) for name, text in MUNITIONS_RELEASES.items()},
}
_ORDER = tuple(_ASKED)
