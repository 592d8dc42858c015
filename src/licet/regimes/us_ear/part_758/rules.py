"""15 CFR 758.1: when Electronic Export Information (EEI) must be filed for an export.

The grounds of paragraph (b) oblige to one and the same filing, so they share a code; the answer shows it once.
Paragraph (b)(6), transshipment through Australia, Canada or the United Kingdom, needs no rule: the destination
of a sale is where it goes in the end.
"""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_744.rules import plays_statutory_role
from licet.regimes.us_ear.part_758.exemptions import EXEMPTIONS, exempt_from_eei, for_us_government
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Occasion, Period, Question, period
from licet.rules.terms import Facts, f

__all__ = ["CLEARANCE_TEXT", "PART_758", "TEXT_758", "on_list", "tangible", "under"]

PART_758 = Chapter("15 CFR Part 758, filing")

CLEARANCE_TEXT = "text of part 758 as of January 2025"
TEXT_758 = period(
    "2014-01-29",
    published="2014-01-29",
    cite="79 FR 4617",
    source=f"{CLEARANCE_TEXT}, set out at 79 FR 4617; single paragraphs are dated by the rules that made them",
)
_TANGIBLE, _GROUNDS = "us.ear.758.tangible", "us.ear.758.1.b.facts"
_EXEMPT, _VALUABLE = "us.ear.758.1.c", "us.ear.758.valuable"
_EMBARGO = ("CN", "HK", "RU", "VE")


def since(day: str, published: str, cite: str) -> Period:
    return period(day, published=published, cite=cite, source=f"{CLEARANCE_TEXT}; the rule that made it")


def tangible(f: Facts) -> Condition:
    """An export of goods, or of software or technology on a carrier."""
    return f.defined(_TANGIBLE)


def on_list(name: str, label: str) -> Condition:
    return f.item.flag(name, label)


def under(*symbols: str) -> Condition:
    """That one of these license exceptions is claimed."""
    return words["license_exception_claimed"].in_(*symbols)


def munitions_but_y(f: Facts) -> Condition:
    """600 series and 9x515 items of paragraphs .a to .x."""
    series = on_list("series_600", "that the item is of the 600 series") | on_list(
        "series_9x515", "that the item is of a 9x515 ECCN"
    )
    return series & ~on_list("paragraph_y", "that the item is of a .y paragraph")


def ear99(f: Facts) -> Condition:
    return on_list("ear99", "that the item is EAR99")


def firearms_758(f: Facts) -> Condition:
    return on_list("firearms_758", "that the item is a firearm of 758.1(b)(9)") | on_list(
        "ammunition_758", "that the item is ammunition of 0A505, not of .c"
    )


@PART_758.rule(_TANGIBLE, Question.DEFINITION, cites=["15 CFR 758.1(b)"], periods=[EAR_1996])
def tangible_export(f: Facts) -> Condition:
    """An export that is not electronic or otherwise intangible."""
    carried = f.item.kind.in_("software", "technology") & words["sent_electronically"].is_(False)
    return f.action.is_("export") & (f.item.kind.is_("commodity") | carried)


def file_eei(ground: str, cite: str) -> Obligation:
    return Obligation("file_eei", f"File Electronic Export Information in the AES: {ground}.", cfr(cite))


@PART_758.duty(
    "us.ear.758.1.b.1",
    cites=["15 CFR 758.1(b)(1)"],
    periods=[TEXT_758],
    obligations=[
        file_eei("the destination is in Country Group E:1 or E:2, whatever the value", "15 CFR 758.1(b)(1)")
    ],
    occasion=Occasion.MOVING,
)
def to_group_e(f: Facts) -> Condition:
    """Every export to Country Groups E:1 and E:2 is filed."""
    return tangible(f) & f.destination_in("E:1", "E:2")


@PART_758.duty(
    "us.ear.758.1.b.2",
    cites=["15 CFR 758.1(b)(2)"],
    periods=[TEXT_758],
    obligations=[
        file_eei("it goes under a license, whatever the value or destination", "15 CFR 758.1(b)(2)")
    ],
    occasion=Occasion.LICENSED,
)
def under_license(f: Facts) -> Condition:
    """Every export that needs an application for a license is filed."""
    return tangible(f) & words["license_number"].is_stated()


