"""31 CFR Part 548: Belarus, beside those whom it blocks: debt of its Ministry of Finance and Development Bank."""

from __future__ import annotations

from licet.regimes.us_ofac.common import acts_for_government, bound
from licet.regimes.us_ofac.facts import facts
from licet.regimes.us_ofac.periods import held
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts

__all__ = ["PART_548"]

PART_548 = Chapter("31 CFR Part 548")
_LONGEST = 90
"""Days of maturity that new debt may have."""


@PART_548.rule(
    "us.ofac.548.202",
    Question.PROHIBITION,
    cites=["31 CFR 548.202"],
    periods=[held("2021-12-02", "88 FR 18039")],
)
def directive_1(f: Facts) -> Condition:
    """No new debt of more than 90 days that the Ministry of Finance or the Development Bank of Belarus issued on or
    after December 2, 2021; where another part of its government owes, a license is not needed for that.
    """
    issued = facts["listed_party_debt_date"].on_or_after("2021-12-02")
    longer = facts["listed_party_debt_days"].at_least(_LONGEST + 1)
    return bound(f) & acts_for_government("BY") & longer & issued
