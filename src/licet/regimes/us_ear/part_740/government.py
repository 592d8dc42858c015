"""15 CFR 740.11: governments, international organizations, inspections, the space station (GOV)."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import (
    BELARUS,
    CHART_AND_IRAQ,
    CHIP_EQUIPMENT,
    COMPUTING_ABROAD,
    CUBA,
    NORTH_KOREA,
    OCCUPIED_UKRAINE,
    RUSSIA,
    SYRIA,
    claims,
    controlled_for,
    no,
    since_note,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import GOVERNMENT, free
from licet.rules.citation import cfr
from licet.rules.condition import Condition, any_of
from licet.rules.rule import Chapter, Obligation, Question
from licet.rules.terms import Facts, f

__all__ = ["PART_740_GOVERNMENT"]

PART_740_GOVERNMENT = Chapter("15 CFR Part 740, governments")

_ANYWHERE = ("export", "reexport", "transfer_in_country")
_PARAGRAPH = words["license_exception_paragraph"]
_UNITED_STATES = [*CHART_AND_IRAQ, CUBA, NORTH_KOREA, SYRIA, RUSSIA, BELARUS, OCCUPIED_UKRAINE]
"""740.11(b) is named in 746.2(a)(1)(vii), 746.4(c)(2), 746.6(c)(2), 746.8(c)(2)(ii) and 746.9(b)(4)."""
_OF_CHIPS = (CHIP_EQUIPMENT, COMPUTING_ABROAD)
_MICROPROCESSORS = "us.ear.744.17"
_ALLIES = "us.ear.740.11.allies"
_MILITARY = tuple(f"us.ear.744.21.{name}" for name in ("a.1", "a.2", "a.3", "b.1"))
"""What 744.21(c) lets 740.11(b)(2)(i) and (ii) meet."""
_AGENCIES_ALONE = ("us.ear.744.22", "us.ear.744.9", _MICROPROCESSORS)
"""What 744.22(c), 744.9(e) and 744.17(f), of official use, let 740.11(b)(2)(ii) meet and (i) not."""
_ON_BEHALF = (
    *("(b)(2)(iii)", "(b)(2)(iv)", "(b)(2)(v)", "(b)(2)(vi)", "(b)(2)(vii)"),
    *(f"(b)(2)(iii)({letter})" for letter in "ABCDE"),
)
_NO_PROGRAM = tuple(f"(b)(2)(iii)({letter})" for letter in "ACDE")
"""Those of (b)(2)(iii) to which (B)(4), on items controlled for CW and CB reasons, does not speak."""
_READ = (
    *(
        "(a)",
        "(a)(1)",
        "(b)(2)(i)",
        "(b)(2)(ii)",
        *_ON_BEHALF,
        "(c)",
        "(c)(2)(i)",
        "(c)(2)(ii)",
        "(c)(2)(iii)",
    ),
    *("(d)", "(d)(1)", "(e)"),
)
_FILE_GOV = Obligation(
    "file_gov_on_behalf",
    "File EEI with License Exception GOV, say that you hold the agency's papers, and note the ITN on the shipping "
    "papers.",
    cfr("15 CFR 740.11(b)(2)(iii)(F)"),
)


def _defined(name: str) -> Condition:
    return f.defined(f"us.ear.740.2.{name}")


def _free_for_the_government(f: Facts, *spared: str) -> Condition:
    """What stands in the way of GOV under 740.11(b)(2): of the restrictions that name it, little."""
    military = _defined("a.12") | f.destination_in("D:5")
    unbarred = (
        free(*GOVERNMENT, *spared, sanctioned=("CU", "KP", "SY", "RU", "BY", "UA"))
        & _defined("a.5.i")
        & military
    )
    return (
        unbarred & _no_russian_software(f) & (~f.destination_in("E:1", "E:2") | _not_for_forces_of_group_e(f))
    )


@PART_740_GOVERNMENT.rule(
    "us.ear.740.11.b.2.free",
    Question.DEFINITION,
    cites=["15 CFR 740.2(a)", "15 CFR 740.11(b)(2)", "15 CFR 746.8(c)(2)(ii)"],
    periods=[since_note("740.11")],
)
def free_for_the_government(f: Facts) -> Condition:
    """Nothing stands in the way of License Exception GOV under 740.11(b)(2)."""
    return _free_for_the_government(f)


def _no_russian_software(f: Facts) -> Condition:
    """746.8(c)(2)(ii): GOV does not meet the requirement of 746.8(a)(8) for EAR99 software."""
    software = f.item.kind.is_("software") & f.item.flag("ear99", "that the item is EAR99")
    return ~f.destination.in_("RU", "BY") | ~software


def _not_for_forces_of_group_e(f: Facts) -> Condition:
    """Note 2 to 740.11(b)(2)."""
    controlled = controlled_for(f, "NS", "MT", "CB", "NP", "FC", "AT")
    return ~controlled | no("military_or_police_of_group_e")


@PART_740_GOVERNMENT.authority(
    "us.ear.740.11.b.2.i",
    "License Exception GOV, personal use by US personnel (15 CFR 740.11(b)(2)(i))",
    defeats=[*_UNITED_STATES, *_OF_CHIPS],
    cites=["15 CFR 740.11(b)(2)(i)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(b)(2)(i)"),
)
def us_personnel(f: Facts) -> Condition:
    """What US armed forces and US Government personnel need for themselves and their households; of 0x5zz items
    nothing to Country Group E:1.
    """
    return f.defined("us.ear.740.11.personnel")


@PART_740_GOVERNMENT.rule(
    "us.ear.740.11.personnel",
    Question.DEFINITION,
    cites=["15 CFR 740.11(b)(2)(i)"],
    periods=[since_note("740.11")],
)
def for_personnel(f: Facts) -> Condition:
    """It is for the personal use of US armed forces or US Government personnel, and nothing stands in the way."""
    firearm_to_e1 = f.destination_in("E:1") & f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")
    for_themselves = f.action.in_(*_ANYWHERE) & yes("us_personnel_personal_use")
    return for_themselves & ~firearm_to_e1 & f.defined("us.ear.740.11.b.2.free")


@PART_740_GOVERNMENT.authority(
    "us.ear.740.11.b.2.ii",
    "License Exception GOV, official use by US agencies (15 CFR 740.11(b)(2)(ii))",
    defeats=[*_UNITED_STATES, *_OF_CHIPS],
    cites=["15 CFR 740.11(b)(2)(ii)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(b)(2)(ii)"),
)
def us_agencies(f: Facts) -> Condition:
    """What is made by or consigned to a US Government agency, solely for its official use or programs."""
    return f.defined("us.ear.740.11.agencies")


@PART_740_GOVERNMENT.rule(
    "us.ear.740.11.agencies",
    Question.DEFINITION,
    cites=["15 CFR 740.11(b)(2)(ii)"],
    periods=[since_note("740.11")],
)
def for_agencies(f: Facts) -> Condition:
    """It is for the official use of a US Government agency, and nothing stands in the way."""
    unbarred = _free_for_the_government(f, "a.3", "a.4", "a.8", "a.14", "a.21")
    return f.action.in_(*_ANYWHERE) & yes("us_government_official_use") & unbarred


@PART_740_GOVERNMENT.authority(
    "us.ear.744.21.c",
    "License Exception GOV, against 744.21 (15 CFR 740.11(b)(2)(i), (ii))",
    defeats=_MILITARY,
    cites=["15 CFR 744.21(c)", "15 CFR 740.11(b)(2)(i)", "15 CFR 740.11(b)(2)(ii)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(b)(2)(i)", "(b)(2)(ii)"),
)
def despite_military_end_use(f: Facts) -> Condition:
    """What US Government personnel and agencies may have under 740.11(b)(2)(i) and (ii) despite 744.21."""
    personnel = ~_PARAGRAPH.is_("(b)(2)(ii)") & f.defined("us.ear.740.11.personnel")
    return personnel | ~_PARAGRAPH.is_("(b)(2)(i)") & f.defined("us.ear.740.11.agencies")


@PART_740_GOVERNMENT.authority(
    "us.ear.744.22.c",
    "License Exception GOV, against 744.9, 744.17 and 744.22 (15 CFR 740.11(b)(2)(ii))",
    defeats=_AGENCIES_ALONE,
    cites=["15 CFR 744.22(c)", "15 CFR 744.9(e)", "15 CFR 744.17(f)", "15 CFR 740.11(b)(2)(ii)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(b)(2)(ii)"),
)
def despite_military_intelligence(f: Facts) -> Condition:
    """What US Government agencies may have for their official use under 740.11(b)(2)(ii) despite 744.9, 744.17 and
    744.22.
    """
    return f.defined("us.ear.740.11.agencies")


def _firearm_of_740_11(f: Facts) -> Condition:
    """The opening of 740.11 leaves five firearm ECCNs to (b)(2)(i) and (ii), and 0x5zz items to these in E:1."""
    named = f.item.flag("gov_firearm", "that the item is of 0A501, 0A506 to 0A509")
    to_e1 = f.destination_in("E:1") & f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")
    return named | to_e1


@PART_740_GOVERNMENT.authority(
    "us.ear.740.11.b.2.iii",
    "License Exception GOV, for or at the direction of US agencies (15 CFR 740.11(b)(2)(iii) to (vii))",
    defeats=[*_UNITED_STATES, *_OF_CHIPS, _MICROPROCESSORS],
    cites=["15 CFR 740.11(b)(2)(iii)", "15 CFR 740.11(b)(2)(iv)", "15 CFR 740.11(b)(2)(vi)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", *_ON_BEHALF),
    obligations=[_FILE_GOV],
)
def on_behalf_of_agencies(f: Facts) -> Condition:
    """What goes for a US agency under its contract and written authorization, at the direction of the Departments of
    Defense or Energy, by a sale of the Department of Defense, or as a contract with an agency provides.
    """
    program = ~controlled_for(f, "CW", "CB") | _PARAGRAPH.in_(*_NO_PROGRAM)
    cooperative = yes("on_behalf_of_us_agency") & program
    contract = yes("us_agency_contract_provides_for_it")
    grounds = any_of(cooperative, yes("directed_by_dod_or_doe"), yes("dod_sale_delivered_here"), contract)
    return f.action.in_(*_ANYWHERE) & grounds & ~_firearm_of_740_11(f) & f.defined("us.ear.740.11.b.2.free")


@PART_740_GOVERNMENT.authority(
    "us.ear.740.11.a",
    "License Exception GOV, international safeguards (15 CFR 740.11(a))",
    defeats=[*CHART_AND_IRAQ, CUBA, NORTH_KOREA],
    cites=["15 CFR 740.11(a)", "15 CFR 746.2(a)(1)(vii)", "15 CFR 746.4(c)(2)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(a)", "(a)(1)"),
)
def safeguards(f: Facts) -> Condition:
    """Commodities and software for official safeguards of the IAEA and Euratom, consigned to their seats or
    reexported by them; nothing of the Very Sensitive List or encryption, the Sensitive List and the 600 series to A:5
    alone.
    """
    seat = f.destination.in_("AT", "CA", "JP", "LU")
    to_a5 = f.destination_in("A:5") | (no("on_sensitive_list") & ~_series_600(f))
    return (
        (f.action.is_("export") & seat | f.action.is_("reexport"))
        & f.item.kind.in_("commodity", "software")
        & yes("for_iaea_or_euratom")
        & no("on_very_sensitive_list")
        & to_a5
        & ~controlled_for(f, "EI")
        & ~_firearm_of_740_11(f)
        & free("a.13", "a.25", sanctioned=("CU", "KP"))
        & _defined("a.13.listed")
    )


def _series_600(f: Facts) -> Condition:
    return f.item.flag("series_600", "that the item is of the 600 series")


def _cooperating(f: Facts) -> Condition:
    """What 740.11(c)(3) excludes, which the exporter holds against the lists, and what the tables know of it."""
    return (
        f.action.in_(*_ANYWHERE)
        & ~controlled_for(f, "NP", "EI")
        & no("gov_excluded_item")
        & ~_firearm_of_740_11(f)
        & free("a.13", "a.23", sanctioned=("CU", "SY"))
        & _defined("a.13.listed")
    )


_FOR_ALLIES = [*CHART_AND_IRAQ, CUBA, SYRIA]
"""740.11 as a whole is named in 746.2(a)(1)(vii), and (c) in 746.9(b)(4)."""


@PART_740_GOVERNMENT.authority(
    "us.ear.740.11.c",
    "License Exception GOV, cooperating governments (15 CFR 740.11(c)(2)(i))",
    defeats=[*CHART_AND_IRAQ, _MICROPROCESSORS],
    cites=["15 CFR 740.11(c)", "15 CFR 744.17(f)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(c)(2)(i)", "(c)"),
)
def cooperating_governments(f: Facts) -> Condition:
    """What is consigned to an agency of a cooperating government (Country Group A:1, Singapore, Taiwan) for
    its official use within a cooperating country.
    """
    within = f.destination_in("A:1") | f.destination.in_("SG", "TW")
    return within & yes("cooperating_government_use") & _no_large_contract(f) & _cooperating(f)


def _no_large_contract(f: Facts) -> Condition:
    return _defined("a.23")


@PART_740_GOVERNMENT.authority(
    "us.ear.740.11.c.2.ii",
    "License Exception GOV, allied forces, NATO and missions (15 CFR 740.11(c)(2)(ii), (iii))",
    defeats=_FOR_ALLIES,
    cites=["15 CFR 740.11(c)(2)(ii)", "15 CFR 740.11(c)(2)(iii)", "15 CFR 746.9(b)(4)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(c)(2)(ii)", "(c)(2)(iii)", "(c)"),
)
def allied_forces_and_missions(f: Facts) -> Condition:
    """What is consigned to the forces of a cooperating government or to NATO for official use, or to missions of
    cooperating governments in Country Group B.
    """
    return f.defined(_ALLIES)


@PART_740_GOVERNMENT.rule(
    _ALLIES,
    Question.DEFINITION,
    cites=["15 CFR 740.11(c)(2)(ii)", "15 CFR 740.11(c)(2)(iii)"],
    periods=[since_note("740.11")],
)
def for_allies(f: Facts) -> Condition:
    """It is for the forces of a cooperating government, for NATO or for a mission, and nothing stands in the way."""
    return (_forces(f) | _mission(f)) & _cooperating(f)


def _forces(f: Facts) -> Condition:
    return ~_PARAGRAPH.is_("(c)(2)(iii)") & yes("allied_military_or_nato_use")


def _mission(f: Facts) -> Condition:
    here = ~_PARAGRAPH.is_("(c)(2)(ii)") & f.destination_in("B")
    return here & yes("allied_mission_use") & _no_large_contract(f)


@PART_740_GOVERNMENT.authority(
    "us.ear.744.17.f",
    "License Exception GOV, agencies of cooperating governments, against 744.17 (15 CFR 740.11(c))",
    defeats=[_MICROPROCESSORS],
    cites=["15 CFR 744.17(f)", "15 CFR 740.11(c)(1)", "15 CFR 740.11(c)(2)(ii)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(c)(2)(ii)", "(c)(2)(iii)", "(c)"),
)
def despite_military_microprocessors(f: Facts) -> Condition:
    """What forces and missions of a cooperating government may have under 740.11(c): not NATO's agencies."""
    return f.defined(_ALLIES) & (no("consigned_to_nato_agency") | _mission(f))


