"""15 CFR 740.3 to 740.7: exceptions that the Commerce Control List grants entry by entry; LVS, GBS, TSR, APP."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.item_flags import LVS_LIMITS
from licet.regimes.us_ear.part_740.common import (
    CHART_AND_IRAQ,
    MET,
    REPORT,
    TEXT,
    claims,
    controlled_for,
    no_other_reason_than,
    since_note,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.regimes.us_ear.part_744.facts import NONE_NAMED
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.condition import Condition, Field, any_of
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts

__all__ = ["PART_740_LISTED"]

PART_740_LISTED = Chapter("15 CFR Part 740, exceptions by list")


@PART_740_LISTED.rule(
    "us.ear.740.only.ns",
    Question.DEFINITION,
    cites=["15 CFR 740.4", "15 CFR 740.6(a)", "15 CFR 740.20(c)(2)"],
    periods=[EAR_1996],
)
def national_security_only(f: Facts) -> Condition:
    """A license is required to the destination for national security reasons only."""
    return no_other_reason_than(f, "NS")


@PART_740_LISTED.rule(
    "us.ear.740.3.value",
    Question.DEFINITION,
    cites=["15 CFR 740.3(b)", "15 CFR 740.3(d)"],
    periods=[since_note("740.3")],
)
def within_lvs_limit(f: Facts) -> Condition:
    """The order's net value does not exceed the limit that the ECCN states for License Exception LVS."""
    stated = [
        f.item.flag(f"lvs_limit_{limit}", f"that the item's LVS limit is {limit} dollars")
        & f.item.eccn_value_usd.at_most(limit)
        for limit in LVS_LIMITS
    ]
    in_words = f.item.flag("lvs_limit_in_words", "that the ECCN states its LVS limit in words")
    return any_of(*stated, in_words & yes("lvs_limit_covers_order"))


@PART_740_LISTED.authority(
    "us.ear.740.3",
    "License Exception LVS (15 CFR 740.3)",
    defeats=MET,
    cites=["15 CFR 740.3"],
    periods=[since_note("740.3")],
    claim=claims("LVS"),
    obligations=[REPORT],
)
def limited_value(f: Facts) -> Condition:
    """A commodity in a shipment of limited value, as the ECCN allows it, may go to Country Group B."""
    order = yes("lvs_whole_order_counted") & yes("lvs_annual_total_within_limit")
    components = ~controlled_for(f, "EI") | yes("lvs_supports_authorized_commodity")
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("commodity")
        & f.destination_in("B")
        & f.defined("us.ear.740.3.value")
        & order
        & components
        & free("a.13")
        & f.defined("us.ear.740.2.a.13.listed")
    )


@PART_740_LISTED.authority(
    "us.ear.740.4",
    "License Exception GBS (15 CFR 740.4)",
    defeats=MET,
    cites=["15 CFR 740.4"],
    periods=[since_note("740.4")],
    claim=claims("GBS"),
    obligations=[REPORT],
)
def country_group_b(f: Facts) -> Condition:
    """A commodity that needs a license for national security reasons only, as the ECCN allows it, may go to
    Country Group B except Sudan and Ukraine.
    """
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("commodity")
        & _group_b(f)
        & f.item.flag("allows_gbs", "that the ECCN allows License Exception GBS")
        & f.defined("us.ear.740.only.ns")
        & free()
    )


def _group_b(f: Facts) -> Condition:
    return f.destination_in("B") & ~f.destination.in_("SD", "UA")


@PART_740_LISTED.authority(
    "us.ear.740.6",
    "License Exception TSR (15 CFR 740.6)",
    defeats=MET,
    cites=["15 CFR 740.6"],
    periods=[since_note("740.6")],
    claim=claims("TSR"),
    obligations=[REPORT],
)
def technology_under_restriction(f: Facts) -> Condition:
    """Technology or software that needs a license for national security reasons only, as the ECCN allows it,
    may go to Country Group B except Sudan and Ukraine once the consignee's written assurance is there.
    """
    return (
        f.action.in_("export", "reexport", "deemed_export", "deemed_reexport")
        & f.item.kind.in_("technology", "software")
        & _group_b(f)
        & f.item.flag("allows_tsr", "that the ECCN allows License Exception TSR")
        & f.defined("us.ear.740.only.ns")
        & yes("written_assurance_received")
        & free()
    )


@PART_740_LISTED.authority(
    "us.ear.740.7",
    "License Exception APP (15 CFR 740.7)",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.7"],
    periods=[TEXT],
    claim=claims("APP"),
    obligations=[REPORT],
)
def computers(f: Facts) -> Condition:
    """A computer of 4A003.b or .c may go to Computer Tier 1 for use there; its technology and software to Country
    Group A:5, and by release to nationals of the tiers up to the performance of 740.7(c)(3) and (d)(3).
    """
    commodity = (
        f.item.kind.is_("commodity")
        & f.item.flag("computer", "that the item is a computer of 4A003.b or .c")
        & f.action.in_("export", "reexport", "transfer_in_country")
        & f.destination_in("740.7.c.1")
        & yes("used_up_in_destination")
    )
    return (commodity | _computer_know_how(f)) & f.end_use.in_(*NONE_NAMED) & free()


def _computer_know_how(f: Facts) -> Condition:
    """740.7(c)(3) and (d)(3): technology and source code for computers of 4A003."""
    app = words["computer_app_wt"]
    to_a5 = f.action.in_("export", "reexport", "transfer_in_country") & f.destination_in("A:5")
    tier_1 = f.destination_in("740.7.c.1") & ~f.destination_in("A:5") & _up_to(app, 500, 175)
    tier_3 = f.destination_in("740.7.d.1") & _up_to(app, 140, 50)
    released = f.action.in_("deemed_export", "deemed_reexport") & (
        f.destination_in("A:5") | f.action.is_("deemed_export") & (tier_1 | tier_3)
    )
    know_how = f.item.flag("computer_technology", "that it is technology or software of 4D001 or 4E001")
    return know_how & ~f.destination.in_("CU", "IR", "KP", "SY") & (to_a5 | released)


def _up_to(app: Field, use: int, development: int) -> Condition:
    """Use technology up to one performance, development and production technology up to another."""
    return app.at_most(development) | (app.at_most(use) & yes("use_technology"))
