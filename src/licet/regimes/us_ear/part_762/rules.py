"""15 CFR Part 762: records, what is kept and for how long."""

from __future__ import annotations

from licet.regimes.us_ear.part_758.rules import on_list, since
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Constant
from licet.rules.rule import Chapter, Obligation, Occasion, period
from licet.rules.terms import Facts

__all__ = ["PART_762"]

PART_762 = Chapter("15 CFR Part 762")


@PART_762.duty(
    "us.ear.762.6",
    cites=["15 CFR 762.6(a)", "15 CFR 762.6(b)", "15 CFR 762.1(a)", "15 CFR 762.2"],
    periods=[
        period(
            EAR_1996.in_force.start.isoformat(),
            published=EAR_1996.published_on.isoformat(),
            cite="61 FR 12900",
            source="text of part 762 as of January 2025, amended at 72 FR 3946 and 87 FR 57106",
        )
    ],
    obligations=[
        Obligation(
            "keep_records_five_years",
            "Keep all records of it, negotiations included, for five years from the latest of: the export; any known "
            "reexport, transfer, transshipment or diversion; any other end of the transaction. What an "
            "agency has asked for is kept until it agrees.",
            cfr("15 CFR 762.6(a)"),
        )
    ],
)
def keep_records(f: Facts) -> Condition:  # rules share one shape
    """Records of every transaction subject to the regulations are kept for five years (to Canada by 762.1(a)(3) where
    a third country has a part in it; Licet says it for all).
    """
    return Constant(value=True, why="the transaction is subject to the regulations")


@PART_762.duty(
    "us.ear.762.2.a.11",
    cites=["15 CFR 762.2(a)(11)"],
    periods=[since("2024-05-30", "2024-04-30", "89 FR 34680")],
    obligations=[
        Obligation(
            "record_firearm_numbers",
            "Keep the serial number, make, model and caliber of every firearm exported.",
            cfr("15 CFR 762.2(a)(11)"),
        )
    ],
    occasion=Occasion.MOVING,
)
def firearm_numbers(f: Facts) -> Condition:
    """Of firearms the serial number, make, model and caliber are recorded."""
    return f.action.is_("export") & on_list("firearms_758", "that the item is a firearm of 758.1(b)(9)")
