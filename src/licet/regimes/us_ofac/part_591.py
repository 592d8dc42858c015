"""31 CFR Part 591: Venezuela. Its government is blocked; private parties there are not."""

from __future__ import annotations

from licet.regimes.us_ofac.common import BLOCK, acts_for_government, bound, party_in
from licet.regimes.us_ofac.facts import facts
from licet.regimes.us_ofac.periods import held
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts

__all__ = ["PART_591"]

PART_591 = Chapter("31 CFR Part 591")
_VENEZUELA = "VE"


@PART_591.rule(
    "us.ofac.591.201.government",
    Question.PROHIBITION,
    cites=["31 CFR 591.201", "31 CFR 591.406(b)"],
    periods=[held("2019-08-05", "84 FR 64416")],
    obligations=[BLOCK],
)
def government_of_venezuela(f: Facts) -> Condition:
    """The Government of Venezuela is blocked since August 5, 2019 (E.O. 13884), and whoever it owns or controls or
    who acts for it, whether listed or not; private persons in Venezuela are not.
    """
    there = f.some_party(lambda p: party_in(p, _VENEZUELA)) & facts["government_of_venezuela"].is_(True)
    return bound(f) & (there | acts_for_government(_VENEZUELA))
