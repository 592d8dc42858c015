"""15 CFR Part 746: embargoed destinations and special controls."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Occasion, Period, period
from licet.rules.terms import RECEIVING_ROLES, Facts

__all__ = ["PART_746"]

PART_746 = Chapter("15 CFR Part 746")

_TEXT = "text of part 746 as of January 2025"
_READ = period("2025-01-15", published="2025-01-15", cite="15 CFR Part 746", source=_TEXT)
"""For what was read as of January 2025 and whose first day is not known."""


def _until_read(start: str, cite: str) -> Period:
    return period(
        start,
        last="2025-01-14",
        published=start,
        cite=cite,
        source=f"none: only the {_TEXT} was read",
    )


def _released(f: Facts) -> Condition:
    """A release of technology or source code to a foreign national."""
    return f.action.in_("deemed_export", "deemed_reexport")


def _ear99(f: Facts) -> Condition:
    return f.item.flag("ear99", "that the item is EAR99")


@PART_746.requirement(
    "us.ear.746.2", cites=["15 CFR 746.2(a)"], periods=[EAR_1996], policy="policy of denial"
)
def cuba(f: Facts) -> Condition:
    """All items subject to the EAR need a license for Cuba, but for the exceptions that 746.2(a)(1) names."""
    return f.destination.is_("CU")


@PART_746.exemption(
    "us.ear.746.2.a.2", defeats=["us.ear.746.2"], cites=["15 CFR 746.2(a)(2)"], periods=[_READ]
)
def release_to_cuban_national(f: Facts) -> Condition:
    """EAR99 technology or source code may be released to a Cuban national outside Cuba without a license."""
    return f.destination.is_("CU") & _released(f) & _ear99(f)


@release_to_cuban_national.amended([_until_read("1996-03-25", "61 FR 12806")])
def release_to_cuban_national_earlier(f: Facts) -> Condition:
    """Since when EAR99 technology may be released to a Cuban national was not read."""
    return (
        f.destination.is_("CU")
        & _released(f)
        & _ear99(f)
        & f.unmodeled("746 before 2025", "since when 746.2(a)(2) frees EAR99 technology")
    )


@PART_746.notice(
    "us.ear.notice.746.2",
    "cuba_applications_that_are_favored",
    cites=["15 CFR 746.2(b)"],
    periods=[_READ],
)
def favored_applications(f: Facts) -> Condition:
    """The policy of denial for Cuba has exceptions in 746.2(b): medicine, telecommunications, civil society,
    news bureaus, agriculture, flight safety and the environment are mostly approved, needs of the people judged
    case by case.
    """
    return f.destination.is_("CU")


@PART_746.requirement(
    "us.ear.746.7",
    cites=["15 CFR 746.7(a)", "15 CFR 746.7(e)"],
    periods=[
        period(
            "1996-03-25",
            last="2024-07-25",
            published="1996-03-25",
            cite="61 FR 12806",
            source="general knowledge: whatever Treasury forbade for Iran, 746.7 forbade too",
        )
    ],
    policy="policy of denial",
)
def iran_before_2024(f: Facts) -> Condition:
    """Iran: listed items need a license, and nobody may export what Treasury's Iranian rules forbid."""
    return f.destination.is_("IR")


_IRAN_2024 = period(
    "2024-07-26",
    published="2024-07-26",
    cite="89 FR 60565",
    source=f"{_TEXT}, last amended at 89 FR 60565",
)
_IRAN_COLUMNS = (
    *("CB:1", "CB:2", "CB:3", "NP:1", "NP:2", "NS:1", "NS:2", "MT:1", "RS:1", "RS:2", "CC:1", "CC:2"),
    *("CC:3", "AT:1", "AT:2"),
)


