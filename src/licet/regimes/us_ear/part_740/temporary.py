"""15 CFR 740.9 and 740.10: temporary exports (TMP), servicing and replacement (RPL)."""

from __future__ import annotations

from licet.regimes.us_ear.part_740.common import (
    BELARUS,
    CHART_AND_IRAQ,
    COMPUTING_ABROAD,
    CUBA,
    NORTH_KOREA,
    OCCUPIED_UKRAINE,
    RUSSIA,
    SYRIA,
    TEXT,
    claims,
    no,
    since_note,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.regimes.us_ear.part_740.temporary_more import (
    ANYWHERE,
    RETURN,
    firearms_as_shipped,
    temporary,
    unbarred,
)
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation
from licet.rules.terms import Facts

__all__ = ["PART_740_TEMPORARY"]

PART_740_TEMPORARY = Chapter("15 CFR Part 740, temporary exports and repair")

_PACKING_LIST = Obligation(
    "send_packing_list",
    "E-mail the packing list, with destination and days of departure and return, to BIS.",
    cfr("15 CFR 740.9(a)(9)(ii)"),
    before=True,
)


def _defined(name: str) -> Condition:
    return Facts().defined(f"us.ear.740.2.{name}")


@PART_740_TEMPORARY.authority(
    "us.ear.740.9.a.1",
    "License Exception TMP, tools of trade (15 CFR 740.9(a)(1))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(a)(1)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(1)"),
    obligations=[RETURN],
)
def tools_of_trade(f: Facts) -> Condition:
    """Tools of trade may be taken along for temporary use by the exporter or its employees, under its control,
    to destinations outside Country Group E:1.
    """
    software = f.item.kind.is_("software") & yes("protected_against_access")
    return (
        (f.item.kind.is_("commodity") | software)
        & temporary(f)
        & yes("tools_of_trade")
        & yes("effective_control_kept")
        & ~f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")
        & unbarred("a.25")
    )


@PART_740_TEMPORARY.authority(
    "us.ear.740.9.a.5",
    "License Exception TMP, exhibition and demonstration (15 CFR 740.9(a)(5))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(a)(5)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(5)"),
    obligations=[RETURN],
)
def exhibition(f: Facts) -> Condition:
    """Commodities and software may be exhibited or demonstrated, owned and controlled by the exporter, at most
    120 days at a site, outside Country Group E:1.
    """
    return (
        f.item.kind.in_("commodity", "software")
        & temporary(f)
        & yes("exhibition_or_demonstration")
        & yes("effective_control_kept")
        & firearms_as_shipped(f)
        & unbarred("a.25")
    )


@PART_740_TEMPORARY.authority(
    "us.ear.740.9.a.6",
    "License Exception TMP, inspection, test, calibration and repair (15 CFR 740.9(a)(6))",
    defeats=[*CHART_AND_IRAQ, COMPUTING_ABROAD],
    cites=["15 CFR 740.9(a)(6)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(6)"),
    obligations=[RETURN],
)
def repair_abroad(f: Facts) -> Condition:
    """A commodity may go abroad to be inspected, tested, calibrated or repaired, outside Country Group E:1."""
    return (
        f.item.kind.is_("commodity")
        & temporary(f)
        & yes("for_inspection_or_repair_abroad")
        & firearms_as_shipped(f)
        & unbarred("a.9.ii", "a.22")
    )


@PART_740_TEMPORARY.authority(
    "us.ear.740.9.a.9",
    "License Exception TMP, news media (15 CFR 740.9(a)(9))",
    defeats=[*CHART_AND_IRAQ, CUBA, NORTH_KOREA, SYRIA, RUSSIA, BELARUS, OCCUPIED_UKRAINE],
    cites=["15 CFR 740.9(a)(9)", "15 CFR 746.2(a)(1)(i)", "15 CFR 746.4(c)(1)", "15 CFR 746.8(c)(2)(i)"],
    periods=[TEXT],
    claim=claims("TMP", "(a)(9)"),
    obligations=[_PACKING_LIST, RETURN],
)
def news_media(f: Facts) -> Condition:
    """What accredited news media need may go with them to Belarus, Cuba, North Korea, Russia, Syria and
    occupied Ukraine (746.6(c)(1)), and leaves with them.
    """
    named = ("BY", "CU", "KP", "RU", "SY")
    occupied = f.destination.is_("UA") & yes("occupied_region_of_ukraine")
    return (
        f.item.kind.in_("commodity", "software")
        & f.action.in_(*ANYWHERE)
        & (f.destination.in_(*named) | occupied)
        & yes("temporary_without_order")
        & yes("news_media_equipment")
        & yes("effective_control_kept")
        & ~f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")
        & free(sanctioned=(*named, "UA"))
    )


