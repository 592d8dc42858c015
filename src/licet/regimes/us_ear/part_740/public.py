"""15 CFR 740.11 to 740.13: governments (GOV), gifts (GFT), unrestricted technology (TSU)."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import (
    CHART,
    CUBA,
    NORTH_KOREA,
    OCCUPIED_UKRAINE,
    SYRIA,
    TEXT,
    claims,
    controlled_for,
    no,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation
from licet.rules.terms import Facts, f

__all__ = ["PART_740_PUBLIC"]

PART_740_PUBLIC = Chapter("15 CFR Part 740, governments, gifts, unrestricted technology")

_ANYWHERE = ("export", "reexport", "transfer_in_country")
_PARAGRAPH = words["license_exception_paragraph"]


def _defined(name: str) -> Condition:
    return f.defined(f"us.ear.740.2.{name}")


def _for_the_government(f: Facts, *spared: str) -> Condition:
    """What stands in the way of GOV under 740.11(b)(2): of the restrictions that name it, little."""
    military = _defined("a.12") | f.destination_in("D:5")
    always = ("a.5", "a.7", "a.9.i", "a.9.ii", "a.12", "a.13", "a.15", "a.22", "a.23", "a.25", "746.1")
    unbarred = free(*always, *spared, sanctioned=("CU", "KP", "SY", "UA")) & _defined("a.5.i") & military
    return unbarred & (~f.destination_in("E:1", "E:2") | _not_for_forces_of_group_e(f))


def _not_for_forces_of_group_e(f: Facts) -> Condition:
    """Note 2 to 740.11(b)(2)."""
    controlled = controlled_for(f, "NS", "MT", "CB", "NP", "FC", "AT")
    return ~controlled | no("military_or_police_of_group_e")


@PART_740_PUBLIC.authority(
    "us.ear.740.11.b.2.i",
    "License Exception GOV, personal use by US personnel (15 CFR 740.11(b)(2)(i))",
    defeats=[*CHART, CUBA, NORTH_KOREA, SYRIA, OCCUPIED_UKRAINE],
    cites=["15 CFR 740.11(b)(2)(i)"],
    periods=[TEXT],
    claim=claims("GOV", "(b)(2)(i)"),
)
def us_personnel(f: Facts) -> Condition:
    """What US armed forces and US Government personnel need for themselves and their households; of 0x5zz items
    nothing to Country Group E:1.
    """
    firearm_to_e1 = f.destination_in("E:1") & f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")
    for_themselves = f.action.in_(*_ANYWHERE) & yes("us_personnel_personal_use")
    return for_themselves & ~firearm_to_e1 & _for_the_government(f)


@PART_740_PUBLIC.authority(
    "us.ear.740.11.b.2.ii",
    "License Exception GOV, official use by US agencies (15 CFR 740.11(b)(2)(ii))",
    defeats=[*CHART, CUBA, NORTH_KOREA, SYRIA, OCCUPIED_UKRAINE],
    cites=["15 CFR 740.11(b)(2)(ii)"],
    periods=[TEXT],
    claim=claims("GOV", "(b)(2)(ii)"),
)
def us_agencies(f: Facts) -> Condition:
    """What is made by or consigned to a US Government agency, solely for its official use or programs."""
    unbarred = _for_the_government(f, "a.3", "a.4", "a.8", "a.14", "a.21")
    return f.action.in_(*_ANYWHERE) & yes("us_government_official_use") & unbarred


@PART_740_PUBLIC.authority(
    "us.ear.740.11.c",
    "License Exception GOV, cooperating governments (15 CFR 740.11(c)(2)(i))",
    defeats=CHART,
    cites=["15 CFR 740.11(c)"],
    periods=[TEXT],
    claim=claims("GOV", "(c)"),
)
def cooperating_governments(f: Facts) -> Condition:
    """What is consigned to an agency of a cooperating government (Country Group A:1, Singapore, Taiwan) for
    its official use within a cooperating country.
    """
    within = f.destination_in("A:1") | f.destination.in_("SG", "TW")
    return (
        f.action.in_(*_ANYWHERE)
        & within
        & yes("cooperating_government_use")
        & ~controlled_for(f, "NP", "EI")
        & no("gov_excluded_item")
        & ~f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")
        & free("a.13")
        & _defined("a.13.listed")
    )


@PART_740_PUBLIC.authority(
    "us.ear.740.11",
    "License Exception GOV, other paragraphs (15 CFR 740.11)",
    defeats=CHART,
    cites=["15 CFR 740.11"],
    periods=[TEXT],
    claim=claims("GOV") & ~_PARAGRAPH.in_("(b)(2)(i)", "(b)(2)(ii)", "(c)"),
)
def governments_otherwise(f: Facts) -> Condition:
    """Other uses of GOV: international safeguards, contracts for US agencies, chemical weapons inspections, the
    space station.
    """
    return (
        _defined("a.1")
        & _defined("a.17")
        & f.unmodelled("740.11", "other paragraphs of License Exception GOV")
    )


_MARK_PARCEL = Obligation(
    "mark_gift",
    'Write "GIFT - Export License Not Required" on the parcel, the names of donor and donee on the wrapper, and '
    "GFT on any customs declaration.",
    cfr("15 CFR 740.12(a)(3)"),
)


@PART_740_PUBLIC.authority(
    "us.ear.740.12.a",
    "License Exception GFT, gift parcels (15 CFR 740.12(a))",
    defeats=[*CHART, CUBA, OCCUPIED_UKRAINE],
    cites=["15 CFR 740.12(a)"],
    periods=[TEXT],
    claim=claims("GFT", "(a)"),
    obligations=[_MARK_PARCEL],
)
def gift_parcels(f: Facts) -> Condition:
    """A gift parcel of up to 800 dollars from a person to a person or charity, without items controlled for
    proliferation, national security or encryption reasons.
    """
    on_list = f.item.flag("ear99", "that the item is EAR99") | yes("consumer_device")
    cuba = ~f.destination.is_("CU") | (on_list & no("ineligible_official"))
    return (
        f.action.in_("export", "reexport")
        & yes("gift_parcel")
        & f.item.value_usd.at_most(800)
        & ~controlled_for(f, "CB", "MT", "NS", "NP", "EI")
        & no("military_apparel_or_bullion")
        & cuba
        & free(sanctioned=("CU", "UA"))
    )


@PART_740_PUBLIC.authority(
    "us.ear.740.12.b",
    "License Exception GFT, humanitarian donations (15 CFR 740.12(b))",
    defeats=[*CHART, CUBA],
    cites=["15 CFR 740.12(b)"],
    periods=[TEXT],
    claim=claims("GFT", "(b)"),
)
def humanitarian_donations(f: Facts) -> Condition:
    """Donations by US charities to meet basic human needs, as Supplement No. 2 to part 740 lists them."""
    barred = controlled_for(f, "NS", "CB", "NP", "MT", "CC")
    unread = f.unmodelled("740.12", "humanitarian donations under License Exception GFT")
    return ~barred & free(sanctioned=("CU",)) & unread


def _know_how(*spared: str) -> Condition:
    missile = _defined("a.5.i") | _defined("a.5.ii")
    return free("a.5", *spared, sanctioned=("CU", "KP", "SY", "UA")) & missile & _defined("a.13.listed")


@PART_740_PUBLIC.authority(
    "us.ear.740.13.a",
    "License Exception TSU, operation technology and software (15 CFR 740.13(a))",
    defeats=[*CHART, CUBA, NORTH_KOREA, SYRIA, OCCUPIED_UKRAINE],
    cites=["15 CFR 740.13(a)"],
    periods=[TEXT],
    claim=claims("TSU", "(a)"),
)
def operation_technology(f: Facts) -> Condition:
    """The minimum technology or object code to install, operate, maintain or repair what was lawfully exported."""
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.in_("technology", "software")
        & yes("operation_technology")
        & _know_how("a.8", "a.9.ii", "a.13", "a.22")
    )


@PART_740_PUBLIC.authority(
    "us.ear.740.13.b",
    "License Exception TSU, sales technology (15 CFR 740.13(b))",
    defeats=[*CHART, CUBA, NORTH_KOREA, SYRIA, OCCUPIED_UKRAINE],
    cites=["15 CFR 740.13(b)"],
    periods=[TEXT],
    claim=claims("TSU", "(b)"),
)
def sales_technology(f: Facts) -> Condition:
    """Data customary for an offer that does not let the consignee make the item."""
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("technology")
        & yes("sales_technology")
        & _know_how("a.13")
    )


@PART_740_PUBLIC.authority(
    "us.ear.740.13.c",
    "License Exception TSU, software updates (15 CFR 740.13(c))",
    defeats=[*CHART, CUBA, SYRIA],
    cites=["15 CFR 740.13(c)"],
    periods=[TEXT],
    claim=claims("TSU", "(c)"),
)
def software_updates(f: Facts) -> Condition:
    """Corrections of errors in software that was lawfully exported, for the same consignee."""
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("software")
        & yes("bug_fix")
        & ~f.destination.is_("KP")
        & _know_how("a.8", "a.9.ii", "a.22")
    )


@PART_740_PUBLIC.authority(
    "us.ear.740.13.d",
    "License Exception TSU, mass market software (15 CFR 740.13(d))",
    defeats=CHART,
    cites=["15 CFR 740.13(d)"],
    periods=[TEXT],
    claim=claims("TSU", "(d)"),
)
def mass_market(f: Facts) -> Condition:
    """Software sold at retail to the public may go everywhere but Country Group E:1; no encryption software."""
    encryption = f.item.flag("encryption", "that the item is of an encryption ECCN")
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.is_("software")
        & yes("mass_market_software")
        & ~f.destination_in("E:1")
        & ~encryption
        & ~controlled_for(f, "EI")
        & free()
    )


@PART_740_PUBLIC.authority(
    "us.ear.740.13.f",
    "License Exception TSU, releases by universities (15 CFR 740.13(f))",
    defeats=CHART,
    cites=["15 CFR 740.13(f)"],
    periods=[TEXT],
    claim=claims("TSU", "(f)"),
)
def university_employees(f: Facts) -> Condition:
    """A US university may release technology and source code in the United States to its regular full-time
    employees who live there, but to nationals of Country Group D:5; no encryption technology, nothing of missile
    technology.
    """
    return (
        f.action.is_("deemed_export")
        & f.item.kind.in_("technology", "software")
        & yes("university_regular_employee")
        & ~f.destination_in("D:5")
        & (f.item.kind.is_("software") | ~controlled_for(f, "EI"))
        & free("a.13")
        & _defined("a.13.listed")
    )


@PART_740_PUBLIC.authority(
    "us.ear.740.13.g",
    "License Exception TSU, copies of technology (15 CFR 740.13(g))",
    defeats=CHART,
    cites=["15 CFR 740.13(g)"],
    periods=[TEXT],
    claim=claims("TSU", "(g)"),
)
def copies_of_technology(f: Facts) -> Condition:
    """Copies of technology that was authorized for the same recipient, revised in their wording at most."""
    return (
        f.action.in_(*_ANYWHERE)
        & f.item.kind.is_("technology")
        & yes("copy_of_authorized_technology")
        & free("a.5", "a.13")
        & (_defined("a.5.i") | _defined("a.5.ii"))
        & _defined("a.13.listed")
    )
