"""The names that stand inside a printed one: before a bracket, in it, after "formerly" or "subordinate entity".

The lists print several names as one text: "National University of Defense Technology (NUDT)", "SGM Most OOO (f.k.a.,
...)", "Pakistan Atomic Energy Commission (PAEC), and subordinate entity National Development Complex (NDC)". Each of
them names a party. What only describes it ("a subsidiary of ...") and places and legal forms are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from licet.screening.places import is_place
from licet.screening.words import GENERIC, LIGHT

__all__ = ["Bearer", "NameKind", "PrintedName", "names_printed_in"]


class Bearer(IntEnum):
    """What bears a name, as far as the list says."""

    FIRM = 0
    """A firm, a group, an authority: whatever is none of the others."""
    PERSON = 1
    VESSEL = 2
    AIRCRAFT = 3


class NameKind(IntEnum):
    """How a name of an entry came to be one."""

    LISTED = 0
    """The list gives it as a name or alias."""
    BEFORE_BRACKET = 1
    SHORT = 2
    """An acronym or short name, or another name, in brackets."""
    FORMER = 3
    SUBORDINATE = 4
    """The party that follows "and subordinate entity" and the like."""
    WITHOUT_BRACKET = 5
    CLASS = 6
    """What the entry names as a class ("nuclear reactors"): to be asked about."""
    WITHOUT_PLACE = 8
    """The listed name without the place and the legal form in which it ends ("Aerotechnic" of "... France SAS")."""
    KNOWN_AS = 7
    """A brand, an acronym or a translation from our own table of public names."""


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name inside a printed one. ``strong``: as good a name as the printed one itself."""

    text: str
    kind: NameKind
    strong: bool


