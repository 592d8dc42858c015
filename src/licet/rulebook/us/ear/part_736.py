"""15 CFR Part 736: general prohibitions; here number four, denial orders."""

from __future__ import annotations

from licet.law.condition import Condition
from licet.law.rule import Chapter
from licet.law.terms import Facts
from licet.rulebook.us.ear.periods import EAR_1996

__all__ = ["PART_736"]

PART_736 = Chapter("15 CFR Part 736")


@PART_736.prohibition(
    "us.ear.736.2.b.4",
    cites=["15 CFR 736.2(b)(4)", "15 CFR 764.3(a)(2)", "15 CFR Part 764 Supp. 1"],
    periods=[EAR_1996],
)
def denied_person(f: Facts) -> Condition:
    """Nobody may take part in a sale in which a denied person takes part, in whatever role, under an order in
    the standard terms.
    """
    return f.some_party(lambda p: p.listing(lambda entry: entry.on("DPL") & entry.standard_order.is_(True)))
