"""15 CFR 740.9(b)(1), (b)(4) and (c): goods in transit, goods refused entry, and beta test software (TMP)."""

from __future__ import annotations

from licet.regimes.us_ear.part_740.common import CHART_AND_IRAQ, CUBA, TEXT, claims, controlled_for, yes
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation
from licet.rules.terms import Facts

__all__ = ["PART_740_TRANSIT"]

PART_740_TRANSIT = Chapter("15 CFR Part 740, transit, refused entry, beta software")

_DESTROY_BETA = Obligation(
    "destroy_beta_software",
    "Have the beta software destroyed or returned within 30 days of the end of the test.",
    cfr("15 CFR 740.9(c)(7)"),
)


def _defined(name: str) -> Condition:
    return Facts().defined(f"us.ear.740.2.{name}")


@PART_740_TRANSIT.authority(
    "us.ear.740.9.b.1",
    "License Exception TMP, in transit through the United States (15 CFR 740.9(b)(1))",
    defeats=[*CHART_AND_IRAQ, CUBA],
    cites=["15 CFR 740.9(b)", "15 CFR 740.9(b)(1)", "15 CFR 746.2(a)(1)(ix)"],
    periods=[TEXT],
    claim=claims("TMP", "(b)(1)"),
)
def in_transit(f: Facts) -> Condition:
    """What moves through the United States under a customs entry for transit may go on, outside Country Group E:1;
    not to the group that its reason for control is about, no firearms, chemicals of 1C350 or horses, unless it comes
    from Canada.
    """
    barred = (
        (controlled_for(f, "NS") & f.destination_in("D:1"))
        | (controlled_for(f, "NP") & f.destination_in("D:2"))
        | (controlled_for(f, "CB") & f.destination_in("D:3"))
        | (controlled_for(f, "MT") & f.destination_in("D:4"))
    )
    excluded = f.item.flag("transit_excluded", "that the item is of 1C350 or 0A980")
    firearm = f.item.flag("transit_firearm", "that the item is a firearm of 740.9(b)")
    terms = ~barred & ~f.destination_in("E:1") & ~excluded
    return (
        f.action.is_("export")
        & yes("in_transit_through_us")
        & (terms & ~f.destination.is_("CU") | yes("in_transit_from_canada"))
        & ~firearm
        & free("a.5", "a.13", sanctioned=("CU",))
        & _defined("a.5.i")
        & _defined("a.13.listed")
    )


@PART_740_TRANSIT.authority(
    "us.ear.740.9.b.4",
    "License Exception TMP, shipments refused entry (15 CFR 740.9(b)(4))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(b)(4)"],
    periods=[TEXT],
    claim=claims("TMP", "(b)(4)"),
)
def refused_entry(f: Facts) -> Condition:
    """What a US agency refused entry may go back to its country of origin, but to Cuba."""
    return (
        f.action.is_("export")
        & yes("refused_entry_returns_to_origin")
        & free("a.13")
        & _defined("a.13.listed")
    )


@PART_740_TRANSIT.authority(
    "us.ear.740.9.c",
    "License Exception TMP, beta test software (15 CFR 740.9(c))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(c)"],
    periods=[TEXT],
    claim=claims("TMP", "(c)"),
    obligations=[_DESTROY_BETA],
)
def beta_software(f: Facts) -> Condition:
    """Software that shall be sold to the public may be tested by who has certified what 740.9(c)(5) asks, outside
    Cuba and Iran; encryption software not in Country Group E:1.
    """
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("software")
        & yes("beta_test_software")
        & ~f.destination.in_("CU", "IR")
        & (~controlled_for(f, "EI") | ~f.destination_in("E:1"))
        & free()
    )
