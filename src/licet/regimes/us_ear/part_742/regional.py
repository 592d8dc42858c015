"""15 CFR 742.6: how applications are reviewed for items of regional stability."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_742.reasons import (
    CHINA,
    RUSSIA_BELARUS,
    charted,
    firearms,
    in_d5,
    munitions,
    named,
    of_list,
    reviews,
    to_india,
)
from licet.rules.condition import Condition
from licet.rules.rule import Chapter
from licet.rules.terms import Facts

__all__ = ["PART_742_RS"]

PART_742_RS = Chapter("15 CFR Part 742, regional stability")


@reviews(
    PART_742_RS,
    "742.6.b.1.munitions",
    "case-by-case: contrary to national security or foreign policy, human rights among it",
    "15 CFR 742.6(b)(1)(i)",
    "15 CFR 742.6(b)(8)",
)
def military_items(f: Facts) -> Condition:
    """9x515 and 600 series items for regional stability, their .y items to China and Venezuela, and firearms
    for whichever reason.
    """
    listed = charted(f, "RS") | (named(f, "RS") & ~f.destination.in_(*RUSSIA_BELARUS))
    return ((listed & munitions(f)) | firearms(f)) & ~to_india(f)


@reviews(PART_742_RS, "742.6.b.1.criminal", "policy of denial", "15 CFR 742.6(b)(1)(i)")
def firearms_for_criminal_groups(f: Facts) -> Condition:
    """Firearms where there is reason to believe that criminal organizations, rebel groups or street gangs take
    part.
    """
    return firearms(f) & words["criminal_groups_involved"].is_(True)


@reviews(
    PART_742_RS,
    "742.6.b.1",
    "case-by-case: contribution to military capabilities that would destabilize a region",
    "15 CFR 742.6(b)(1)(i)",
)
def regional_stability(f: Facts) -> Condition:
    """Other items of regional stability column 1, and advanced computing items outside Country Group D:5."""
    chips = (
        named(f, "RS")
        & of_list("advanced_computing_abroad", "that the item is of 742.6(a)(6)(iii)(B)")
        & ~in_d5(f)
    )
    plain = charted(f, "RS1") & ~munitions(f) & ~firearms(f)
    return (plain | chips) & ~to_india(f)


@reviews(
    PART_742_RS,
    "742.6.b.2",
    "favorable, case-by-case, unless it would significantly destabilize the region",
    "15 CFR 742.6(b)(2)(i)",
)
def column_2(f: Facts) -> Condition:
    """Items of regional stability column 2."""
    return charted(f, "RS2") & ~to_india(f)


@reviews(PART_742_RS, "742.6.b.10.memory", "presumption of approval", "15 CFR 742.6(b)(10)(ii)")
def memory_for_others(f: Facts) -> Condition:
    """High bandwidth memory to Macau and Country Group D:5 for parties headquartered elsewhere."""
    return _memory(f) & words["headquartered_in_d5_or_macau"].is_(False)


@reviews(PART_742_RS, "742.6.b.10.memory.denied", "presumption of denial", "15 CFR 742.6(b)(10)(ii)")
def memory_denied(f: Facts) -> Condition:
    """High bandwidth memory to Macau and Country Group D:5 for a party headquartered there."""
    return _memory(f) & words["headquartered_in_d5_or_macau"].is_(True)


def _memory(f: Facts) -> Condition:
    return in_d5(f) & of_list("high_bandwidth_memory", "that the item is of 3A090.c") & named(f, "RS")


def _computing(f: Facts) -> Condition:
    return named(f, "RS") & of_list("advanced_computing_742", "that the item is of 742.6(a)(6)(iii)")


@reviews(
    PART_742_RS,
    "742.6.b.10.small",
    "case-by-case, with what Supplement No. 2 to part 748 asks in paragraph (dd)",
    "15 CFR 742.6(b)(10)(iii)",
)
def small_chips(f: Facts) -> Condition:
    """Exports of advanced computing commodities of low performance to end-users in China and Macau."""
    return _computing(f) & _small(f)


def _small(f: Facts) -> Condition:
    stated = words["small_chip_application"].is_(True)
    return f.action.is_("export") & f.destination.in_(*CHINA, "MO") & stated


@reviews(PART_742_RS, "742.6.b.10.denied", "presumption of denial", "15 CFR 742.6(b)(10)(iii)")
def computing_denied(f: Facts) -> Condition:
    """Other applications for advanced computing items to Macau and Country Group D:5, or for a party headquartered
    there.
    """
    reached = in_d5(f) | words["headquartered_in_d5_or_macau"].is_(True)
    return reached & _computing(f) & ~_small(f)


@reviews(
    PART_742_RS,
    "742.6.b.10",
    "as Supplement No. 5 to part 740 ranks the destination: presumption of approval, or policy of denial beyond its "
    "country allocation",
    "15 CFR 742.6(b)(10)(iii)",
)
def computing_elsewhere(f: Facts) -> Condition:
    """The most capable advanced computing items to destinations outside Macau and Country Group D:5."""
    lesser = of_list("advanced_computing_abroad", "that the item is of 742.6(a)(6)(iii)(B)")
    return ~in_d5(f) & _computing(f) & ~lesser


@reviews(
    PART_742_RS,
    "742.6.b.13",
    "case-by-case; denied where there is an unacceptable risk of an end use or end user of part 744",
    "15 CFR 742.6(b)(13)",
)
def pakistan(f: Facts) -> Condition:
    """The items that 742.6(a)(12) names, to Pakistan."""
    return f.destination.is_("PK") & named(f, "RS") & of_list("pakistan", "that the item is of 742.6(a)(12)")


@reviews(
    PART_742_RS,
    "742.6.b.14",
    "presumption of denial for end-users headquartered outside the countries of Supplement No. 5 to part 740, "
    "paragraph (a)",
    "15 CFR 742.6(b)(14)",
)
def model_weights(f: Facts) -> Condition:
    """Model weights of 4E091."""
    return named(f, "RS") & of_list("model_weights", "that the item is of 4E091")


@reviews(
    PART_742_RS,
    "742.6.b.4",
    "case-by-case: whether it contributes to civil infrastructure, else policy of denial (746.3(b))",
    "15 CFR 742.6(b)(4)",
    "15 CFR 746.3(b)(3)",
)
def iraq_infrastructure(f: Facts) -> Condition:
    """The items that 742.6(a)(5) names, to Iraq."""
    return f.destination.is_("IQ") & named(f, "RS") & of_list("iraq_742", "that the item is of 742.6(a)(5)")


@reviews(
    PART_742_RS,
    "742.6.other",
    "as 90 FR 4615 says, which could not be put into 742.6",
    "15 CFR 742.6",
)
def not_incorporated(f: Facts) -> Condition:
    """Laboratory equipment of 3A069 and its technology."""
    return named(f, "RS") & of_list("other_regional_742", "that the item is of 3A069 or 3E069")
