"""15 CFR 740.14: baggage (BAG), with the terms of its own for firearms, technology and protective equipment."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import (
    BELARUS,
    CHART_AND_IRAQ,
    CUBA,
    NORTH_KOREA,
    OCCUPIED_UKRAINE,
    RUSSIA,
    SYRIA,
    TEXT,
    claims,
    controlled_for,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation
from licet.rules.terms import Facts

__all__ = ["PART_740_BAGGAGE"]

PART_740_BAGGAGE = Chapter("15 CFR Part 740, baggage")

_SANCTIONED = ("CU", "KP", "SY", "RU", "BY")
_EVERYWHERE = [*CHART_AND_IRAQ, CUBA, NORTH_KOREA, SYRIA, RUSSIA, BELARUS]

_MARK_BAGGAGE = Obligation(
    "mark_baggage",
    'Mark unaccompanied pieces "BAGGAGE", and ship what is controlled for CB, MT, NS, EI or NP reasons within three '
    "months of the month of departure.",
    cfr("15 CFR 740.14(d)"),
)
_BRING_BACK = Obligation(
    "return_firearms",
    "Bring the firearms, parts and unused ammunition back to the United States.",
    cfr("15 CFR 740.14(e)(1)(iv)"),
)


def _weapon(f: Facts) -> Condition:
    return f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")


def _military(f: Facts) -> Condition:
    return f.item.flag("series_600", "that the item is of the 600 series")


@PART_740_BAGGAGE.authority(
    "us.ear.740.14",
    "License Exception BAG (15 CFR 740.14)",
    defeats=[*_EVERYWHERE, OCCUPIED_UKRAINE],
    cites=["15 CFR 740.14(b)", "15 CFR 740.14(c)", "15 CFR 740.14(d)", "15 CFR 740.14(f)"],
    periods=[TEXT],
    claim=claims("BAG") & ~words["license_exception_paragraph"].in_("(e)", "(g)", "(h)"),
    obligations=[_MARK_BAGGAGE],
)
def baggage(f: Facts) -> Condition:
    """A person who leaves the United States may take usual baggage of his own, commodities and software."""
    sensitive = controlled_for(f, "CB", "MT", "NS", "EI", "NP")
    group_d = f.destination_in("D:1", "D:2", "D:3", "D:4", "E:1")
    encryption = ~controlled_for(f, "EI") | (~f.destination_in("E:1") & yes("traveler_may_take_encryption"))
    special = _military(f) | _weapon(f)
    unread = f.unmodeled("740.14", "what 740.14 says of other weapons and military items in baggage")
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.in_("commodity", "software")
        & yes("personal_baggage")
        & (yes("accompanied_baggage") | ~sensitive | ~group_d)
        & encryption
        & ~_of_paragraph_e(f)
        & (~special | unread)
        & free("a.13", sanctioned=(*_SANCTIONED, "UA"))
    )


def _shotgun(f: Facts) -> Condition:
    return f.item.flag("bag_shotgun", "that the item is a shotgun, part or shell of 740.14(e)(1)")


def _firearm(f: Facts) -> Condition:
    return f.item.flag("bag_firearm", "that the item is a firearm, part or ammunition of 740.14(e)(3)")


def _of_paragraph_e(f: Facts) -> Condition:
    return _shotgun(f) | _firearm(f)


@PART_740_BAGGAGE.authority(
    "us.ear.740.14.e",
    "License Exception BAG, firearms and ammunition (15 CFR 740.14(e))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.14(e)", "15 CFR 740.2(a)(4)(iii)"],
    periods=[TEXT],
    claim=claims("BAG", "(e)"),
    obligations=[_BRING_BACK],
)
def firearms_in_baggage(f: Facts) -> Condition:
    """A US citizen or permanent resident may take up to three firearms, with ammunition, for his own use, and bring
    them back; who came with firearms may leave with them.
    """
    shotguns = _shotgun(f) & f.action.in_("export", "reexport") & yes("shotguns_for_own_use")
    others = _firearm(f) & f.action.is_("export") & yes("firearms_for_own_use")
    parts = f.item.flag("bag_firearm_part", "that the item is of 0A509")
    brought = (
        _of_paragraph_e(f) & ~parts & f.action.in_("export", "reexport") & yes("firearms_brought_in_by_alien")
    )
    return (
        f.item.kind.is_("commodity")
        & yes("accompanied_baggage")
        & (shotguns | others | brought)
        & free("a.4")
    )


@PART_740_BAGGAGE.authority(
    "us.ear.740.14.g",
    "License Exception BAG, technology as a tool of trade (15 CFR 740.14(g))",
    defeats=_EVERYWHERE,
    cites=["15 CFR 740.14(b)(4)", "15 CFR 740.14(g)"],
    periods=[TEXT],
    claim=claims("BAG", "(g)"),
)
def technology_as_tool_of_trade(f: Facts) -> Condition:
    """A US person who travels may take or be sent technology for his own trade, secured, for no foreign production
    and no technical assistance; of 5E002 nothing to Country Group E:1.
    """
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("technology")
        & yes("technology_for_travelers_own_use")
        & (~controlled_for(f, "EI") | ~f.destination_in("E:1"))
        & free("a.13", sanctioned=_SANCTIONED)
        & Facts().defined("us.ear.740.2.a.13.listed")
    )


@PART_740_BAGGAGE.authority(
    "us.ear.740.14.h",
    "License Exception BAG, protective equipment (15 CFR 740.14(h))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.14(h)", "15 CFR 740.2(a)(12)"],
    periods=[TEXT],
    claim=claims("BAG", "(h)"),
)
def protective_equipment(f: Facts) -> Condition:
    """A US person may take one set of body armor with helmet, or of protective gear against chemical and biological
    agents; to Country Group D:5 body armor alone, on business of the US Government, to Iraq also as its government
    authorized.
    """
    armor = f.item.flag("body_armor", "that the item is of 1A613.c or .d")
    gear = f.item.flag("agent_protection", "that the item is of 1A607.f or a filter canister of 1A607.x")
    elsewhere = (armor | gear) & Facts().defined("us.ear.740.2.a.12")
    travel = yes("us_government_travel") | f.destination.is_("IQ") & yes("authorized_by_iraq")
    embargoed = armor & f.destination_in("D:5") & travel
    return (
        f.action.in_("export", "reexport", "transfer_in_country")
        & f.item.kind.is_("commodity")
        & yes("protective_set_for_own_use")
        & (elsewhere | embargoed)
        & ~f.destination.is_("HK")
        & free("a.12", "a.13")
    )
