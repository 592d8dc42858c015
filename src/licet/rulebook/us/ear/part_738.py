"""15 CFR Part 738: the Commerce Control List and the Country Chart."""

from __future__ import annotations

from licet.law.condition import Condition
from licet.law.rule import Chapter
from licet.law.terms import Facts
from licet.rulebook.us.ear.periods import EAR_1996

__all__ = ["PART_738"]

PART_738 = Chapter("15 CFR Part 738")


@PART_738.requirement(
    "us.ear.738.4",
    cites=["15 CFR 738.4(a)(2)", "15 CFR Part 738 Supp. 1"],
    periods=[EAR_1996],
    policy="as 15 CFR Part 742 says for the reason for control",
)
def country_chart(f: Facts) -> Condition:
    """A license is needed when the Country Chart has an X for the destination under a reason for control of
    the item.
    """
    return f.item.some_control(
        lambda c: (
            c.applies.is_(True) & c.charted.is_(True) & f.destination.in_table("country_chart", c.column)
        )
    )


@PART_738.requirement(
    "us.ear.738.3.named",
    cites=["15 CFR 738.3(a)", "15 CFR 738.4(a)(1)", "15 CFR 746.1(b)"],
    periods=[EAR_1996],
    policy="as 15 CFR Part 742 says for the reason for control",
)
def named_destinations(f: Facts) -> Condition:
    """A license is needed where a reason for control of the item names the destination itself, by country or
    Country Group, and does not use the Country Chart.
    """
    return f.item.some_control(lambda c: c.applies.is_(True) & c.reaches.is_(True))


@PART_738.requirement(
    "us.ear.738.4.prose",
    cites=["15 CFR 738.4(a)(1)", "15 CFR 738.3(a)"],
    periods=[EAR_1996],
    policy="as 15 CFR Part 742 says for the reason for control",
)
def license_requirement_in_prose(f: Facts) -> Condition:
    """A license is needed where the ECCN states its requirement in words and not by the Country Chart."""
    return f.item.some_control(lambda c: c.applies.is_(True) & c.modelled.is_(False)) & f.unmodelled(
        "738.4.prose", "license requirements that an ECCN states in words"
    )
