"""15 CFR 742.4: how applications are reviewed for items of national security, and for what 742.6 says alike."""

from __future__ import annotations

from licet.regimes.us_ear.part_738.rules import by_footnote_7
from licet.regimes.us_ear.part_742.reasons import (
    CHINA,
    RUSSIA_BELARUS,
    adversary,
    allied,
    charted,
    firearms,
    in_d5,
    munitions,
    named,
    needed_for,
    of_list,
    reviews,
    spacecraft,
    to_india,
    worldwide,
)
from licet.rules.condition import Condition
from licet.rules.rule import Chapter
from licet.rules.terms import Facts

__all__ = ["PART_742"]

PART_742 = Chapter("15 CFR Part 742, national security")

_FAVORED = ("KZ", "MN")
_MILITARY_RISK = (*CHINA, "MM", "KH", "NI", "VE")
"""The countries of 742.4(b)(7): Burma, Cambodia, China, Nicaragua, Venezuela."""


@reviews(
    PART_742,
    "742.4.b.1",
    "general policy of approval, unless there is a significant risk of diversion to Country Group D:1",
    "15 CFR 742.4(b)(1)(i)",
)
def outside_d1(f: Facts) -> Condition:
    """Items of national security to a destination outside Country Group D:1."""
    return charted(f, "NS") & ~f.destination_in("D:1")


@reviews(
    PART_742,
    "742.4.b.1.d1",
    "case-by-case: approved where it is for civil use or makes no significant military contribution",
    "15 CFR 742.4(b)(1)(i)",
)
def to_d1(f: Facts) -> Condition:
    """Items of national security to Country Group D:1, outside the countries with policies of their own."""
    own = f.destination.in_(*_FAVORED, "LA", *_MILITARY_RISK, *RUSSIA_BELARUS)
    return charted(f, "NS") & f.destination_in("D:1") & ~own


@reviews(
    PART_742,
    "742.4.b.1.ii",
    "as the arms embargo policies of 22 CFR 126.1 say",
    "15 CFR 742.4(b)(1)(ii)",
    "15 CFR 742.6(b)(1)(i)",
    "15 CFR 742.6(b)(8)",
    "15 CFR 742.6(b)(9)",
)
def munitions_to_d5(f: Facts) -> Condition:
    """9x515 and 600 series items, their .y items too, and firearms and ammunition, to Country Group D:5."""
    arms = of_list("arms_embargo_742", "that the item is of a firearms ECCN of 742.6(b)(1)(i)(D)")
    needed = needed_for("ns") | charted(f, "RS") | named(f, "RS")
    return f.destination_in("D:5") & ((needed & munitions(f)) | (charted(f, "RS1") & arms))


@reviews(
    PART_742,
    "742.4.b.1.ii.denied",
    "policy of denial",
    "15 CFR 742.4(b)(1)(ii)",
    "15 CFR 742.6(b)(1)(i)",
)
def spacecraft_and_firearms_denied(f: Facts) -> Condition:
    """9x515 items and firearms to China and Country Group E:1."""
    reached = f.destination.in_(*CHINA) | f.destination_in("E:1")
    needed = needed_for("ns") | charted(f, "RS") | named(f, "RS")
    return reached & ((needed & spacecraft(f)) | firearms(f))


@reviews(
    PART_742,
    "742.4.b.2",
    "as 744.23(d) says; case-by-case where part 744 needs no license",
    "15 CFR 742.4(b)(2)",
    "15 CFR 742.6(b)(10)(i)",
)
def chip_making(f: Facts) -> Condition:
    """Equipment to make advanced chips, its software and technology, to Macau and Country Group D:5."""
    listed = of_list("chip_making_742", "that the item is of 742.4(a)(4)(i)")
    return in_d5(f) & listed & named(f, "NS_RS")


@reviews(
    PART_742,
    "742.4.b.5",
    "favorable: enhanced consideration, for the safeguards adopted",
    "15 CFR 742.4(b)(5)",
)
def favored(f: Facts) -> Condition:
    """Items of national security to Kazakhstan and Mongolia."""
    return charted(f, "NS") & f.destination.in_(*_FAVORED)


@reviews(
    PART_742,
    "742.4.b.6",
    "case-by-case: approved for an authorized use in Laos where diversion is not likely",
    "15 CFR 742.4(b)(6)",
)
def laos(f: Facts) -> Condition:
    """Items of national security to Laos."""
    return charted(f, "NS") & f.destination.is_("LA")


@reviews(
    PART_742,
    "742.4.b.7",
    "case-by-case for the risk of military diversion: approved for civil end-users and uses; presumption of denial "
    "where it would materially help weapons",
    "15 CFR 742.4(b)(7)",
    "15 CFR 742.2(b)(4)",
    "15 CFR 742.3(b)(4)",
    "15 CFR 742.5(b)(5)",
)
def military_diversion(f: Facts) -> Condition:
    """Items of national security to Burma, Cambodia, China, Nicaragua and Venezuela; to China those of chemical,
    nuclear and missile reasons as well.
    """
    weapons = needed_for("cb") | needed_for("np") | needed_for("mt")
    return (charted(f, "NS") & f.destination.in_(*_MILITARY_RISK)) | (f.destination.in_(*CHINA) & weapons)


@reviews(
    PART_742,
    "742.4.b.8",
    "general policy of approval, for civil and military end uses in India",
    "15 CFR 742.4(b)(8)",
    "15 CFR 742.6(b)(7)",
)
def india(f: Facts) -> Condition:
    """Items of national security and regional stability to India, not for nuclear, missile, chemical or biological
    weapons activities.
    """
    return to_india(f) & (charted(f, "NS") | charted(f, "RS") | by_footnote_7(f))


@reviews(
    PART_742,
    "742.4.b.9",
    "policy of denial, but for the cases of 746.8(b)",
    "15 CFR 742.4(b)(9)",
    "15 CFR 742.2(b)(4)",
    "15 CFR 742.3(b)(4)",
    "15 CFR 742.5(b)(5)",
    "15 CFR 742.6(b)(9)",
    "15 CFR 746.8(b)(2)",
)
def to_russia(f: Facts) -> Condition:
    """Items of national security, regional stability, chemical, nuclear and missile reasons to Russia and Belarus,
    and those of the sanctions on Russian industry.
    """
    weapons = needed_for("cb") | needed_for("np") | needed_for("mt")
    needed = needed_for("ns") | charted(f, "RS") | named(f, "RS") | weapons | needed_for("rus")
    return f.destination.in_(*RUSSIA_BELARUS) & needed


@reviews(
    PART_742, "742.4.b.10.allied", "presumption of approval", "15 CFR 742.4(b)(10)", "15 CFR 742.6(b)(11)"
)
def worldwide_to_allies(f: Facts) -> Condition:
    """Items controlled worldwide, to Country Groups A:1, A:5 and A:6."""
    return allied(f) & ~adversary(f) & worldwide(f)


@reviews(PART_742, "742.4.b.10.denied", "presumption of denial", "15 CFR 742.4(b)(10)", "15 CFR 742.6(b)(11)")
def worldwide_to_adversaries(f: Facts) -> Condition:
    """Items controlled worldwide, to Country Groups D:1 and D:5."""
    return adversary(f) & worldwide(f)


@reviews(PART_742, "742.4.b.10", "case-by-case", "15 CFR 742.4(b)(10)", "15 CFR 742.6(b)(11)")
def worldwide_elsewhere(f: Facts) -> Condition:
    """Items controlled worldwide, to destinations outside Country Groups A:1, A:5, A:6, D:1 and D:5."""
    return ~allied(f) & ~adversary(f) & worldwide(f)