@iran_before_2024.amended([_IRAN_2024])
def iran(f: Facts) -> Condition:
    """Iran: items whose ECCN names a column of 746.7(a)(1)(i), the ECCNs named there, and those of Supplement
    No. 7 need a license.
    """
    listed = f.item.some_control(lambda c: c.applies.is_(True) & c.column.in_(*_IRAN_COLUMNS))
    named = f.item.flag("iran_named", "that the item is of an ECCN named in 746.7(a)(1)(i)")
    supplement = ~f.item.kind.is_("technology") & words["item_of_supplement_7_part_746"].is_(True)
    return f.destination.is_("IR") & (listed | named | supplement)


@PART_746.requirement(
    "us.ear.746.7.e",
    cites=["15 CFR 746.7(e)"],
    periods=[_IRAN_2024],
    policy="policy of denial",
)
def iran_by_treasury(f: Facts) -> Condition:
    """Nobody may export or reexport to Iran what Treasury's Iranian rules forbid and OFAC has not authorized:
    every export from the United States, and of reexports what those rules reach.
    """
    reached = f.action.is_("export") | words["iranian_transactions_rules_forbid"].is_(True)
    return f.destination.is_("IR") & reached


@PART_746.exemption(
    "us.ear.746.7.a.2",
    defeats=["us.ear.746.7", "us.ear.746.7.e"],
    cites=["15 CFR 746.7(a)(2)", "15 CFR 746.7(e)"],
    periods=[_IRAN_2024],
    claim=words["ofac_authorization"].is_stated(),
)
def iran_by_ofac(f: Facts) -> Condition:
    """What OFAC has authorized for Iran is authorized under the EAR as well."""
    return words["ofac_authorization_covers_sale"].is_(True)


_KOREA = period(
    "2007-01-26",
    published="2007-01-26",
    cite="72 FR 3726",
    source=f"{_TEXT}; the date from general knowledge",
)


@PART_746.requirement("us.ear.746.4", cites=["15 CFR 746.4(a)"], periods=[_KOREA], policy="case-by-case")
def north_korea(f: Facts) -> Condition:
    """All items subject to the EAR need a license for North Korea, except EAR99 food and medicine."""
    return f.destination.is_("KP")


@PART_746.notice(
    "us.ear.notice.746.4",
    "north_korea_policies",
    cites=["15 CFR 746.4(b)"],
    periods=[_READ],
)
def north_korea_policies(f: Facts) -> Condition:
    """Applications for North Korea meet a general policy of denial for luxury goods, arms, and items controlled
    for nuclear or missile reasons, and one of approval for humanitarian and agricultural goods that are none.
    """
    return f.destination.is_("KP")


_SYRIA = (
    period(
        "2004-05-14",
        last="2011-12-11",
        published="2004-05-14",
        cite="69 FR 26766",
        source="General Order No. 2, from general knowledge; 746.9 descends from it",
    ),
    period(
        "2011-12-12",
        last="2025-09-01",
        published="2011-12-12",
        cite="76 FR 77115",
        source=_TEXT,
    ),
)
_SYRIA_2025 = period(
    "2025-09-02",
    published="2025-09-02",
    cite="90 FR 42315",
    source="opening of 15 CFR 746.9 as of December 2025 (customsmobile.com); summaries of the rule (2025-16724)",
)


@PART_746.requirement("us.ear.746.9", cites=["15 CFR 746.9(a)"], periods=_SYRIA, policy="policy of denial")
def syria(f: Facts) -> Condition:
    """All items subject to the EAR need a license for Syria, except EAR99 food and medicine."""
    return f.destination.is_("SY")


@syria.amended([_SYRIA_2025], policy="case-by-case; presumption of approval for most civil uses (746.9(c))")
def syria_since_2025(f: Facts) -> Condition:
    """All items subject to the EAR need a license for Syria, except EAR99 food and medicine; EAR99 items may go
    by License Exception SPP.
    """
    return f.destination.is_("SY")