@PART_740_GOVERNMENT.authority(
    "us.ear.740.11.d",
    "License Exception GOV, inspections of the OPCW (15 CFR 740.11(d))",
    defeats=_FOR_ALLIES,
    cites=["15 CFR 740.11(d)", "15 CFR 746.9(b)(4)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(d)", "(d)(1)"),
)
def chemical_inspections(f: Facts) -> Condition:
    """What the OPCW needs for inspections: to The Hague, reexported by it, or as technology for its inspectors."""
    know_how = f.item.kind.is_("technology")
    there = f.action.is_("reexport") | f.destination.is_("NL") | know_how
    return (
        f.action.in_("export", "reexport", "deemed_export")
        & there
        & yes("for_opcw_inspections")
        & (~_series_600(f) | f.destination_in("A:5"))
        & ~_firearm_of_740_11(f)
        & free("a.13", "a.25", sanctioned=("CU", "SY"))
        & _defined("a.13.listed")
    )


@PART_740_GOVERNMENT.authority(
    "us.ear.740.11.e",
    "License Exception GOV, the International Space Station (15 CFR 740.11(e))",
    defeats=[*CHART_AND_IRAQ, RUSSIA],
    cites=["15 CFR 740.11(e)", "15 CFR 746.8(c)(2)(ii)"],
    periods=[since_note("740.11")],
    claim=claims("GOV", "(e)"),
)
def space_station(f: Facts) -> Condition:
    """Commodities of 9A004 needed on the space station on short notice may go to the launch sites of France, Japan,
    Kazakhstan and Russia.
    """
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("commodity")
        & f.item.flag("space_station_item", "that the item is of 9A004")
        & f.destination.in_("FR", "JP", "KZ", "RU")
        & yes("for_space_station")
        & free(sanctioned=("RU",))
    )


@PART_740_GOVERNMENT.authority(
    "us.ear.740.11",
    "License Exception GOV, another paragraph (15 CFR 740.11)",
    defeats=CHART_AND_IRAQ,
    cites=["15 CFR 740.11"],
    periods=[since_note("740.11")],
    claim=claims("GOV") & _PARAGRAPH.is_stated() & ~_PARAGRAPH.in_(*_READ),
)
def governments_otherwise(f: Facts) -> Condition:
    """A paragraph of 740.11 that authorizes nothing by itself, or that Licet does not know, was claimed."""
    other = f.unmodeled("740.11", "the paragraph of License Exception GOV that is claimed")
    return _defined("a.1") & _defined("a.17") & other
