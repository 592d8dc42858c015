"""15 CFR 740.5, 740.18, 740.19, 740.21: exceptions made for embargoed destinations, and those that part 746 names."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import (
    BELARUS,
    CUBA,
    MET,
    RUSSIA,
    SYRIA,
    TEXT,
    anti_terrorism_only,
    claims,
    since_note,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.condition import Condition, any_of
from licet.rules.rule import Chapter
from licet.rules.terms import Facts

__all__ = ["PART_740_EMBARGO"]

PART_740_EMBARGO = Chapter("15 CFR Part 740, embargoed destinations")
_CLAIMED = words["license_exception_claimed"]


@PART_740_EMBARGO.authority(
    "us.ear.740.5",
    "License Exception SPP (15 CFR 740.5)",
    defeats=[SYRIA],
    cites=["15 CFR 740.5"],
    periods=[since_note("740.5")],
    claim=claims("SPP"),
)
def syria_peace(f: Facts) -> Condition:
    """EAR99 items may go to Syria; a license that part 744 demands is needed all the same."""
    return (
        f.action.in_("export", "reexport")
        & f.destination.is_("SY")
        & f.item.flag("ear99", "that the item is EAR99")
        & free(sanctioned=("SY",))
    )


@PART_740_EMBARGO.authority(
    "us.ear.740.18",
    "License Exception AGR (15 CFR 740.18)",
    defeats=[CUBA],
    cites=["15 CFR 740.18", "15 CFR 746.2(a)(1)(xii)"],
    periods=[since_note("740.18")],
    claim=claims("AGR"),
)
def agricultural_commodities(f: Facts) -> Condition:
    """EAR99 agricultural commodities, on reexport those of US origin, may go to Cuba under a contract of the last
    year, once BIS has confirmed that no agency objects.
    """
    return (
        (f.action.is_("export") | f.action.is_("reexport") & f.item.us_origin.is_(True))
        & f.destination.is_("CU")
        & f.item.flag("ear99", "that the item is EAR99")
        & yes("agr_agricultural_commodity")
        & yes("agr_contract_within_a_year")
        & yes("agr_no_objection_confirmed")
        & free(sanctioned=("CU",))
    )


@PART_740_EMBARGO.authority(
    "us.ear.740.19",
    "License Exception CCD (15 CFR 740.19)",
    defeats=[*MET, CUBA, SYRIA, RUSSIA, BELARUS],
    cites=["15 CFR 740.19", "15 CFR 746.2(a)(1)(xiii)", "15 CFR 746.8(c)(2)(vii)"],
    periods=[since_note("740.19")],
    claim=claims("CCD"),
)
def consumer_devices(f: Facts) -> Condition:
    """Consumer communications devices and software of (b)(1) to (18) may go to Syria and to individuals and
    independent organizations in Cuba, those of (b)(1) to (8) to such persons in Russia and Belarus as well.
    """
    narrow = f.item.flag("communications_device", "that the ECCN is one of 740.19(b)(1) to (8)")
    wide = f.item.flag("communications_device_wider", "that the ECCN is one of 740.19(b)")
    everywhere = narrow & yes("consumer_device_paragraphs_1_to_8")
    to_two = wide & (yes("consumer_device") | yes("consumer_device_paragraphs_1_to_8"))
    eligible = (f.destination.in_("CU", "SY") & to_two) | (f.destination.in_("RU", "BY") & everywhere)
    made_abroad = f.destination.is_("CU") & ~f.action.is_("export") & ~f.item.us_origin.is_(True)
    treasury = f.unmodeled("740.19(a)", "whether Treasury would license the reexport by a US-owned firm")
    return (
        f.action.in_("export", "reexport", "transfer_in_country")
        & eligible
        & (~made_abroad | treasury)
        & (f.destination.is_("SY") | yes("eligible_individual_or_ngo"))
        & free(sanctioned=("CU", "SY", "RU", "BY"))
    )


def _of(*paragraphs: str) -> Condition:
    """That one of the paragraphs is claimed, or none is stated."""
    named = words["license_exception_paragraph"]
    return ~named.is_stated() | named.in_(*paragraphs)


@PART_740_EMBARGO.authority(
    "us.ear.740.21",
    "License Exception SCP (15 CFR 740.21)",
    defeats=[*MET, CUBA],
    cites=["15 CFR 740.21", "15 CFR 746.2(a)(1)"],
    periods=[since_note("740.21")],
    claim=claims("SCP"),
)
def support_for_the_cuban_people(f: Facts) -> Condition:
    """EAR99 items and items controlled for anti-terrorism alone may go to Cuba for its private sector, individuals,
    civil society, communications of the people, and offices that Treasury has authorized, and for a time with
    travelers, tools and exhibitions.
    """
    purpose = any_of(
        _of("(b)", "(b)(1)") & yes("cuban_private_sector_use"),
        _of("(b)", "(b)(2)") & yes("cuban_personal_use"),
        _of("(c)", "(c)(1)", "(c)(3)") & yes("cuban_civil_society_use"),
        _of("(d)", "(d)(1)", "(d)(2)", "(d)(3)", "(d)(4)") & yes("cuban_communications_use"),
        _of("(e)", "(e)(1)") & yes("cuban_presence_authorized_by_treasury"),
        _of("(c)", "(c)(2)") & yes("travelers_temporary_items_in_cuba"),
        _of("(f)", "(f)(1)", "(f)(2)", "(f)(3)", "(f)(4)", "(f)(5)") & yes("temporary_in_cuba"),
    )
    return (
        f.action.in_("export", "reexport")
        & f.destination.is_("CU")
        & anti_terrorism_only(f)
        & purpose
        & free(sanctioned=("CU",))
    )


@PART_740_EMBARGO.notice(
    "us.ear.notice.740.embargo",
    "exceptions_for_embargoed_destination",
    cites=["15 CFR 740.2(a)(6)", "15 CFR Part 746"],
    periods=[TEXT],
)
def embargo_text_is_older(f: Facts) -> Condition:
    """Which license exceptions part 746 leaves for this destination was read as of September 24, 2026: check part 746
    before relying on one.
    """
    return _CLAIMED.is_stated() & f.destination.in_("CU", "KP", "SY", "RU", "BY")
