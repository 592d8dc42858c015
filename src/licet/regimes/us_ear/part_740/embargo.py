"""15 CFR 740.5, 740.18, 740.19, 740.21: exceptions made for embargoed destinations, and those that part 746 names."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import (
    BELARUS,
    CHART,
    CUBA,
    NORTH_KOREA,
    RUSSIA,
    SYRIA,
    TEXT,
    claims,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.condition import Condition, any_of
from licet.rules.rule import Chapter
from licet.rules.terms import Facts, f

__all__ = ["PART_740_EMBARGO"]

PART_740_EMBARGO = Chapter("15 CFR Part 740, embargoed destinations")
_CLAIMED = words["license_exception_claimed"]


@PART_740_EMBARGO.authority(
    "us.ear.740.5",
    "License Exception SPP (15 CFR 740.5)",
    defeats=[SYRIA],
    cites=["15 CFR 740.5"],
    periods=[TEXT],
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
    periods=[TEXT],
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
    defeats=[*CHART, CUBA, SYRIA, RUSSIA, BELARUS],
    cites=["15 CFR 740.19", "15 CFR 746.2(a)(1)(xiii)", "15 CFR 746.8(c)(2)(vii)"],
    periods=[TEXT],
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
    treasury = f.unmodelled("740.19(a)", "whether Treasury would license the reexport by a US-owned firm")
    return (
        f.action.in_("export", "reexport", "transfer_in_country")
        & eligible
        & (~made_abroad | treasury)
        & (f.destination.is_("SY") | yes("eligible_individual_or_ngo"))
        & free(sanctioned=("CU", "SY", "RU", "BY"))
    )


def _anti_terrorism_only(f: Facts) -> Condition:
    """EAR99, or controlled for anti-terrorism reasons and for no other, whatever the destination."""
    other = f.item.some_control(lambda c: ~c.applies.is_(False) & ~c.reason.is_("AT"))
    return f.item.flag("ear99", "that the item is EAR99") | ~other


_TEMPORARY_SCP = ("(c)(2)", "(f)", "(f)(1)", "(f)(2)", "(f)(3)", "(f)(4)", "(f)(5)")


@PART_740_EMBARGO.authority(
    "us.ear.740.21",
    "License Exception SCP (15 CFR 740.21)",
    defeats=[*CHART, CUBA],
    cites=["15 CFR 740.21", "15 CFR 746.2(a)(1)"],
    periods=[TEXT],
    claim=claims("SCP"),
)
def support_for_the_cuban_people(f: Facts) -> Condition:
    """EAR99 items and items controlled for anti-terrorism alone may go to Cuba for its private sector, individuals,
    civil society, communications of the people, and offices that Treasury has authorized; temporary exports have
    terms of their own.
    """
    purpose = any_of(
        yes("cuban_private_sector_use"),
        yes("cuban_personal_use"),
        yes("cuban_civil_society_use"),
        yes("cuban_communications_use"),
        yes("cuban_presence_authorized_by_treasury"),
    )
    temporary = words["license_exception_paragraph"].in_(*_TEMPORARY_SCP) & f.unmodelled(
        "740.21", "temporary exports under License Exception SCP"
    )
    return (
        f.action.in_("export", "reexport")
        & f.destination.is_("CU")
        & _anti_terrorism_only(f)
        & (purpose | temporary)
        & free(sanctioned=("CU",))
    )


_NAMED = {
    "CU": ("RPL", "AVS", "APR", "GOV", "TMP"),
    "KP": ("GOV", "GFT", "AVS"),
    "SY": ("AVS", "RPL"),
    "RU": ("GOV", "TSU", "AVS", "ENC", "MED"),
    "BY": ("GOV", "TSU", "AVS", "ENC", "MED"),
}
"""Exceptions that part 746 names for a destination and whose terms there are not modelled."""

_TEMPORARY = (
    *("(a)", "(a)(1)", "(a)(2)", "(a)(3)", "(a)(4)", "(a)(5)", "(a)(6)", "(a)(7)", "(a)(8)", "(a)(10)"),
    *("(a)(11)", "(a)(12)", "(a)(13)", "(a)(14)", "(b)(2)", "(b)(3)", "(b)(4)", "(b)(5)", "(c)"),
)
_LEFT_OUT: dict[str, dict[str, tuple[str, ...]]] = {
    "CU": {
        "TMP": _TEMPORARY,
        "RPL": ("(b)", "(b)(1)", "(b)(2)", "(b)(3)"),
        "AVS": ("(c)",),
        "APR": ("(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(i)", "(j)"),
    },
    "KP": {"AVS": ("(a)(1)", "(a)(2)", "(a)(3)", "(b)", "(c)", "(d)", "(e)"), "GOV": ("(c)", "(d)", "(e)")},
    "SY": {"AVS": ("(e)",), "RPL": ("(b)", "(b)(1)", "(b)(2)", "(b)(3)")},
    "RU": {"AVS": ("(c)", "(d)", "(e)"), "TSU": ("(a)", "(b)", "(d)", "(e)", "(f)"), "GOV": ("(c)", "(d)")},
}
_LEFT_OUT["BY"] = _LEFT_OUT["RU"]
"""Paragraphs of those exceptions that part 746 does not name for the destination: 746.2(a)(1), 746.4(c), 746.8(c)(2),
746.9(b)."""


def _left_out(f: Facts) -> Condition:
    """That the paragraph claimed is none that part 746 names; in Russia and Belarus encryption items and software
    updates are for companies and missions of partner countries alone (746.8(c)(2)(iii), (vi)).
    """
    paragraph = words["license_exception_paragraph"]
    named = any_of(
        *(
            f.destination.is_(country) & _CLAIMED.is_(symbol) & paragraph.in_(*closed)
            for country, symbols in _LEFT_OUT.items()
            for symbol, closed in symbols.items()
        )
    )
    for_partners = f.destination.in_("RU", "BY") & _CLAIMED.in_("ENC", "TSU")
    return named | (for_partners & ~words["partner_company_end_user"].is_(True))


@PART_740_EMBARGO.authority(
    "us.ear.740.746",
    "a license exception that 15 CFR Part 746 names for the destination",
    defeats=[*CHART, CUBA, NORTH_KOREA, SYRIA, RUSSIA, BELARUS],
    cites=["15 CFR 746.2(a)(1)", "15 CFR 746.4(c)", "15 CFR 746.8(c)", "15 CFR 746.9(b)"],
    periods=[TEXT],
    claim=any_of(*(f.destination.is_(code) & _CLAIMED.in_(*symbols) for code, symbols in _NAMED.items())),
)
def named_for_the_destination(f: Facts) -> Condition:
    """Parts of other exceptions are open for Cuba, North Korea, Syria, Russia and Belarus; their terms there are
    not modelled.
    """
    unbarred = f.defined("us.ear.740.2.a.1") & f.defined("us.ear.740.2.a.17")
    return (
        f.destination.in_(*_NAMED)
        & unbarred
        & ~_left_out(f)
        & f.unmodelled("740 for 746", "exceptions that part 746 names for the destination")
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
