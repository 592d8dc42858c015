"""15 CFR 742.4(a)(5)(ii), 742.6(a)(6)(iii)(B), (a)(10)(ii), (a)(13): whom lines that name destinations leave out."""

from __future__ import annotations

from collections.abc import Callable

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_738.rules import names_destination
from licet.regimes.us_ear.part_740.common import yes
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Period, period
from licet.rules.terms import Control, Facts

__all__ = ["PART_742_SPARED"]

PART_742_SPARED = Chapter("15 CFR Part 742, whom lines leave out")

_NAMED = "us.ear.738.3.named"
_SOURCE = "742.4(a)(5)(ii) and 742.6(a)(10)(ii) as of 2026-09-24, which name September 6, 2024"


def _since(start: str, cite: str, source: str = _SOURCE) -> list[Period]:
    return [period(start, published=start, cite=cite, source=source)]


def _only(f: Facts, spared: Callable[[Control], Condition]) -> Condition:
    """Every line that names the destination leaves such a transaction out."""
    other = f.item.some_control(lambda c: c.applies.is_(True) & names_destination(f, c) & ~spared(c))
    return ~other


def _released(f: Facts) -> Condition:
    """Technology or software under a worldwide control is released to a person."""
    deemed = f.action.in_("deemed_export", "deemed_reexport")
    return deemed & f.item.kind.in_("technology", "software")


@PART_742_SPARED.exemption(
    "us.ear.742.4.a.5.nationals",
    defeats=[_NAMED],
    cites=["15 CFR 742.4(a)(5)(ii)(B)(1)", "15 CFR 742.6(a)(10)(ii)(B)(1)"],
    periods=_since("2024-09-06", "15 CFR 742.4(a)(5)(ii)"),
)
def released_to_other_nationals(f: Facts) -> Condition:
    """Quantum, gate-all-around and other technology and software that the two paragraphs name may be released to a
    person of whom the most recent citizenship or permanent residency is outside Country Groups D:1 and D:5.
    """
    listed = f.item.flag("released_742", "that 742.4(a)(5)(ii)(B)(1) names the item")
    outside = ~f.destination_in("D:1", "D:5")
    return _released(f) & listed & outside & _only(f, lambda c: c.spares_nationals.is_(True))


@PART_742_SPARED.exemption(
    "us.ear.742.4.a.5.employed",
    defeats=[_NAMED],
    cites=["15 CFR 742.4(a)(5)(ii)(A)", "15 CFR 742.6(a)(10)(ii)(A)"],
    periods=_since("2024-09-06", "15 CFR 742.4(a)(5)(ii)"),
    claim=words["employed_since_september_2024"].is_(True),
)
def released_to_earlier_employees(f: Facts) -> Condition:
    """Technology and software under a worldwide control may be released to those who were employed on September 6,
    2024; gate-all-around technology not to persons of Country Groups D:1 and D:5.
    """
    gaafet = f.item.flag("gaafet_742", "that the item is of 3E905")
    outside = ~f.destination_in("D:1", "D:5")
    return _released(f) & (~gaafet | outside) & _only(f, lambda c: c.spares_nationals.is_(True))


@PART_742_SPARED.exemption(
    "us.ear.742.6.a.13.staff",
    defeats=[_NAMED],
    cites=["15 CFR 742.6(a)(13)", "15 CFR 734.20(d)(2)"],
    periods=_since("2025-01-15", "15 CFR 742.6(a)(13)", "742.6(a)(13) as of 2026-09-24; 90 FR 4544"),
)
def weights_released_to_staff(f: Facts) -> Condition:
    """Model weights may be released to a permanent and regular employee of an entity that is headquartered, or has
    its ultimate parent, in a destination of Supplement No. 5 to part 740, paragraph (a).
    """
    weights = f.item.flag("model_weights", "that the item is of 4E091")
    staff = yes("permanent_regular_employee") & yes("employer_headquartered_in_supplement_5")
    return _released(f) & weights & staff & _only(f, lambda c: c.spares_staff.is_(True))


@PART_742_SPARED.exemption(
    "us.ear.742.6.a.6.uae",
    defeats=[_NAMED],
    cites=["15 CFR 742.6(a)(6)(iii)(B)", "15 CFR Part 740 Supp. 8"],
    periods=_since(
        "2026-07-10", "91 FR 43034", "742.6(a)(6)(iii)(B) and Supplement No. 8 to part 740 as of 2026-09-24"
    ),
)
def approved_in_the_emirates(f: Facts) -> Condition:
    """Advanced computing items of 742.6(a)(6)(iii)(B) need no license in the United Arab Emirates where the ultimate
    consignee and every end user are approved for them in Supplement No. 8 to part 740. Of those of (iii)(A) the
    supplement says the same, and (iii)(A) itself does not.
    """
    approved = yes("uae_approved_for_advanced_computing")
    listed = f.item.flag("advanced_computing_742", "that the item is of 742.6(a)(6)(iii)")
    disputed = listed & f.unmodeled(
        "742.6(a)(6)(iii)(A)",
        "whether 742.6(a)(6)(iii)(A) leaves out what Supplement No. 8 to part 740 approves",
    )
    spared = _only(f, lambda c: c.spares_approved.is_(True))
    return f.destination.is_("AE") & listed & approved & (spared | disputed)
