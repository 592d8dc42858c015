"""15 CFR 742.18(a)(2)(ii)(B): Schedule 3 chemicals to States not Party to the Chemical Weapons Convention."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_738.rules import names_destination
from licet.regimes.us_ear.part_740.common import yes
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, period
from licet.rules.terms import Facts

__all__ = ["PART_742_CHEMICALS"]

PART_742_CHEMICALS = Chapter("15 CFR Part 742, chemicals of the Chemical Weapons Convention")


@PART_742_CHEMICALS.exemption(
    "us.ear.742.18.a.2.ii.B",
    defeats=["us.ear.738.3.named"],
    cites=["15 CFR 742.18(a)(2)(ii)(B)", "15 CFR 745.2(a)"],
    periods=[
        period(
            "2024-12-23",
            published="2024-12-23",
            cite="89 FR 104408",
            source="742.18 as of 2026-09-24; its last amendment is taken from the list of Schedule 1 chemicals",
        )
    ],
)
def schedule_3_chemicals(f: Facts) -> Condition:
    """Schedule 3 chemicals may go to States not Party to the Convention without a license for that reason: exported
    with an End-Use Certificate of the importing country, or reexported from a State Party.
    """
    other = f.item.some_control(lambda c: c.applies.is_(True) & names_destination(f, c) & ~c.reason.is_("CW"))
    listed = f.item.flag("schedule_3_chemicals", "that the item is of 1C350.c or 1C355.b")
    exported = f.action.is_("export") & yes("cwc_end_use_certificate")
    party = words["reexported_from"].in_table("country_groups", "745.S2")
    return listed & (exported | (f.action.is_("reexport") & party)) & ~other
