"""Assistance to foreign atomic energy activities, 10 CFR part 810, as a gate: as far as coverage.toml says."""

from __future__ import annotations

from datetime import date
from functools import cache

from licet.regimes.hints import hints_print
from licet.regimes.reading import country_codes, read_coverage, resolvers_without_ccl
from licet.regimes.us_doe.facts import DOE_FACTS
from licet.regimes.us_doe.rules import DOE
from licet.rules.law_files import LawFile
from licet.rules.rulebook import Rulebook
from licet.rules.table import read_table

__all__ = ["CHAPTERS", "doe"]

VERIFIED_TO = date(2025, 1, 27)
"""The day of the newest text that was read."""

_HOME = LawFile("licet.regimes.us_doe")
CHAPTERS = (DOE,)


@cache
def doe() -> Rulebook:
    """The rulebook, loaded and checked once."""
    appendix = read_table(
        _HOME / "tables" / "doe_810_appendix.csv",
        ("country", "listed"),
        cite="10 CFR Part 810",
        universe=country_codes(),
        verified_from="2025-11-01",
        inherits={},
    )
    return Rulebook.load(
        "us_doe",
        DOE.rules(),
        [appendix],
        DOE_FACTS,
        read_coverage(_HOME),
        resolvers_without_ccl(VERIFIED_TO),
        verified_to=VERIFIED_TO,
        extra_fingerprints=[hints_print()],
        cfr_title=10,
        covers_from=date(2015, 3, 25),
        title="Assistance to foreign atomic energy activities",
        short="10 CFR Part 810",
    )