@PART_746.exemption(
    "us.ear.746.9.deemed",
    defeats=["us.ear.746.9"],
    cites=["15 CFR 746.9(a)"],
    periods=[
        period(
            "2011-12-12",
            published="2011-12-12",
            cite="76 FR 77115",
            source=f"{_TEXT}, an older copy, and the opening of the section as of December 2025",
        )
    ],
)
def release_to_syrian_national(f: Facts) -> Condition:
    """EAR99 technology or source code may be released to a Syrian national without a license."""
    return f.destination.is_("SY") & _released(f) & _ear99(f)


@PART_746.exemption(
    "us.ear.746.food",
    defeats=["us.ear.746.4", "us.ear.746.9", "us.ear.746.6"],
    cites=["15 CFR 746.4(a)", "15 CFR 746.9(a)", "15 CFR 746.6(a)"],
    periods=[EAR_1996],
    claim=words["food_or_medicine"].is_(True),
)
def food_and_medicine(f: Facts) -> Condition:
    """Food and medicine designated as EAR99 need no license for North Korea, Syria and occupied Ukraine."""
    return f.item.eccn.is_("EAR99") & f.item.kind.is_("commodity")


@PART_746.exemption(
    "us.ear.746.transfer",
    defeats=["us.ear.746.2", "us.ear.746.4", "us.ear.746.9"],
    cites=["15 CFR 746.2(a)", "15 CFR 746.4(a)", "15 CFR 746.9(a)", "15 CFR 736.2(b)(6)(i)"],
    periods=[EAR_1996],
)
def transfer_within_the_destination(f: Facts) -> Condition:
    """For Cuba, North Korea and Syria part 746 demands a license for exports and reexports, not for a transfer
    within the country. The terms under which the item came, part 744 and Treasury's rules reach such a transfer.
    """
    return f.action.is_("transfer_in_country")


@PART_746.duty(
    "us.ear.746.duty.transfer",
    cites=["15 CFR 746.2(d)", "15 CFR 746.9(a)"],
    periods=[EAR_1996],
    occasion=Occasion.MOVING,
    obligations=[
        Obligation(
            "clear_transfer_with_treasury",
            "Part 746 demands no license for a transfer within this country, but Treasury (OFAC) may "
            "forbid it to you (31 CFR chapter V): clear it there before you go on. Licet does not hold those rules.",
            cfr("15 CFR 746.2(d)"),
            before=True,
            met=words["ofac_authorization"].is_stated() & words["ofac_authorization_covers_sale"].is_(True),
        )
    ],
)
def transfer_and_treasury(f: Facts) -> Condition:
    """What the EAR leave free within Cuba, North Korea and Syria, Treasury may forbid."""
    return f.action.is_("transfer_in_country") & f.destination.in_("CU", "KP", "SY")


@PART_746.requirement(
    "us.ear.746.3",
    cites=["15 CFR 746.3(a)", "15 CFR 746.1(b)"],
    periods=[
        period(
            "2004-07-30",
            published="2004-07-30",
            cite="69 FR 46070",
            source=f"{_TEXT}; the date from the source notes of 746.1 and 746.3",
        )
    ],
    policy="case-by-case; policy of denial where it would help weapons of mass destruction",
)
def iraq(f: Facts) -> Condition:
    """Iraq: whatever is controlled for a reason that 746.3 names needs a license, whatever the column."""
    reasons = ("NS", "MT", "NP", "CW", "CB", "RS", "CC", "EI", "SI", "SL", "UN")
    return f.destination.is_("IQ") & f.item.some_control(
        lambda c: c.applies.is_(True) & c.reason.in_(*reasons)
    )


@PART_746.requirement(
    "us.ear.746.3.a.4",
    cites=["15 CFR 746.3(a)(4)"],
    periods=[
        period(
            "2004-07-30",
            published="2004-07-30",
            cite="69 FR 46070",
            source=f"{_TEXT}; the date from the source notes of the section",
        )
    ],
    policy="policy of denial",
)
def iraq_military(f: Facts) -> Condition:
    """Iraq: any item needs a license for a military end use or a military end-user there, unless it is for the
    Government of the United States or of Iraq.
    """
    meant = words["military_end_use"].is_(True) | words["military_end_user"].is_(True)
    return (
        f.destination.is_("IQ")
        & f.end_use.in_("military", "military_intelligence")
        & meant
        & ~words["for_us_or_iraqi_government"].is_(True)
    )


