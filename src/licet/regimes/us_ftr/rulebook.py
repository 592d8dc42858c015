"""The Foreign Trade Regulations, 15 CFR part 30: filing of Electronic Export Information, as coverage.toml says.

Part 30 refers to the EAR for most of what must be filed, so that it reads their facts, country groups and flags.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from licet.regimes.hints import hints_in, hints_print
from licet.regimes.reading import read_coverage
from licet.regimes.us_ear import ear
from licet.regimes.us_ftr.rules import FILING
from licet.regimes.us_ftr.words import ALL_FACTS
from licet.rules.law_files import LawFile
from licet.rules.rulebook import Rulebook

__all__ = ["CHAPTERS", "ftr"]

VERIFIED_TO = date(2025, 1, 27)
"""The day of the newest text that was read."""

_HOME = LawFile("licet.regimes.us_ftr")
CHAPTERS = (FILING,)


@cache
def ftr() -> Rulebook:
    """The rulebook, loaded and checked once."""
    ear_book = ear()
    return Rulebook.load(
        "us_ftr",
        FILING.rules(),
        ear_book.tables.values(),
        ALL_FACTS,
        read_coverage(_HOME),
        replace(ear_book.resolvers, hints=hints_in),
        verified_to=VERIFIED_TO,
        extra_fingerprints=[ear_book.content_hash, hints_print()],
        covers_from=date(2008, 7, 2),
        title="Foreign Trade Regulations",
        short="the filing rules",
        verified=ear_book.verified,
    )
