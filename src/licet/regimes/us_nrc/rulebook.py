"""Export and import of nuclear equipment and material, 10 CFR part 110, as a gate: as far as coverage.toml says."""

from __future__ import annotations

from datetime import date
from functools import cache

from licet.regimes.hints import hints_print
from licet.regimes.reading import country_codes, read_coverage, resolvers_without_ccl
from licet.regimes.us_nrc.facts import NRC_FACTS
from licet.regimes.us_nrc.rules import FORMER_ECCNS, NRC
from licet.rules.citation import cfr
from licet.rules.law_files import LawFile
from licet.rules.rulebook import Rulebook
from licet.rules.table import Table

__all__ = ["CHAPTERS", "nrc"]

VERIFIED_TO = date(2025, 1, 27)
"""The day of the newest text that was read."""

_HOME = LawFile("licet.regimes.us_nrc")
CHAPTERS = (NRC,)


@cache
def nrc() -> Rulebook:
    """The rulebook, loaded and checked once."""
    countries = Table("countries", cfr("10 CFR Part 110"), country_codes(), VERIFIED_TO, "", {}, {})
    return Rulebook.load(
        "us_nrc",
        NRC.rules(),
        [countries],
        NRC_FACTS,
        read_coverage(_HOME),
        resolvers_without_ccl(VERIFIED_TO, {"formerly_listed": _formerly_listed}),
        verified_to=VERIFIED_TO,
        extra_fingerprints=[hints_print()],
        cfr_title=10,
        covers_from=date(1984, 12, 3),
        title="NRC export and import rules",
        short="the rules of the Nuclear Regulatory Commission",
    )


def _formerly_listed(eccn: str) -> tuple[bool, str]:
    """Whether an ECCN named items of 10 CFR part 110 until October 15, 2013 (15 CFR 774.1(b)(2))."""
    return eccn.partition(".")[0] in FORMER_ECCNS, "item.eccn"
