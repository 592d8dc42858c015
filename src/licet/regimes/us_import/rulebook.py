"""Imports: forced labor (19 USC 1307, the UFLPA, Customs' orders) and the FCC's Covered List, as coverage.toml
says.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from licet.regimes.hints import hints_print
from licet.regimes.reading import country_codes, read_coverage, resolvers_without_ccl
from licet.regimes.us_import.facts import IMPORT_FACTS
from licet.regimes.us_import.rules import IMPORTS
from licet.rules.citation import usc
from licet.rules.law_files import LawFile
from licet.rules.rulebook import Rulebook
from licet.rules.table import Table, read_rows, read_table

__all__ = ["CHAPTERS", "imports"]

VERIFIED_TO = date(2026, 7, 9)
"""The day of the newest list that was read."""

_HOME = LawFile("licet.regimes.us_import")
CHAPTERS = (IMPORTS,)


@cache
def imports() -> Rulebook:
    """The rulebook, loaded and checked once."""
    _, entries = read_rows(_HOME / "tables" / "import_entries.csv")
    countries = Table("countries", usc("19 USC 1307"), country_codes(), VERIFIED_TO, "", {}, {})
    return Rulebook.load(
        "us_import",
        IMPORTS.rules(),
        [countries, _of_orders("import_goods", "code"), _of_orders("import_places", "country")],
        IMPORT_FACTS,
        read_coverage(_HOME),
        resolvers_without_ccl(VERIFIED_TO),
        verified_to=VERIFIED_TO,
        extra_fingerprints=[entries, hints_print()],
        covers_from=date(1930, 6, 17),
        title="Import rules on forced labor and covered equipment",
        short="the import rules",
    )


def _of_orders(name: str, what: str) -> Table:
    """What the orders name, by entry: goods or places."""
    file = _HOME / "tables" / f"{name}.csv"
    rows, _ = read_rows(file)
    return read_table(
        file,
        ("entry_id", what),
        cite="19 USC 1307",
        universe=frozenset(row["entry_id"] for row in rows),
        verified_from="1953-12-28",
        inherits={},
    )
