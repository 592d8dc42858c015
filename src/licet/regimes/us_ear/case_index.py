"""Which sections of the law the golden cases rest on, how much of it could be read, and what was left out.

A case rests on a section where its ``source`` or an expected citation names a place in it. The sections are
those of ``coverage.toml``; one whose id is no place in the law (as "744 earlier") is found by answering.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from licet.regimes.golden import GoldenCase
from licet.rules.law_files import LawFile

__all__ = ["Left", "Tally", "left_out", "places", "rests_on", "tally"]

_PLACE = re.compile(r"\b7[3-7]\d\.\d+(?:\([A-Za-z0-9]+\))*")
_PART = re.compile(
    r"[Pp]art (?P<part>7[3-7]\d)(?P<supplement> Supp\. \d+)?|(?P<own>Supp\. \d+) to [Pp]art (?P<of>7[3-7]\d)"
)
_RANGE = re.compile(r"(?P<part>7\d\d)\.(?P<first>\d+)-(?P=part)\.(?P<last>\d+)")
_SUPPLEMENT = re.compile(r"(?P<part>7\d\d) Supp\. (?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Left:
    """A number of the collection of sourced cases that is no golden case. ``shown_by``: a test with its facts."""

    sourced_id: str
    why: str
    shown_by: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases there are, and on what they rest."""

    cases: int
    text_read: int
    general_knowledge: int
    tricky: int
    tricky_free: int
    taken_over: int


def tally(cases: Iterable[GoldenCase]) -> Tally:
    """Count cases: on a text that could be read or not, traps among them, and traps in which all is free."""
    every = list(cases)
    tricky = [case for case in every if case.tricky]
    free = {"no_license_required", "not_subject", "authorized"}
    read = sum(case.text_read for case in every)
    return Tally(
        len(every),
        read,
        len(every) - read,
        len(tricky),
        sum(case.expect["answer"] in free for case in tricky),
        sum(case.sourced_id is not None for case in every),
    )


def left_out() -> tuple[Left, ...]:
    """What ``sourced.toml`` says of the collection's other numbers; ValueError where one stands twice."""
    text = (LawFile("licet.regimes.us_ear") / "sourced.toml").read_text("utf-8")
    found = tuple(Left(load["id"], load["why"], load.get("shown_by")) for load in tomllib.loads(text)["left"])
    if len({left.sourced_id for left in found}) != len(found):
        raise ValueError("sourced.toml: a number stands twice")
    return found


def places(case: GoldenCase) -> frozenset[str]:
    """The places of the EAR that a case names: ``744.11(a)``, ``744``, ``744 Supp. 7``."""
    return frozenset(
        place for text in (case.source, *case.expect.get("cites", ())) for place in _places(text)
    )


def _places(text: str) -> Iterator[str]:
    yield from _PLACE.findall(text)
    for match in _PART.finditer(text):
        if match["own"]:
            yield f"{match['of']} {match['own']}"
        else:
            yield f"{match['part']}{match['supplement'] or ''}"


def rests_on(named: Iterable[str], section: str) -> bool:
    """Whether one of the places lies in a section of ``coverage.toml``.

    >>> rests_on(["744.3(a)(2)"], "744.2-744.5"), rests_on(["744.11(a)"], "744.1"), rests_on(["746.4"], "746")
    (True, False, True)
    """
    if match := _RANGE.fullmatch(section):
        inside = range(int(match["first"]), int(match["last"]) + 1)
        return any(rests_on(named, f"{match['part']}.{number}") for number in inside)
    if match := _SUPPLEMENT.match(section):
        return f"{match['part']} Supp. {match['number']}" in named
    if re.fullmatch(r"7\d\d", section):
        return any(place == section or place.startswith((f"{section}.", f"{section} ")) for place in named)
    if _PLACE.fullmatch(section) is None:
        return False
    return any(place == section or place.startswith(f"{section}(") for place in named)
