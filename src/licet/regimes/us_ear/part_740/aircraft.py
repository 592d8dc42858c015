"""15 CFR 740.15 and 740.23: aircraft, vessels and spacecraft (AVS), medical devices (MED)."""

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
    anti_terrorism_only,
    claims,
    no,
    since_note,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation
from licet.rules.terms import Facts

__all__ = ["PART_740_AIRCRAFT"]

PART_740_AIRCRAFT = Chapter("15 CFR Part 740, aircraft, vessels, medical devices")

_REGISTERED = words["craft_registered_in"]
_A_B = (*CHART_AND_IRAQ, CUBA, SYRIA, RUSSIA, BELARUS, OCCUPIED_UKRAINE)
"""740.15(a) and (b) are named in 746.2(a)(1)(x), 746.6(c), 746.8(c)(2)(v) and 746.9(b)(7)."""
_RECORDS_MED = Obligation(
    "keep_med_verification",
    "Keep the records of how you verified the distribution for five years, and give them to BIS on request.",
    cfr("15 CFR 740.23(d)"),
)


def _missile(f: Facts) -> Condition:
    return f.defined("us.ear.740.2.a.5.i")


def _spared_russia(f: Facts) -> Condition:
    """746.8(c)(2)(v): no craft that is registered in, owned, controlled, chartered or leased by Russia, Belarus or
    their nationals; both are in Country Group D:1.
    """
    return ~f.destination.in_("RU", "BY") | no("craft_of_d1_or_cuba")


def _no_syrian_forces(f: Facts) -> Condition:
    return ~f.destination.is_("SY") | no("supports_syrian_forces")


@PART_740_AIRCRAFT.authority(
    "us.ear.740.15.a",
    "License Exception AVS, aircraft on temporary sojourn (15 CFR 740.15(a))",
    defeats=[*_A_B, NORTH_KOREA],
    cites=["15 CFR 740.15(a)", "15 CFR 746.2(a)(1)(x)", "15 CFR 746.4(c)(6)", "15 CFR 746.8(c)(2)(v)"],
    periods=[TEXT],
    claim=claims("AVS", "(a)", "(a)(1)", "(a)(2)", "(a)(2)(i)", "(a)(2)(ii)", "(a)(4)"),
)
def aircraft_on_sojourn(f: Facts) -> Condition:
    """A civil aircraft may fly abroad for a time: of foreign registry, of US registry under an FAA certificate to any
    destination, others of US registry outside Country Groups E:1 and E:2; a reexport likewise, to North Korea no
    other.
    """
    certified = yes("air_carrier_certificate") | (~f.destination_in("E:1", "E:2") & yes("us_licensed_pilot"))
    leaves = ~_REGISTERED.is_("US") | certified
    return (
        (f.action.is_("export") & ~f.destination.is_("KP") | f.action.is_("reexport"))
        & f.item.kind.is_("commodity")
        & yes("aircraft_on_temporary_sojourn")
        & leaves
        & _spared_russia(f)
        & _no_syrian_forces(f)
        & free(sanctioned=("CU", "KP", "SY", "RU", "BY", "UA"))
    )


@PART_740_AIRCRAFT.authority(
    "us.ear.740.15.b",
    "License Exception AVS, equipment, spares and stores (15 CFR 740.15(b))",
    defeats=_A_B,
    cites=["15 CFR 740.15(b)", "15 CFR 746.2(a)(1)(x)", "15 CFR 746.8(c)(2)(v)", "15 CFR 746.9(b)(7)"],
    periods=[TEXT],
    claim=claims("AVS", "(b)", "(b)(1)", "(b)(2)", "(b)(2)(i)", "(b)(2)(ii)", "(b)(3)"),
)
def equipment_and_stores(f: Facts) -> Condition:
    """Equipment and spares for permanent use on a vessel or aircraft that is not of Cuba, Country Group D:1 or their
    nationals, and stores for the voyage; to Cuba and Syria only what is EAR99 or controlled for anti-terrorism alone.
    "Identified in Country Group A:2 and supplement no. 3 to part 746", of (b)(2)(ii), is read as in both.
    """
    equipment = yes("equipment_for_craft") & no("craft_of_d1_or_cuba")
    stores = f.action.is_("export") & yes("ship_or_plane_stores")
    sensors = f.item.flag("mt_aircraft_sensor", "that the item is of 7A101 to 7A103")
    partner = f.destination_in("A:2") & f.destination_in("746.S3")
    production = sensors & partner & yes("for_civil_manned_aircraft")
    lesser = f.item.flag("avs_treated_as_at", "that the note to 740.15(b)(4) names the item")
    in_two = ~f.destination.in_("CU", "SY") | anti_terrorism_only(f) | lesser
    vehicle = f.defined("us.ear.740.2.a.5.ii")
    return (
        f.action.in_(*("export", "reexport", "transfer_in_country"))
        & f.item.kind.is_("commodity")
        & (f.action.in_("export", "reexport") & (equipment | stores) | production)
        & in_two
        & _spared_russia(f)
        & _no_syrian_forces(f)
        & free("a.5", sanctioned=("CU", "SY", "RU", "BY", "UA"))
        & (_missile(f) | vehicle)
    )