@PART_740_TEMPORARY.authority(
    "us.ear.740.9.b.3",
    "License Exception TMP, return of foreign-origin items (15 CFR 740.9(b)(3))",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.9(b)(3)"],
    periods=[TEXT],
    claim=claims("TMP", "(b)(3)"),
)
def return_to_origin(f: Facts) -> Condition:
    """A foreign-origin item that was not enhanced in the United States may go back to where it came from."""
    return f.action.is_("export") & yes("returns_foreign_origin_item") & unbarred("a.25")


def _repairable(sanctioned: tuple[str, ...] = ()) -> Condition:
    """RPL is spared from several restrictions, and has terms for missile technology items of its own."""
    bearing = Facts().item.flag("mt_bearing", "that the item is a bearing of 2A001 or 2A101")
    missile = _defined("a.5.i") | _defined("a.5.ii") | (bearing & yes("replaces_bearing_one_for_one"))
    spared = free("a.5", "a.8", "a.9.ii", "a.13", "a.22", "a.25", sanctioned=sanctioned)
    return spared & missile & _defined("a.13.listed")


def _firearms_served(f: Facts) -> Condition:
    """What 740.10(b)(4) asks of firearms that were in the United States for servicing or replacement."""
    firearm = f.item.flag("transit_firearm", "that the item is a firearm of 740.10(b)(4)")
    return ~firearm | yes("firearms_imported_for_service")


@PART_740_TEMPORARY.authority(
    "us.ear.740.10.a",
    "License Exception RPL, replacement parts (15 CFR 740.10(a))",
    defeats=[*CHART_AND_IRAQ, CUBA, SYRIA, COMPUTING_ABROAD],
    cites=["15 CFR 740.10(a)", "15 CFR 746.2(a)(1)(v)", "15 CFR 746.9(b)(3)"],
    periods=[since_note("740.10")],
    claim=claims("RPL", "(a)"),
)
def replacement_parts(f: Facts) -> Condition:
    """Parts may replace, one for one, those of equipment that was lawfully exported, for its immediate repair."""
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("commodity")
        & yes("one_for_one_replacement")
        & yes("original_lawfully_exported")
        & yes("replaced_part_destroyed_or_returned")
        & (~f.destination_in("E:1") | no("repairs_aircraft_or_ns_item"))
        & (~f.destination.is_("SY") | no("supports_syrian_forces"))
        & _repairable(sanctioned=("CU", "SY"))
    )


@PART_740_TEMPORARY.authority(
    "us.ear.740.10.b.2",
    "License Exception RPL, return after servicing (15 CFR 740.10(b)(2))",
    defeats=[*CHART_AND_IRAQ, COMPUTING_ABROAD],
    cites=["15 CFR 740.10(b)(2)"],
    periods=[since_note("740.10")],
    claim=claims("RPL", "(b)(2)"),
)
def returned_after_servicing(f: Facts) -> Condition:
    """What was sent in for servicing may go back unimproved, outside Country Group E:1; to Country Group D:1
    but China only by the original licensee with nothing else changed.
    """
    group_d1 = f.destination_in("D:1") & ~f.destination.in_("CN", "HK")
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.in_("commodity", "software")
        & ~f.destination_in("E:1")
        & yes("returned_after_servicing")
        & (~group_d1 | yes("same_licensee_and_particulars"))
        & _firearms_served(f)
        & _repairable()
    )


@PART_740_TEMPORARY.authority(
    "us.ear.740.10.b.3",
    "License Exception RPL, replacement of defective items (15 CFR 740.10(b)(3))",
    defeats=[*CHART_AND_IRAQ, COMPUTING_ABROAD],
    cites=["15 CFR 740.10(b)(3)"],
    periods=[since_note("740.10")],
    claim=claims("RPL", "(b)(3)"),
)
def defective_items(f: Facts) -> Condition:
    """An item may replace a defective or wrong one that had been authorized, free of charge and unimproved,
    outside Country Group E:1, to Country Group D:1 but China within the warranty period and a year; the old one
    is destroyed or returned.
    """
    group_d1 = f.destination_in("D:1") & ~f.destination.in_("CN", "HK")
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.in_("commodity", "software")
        & ~f.destination_in("E:1")
        & yes("replaces_defective_item")
        & (~group_d1 | yes("replaced_within_warranty"))
        & yes("replaced_part_destroyed_or_returned")
        & _firearms_served(f)
        & _repairable()
    )