_SUBORDINATE = re.compile(
    r"^(?P<parent>.+?)(?:,? and subordinate entity\b|\.?\s*Subordinate Institution\s*[-\u2013:]|"
    r"\.?\s*Affiliated Entit(?:y|ies):)\s*(?P<child>.+)$",
    re.IGNORECASE,
)
_SUCCESSORS = re.compile(r"[;,]?(?<!\s)\s*+\band any successor\b.*$", re.IGNORECASE)
_ALSO = re.compile(
    r"[;,]?\s*\b(?:[afn]\.?k\.?a\b\.?|[af]/k/a|also known as|formerly known as|formerly)[,:]?\s+",
    re.IGNORECASE,
)
_LEADING_ALSO = re.compile(
    r"^(?:[afn]\.?k\.?a\b\.?|[af]/k/a|aka|also known as|formerly(?: known as)?)[,:]?\s*", re.IGNORECASE
)
_BRAND = re.compile(r"^(\w{2,4} (\w{5,})) [-\u2013] (?=.*\b\2\b)", re.IGNORECASE)
"""A legal form and a brand that what follows repeats: "OJSC BELAZ - MANAGEMENT COMPANY OF HOLDING BELAZ-HOLDING"."""
_BRACKET = re.compile(r"\(([^()]*)\)")
_GLOSS = re.compile(
    r"^(?:an?|the)\b|\b(?:subsidiary|subordinate|affiliate|branch|division|member|part|president|director|owner|"
    r"chairman|individual|national|citizen|entity|only|including|excluding|see|under|located|former name)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"^[A-Z0-9][A-Z0-9&.\- ]*$")
_CLASS = re.compile(r"\bnuclear reactors\b", re.IGNORECASE)
_CLASS_NAMES = ("nuclear power plant", "nuclear power station", "nuclear reactor", "nuclear fuel reprocessing",
                "uranium enrichment", "heavy water production")  # fmt: skip
_LEAST_LETTERS = 3


def names_printed_in(name: str) -> Iterator[PrintedName]:
    """The names inside a printed one, without itself.

    >>> [(one.text, one.kind.name) for one in names_printed_in("Rostec (Russian Technologies State Corporation)")]
    [('Rostec', 'BEFORE_BRACKET'), ('Russian Technologies State Corporation', 'SHORT')]
    >>> [one.text for one in names_printed_in("CNOOC Limited (a subsidiary of China National Oil)")]
    ['CNOOC Limited']
    """
    if _CLASS.search(name):
        yield from (PrintedName(text, NameKind.CLASS, strong=False) for text in _CLASS_NAMES)
    seen = {name}
    for found in _inside(name):
        if found.text and found.text not in seen and _tells(found.text):
            seen.add(found.text)
            yield found


def _inside(name: str) -> Iterator[PrintedName]:
    bare = _trimmed(_SUCCESSORS.sub("", name))
    if bare != name:
        yield PrintedName(bare, NameKind.WITHOUT_BRACKET, strong=True)
    parted = _SUBORDINATE.match(bare)
    if parted:
        child = _trimmed(parted["child"])
        yield PrintedName(child, NameKind.SUBORDINATE, strong=True)
        yield from _inside(child)
        return
    brand = _BRAND.match(bare)
    if brand:
        yield PrintedName(brand[1], NameKind.BEFORE_BRACKET, strong=False)
    outside = _BRACKET.sub("", bare)
    if _ALSO.search(outside):
        for part in _ALSO.split(bare):
            yield PrintedName(_trimmed(part), NameKind.FORMER, strong=True)
    for bracket in _BRACKET.finditer(bare):
        yield from _around(bare, bracket)


def _around(name: str, bracket: re.Match[str]) -> Iterator[PrintedName]:
    """What stands before a bracket, in it, and around it."""
    before, after = _trimmed(name[: bracket.start()]), _trimmed(name[bracket.end() :])
    inside, last = _trimmed(bracket[1]), not after or _only_light(after)
    said = _LEADING_ALSO.sub("", inside)
    place = is_place(inside) or _only_light(inside)
    gloss = said == inside and _GLOSS.search(inside) is not None
    if before and (last or _telling_words(before) > 1):
        yield PrintedName(before, NameKind.BEFORE_BRACKET, strong=not after and not place)
    if after and not place:
        yield PrintedName(f"{before} {after}", NameKind.WITHOUT_BRACKET, strong=True)
    if place or gloss:
        return
    if said != inside:
        yield PrintedName(said, NameKind.FORMER, strong=True)
    elif last or _ACRONYM.match(inside):
        yield PrintedName(inside, NameKind.SHORT, strong=False)
    if (
        after
        and before
        and not _ACRONYM.match(inside)
        and _telling_words(inside) == 1 == _telling_words(before)
    ):
        yield PrintedName(f"{inside} {after}", NameKind.SHORT, strong=False)  # "Sergei (Sergi) Tomchani"


def _trimmed(text: str) -> str:
    return text.strip(" \t,;-\u2013").removesuffix(" and").strip()


def _only_light(text: str) -> bool:
    """Whether a text is nothing but legal forms and the like."""
    words = re.findall(r"[a-z0-9&]+", text.lower().replace(".", ""))
    return all(word in LIGHT or word in _FORMS for word in words)


_FORMS = frozenset(
    [
        "ltd",
        "co",
        "corp",
        "inc",
        "llc",
        "pvt",
        "pty",
        "pte",
        "jsc",
        "cjsc",
        "ojsc",
        "pjsc",
        "ooo",
        "oao",
        "zao",
        "fzc",
        "fze",
        "smc",
        "p",
        "m",
        "s",
        "holding",
        "off",
        "shore",
    ]
)


def _telling_words(text: str) -> int:
    return sum(
        word not in LIGHT and word not in GENERIC and len(word) > 1
        for word in re.findall(r"[a-z0-9]+", text.lower())
    )


def _tells(text: str) -> bool:
    """Whether a text has letters enough to be looked for."""
    return (
        sum(letter.isalnum() for letter in text) >= _LEAST_LETTERS
        and any(map(str.isalpha, text))
        and not _only_light(text)
    )
