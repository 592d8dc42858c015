"""15 CFR Part 746: how applications for embargoed destinations are reviewed, where it differs from the rule."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import controlled_for
from licet.regimes.us_ear.part_742.reasons import munitions
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, period
from licet.rules.terms import Facts

__all__ = ["PART_746_POLICIES"]

PART_746_POLICIES = Chapter("15 CFR Part 746, review of applications")

_TEXT = "text of part 746 as of January 2025"
_IRAQ, _KOREA = ("us.ear.746.3",), ("us.ear.746.4",)
_IRAQ_2020 = period(
    "2020-03-09",
    published="2020-01-23",
    cite="85 FR 4177",
    source=f"{_TEXT}, last amended at 85 FR 4177; its day of effect from general knowledge",
)
_KOREA_2014 = period(
    "2014-06-05",
    published="2014-06-05",
    cite="79 FR 32625",
    source=f"{_TEXT}, last amended at 79 FR 32625",
)


@PART_746_POLICIES.policy(
    "us.ear.746.3.b.1",
    "policy of denial",
    reviews=_IRAQ,
    cites=["15 CFR 746.3(b)(1)"],
    periods=[_IRAQ_2020],
)
def iraq_nuclear(f: Facts) -> Condition:
    """Iraq: civil or military nuclear activity, but for isotopes for medicine, industry and agriculture."""
    return f.destination.is_("IQ") & f.end_use.is_("nuclear")


@PART_746_POLICIES.policy(
    "us.ear.746.3.b.2",
    "case-by-case; policy of denial where it would help weapons of mass destruction, missiles or arms",
    reviews=_IRAQ,
    cites=["15 CFR 746.3(b)(2)"],
    periods=[_IRAQ_2020],
)
def iraq_arms(f: Facts) -> Condition:
    """Iraq: items of crime control and United Nations reasons, machine tools, and the 600 series."""
    return f.destination.is_("IQ") & (controlled_for(f, "CC", "UN", "NS", "NP") | munitions(f))


@PART_746_POLICIES.policy(
    "us.ear.746.4.b.1",
    "policy of denial",
    reviews=_KOREA,
    cites=["15 CFR 746.4(b)(1)"],
    periods=[_KOREA_2014],
)
def luxury_goods(f: Facts) -> Condition:
    """North Korea: luxury goods."""
    return f.destination.is_("KP") & words["luxury_good"].is_(True)


@PART_746_POLICIES.policy(
    "us.ear.746.4.b.3",
    "policy of denial",
    reviews=_KOREA,
    cites=["15 CFR 746.4(b)(2)", "15 CFR 746.4(b)(3)"],
    periods=[_KOREA_2014],
)
def korea_weapons(f: Facts) -> Condition:
    """North Korea: arms, and items controlled for nuclear or missile reasons, but for 7A103."""
    spared = f.item.flag("korea_spared", "that the item is of 7A103")
    weapons = controlled_for(f, "NP", "MT") & ~spared
    return f.destination.is_("KP") & (weapons | munitions(f))


@PART_746_POLICIES.policy(
    "us.ear.746.4.b.4",
    "general policy of approval",
    reviews=_KOREA,
    cites=["15 CFR 746.4(b)(4)"],
    periods=[_KOREA_2014],
)
def korea_humanitarian(f: Facts) -> Condition:
    """North Korea: humanitarian items, the United Nations' efforts, agricultural commodities and medical devices."""
    return f.destination.is_("KP") & words["humanitarian_item"].is_(True) & ~words["luxury_good"].is_(True)
