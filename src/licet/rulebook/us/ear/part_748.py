"""15 CFR Part 748 and 750: the parties that must be known, and licenses held."""

from __future__ import annotations

from licet.law.condition import Condition, Field
from licet.law.rule import Chapter
from licet.law.terms import Facts
from licet.rulebook.us.ear.periods import EAR_1996

__all__ = ["PART_748"]

PART_748 = Chapter("15 CFR Part 748")


@PART_748.requirement(
    "us.ear.748.5", cites=["15 CFR 748.5"], periods=[EAR_1996], policy="as the listing of the party says"
)
def unnamed_party(f: Facts) -> Condition:
    """A sale whose purchaser, consignees and end-user are not named may go to anybody, a listed party too."""
    nobody = ~f.some_party(lambda p: p.has_statutory_role)
    unnamed = f.some_party(lambda p: Field("party.known", "who the party is").is_(False))
    return (nobody & Field("parties", "who the parties are").is_("a listed party")) | unnamed
