"""15 CFR 740.9: firearms as tools of trade, technology, kits, containers, affiliates, fairs and other paragraphs."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import CHART_AND_IRAQ, SYRIA, TEXT, claims, controlled_for, yes
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation
from licet.rules.terms import Facts, f

__all__ = ["PART_740_TEMPORARY_MORE", "READ_TMP", "RETURN", "firearms_as_shipped", "temporary", "unbarred"]

PART_740_TEMPORARY_MORE = Chapter("15 CFR Part 740, other temporary exports")

RETURN = Obligation(
    "return_within_a_year",
    "Bring it back (or use it up) as soon as practicable, at the latest one year after it left.",
    cfr("15 CFR 740.9(a)(14)"),
)
_RETURN_IN_FOUR = Obligation(
    "return_within_four_years",
    "Bring it back (or use it up) as soon as practicable, at the latest four years after it left.",
    cfr("15 CFR 740.9(a)(14)"),
)
READ_TMP = (
    *("(a)(1)", "(a)(2)", "(a)(3)", "(a)(4)", "(a)(5)", "(a)(6)", "(a)(7)", "(a)(8)", "(a)(9)", "(a)(10)"),
    *("(a)(11)", "(b)(1)", "(b)(2)", "(b)(3)", "(b)(4)", "(b)(5)", "(c)"),
)
"""The paragraphs of 740.9 that authorize something; (a)(12) to (14) define and oblige."""

ANYWHERE = ("export", "reexport", "transfer_in_country")
_RESTRICTED_FIREARMS = ("GE", "KZ", "KG", "MD", "TM", "UA", "UZ")


def _defined(name: str) -> Condition:
    return f.defined(f"us.ear.740.2.{name}")


def unbarred(*spared: str, sanctioned: tuple[str, ...] = ()) -> Condition:
    """TMP and RPL may be used for the 600 series and, outside D:4 and D:5, for missile technology items."""
    free_of = free("a.5", "a.13", *spared, sanctioned=sanctioned)
    return free_of & _defined("a.5.i") & _defined("a.13.listed")


def temporary(f: Facts) -> Condition:
    """A temporary export without an order, outside Country Group E:1."""
    return f.action.in_(*ANYWHERE) & ~f.destination_in("E:1") & yes("temporary_without_order")


def _restricted_firearm(f: Facts) -> Condition:
    return f.item.flag("transit_firearm", "that the item is a firearm of 740.9(b)")


def _barred_for_firearms(f: Facts) -> Condition:
    return f.destination_in("D:5") | f.destination.in_(*_RESTRICTED_FIREARMS)


def firearms_as_shipped(f: Facts) -> Condition:
    """What the opening of 740.9(a) asks of firearms that are exhibited or repaired abroad."""
    fit = ~_barred_for_firearms(f) & yes("firearms_at_most_75")
    return ~_restricted_firearm(f) | fit


def _no_firearm(f: Facts) -> Condition:
    """Only (a)(2), (5) and (6) are open for the firearms of the opening of 740.9(a)."""
    return ~_restricted_firearm(f)


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9.a.2",
    "License Exception TMP, firearms as tools of trade (15 CFR 740.9(a)(2))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(a)(2)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(2)"),
    obligations=[RETURN],
)
def firearms_as_tools(f: Facts) -> Condition:
    """At most three firearms and 1,000 rounds may be taken along as tools of trade to destinations outside Country
    Groups D:5 and E:1 and seven other countries.
    """
    listed = f.item.flag("tmp_firearm", "that the item is of an ECCN named in 740.9(a)(2)")
    shotgun = f.item.flag("shotgun", "that the item is of 0A502 or 0A508")
    return (
        f.action.in_("export", "reexport")
        & listed
        & temporary(f)
        & ~(_restricted_firearm(f) & (shotgun | _barred_for_firearms(f)))
        & yes("firearms_as_tools_of_trade")
        & free()
    )


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9.a.3",
    "License Exception TMP, technology for US persons abroad (15 CFR 740.9(a)(3))",
    defeats=[*CHART_AND_IRAQ, SYRIA],
    cites=["15 CFR 740.9(a)(3)", "15 CFR 746.9(b)(2)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(3)"),
)
def technology_abroad(f: Facts) -> Condition:
    """Technology may go with US persons and their employees who travel or work abroad for a time, kept secure."""
    return (
        f.action.in_(*ANYWHERE)
        & f.item.kind.is_("technology")
        & yes("temporary_without_order")
        & yes("technology_for_us_persons_abroad")
        & unbarred("a.22", sanctioned=("SY",))
    )


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9.a.4",
    "License Exception TMP, kits of replacement parts (15 CFR 740.9(a)(4))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(a)(4)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(4)"),
    obligations=[RETURN],
)
def replacement_kits(f: Facts) -> Condition:
    """Kits of replacement parts may be taken along and come back, to destinations outside Country Group E:1."""
    missile = _defined("a.5.i") | _defined("a.5.ii")
    return (
        temporary(f)
        & f.item.kind.is_("commodity")
        & _no_firearm(f)
        & yes("replacement_kit")
        & free("a.5", "a.13", "a.25")
        & missile
        & _defined("a.13.listed")
    )


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9.a.7",
    "License Exception TMP, containers (15 CFR 740.9(a)(7))",
    defeats=[*CHART_AND_IRAQ, SYRIA],
    cites=["15 CFR 740.9(a)(7)", "15 CFR 746.9(b)(2)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(7)"),
    obligations=[RETURN],
)
def containers(f: Facts) -> Condition:
    """Containers that a shipment needs may go with it; what is in them needs an authorization of its own."""
    return (
        f.action.in_(*ANYWHERE)
        & f.item.kind.is_("commodity")
        & _no_firearm(f)
        & yes("temporary_without_order")
        & yes("container_for_shipment")
        & unbarred(sanctioned=("SY",))
    )


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9.a.8",
    "License Exception TMP, assembly in Mexico (15 CFR 740.9(a)(8))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(a)(8)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(8)"),
    obligations=[_RETURN_IN_FOUR],
)
def assembly_in_mexico(f: Facts) -> Condition:
    """Commodities may go to Mexico's in-bond program for assembly and come back within four years."""
    return (
        f.action.is_("export")
        & f.destination.is_("MX")
        & f.item.kind.is_("commodity")
        & _no_firearm(f)
        & yes("immex_assembly")
        & unbarred()
    )


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9.a.10",
    "License Exception TMP, a US person's own facility abroad (15 CFR 740.9(a)(10))",
    defeats=[*CHART_AND_IRAQ, SYRIA],
    cites=["15 CFR 740.9(a)(10)", "15 CFR 746.9(b)(2)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(10)"),
    obligations=[RETURN],
)
def own_facility(f: Facts) -> Condition:
    """A US person may send parts, tools and test equipment to its own facility abroad, for manufacture there."""
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("commodity")
        & _no_firearm(f)
        & yes("temporary_without_order")
        & yes("for_own_facility_abroad")
        & unbarred("a.25", sanctioned=("SY",))
    )


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9.a.11",
    "License Exception TMP, personal protective equipment (15 CFR 740.9(a)(11))",
    defeats=[*CHART_AND_IRAQ, SYRIA],
    cites=["15 CFR 740.9(a)(11)", "15 CFR 746.9(b)(2)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(11)"),
    obligations=[_RETURN_IN_FOUR],
)
def protective_equipment(f: Facts) -> Condition:
    """A US person may take along one set of body armor or of gear against agents for its own use; to Country Group
    D:5 on travel for the US Government, to Iraq also as its government authorized.
    """
    armor = f.item.flag("body_armor", "that the item is of 1A613.c or .d")
    gear = f.item.flag("agent_protection", "that the item is of 1A607.f or a canister of it")
    iraq = f.destination.is_("IQ") & yes("authorized_by_iraq")
    travel = ~f.destination_in("D:5") | yes("us_government_travel") | iraq
    named = armor & f.destination_in("D:5")
    return (
        f.action.in_(*ANYWHERE)
        & (armor | gear)
        & yes("temporary_without_order")
        & yes("protective_set_for_own_use")
        & travel
        & (named | _defined("a.12"))
        & free("a.12", "a.13", sanctioned=("SY",))
    )


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9.b.2",
    "License Exception TMP, items imported for exhibition (15 CFR 740.9(b)(2))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(b)(2)"],
    periods=[TEXT],
    claim=claims("TMP", "(b)(2)"),
)
def imported_for_exhibition(f: Facts) -> Condition:
    """What was imported under bond for display may go back to where it came from; to other destinations but Country
    Group E:1 and the group that its reason for control is about.
    """
    barred = (
        (controlled_for(f, "NS") & f.destination_in("D:1"))
        | (controlled_for(f, "NP") & f.destination_in("D:2"))
        | (controlled_for(f, "CB") & f.destination_in("D:3"))
        | (controlled_for(f, "MT") & f.destination_in("D:4"))
    )
    elsewhere = ~f.destination_in("E:1") & ~barred
    return (
        f.action.is_("export")
        & _no_firearm(f)
        & yes("imported_for_exhibition")
        & (yes("returns_to_country_of_import") | elsewhere)
        & unbarred("a.25")
    )


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9.b.5",
    "License Exception TMP, firearms temporarily in the United States (15 CFR 740.9(b)(5))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(b)(5)"],
    periods=[TEXT],
    claim=claims("TMP", "(b)(5)"),
)
def firearms_return(f: Facts) -> Condition:
    """At most 75 firearms that were in the United States for a time may leave it, not for Country Group D:5."""
    return (
        f.action.is_("export")
        & _restricted_firearm(f)
        & ~f.destination_in("D:5")
        & yes("firearms_temporarily_imported")
        & free()
    )


@PART_740_TEMPORARY_MORE.authority(
    "us.ear.740.9",
    "License Exception TMP, another paragraph (15 CFR 740.9)",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9"],
    periods=[TEXT],
    claim=claims("TMP")
    & words["license_exception_paragraph"].is_stated()
    & ~words["license_exception_paragraph"].in_(*READ_TMP),
)
def temporary_otherwise(f: Facts) -> Condition:
    """A paragraph of 740.9 that authorizes nothing by itself, or that Licet does not know, was claimed."""
    other = f.unmodeled("740.9", "the paragraph of License Exception TMP that is claimed")
    return _defined("a.1") & _defined("a.17") & other
