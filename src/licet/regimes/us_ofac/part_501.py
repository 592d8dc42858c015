"""31 CFR Part 501: authorizations that a person states, and records."""

from __future__ import annotations

from collections.abc import Iterable

from licet.regimes.us_ofac.common import AUTHORIZED_BY_OFAC
from licet.regimes.us_ofac.facts import claims, facts
from licet.regimes.us_ofac.periods import held, unread
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Constant
from licet.rules.rule import Chapter, Obligation, Occasion, Question
from licet.rules.terms import Facts

__all__ = ["part_501"]

_SINCE_1997 = held("1963-07-08", "62 FR 45101")


def part_501(prohibitions: Iterable[str]) -> Chapter:
    """The chapter; ``prohibitions``: the ids of every rule that OFAC may authorize something under."""
    part = Chapter("31 CFR Part 501")

    @part.rule("us.ofac.scope", Question.SUBJECT, cites=["31 CFR 501.601"], periods=[_SINCE_1997])
    def scope(f: Facts) -> Condition:  # every author takes the facts
        """Whether OFAC's rules bind is decided rule by rule: who acts, from where, and with whom."""
        return Constant(value=True, why="every transaction is examined")

    @part.authority(
        AUTHORIZED_BY_OFAC,
        "the OFAC authorization that is stated",
        defeats=prohibitions,
        cites=["31 CFR 501.801"],
        periods=[_SINCE_1997],
        claim=claims["ofac_authorization"].is_stated(),
    )
    def stated(f: Facts) -> Condition:
        """A license, general license or exemption of OFAC is named, and a person says that all its terms are met."""
        return facts["ofac_authorization_covers_sale"].is_(True)

    keep = (
        "Keep full records of the transaction for {} years, and of blocked property as long as it is blocked."
    )
    duty = part.duty(
        "us.ofac.501.601",
        cites=["31 CFR 501.601"],
        periods=[held("1963-07-08", "62 FR 45101", last="2025-03-11")],
        obligations=[Obligation("ofac_keep_records", keep.format(5), cfr("31 CFR 501.601"))],
        occasion=Occasion.LICENSED,
    )

    @duty
    def records(f: Facts) -> Condition:
        """Records of what an exemption or license covers are kept."""
        return Constant(value=True, why="an authorization is used")

    @records.amended(
        [unread("2025-03-12", "89 FR 74832", "the interim final rule on ten years of records")],
        obligations=[Obligation("ofac_keep_records", keep.format(10), cfr("31 CFR 501.601"))],
    )
    def records_of_ten_years(f: Facts) -> Condition:
        """Records of what an exemption or license covers are kept for ten years since March 12, 2025."""
        return Constant(value=True, why="an authorization is used")

    return part