@PART_758.duty(
    "us.ear.758.1.b.3",
    cites=["15 CFR 758.1(b)(3)"],
    periods=[TEXT_758],
    obligations=[
        file_eei("the item is of the 600 series or 9x515, whatever the value", "15 CFR 758.1(b)(3)")
    ],
    occasion=Occasion.MOVING,
)
def military_items(f: Facts) -> Condition:
    """Every export of 600 series and 9x515 items of paragraphs .a to .x is filed."""
    return tangible(f) & munitions_but_y(f)


@PART_758.duty(
    "us.ear.758.1.b.4",
    cites=["15 CFR 758.1(b)(4)"],
    periods=[TEXT_758],
    obligations=[file_eei("it goes under License Exception STA", "15 CFR 758.1(b)(4)")],
    occasion=Occasion.LICENSED,
)
def under_sta(f: Facts) -> Condition:
    """Every export under License Exception STA is filed."""
    return tangible(f) & under("STA")


@PART_758.rule(
    _EXEMPT,
    Question.DEFINITION,
    cites=["15 CFR 758.1(c)", "15 CFR 30.36", "15 CFR 30.37"],
    periods=[EAR_1996],
)
def exempt(f: Facts) -> Condition:
    """An exemption of the Foreign Trade Regulations is claimed, and what it needs is met."""
    return exempt_from_eei(f)


@PART_758.rule(
    _VALUABLE, Question.DEFINITION, cites=["15 CFR 758.1(b)(5)", "15 CFR 30.37(a)"], periods=[EAR_1996]
)
def valuable(f: Facts) -> Condition:
    """Goods or mass market software worth more than $2,500, but for exemptions of the Foreign Trade Regulations: to
    Canada (30.36), gift parcels (30.37(h)), baggage (30.37(x)) and others that are claimed.
    """
    goods = f.item.kind.is_("commodity") | on_list("mass_market_software", "that it is mass market software")
    spared = f.destination.is_("CA") | under("BAG", "GFT") | f.defined(_EXEMPT)
    return goods & ~f.item.schedule_b_value_usd.at_most(2500) & ~spared


@PART_758.duty(
    "us.ear.758.1.b.5",
    cites=["15 CFR 758.1(b)(5)", "15 CFR 30.36", "15 CFR 30.37(a)"],
    periods=[TEXT_758],
    obligations=[
        file_eei("what stands under one Schedule B number is worth more than $2,500", "15 CFR 758.1(b)(5)")
    ],
    occasion=Occasion.MOVING,
)
def above_2500(f: Facts) -> Condition:
    """Goods and mass market software worth more than $2,500 are filed, where no exemption is claimed."""
    return tangible(f) & f.defined(_VALUABLE)


@PART_758.duty(
    "us.ear.758.1.b.8",
    cites=["15 CFR 758.1(b)(8)", "15 CFR 744.15(a)"],
    periods=[since("2014-01-21", "2013-12-19", "78 FR 76741")],
    obligations=[file_eei("a party is on the Unverified List, whatever the value", "15 CFR 758.1(b)(8)")],
    occasion=Occasion.MOVING,
)
def for_unverified_party(f: Facts) -> Condition:
    """An export of goods to a consignee or end-user on the Unverified List is filed whatever its value."""
    receives = f.some_party(
        lambda p: plays_statutory_role(p) & ~p.role.is_("purchaser") & p.listed("UVL"),
    )
    return tangible(f) & receives


@PART_758.duty(
    "us.ear.758.1.b.9",
    cites=["15 CFR 758.1(b)(9)"],
    periods=[since("2024-05-30", "2024-04-30", "89 FR 34680")],
    obligations=[file_eei("it is a firearm or ammunition, whatever the value", "15 CFR 758.1(b)(9)")],
    occasion=Occasion.MOVING,
)
def firearms(f: Facts) -> Condition:
    """Firearms and ammunition are filed whatever the value, but not under License Exception BAG."""
    return tangible(f) & firearms_758(f) & ~under("BAG")


