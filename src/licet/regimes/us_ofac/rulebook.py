"""The rulebook of OFAC's sanctions, loaded and checked once."""

from __future__ import annotations

from datetime import date
from functools import cache

from licet.regimes.hints import hints_in, hints_print
from licet.regimes.reading import read_coverage
from licet.regimes.us_ear.occupied_places import occupied_places
from licet.regimes.us_ofac.blocking import BLOCKING, programs
from licet.regimes.us_ofac.ended import ENDED
from licet.regimes.us_ofac.facts import OFAC_FACTS
from licet.regimes.us_ofac.general_licenses import GENERAL_LICENSES, general_licenses, licenses_naming
from licet.regimes.us_ofac.lists import OTHER_LISTS
from licet.regimes.us_ofac.part_501 import part_501
from licet.regimes.us_ofac.part_510 import PART_510
from licet.regimes.us_ofac.part_515 import PART_515
from licet.regimes.us_ofac.part_542 import PART_542
from licet.regimes.us_ofac.part_548 import PART_548
from licet.regimes.us_ofac.part_560 import PART_560
from licet.regimes.us_ofac.part_589 import PART_589
from licet.regimes.us_ofac.part_591 import PART_591
from licet.regimes.us_ofac.russia import RUSSIA
from licet.rules.law_files import LawFile
from licet.rules.rule import Chapter, Question, Rule
from licet.rules.rulebook import Controls, Resolvers, Rulebook
from licet.rules.table import Table, read_rows, read_table

__all__ = ["VERIFIED_TO", "chapters", "ofac"]

VERIFIED_TO = date(2025, 1, 27)
"""The day of the text of 31 CFR Chapter V that the rulebook was held against."""
COVERS_FROM = date(2012, 10, 22)
"""The first day of which the rulebook holds law that can make an answer green."""

_CHAPTERS = (
    BLOCKING,
    PART_510,
    PART_515,
    PART_542,
    PART_548,
    PART_560,
    PART_589,
    PART_591,
    RUSSIA,
    OTHER_LISTS,
    GENERAL_LICENSES,
    ENDED,
)
_HOME = LawFile("licet.regimes.us_ofac")
_PLACES = LawFile("licet.regimes.us_ear") / "tables"
"""Countries, and places in the occupied regions of Ukraine: facts of geography that the export rules hold."""


@cache
def ofac() -> Rulebook:
    """The rulebook, loaded and checked once."""
    places, place_print = read_rows(_PLACES / "occupied_places.csv")
    return Rulebook.load(
        "us_ofac",
        _rules(),
        [_sanctioned_places()],
        OFAC_FACTS,
        read_coverage(_HOME),
        Resolvers(
            VERIFIED_TO,
            lambda *_: Controls(()),
            lambda *_: None,
            occupied_place=occupied_places(places),
            licenses_naming=licenses_naming,
            hints=hints_in,
        ),
        verified_to=VERIFIED_TO,
        extra_fingerprints=[programs()[1], general_licenses()[1], place_print, hints_print()],
        covers_from=COVERS_FROM,
        sanctioned={row["destination"] for row in read_rows(_HOME / "tables" / "sanctioned_places.csv")[0]},
        ownership_rules=["us.ofac.fifty_percent"],
        title="OFAC sanctions regulations",
        short="OFAC's rules",
        cfr_title=31,
    )


def chapters() -> tuple[Chapter, ...]:
    """Every chapter; part 501 comes first, since what it authorizes is every rule of the others that stops."""
    stopping = [
        rule.rule_id
        for chapter in _CHAPTERS
        for rule in chapter.rules()
        if rule.question in (Question.PROHIBITION, Question.REQUIREMENT)
    ]
    return (part_501(stopping), *_CHAPTERS)


def _rules() -> list[Rule]:
    return [rule for chapter in chapters() for rule in chapter.rules()]


def _sanctioned_places() -> Table:
    known = {row["destination"] for row in read_rows(_PLACES / "destinations.csv")[0]}
    return read_table(
        _HOME / "tables" / "sanctioned_places.csv",
        ("destination", "program"),
        cite="31 CFR Part 501",
        universe=frozenset(known),
        verified_from="2025-01-27",
        inherits={},
    )
