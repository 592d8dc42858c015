"""Programs that ended, whose text is not at hand: days in which they stood stay open; and releases of technology."""

from __future__ import annotations

from licet.regimes.us_ofac.common import acts_for_government, bound, party_in
from licet.regimes.us_ofac.facts import facts
from licet.regimes.us_ofac.periods import held, unread
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts

__all__ = ["ENDED"]

ENDED = Chapter("31 CFR Chapter V: programs that ended")


def _goes_to(f: Facts, place: str) -> Condition:
    return bound(f) & (f.destination.is_(place) | f.some_party(lambda p: party_in(p, place)))


@ENDED.rule(
    "us.ofac.sudan",
    Question.PROHIBITION,
    cites=["31 CFR 546.201"],
    periods=[unread("1997-11-04", "31 CFR Part 538", "31 CFR part 538, revoked in 2017", last="2017-10-11")],
)
def sudan(f: Facts) -> Condition:
    """Sudan was embargoed through October 11, 2017; that law is not at hand."""
    return _goes_to(f, "SD") & f.unmodeled(
        "programs", "31 CFR part 538 on Sudan, in force through October 11, 2017"
    )


@ENDED.rule(
    "us.ofac.burma",
    Question.PROHIBITION,
    cites=["31 CFR 525.201"],
    periods=[unread("1997-05-21", "31 CFR Part 537", "31 CFR part 537, ended in 2016", last="2016-10-06")],
)
def burma(f: Facts) -> Condition:
    """Burma was sanctioned as a country through October 6, 2016; that law is not at hand."""
    return _goes_to(f, "MM") & f.unmodeled(
        "programs", "31 CFR part 537 on Burma, in force through October 6, 2016"
    )


@ENDED.rule(
    "us.ofac.north_korea_before_2016",
    Question.PROHIBITION,
    cites=["31 CFR 510.206"],
    periods=[unread("2000-06-19", "31 CFR Part 510", "31 CFR part 500 and E.O. 13466", last="2016-03-15")],
)
def north_korea(f: Facts) -> Condition:
    """What was prohibited with North Korea before March 16, 2016, is not at hand."""
    return _goes_to(f, "KP") & f.unmodeled("programs", "the rules on North Korea before March 16, 2016")


@ENDED.rule(
    "us.ofac.venezuela_debt",
    Question.PROHIBITION,
    cites=["31 CFR 591.201"],
    periods=[unread("2017-08-25", "31 CFR Part 591", "E.O. 13808 and 13835", last="2019-08-04")],
)
def venezuela(f: Facts) -> Condition:
    """From August 25, 2017, new debt of the Government of Venezuela was restricted; the orders are not at hand."""
    there = f.some_party(lambda p: party_in(p, "VE")) & facts["government_of_venezuela"].is_(True)
    credit = facts["listed_party_debt_days"].at_least(1)
    return (
        bound(f)
        & (there | acts_for_government("VE"))
        & credit
        & f.unmodeled("programs", "E.O. 13808 and 13835 on debt of the Government of Venezuela")
    )


@ENDED.rule(
    "us.ofac.560.418",
    Question.PROHIBITION,
    cites=["31 CFR 560.418", "31 CFR 560.419"],
    periods=[held("1995-05-07", "77 FR 64666")],
)
def release(f: Facts) -> Condition:
    """Technology released to a national of Cuba, Iran, North Korea or Syria: when that is a supply to the country is
    not modeled.
    """
    deemed = f.action.in_("deemed_export", "deemed_reexport")
    place = f.destination.in_("CU", "IR", "KP", "SY") | f.some_party(
        lambda p: party_in(p, "CU", "IR", "KP", "SY")
    )
    return deemed & place & f.unmodeled("560.418", "when a release of technology is a supply to the country")
