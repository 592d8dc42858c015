"""General licenses that OFAC publishes on its site and not in the CFR, as records without their text.

A record tells the number, the days, and whom it names: so an answer does not stop what such a license may allow, and
names the text to read. A person who has read it states ``ofac_authorization`` and that its terms are met.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from licet.regimes.us_ofac.blocking import ALL_BLOCKING
from licet.regimes.us_ofac.periods import unread
from licet.rules.condition import CascadingShareAtLeast, Condition
from licet.rules.law_files import LawFile
from licet.rules.rule import Chapter, Period
from licet.rules.table import read_rows
from licet.rules.terms import Facts, Listed, OwnerTerm

__all__ = ["GENERAL_LICENSES", "general_licenses", "licenses_naming"]

GENERAL_LICENSES = Chapter("31 CFR Chapter V: general licenses on OFAC's site")


def general_licenses() -> tuple[list[dict[str, str]], str]:
    """The rows of the table of general licenses, and its sha256."""
    return read_rows(LawFile("licet.regimes.us_ofac") / "tables" / "general_licenses.csv")


_NAMED = [
    (
        row["number"],
        re.compile("|".join(rf"\b{re.escape(text)}\b" for text in row["parties"].split("|")), re.IGNORECASE),
    )
    for row in general_licenses()[0]
]


def licenses_naming(name: str) -> tuple[str, ...]:
    """The numbers of the general licenses that name a listed party."""
    return tuple(number for number, pattern in _NAMED if pattern.search(name))


def _period(row: dict[str, str]) -> Period:
    what = f"{row['covers']} ({row['source']})"
    return unread(row["effective_from"], "31 CFR 501.801(a)", what, last=row["effective_to"] or None)


def _author(row: dict[str, str]) -> Callable[[Facts], Condition]:
    number = row["number"]

    def named(entry: Listed) -> Condition:
        return entry.on("SDN") & entry.named_in.is_(number)

    def covers(f: Facts) -> Condition:
        party = f.some_party(
            lambda p: p.listing(named) | CascadingShareAtLeast(50, OwnerTerm().listing(named))
        )
        return party & f.unmodeled(
            "general licenses", f"the text of General License {number}: {row['covers']}"
        )

    covers.__doc__ = f"General License {number} may cover it: {row['covers']}."
    return covers


for _row in general_licenses()[0]:
    GENERAL_LICENSES.authority(
        f"us.ofac.gl.{_row['number'].replace(' ', '.').lower()}",
        f"OFAC General License {_row['number']}",
        defeats=ALL_BLOCKING,
        cites=["31 CFR 501.801(a)"],
        periods=[_period(_row)],
        claim=None,
        verified=False,
    )(_author(_row))
