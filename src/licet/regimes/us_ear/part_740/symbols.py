"""15 CFR 740.1: the symbols of the license exceptions, and the days before their terms were read."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.general_facts import EVER
from licet.regimes.us_ear.part_740.common import BELARUS, CUBA, MET, NORTH_KOREA, RUSSIA, SYRIA
from licet.regimes.us_ear.part_744.rules import plays_statutory_role
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, period
from licet.rules.terms import Facts

__all__ = ["PART_740_SYMBOLS"]

PART_740_SYMBOLS = Chapter("15 CFR Part 740, symbols")

_CLAIMED = words["license_exception_claimed"]
_SOURCE = "none: earlier texts of part 740 were not read"

_BEFORE = period("1996-03-25", last="2014-01-20", published="1996-03-25", cite="61 FR 12768", source=_SOURCE)
_UNVERIFIED_LIST = period(
    "2014-01-21",
    last="2026-08-14",
    published="2013-12-19",
    cite="78 FR 76741",
    source=f"{_SOURCE}; of the Unverified List, a summary of the rule",
)


def _in_force(f: Facts) -> Condition:
    return _CLAIMED.in_table("license_exceptions", "in force")


def _terms_not_held(f: Facts) -> Condition:
    """That the text of the day was not read: the source note of its section does not reach so far."""
    read = _CLAIMED.in_table("license_exceptions", "terms held")
    return ~read & f.unmodeled("740 earlier", "the terms of the license exceptions of the day")


@PART_740_SYMBOLS.authority(
    "us.ear.740",
    "a license exception of 15 CFR Part 740",
    defeats=[*MET, CUBA, NORTH_KOREA, SYRIA, RUSSIA, BELARUS],
    cites=["15 CFR 740.1"],
    periods=[_BEFORE],
    claim=_CLAIMED.is_stated(),
)
def before_unverified_list(f: Facts) -> Condition:
    """A license exception may take the place of a license; what its terms were then is not known to Licet."""
    return _in_force(f) & _terms_not_held(f)


@before_unverified_list.amended([_UNVERIFIED_LIST], claim=_CLAIMED.is_stated())
def before_the_text(f: Facts) -> Condition:
    """A license exception may take the place of a license, but for parties on the Unverified List; what its
    other terms were then is not known to Licet.
    """
    unverified = f.some_party(lambda p: plays_statutory_role(p) & p.listed("UVL"))
    return _in_force(f) & ~unverified & _terms_not_held(f)


@PART_740_SYMBOLS.notice(
    "us.ear.notice.license_exception",
    "license_exception_not_in_force",
    cites=["15 CFR 740.1"],
    periods=[EAR_1996],
)
def no_such_exception(f: Facts) -> Condition:
    """No license exception of the symbol claimed is in force on the day: the claim counts for nothing. Check
    the symbol (CIV went on June 29, 2020).
    """
    return _CLAIMED.is_stated() & (~_CLAIMED.in_(*EVER) | ~_in_force(f))
