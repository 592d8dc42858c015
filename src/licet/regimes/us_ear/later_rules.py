"""Rules of 2026 published for a later day, whose text the rulebook does not hold in full: what is said of them."""

from __future__ import annotations

from licet.rules.condition import Condition
from licet.rules.rule import Chapter, period
from licet.rules.terms import Facts

__all__ = ["LATER_RULES"]

LATER_RULES = Chapter("Rules published for a later day")

_SUPPRESSORS = "abstract of FR Doc. 2026-14942; its text was not found"
_DESIGNERS = "Note 1 to 3A090.a, a.(2) and a.(3), in the eCFR of 2026-09-24"
_UAE = "Supplement No. 8 to part 740, Note 2 to (b), in the eCFR of 2026-09-24"


def _firearm(f: Facts) -> Condition:
    return f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")


def _chips(f: Facts) -> Condition:
    lesser = f.item.flag("advanced_computing_abroad", "that the item is of 742.6(a)(6)(iii)(B)")
    return f.item.flag("advanced_computing_742", "that the item is of 742.6(a)(6)(iii)") & ~lesser


@LATER_RULES.notice(
    "us.ear.notice.suppressors",
    "suppressors_not_held",
    cites=["15 CFR Part 774 Supp. 1", "91 FR 46252"],
    periods=[period("2026-11-20", published="2026-07-23", cite="91 FR 46252", source=_SUPPRESSORS)],
)
def suppressors(f: Facts) -> Condition:
    """Since November 20, 2026 certain silencers, mufflers and sound suppressors are on the Commerce Control List, and
    firearms may go temporarily under a license exception. Licet does not hold the text: read 91 FR 46252.
    """
    return _firearm(f)


@LATER_RULES.notice(
    "us.ear.notice.ic_designers",
    "ic_designers_until_2026_12_30",
    cites=["15 CFR Part 774 Supp. 1", "91 FR 17851"],
    periods=[
        period("2026-04-13", last="2026-12-30", published="2026-04-09", cite="91 FR 17851", source=_DESIGNERS)
    ],
)
def designers(f: Facts) -> Condition:
    """Before December 31, 2026 integrated circuit designers of Note 1 to 3A090.a are authorized by where they are
    headquartered. After that day only those that applied to be approved are.
    """
    return _chips(f)


@LATER_RULES.notice(
    "us.ear.notice.ic_designers_approved",
    "ic_designers_from_2026_12_31",
    cites=["15 CFR Part 774 Supp. 1", "91 FR 17851"],
    periods=[period("2026-12-31", published="2026-04-09", cite="91 FR 17851", source=_DESIGNERS)],
)
def approved_designers(f: Facts) -> Condition:
    """After December 31, 2026 an integrated circuit designer of Note 1 to 3A090.a is authorized only if it applied to
    be approved, and for 180 days from then. What holds on December 31 itself the Note does not say.
    """
    return _chips(f)


@LATER_RULES.notice(
    "us.ear.notice.uae_companies",
    "uae_authorization_ends",
    cites=["15 CFR Part 740 Supp. 8", "91 FR 43034"],
    periods=[
        period("2026-07-14", last="2027-04-05", published="2026-07-14", cite="91 FR 43034", source=_UAE)
    ],
)
def uae_companies(f: Facts) -> Condition:
    """The authorization of G42 and Core42 in Supplement No. 8 to part 740 ends by itself on April 6, 2027, absent
    notice.
    """
    return f.destination.is_("AE") & _computing(f)


@LATER_RULES.notice(
    "us.ear.notice.uae_companies_ended",
    "uae_authorization_ended",
    cites=["15 CFR Part 740 Supp. 8", "91 FR 43034"],
    periods=[period("2027-04-06", published="2026-07-14", cite="91 FR 43034", source=_UAE)],
)
def uae_companies_ended(f: Facts) -> Condition:
    """The authorization of G42 and Core42 in Supplement No. 8 to part 740 ended on April 6, 2027, unless a notice
    that Licet does not hold extended it.
    """
    return f.destination.is_("AE") & _computing(f)


def _computing(f: Facts) -> Condition:
    return f.item.flag("advanced_computing_742", "that the item is of 742.6(a)(6)(iii)")