@PART_740_AIRCRAFT.authority(
    "us.ear.740.15.c",
    "License Exception AVS, vessels, planes and airlines of allies (15 CFR 740.15(c))",
    defeats=[*CHART_AND_IRAQ, SYRIA],
    cites=["15 CFR 740.15(c)", "15 CFR 746.9(b)(7)"],
    periods=[TEXT],
    claim=claims("AVS", "(c)", "(c)(1)", "(c)(2)"),
)
def allied_craft(f: Facts) -> Condition:
    """Stores, equipment and spares for a US, Australian, Canadian or UK vessel, plane or airline installation,
    outside Cuba and Country Group D:1 but China.
    """
    barred = f.destination.is_("CU") | (f.destination_in("D:1") & ~f.destination.in_("CN", "HK"))
    return (
        f.action.is_("export")
        & f.item.kind.is_("commodity")
        & ~barred
        & yes("shipment_to_allied_craft")
        & _no_syrian_forces(f)
        & free("a.5", sanctioned=("SY",))
        & _missile(f)
    )


@PART_740_AIRCRAFT.authority(
    "us.ear.740.15.d",
    "License Exception AVS, vessels on temporary sojourn (15 CFR 740.15(d))",
    defeats=[*CHART_AND_IRAQ, CUBA],
    cites=["15 CFR 740.15(d)", "15 CFR 746.2(a)(1)(x)"],
    periods=[TEXT],
    claim=claims("AVS", "(d)", "(d)(1)", "(d)(2)", "(d)(4)"),
)
def vessels_on_sojourn(f: Facts) -> Condition:
    """A vessel may sail abroad for a time, not to Country Group E:1; to Cuba only cargo vessels for hire."""
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("commodity")
        & ~f.destination_in("E:1")
        & yes("vessel_on_temporary_sojourn")
        & (~f.destination.is_("CU") | yes("cargo_vessel_for_hire"))
        & free(sanctioned=("CU",))
    )


@PART_740_AIRCRAFT.authority(
    "us.ear.740.15.e",
    "License Exception AVS, cargo in transit through Cuba (15 CFR 740.15(e))",
    defeats=[*CHART_AND_IRAQ, CUBA],
    cites=["15 CFR 740.15(e)", "15 CFR 746.2(a)(1)(x)"],
    periods=[TEXT],
    claim=claims("AVS", "(e)"),
)
def cargo_through_cuba(f: Facts) -> Condition:
    """Cargo may pass through Cuba aboard an aircraft or vessel on a lawful sojourn with which it leaves."""
    return (
        f.destination.is_("CU")
        & f.action.in_("export", "reexport")
        & yes("cargo_stays_aboard_in_cuba")
        & free("a.5", sanctioned=("CU",))
        & _missile(f)
    )


@PART_740_AIRCRAFT.authority(
    "us.ear.740.15.f",
    "License Exception AVS, spacecraft for research (15 CFR 740.15(f))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.15(f)"],
    periods=[TEXT],
    claim=claims("AVS", "(f)"),
)
def spacecraft_for_research(f: Facts) -> Condition:
    """An accredited US university may export what it made for fundamental research, outside Country Group D:5."""
    return (
        f.action.is_("export")
        & f.item.kind.is_("commodity")
        & ~f.destination_in("D:5")
        & yes("spacecraft_for_research")
        & free("a.5")
        & _missile(f)
    )


@PART_740_AIRCRAFT.authority(
    "us.ear.740.23",
    "License Exception MED (15 CFR 740.23)",
    defeats=[RUSSIA, BELARUS, OCCUPIED_UKRAINE],
    cites=["15 CFR 740.23", "15 CFR 746.8(c)(2)(viii)"],
    periods=[since_note("740.23")],
    claim=claims("MED"),
    obligations=[_RECORDS_MED],
)
def medical_devices(f: Facts) -> Condition:
    """EAR99 medical devices and their replacement parts may go to Russia, Belarus and the occupied regions of
    Ukraine, not to proscribed persons or for production, under a verified system of distribution.
    """
    return (
        f.action.in_("export", "reexport", "transfer_in_country")
        & f.destination.in_("RU", "BY", "UA")
        & f.item.flag("ear99", "that the item is EAR99")
        & yes("medical_device")
        & no("med_proscribed_or_production")
        & yes("med_distribution_verified")
        & free(sanctioned=("RU", "BY", "UA"))
    )