@PART_746.requirement(
    "us.ear.746.3.f",
    cites=["15 CFR 746.3(f)(1)", "15 CFR 740.2(d)"],
    periods=[
        period(
            "2004-07-30",
            published="2004-07-30",
            cite="69 FR 46070",
            source=f"{_TEXT}; the date from the source notes of the section",
        )
    ],
    policy="as 746.3 says for the item",
)
def transfer_within_iraq(f: Facts) -> Condition:
    """Iraq: whatever came in under a license or license exception needs a license to be transferred there."""
    within = f.action.is_("transfer_in_country") & f.destination.is_("IQ")
    return within & words["entered_iraq_under_authorization"].is_(True)


_UKRAINE_2022 = period(
    "2022-02-24",
    published="2022-03-03",
    cite="87 FR 12226",
    source=f"{_TEXT}; 746.6 set out at 87 FR 12248, the first day from general knowledge",
)
_CRIMEA_2015 = period(
    "2015-01-29",
    last="2022-02-23",
    published="2015-01-29",
    cite="80 FR 4776",
    source="general knowledge: before 2022 the Crimea region alone",
)


@PART_746.requirement(
    "us.ear.746.6",
    cites=["15 CFR 746.6(a)(1)", "15 CFR 746.6(a)(2)"],
    periods=[_UKRAINE_2022],
    policy="policy of denial",
)
def occupied_ukraine(f: Facts) -> Condition:
    """Occupied Crimea and the so-called Donetsk and Luhansk People's Republics: all items subject to the EAR
    need a license, except EAR99 food and medicine and personal communication software.
    """
    return _to_occupied_region(f)


def _to_occupied_region(f: Facts) -> Condition:
    """To Ukraine it is asked in every case; elsewhere, Russia too, where an address names a place there."""
    stated = f.destination.is_("UA") & words["occupied_region_of_ukraine"].is_(True)
    roles = (*RECEIVING_ROLES, "intermediate_consignee")
    return stated | f.some_party(lambda p: p.role.in_(*roles) & p.occupied_region.is_(True))


@occupied_ukraine.amended([_CRIMEA_2015])
def occupied_crimea(f: Facts) -> Condition:
    """Occupied Crimea: all items subject to the EAR need a license, except EAR99 food and medicine and personal
    communication software.
    """
    return _to_occupied_region(f) & words["crimea"].is_(True)


@PART_746.exemption(
    "us.ear.746.6.software",
    defeats=["us.ear.746.6"],
    cites=["15 CFR 746.6(a)(1)", "15 CFR 746.6(a)(2)", "15 CFR 746.6(d)(3)"],
    periods=[_UKRAINE_2022],
    claim=words["personal_communications_software"].is_(True),
)
def communications_software(f: Facts) -> Condition:
    """Software for personal communications over the internet, EAR99 or 5D992.c, widely available at no cost,
    needs no license for the occupied regions.
    """
    mass_market = f.item.flag("personal_communications_software", "that the item is of 5D992.c")
    return f.item.kind.is_("software") & (_ear99(f) | mass_market)


@PART_746.exemption(
    "us.ear.746.6.a.5",
    defeats=["us.ear.746.6"],
    cites=["15 CFR 746.6(a)(5)"],
    periods=[
        period(
            "2024-04-29",
            published="2024-04-29",
            cite="89 FR 33228",
            source=f"{_TEXT}, last amended at 89 FR 33228",
        )
    ],
    claim=words["ukrainian_government_deployment"].is_(True),
)
def deployments_of_ukraine(f: Facts) -> Condition:
    """What is used in or for deployments by the Government of Ukraine needs no license for those regions."""
    return f.destination.is_("UA")
