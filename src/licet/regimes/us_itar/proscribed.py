"""22 CFR 126.1: countries to which State denies licenses, and for which its exemptions are barred."""

from __future__ import annotations

from licet.regimes.us_itar.facts import words
from licet.regimes.us_itar.jurisdiction import subject_acts
from licet.regimes.us_itar.periods import ANY_DAY
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts

__all__ = ["DENIED", "PARTLY_DENIED", "PROSCRIBED", "PROSCRIBED_PLACE"]

PROSCRIBED = Chapter("22 CFR 126.1, proscribed countries")

DENIED, PARTLY_DENIED = "us.itar.126.1.d.1", "us.itar.126.1.d.2"
PROSCRIBED_PLACE = "us.itar.126.1.place"
_SECURITY_FORCES = ("ER", "ET")
"""Eritrea and Ethiopia: the policy speaks of their armed and security forces alone (126.1(h), (n))."""


def _at(f: Facts, kind: str) -> Condition:
    """That the destination or the country of some party is of a kind of 126.1(d); a US person in the United States
    is of none, whatever citizenship that person holds as well (120.62, 120.63).
    """
    party = f.some_party(lambda p: p.country.in_table("itar_126_1", kind))
    us_person = f.action.is_("deemed_export") & words["recipient_us_person"].is_(True)
    return (f.destination.in_table("itar_126_1", kind) | party) & ~us_person


def _released_to_national(f: Facts) -> Condition:
    """A release of data to somebody who holds or held citizenship of a country of 126.1 (120.50(b))."""
    released = f.action.in_("deemed_export", "deemed_reexport") & ~words["recipient_us_person"].is_(True)
    return released & words["held_proscribed_citizenship"].is_(True)


def _reached_in_part(f: Facts) -> Condition:
    """A country of (d)(2), as far as its paragraph reaches the transaction."""
    forces = f.destination.in_(*_SECURITY_FORCES) | f.some_party(lambda p: p.country.in_(*_SECURITY_FORCES))
    cyprus = _at(f, "yearly") & f.unmodeled(
        "126.1(r)", "whether the policy on Cyprus is suspended on the day"
    )
    return (_at(f, "partial") & (~forces | words["for_security_forces"].is_(True))) | cyprus


@PROSCRIBED.rule(
    PROSCRIBED_PLACE,
    Question.DEFINITION,
    cites=["22 CFR 126.1(a)", "22 CFR 126.1(d)", "22 CFR 120.50(b)"],
    periods=ANY_DAY,
)
def proscribed_place(f: Facts) -> Condition:
    """The article goes to a country of 126.1(d), to a party there, or in a release to a present or former
    national.
    """
    return _at(f, "denial") | _reached_in_part(f) | _released_to_national(f)


@PROSCRIBED.prohibition(
    DENIED,
    cites=["22 CFR 126.1(d)(1)", "22 CFR 126.1(e)(1)", "22 CFR 120.50(b)"],
    periods=ANY_DAY,
)
def policy_of_denial(f: Facts) -> Condition:
    """State denies licenses for the countries of 126.1(d)(1), for parties there, and for the release of technical
    data to anyone who holds or ever held their citizenship. Even a proposal to sell needs approval, and whoever knows
    of one informs State at once.
    """
    return subject_acts(f) & (_at(f, "denial") | _released_to_national(f))


@PROSCRIBED.prohibition(
    PARTLY_DENIED,
    cites=["22 CFR 126.1(d)(2)", "22 CFR 126.1(e)(1)"],
    periods=ANY_DAY,
)
def denial_as_specified(f: Facts) -> Condition:
    """State denies licenses for the countries of 126.1(d)(2), but for what the paragraph on the country leaves open
    case by case, such as non-lethal equipment for Iraq or space cooperation with Russia.
    """
    return subject_acts(f) & _reached_in_part(f) & ~words["within_126_1_exception"].is_(True)


@PROSCRIBED.authority(
    "us.itar.126.1.approval",
    "approval of State in spite of 22 CFR 126.1",
    defeats=[DENIED, PARTLY_DENIED],
    cites=["22 CFR 126.1(e)(1)", "22 CFR 126.3"],
    periods=ANY_DAY,
    claim=words["ddtc_authorization"].is_stated(),
)
def approved_all_the_same(f: Facts) -> Condition:
    """An approval of State that covers the transaction lets it go in spite of the policy of denial."""
    return words["ddtc_authorization_covers"].is_(True)


@PROSCRIBED.authority(
    "us.itar.126.1.government",
    "22 CFR 126.4 (official use by the US Government)",
    defeats=[DENIED, PARTLY_DENIED],
    cites=["22 CFR 126.1(a)", "22 CFR 126.4(a)(1)"],
    periods=ANY_DAY,
    claim=words["itar_exemption"].in_(
        "126.4(a)(1)", "126.4(a)(3)", "126.4(b)(1)", "123.17(g)", "123.17(h)", "123.17(i)"
    ),
)
def exemptions_that_stand(f: Facts) -> Condition:
    """The exemptions that 126.1(a) leaves standing: for official use by the US Government, and for personal
    protective gear (123.17).
    """
    return words["itar_exemption_terms_met"].is_(True)