@PART_758.duty(
    "us.ear.758.1.b.10",
    cites=["15 CFR 758.1(b)(10)"],
    periods=[since("2020-06-29", "2020-04-28", "85 FR 23459")],
    obligations=[
        file_eei(
            "an item of the Commerce Control List goes to China, Russia or Venezuela", "15 CFR 758.1(b)(10)"
        )
    ],
    occasion=Occasion.MOVING,
)
def listed_to_china_russia_venezuela(f: Facts) -> Condition:
    """Items of the Commerce Control List to China, Russia or Venezuela are filed whatever the value, but not under
    the exemptions that go with License Exception GOV.
    """
    return tangible(f) & f.destination.in_(*_EMBARGO) & ~ear99(f) & ~for_us_government(f)


@PART_758.duty(
    "us.ear.758.1.b.11",
    cites=["15 CFR 758.1(b)(11)"],
    periods=[since("2025-01-16", "2025-01-16", "90 FR 4615")],
    obligations=[file_eei("the item is of 3A069 and goes to Country Group D", "15 CFR 758.1(b)(11)")],
    occasion=Occasion.MOVING,
)
def laboratory_equipment(f: Facts) -> Condition:
    """Laboratory equipment of 3A069 to Country Group D is filed."""
    group_d = f.destination_in("D:1", "D:2", "D:3", "D:4", "D:5")
    return tangible(f) & on_list("laboratory_758", "that the item is of 3A069") & group_d


@PART_758.duty(
    "us.ear.758.1.before",
    cites=["15 CFR 758.1"],
    periods=[
        period(
            "1996-03-25",
            last="2014-01-28",
            published="1996-03-25",
            cite="61 FR 12714",
            source="none: section 758.1 before 79 FR 4617 was not read",
        )
    ],
    obligations=[
        Obligation(
            "export_declaration_as_then",
            "See 15 CFR 758.1 and the Census Bureau's rules of the day for the export declaration; they were "
            "not read.",
            cfr("15 CFR 758.1"),
        )
    ],
    occasion=Occasion.MOVING,
)
def filing_before_2014(f: Facts) -> Condition:
    """Before January 29, 2014 the section read otherwise; Licet does not hold it."""
    return tangible(f)


@PART_758.rule(
    _GROUNDS,
    Question.DEFINITION,
    cites=["15 CFR 758.1(b)"],
    periods=[since("2020-06-29", "2020-04-28", "85 FR 23459")],
)
def grounds_that_facts_give(f: Facts) -> Condition:
    """Some ground to file that does not hang on the answer: destination, kind of item, value."""
    to_watch = f.destination.in_(*_EMBARGO) & ~ear99(f)
    weapons = munitions_but_y(f) | (firearms_758(f) & ~under("BAG"))
    return f.destination_in("E:1", "E:2") | f.defined(_VALUABLE) | to_watch | weapons | under("STA")


@PART_758.duty(
    "us.ear.758.1.d",
    cites=["15 CFR 758.1(d)", "15 CFR 30.35"],
    periods=[since("2020-06-29", "2020-04-28", "85 FR 23459")],
    obligations=[
        Obligation(
            "authority_on_loading_document",
            "No Electronic Export Information need be filed, unless all of one Schedule B number that goes to that "
            "consignee on one conveyance comes to more than $2,500: add up the lines of the order. Enter the export "
            "authority (NLR or the license exception) and the exemption of the Foreign Trade Regulations on the "
            "loading document.",
            cfr("15 CFR 758.1(d)"),
        )
    ],
    occasion=Occasion.MOVING,
)
def loading_document(f: Facts) -> Condition:
    """Where no filing is needed, the loading document bears the export authority."""
    unverified = f.some_party(lambda p: p.listed("UVL"))
    licensed = words["license_number"].is_stated()
    return tangible(f) & ~f.defined(_GROUNDS) & ~licensed & ~unverified


@PART_758.notice(
    "us.ear.notice.758.exemption",
    "eei_exemption_unknown",
    cites=["15 CFR 758.1(c)", "15 CFR 30.35"],
    periods=[TEXT_758],
)
def unknown_exemption(f: Facts) -> Condition:
    """The exemption that is stated is none of 15 CFR 30.36 to 30.40 (written like 30.37(a)), so it does not lift the
    duty to file Electronic Export Information. An ITN is proof of a filing and no exemption.
    """
    claimed = words["eei_exemption"]
    return (
        tangible(f) & claimed.is_stated() & ~claimed.in_(*(exemption.paragraph for exemption in EXEMPTIONS))
    )
