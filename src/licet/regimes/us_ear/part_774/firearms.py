"""15 CFR Part 774: firearms before the rules that brought them to the Commerce Control List and revised them."""

from __future__ import annotations

from licet.rules.condition import Condition
from licet.rules.rule import Chapter, period
from licet.rules.terms import Facts

__all__ = ["PART_774_FIREARMS"]

PART_774_FIREARMS = Chapter("15 CFR Part 774, firearms on earlier days")

_BEFORE_2020 = period(
    "1996-03-25",
    last="2020-03-08",
    published="1996-03-25",
    cite="61 FR 12714",
    source="85 FR 4136 and its companion, FR Doc. 2020-00574, ended it on March 9, 2020 (their summaries)",
)
_IN_2024 = period(
    "2024-05-30",
    last="2025-09-29",
    published="2024-04-30",
    cite="89 FR 34680",
    source="abstract of FR Doc. 2024-08813, whose effective day is from general knowledge; rescinded by FR Doc. "
    "2025-18992 of September 30, 2025",
)
_BEFORE_2024 = period(
    "2020-03-09",
    last="2024-05-29",
    published="2020-03-09",
    cite="85 FR 4136",
    source="summary of 85 FR 4136; abstract of FR Doc. 2024-08813, which made new ECCNs of semi-automatic firearms",
)


def _firearm(f: Facts) -> Condition:
    return f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")


@PART_774_FIREARMS.exemption(
    "us.ear.774.firearms.2020",
    defeats=["us.ear.734.3"],
    cites=["15 CFR Part 774 Supp. 1"],
    periods=[_BEFORE_2020],
)
def firearms_of_the_munitions_list(f: Facts) -> Condition:
    """Before March 9, 2020 most firearms and their ammunition were on the Munitions List, which the Department of
    State administers, and shotguns and optical sights had other ECCNs.
    """
    return _firearm(f) & f.unmodeled(
        "774 firearms", "whether the Department of State controlled the item, and its ECCN of that day"
    )


@PART_774_FIREARMS.requirement(
    "us.ear.774.firearms.2024",
    cites=["15 CFR Part 774 Supp. 1", "15 CFR 742.7"],
    periods=[_IN_2024],
    policy="as 15 CFR Part 742 said for firearms on that day",
)
def firearms_under_the_rule_of_2024(f: Facts) -> Condition:
    """From May 30, 2024 to September 29, 2025 firearms, ammunition and their parts needed licenses for crime control
    reasons that today's list does not show.
    """
    return _firearm(f) & f.unmodeled("774 firearms", "the license requirements of 89 FR 34680")


@PART_774_FIREARMS.requirement(
    "us.ear.774.firearms.new",
    cites=["15 CFR Part 774 Supp. 1"],
    periods=[_BEFORE_2024],
    policy="as 15 CFR Part 742 said for firearms on that day",
)
def semi_automatic_firearms_before_2024(f: Facts) -> Condition:
    """Before May 30, 2024 the ECCNs of semi-automatic firearms, 0A506 to 0A509, did not exist."""
    new = f.item.flag("firearms_of_2024", "that the item is of 0A506 to 0A509")
    return new & f.unmodeled("774 firearms", "the ECCN that the item had on that day")
