"""15 CFR Part 746: embargoed destinations and special controls, in outline."""

from __future__ import annotations

from licet.law.condition import Condition
from licet.law.rule import Chapter, Period, period
from licet.law.terms import Facts
from licet.rulebook.us.ear.periods import EAR_1996
from licet.rulebook.us.ear.words import words

__all__ = ["PART_746"]

PART_746 = Chapter("15 CFR Part 746")

_TEXT = "text of part 746 as of January 2025"


@PART_746.requirement(
    "us.ear.746.2", cites=["15 CFR 746.2(a)"], periods=[EAR_1996], policy="policy of denial"
)
def cuba(f: Facts) -> Condition:
    """All items subject to the EAR need a license for Cuba, but for the exceptions that 746.2(a)(1) names."""
    return f.destination.is_("CU")


@PART_746.requirement(
    "us.ear.746.7",
    cites=["15 CFR 746.7(a)", "15 CFR 746.7(e)"],
    periods=[EAR_1996],
    policy="policy of denial",
)
def iran(f: Facts) -> Condition:
    """Iran: listed items need a license, and nobody may export what Treasury's Iranian rules forbid."""
    return f.destination.is_("IR")


@PART_746.requirement(
    "us.ear.746.4",
    cites=["15 CFR 746.4(a)"],
    periods=[
        period(
            "2007-01-26",
            published="2007-01-26",
            cite="72 FR 3726",
            source=f"{_TEXT}; the date from general knowledge",
        )
    ],
    policy="case-by-case",
)
def north_korea(f: Facts) -> Condition:
    """All items subject to the EAR need a license for North Korea, except EAR99 food and medicine."""
    return f.destination.is_("KP")


@PART_746.requirement(
    "us.ear.746.9",
    cites=["15 CFR 746.9(a)"],
    periods=[
        period(
            "2004-05-14",
            last="2011-12-11",
            published="2004-05-14",
            cite="69 FR 26766",
            source="General Order No. 2, from general knowledge; 746.9 descends from it",
        ),
        period(
            "2011-12-12",
            published="2011-12-12",
            cite="76 FR 77115",
            source=f"{_TEXT}; changes of 2025 not modelled",
        ),
    ],
    policy="policy of denial",
)
def syria(f: Facts) -> Condition:
    """All items subject to the EAR need a license for Syria, except EAR99 food and medicine."""
    return f.destination.is_("SY")


def _since_2022(day: str, published: str, cite: str) -> Period:
    return period(day, published=published, cite=cite, source=f"{_TEXT}; the date from general knowledge")


@PART_746.requirement(
    "us.ear.746.8",
    cites=["15 CFR 746.8(a)", "15 CFR 746.5"],
    periods=[_since_2022("2022-02-24", "2022-03-03", "87 FR 12226")],
    policy="policy of denial",
    verified=False,
)
def russia(f: Facts) -> Condition:
    """Russia: listed items and long lists of others need a license; Licet does not tell which do not."""
    return f.destination.is_("RU")


@PART_746.requirement(
    "us.ear.746.8.belarus",
    cites=["15 CFR 746.8(a)", "15 CFR 746.5"],
    periods=[_since_2022("2022-03-02", "2022-03-08", "87 FR 13048")],
    policy="policy of denial",
    verified=False,
)
def belarus(f: Facts) -> Condition:
    """Belarus: listed items and long lists of others need a license; Licet does not tell which do not."""
    return f.destination.is_("BY")


@PART_746.exemption(
    "us.ear.746.food",
    defeats=["us.ear.746.4", "us.ear.746.9"],
    cites=["15 CFR 746.4(a)", "15 CFR 746.9(a)"],
    periods=[EAR_1996],
    claim=words["food_or_medicine"].is_(True),
)
def food_and_medicine(f: Facts) -> Condition:
    """Food and medicine designated as EAR99 need no license for North Korea and Syria."""
    return f.item.eccn.is_("EAR99") & f.item.kind.is_("commodity")


@PART_746.requirement(
    "us.ear.746.3",
    cites=["15 CFR 746.3(a)", "15 CFR 746.1(b)"],
    periods=[
        period(
            "2004-07-30",
            published="2004-07-30",
            cite="69 FR 46070",
            source=f"{_TEXT}; the date from the source notes of 746.1, taken to be that of 746.3 too",
        )
    ],
    policy="case-by-case; policy of denial where it would help weapons of mass destruction",
    verified=False,
)
def iraq(f: Facts) -> Condition:
    """Iraq: whatever is controlled for a reason that 746.3 names needs a license, whatever the column."""
    reasons = ("NS", "MT", "NP", "CW", "CB", "RS", "CC", "EI", "SI", "SL", "UN")
    return f.destination.is_("IQ") & f.item.some_control(
        lambda c: c.applies.is_(True) & c.reason.in_(*reasons)
    )


@PART_746.requirement(
    "us.ear.746.6",
    cites=["15 CFR 746.6(a)(1)", "15 CFR 746.6(a)(2)"],
    periods=[
        period(
            "2015-01-29",
            published="2015-01-29",
            cite="80 FR 4776",
            source=f"{_TEXT}; the date, Crimea's, from general knowledge; the so-called republics since 2022",
        )
    ],
    policy="policy of denial",
    verified=False,
)
def occupied_ukraine(f: Facts) -> Condition:
    """Occupied Crimea and the so-called Donetsk and Luhansk People's Republics: all items subject to the EAR
    need a license, except EAR99 food and medicine and personal communication software.
    """
    return f.destination.is_("UA") & words["occupied_region_of_ukraine"].is_(True)
