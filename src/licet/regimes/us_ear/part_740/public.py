"""15 CFR 740.12 and 740.13: gifts and donations (GFT), unrestricted technology (TSU)."""

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
    controlled_for,
    no,
    since_note,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation
from licet.rules.terms import Facts, f

__all__ = ["PART_740_PUBLIC"]

PART_740_PUBLIC = Chapter("15 CFR Part 740, gifts, unrestricted technology")

_ANYWHERE = ("export", "reexport", "transfer_in_country")


def _defined(name: str) -> Condition:
    return f.defined(f"us.ear.740.2.{name}")


_MARK_PARCEL = Obligation(
    "mark_gift",
    'Write "GIFT - Export License Not Required" on the parcel, the names of donor and donee on the wrapper, and '
    "GFT on any customs declaration.",
    cfr("15 CFR 740.12(a)(3)"),
)

_KEEP_DONATIONS = Obligation(
    "keep_donation_records",
    "Keep records of the donor's experience, the countries, projects, beneficiaries and funding of the donations.",
    cfr("15 CFR 740.12(b)(7)"),
)


@PART_740_PUBLIC.authority(
    "us.ear.740.12.a",
    "License Exception GFT, gift parcels (15 CFR 740.12(a))",
    defeats=[*CHART_AND_IRAQ, CUBA, NORTH_KOREA, OCCUPIED_UKRAINE],
    cites=["15 CFR 740.12(a)", "15 CFR 746.4(c)(3)"],
    periods=[since_note("740.12")],
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
        & f.item.order_value_usd.at_most(800)
        & ~controlled_for(f, "CB", "MT", "NS", "NP", "EI")
        & no("military_apparel_or_bullion")
        & cuba
        & _no_luxury(f)
        & free(sanctioned=("CU", "KP", "UA"))
    )


def _no_luxury(f: Facts) -> Condition:
    """746.4(c)(3): no luxury goods to North Korea."""
    return ~f.destination.is_("KP") | yes("no_luxury_good")


@PART_740_PUBLIC.authority(
    "us.ear.740.12.b",
    "License Exception GFT, humanitarian donations (15 CFR 740.12(b))",
    defeats=[*CHART_AND_IRAQ, CUBA, NORTH_KOREA],
    cites=["15 CFR 740.12(b)", "15 CFR Part 740 Supp. 2", "15 CFR 746.4(c)(3)"],
    periods=[since_note("740.12")],
    claim=claims("GFT", "(b)"),
    obligations=[_KEEP_DONATIONS],
)
def humanitarian_donations(f: Facts) -> Condition:
    """Donations by US charities with verified distribution to meet basic human needs, as Supplement No. 2 to part 740
    lists them; nothing controlled for national security, proliferation or crime control reasons.
    """
    barred = controlled_for(f, "NS", "CB", "NP", "MT", "CC")
    return (
        f.action.in_("export", "reexport")
        & f.item.kind.in_("commodity", "software")
        & ~barred
        & yes("charity_with_verified_distribution")
        & yes("basic_needs_item")
        & (~f.destination.is_("CU") | no("medical_item_refused_for_cuba"))
        & _no_luxury(f)
        & free(sanctioned=("CU", "KP"))
    )


def _know_how(*spared: str, also: tuple[str, ...] = ()) -> Condition:
    missile = _defined("a.5.i") | _defined("a.5.ii")
    return (
        free("a.5", *spared, sanctioned=("CU", "KP", "SY", "UA", *also)) & missile & _defined("a.13.listed")
    )


@PART_740_PUBLIC.authority(
    "us.ear.740.13.a",
    "License Exception TSU, operation technology and software (15 CFR 740.13(a))",
    defeats=[*CHART_AND_IRAQ, CUBA, NORTH_KOREA, SYRIA, OCCUPIED_UKRAINE, COMPUTING_ABROAD],
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
    defeats=[*CHART_AND_IRAQ, CUBA, NORTH_KOREA, SYRIA, OCCUPIED_UKRAINE],
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
    defeats=[*CHART_AND_IRAQ, CUBA, SYRIA, RUSSIA, BELARUS, COMPUTING_ABROAD],
    cites=["15 CFR 740.13(c)", "15 CFR 746.8(c)(2)(iii)"],
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
        & (~f.destination.in_("RU", "BY") | yes("partner_company_end_user"))
        & _know_how("a.8", "a.9.ii", "a.22", also=("RU", "BY"))
    )


@PART_740_PUBLIC.authority(
    "us.ear.740.13.d",
    "License Exception TSU, mass market software (15 CFR 740.13(d))",
    defeats=CHART_AND_IRAQ,
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
    defeats=CHART_AND_IRAQ,
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
    defeats=[*CHART_AND_IRAQ, SYRIA],
    cites=["15 CFR 740.13(g)", "15 CFR 746.9(b)(5)"],
    periods=[TEXT],
    claim=claims("TSU", "(g)"),
)
def copies_of_technology(f: Facts) -> Condition:
    """Copies of technology that was authorized for the same recipient, revised in their wording at most."""
    return (
        f.action.in_(*_ANYWHERE)
        & f.item.kind.is_("technology")
        & yes("copy_of_authorized_technology")
        & free("a.5", "a.13", sanctioned=("SY",))
        & (_defined("a.5.i") | _defined("a.5.ii"))
        & _defined("a.13.listed")
    )
