"""The International Traffic in Arms Regulations, 22 CFR parts 120 to 130, as a gate: as far as coverage.toml says."""

from __future__ import annotations

from datetime import date
from functools import cache

from licet.regimes.hints import hints_print
from licet.regimes.reading import country_codes, itar_eccns, read_coverage, resolvers_without_ccl
from licet.regimes.us_itar.exemptions import EXEMPTIONS
from licet.regimes.us_itar.facts import ITAR_FACTS
from licet.regimes.us_itar.jurisdiction import JURISDICTION
from licet.regimes.us_itar.licensing import LICENSING
from licet.regimes.us_itar.proscribed import PROSCRIBED
from licet.rules.law_files import LawFile
from licet.rules.rulebook import Rulebook
from licet.rules.table import Table, read_rows, read_table

__all__ = ["CHAPTERS", "itar"]

VERIFIED_TO = date(2026, 9, 1)
"""The day of the newest text that was read: the outline of the U.S. Munitions List."""

_HOME = LawFile("licet.regimes.us_itar")
CHAPTERS = (JURISDICTION, PROSCRIBED, LICENSING, EXEMPTIONS)


@cache
def itar() -> Rulebook:
    """The rulebook, loaded and checked once."""
    return Rulebook.load(
        "us_itar",
        [rule for chapter in CHAPTERS for rule in chapter.rules()],
        _tables(),
        ITAR_FACTS,
        read_coverage(_HOME),
        resolvers_without_ccl(VERIFIED_TO, {"classified_under_ear": _classified_under_ear}),
        verified_to=VERIFIED_TO,
        extra_fingerprints=[hints_print()],
        cfr_title=22,
        covers_from=date(1993, 7, 22),
        title="International Traffic in Arms Regulations",
        short="the ITAR",
    )


def _classified_under_ear(eccn: str) -> tuple[bool, str]:
    """Whether the Commerce Control List holds items of an ECCN for Commerce, and does not refer to the ITAR."""
    return eccn.partition(".")[0] not in itar_eccns(), "item.eccn"


def _tables() -> list[Table]:
    rows, _ = read_rows(_HOME / "tables" / "usml.csv")
    usml = read_table(
        _HOME / "tables" / "usml.csv",
        ("paragraph", "property"),
        cite="22 CFR 121.1",
        universe=frozenset({"none", *(row["paragraph"] for row in rows)}),
        verified_from="2026-09-01",
        inherits={},
    )
    countries = read_table(
        _HOME / "tables" / "itar_126_1.csv",
        ("country", "kind"),
        cite="22 CFR 126.1(d)",
        universe=country_codes(),
        verified_from="2025-01-27",
        inherits={},
    )
    return [usml, countries]
