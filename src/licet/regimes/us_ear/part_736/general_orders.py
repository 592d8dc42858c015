"""Supplement No. 1 to 15 CFR Part 736: general orders; here number six, on gate-all-around and quantum technology.

Numbers 1, 3 and 5 speak of authorizations given before 1998, 2015 and a transfer from the Munitions List; 2 and 4 are
reserved; 7, on affiliates of listed entities, is the temporary general license of :mod:`part_744.rules`.
"""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_738.rules import CHART
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, period
from licet.rules.terms import Facts

__all__ = ["GENERAL_ORDERS"]

GENERAL_ORDERS = Chapter("15 CFR Part 736, general orders")

_NUMBER_6 = period(
    "2024-09-06",
    published="2024-09-06",
    cite="15 CFR Part 736 Supp. 1",
    source="Supplement No. 1 to part 736 as of 2026-09-24, General Order No. 6 of September 6, 2024",
)
_DEEMED = ("deemed_export", "deemed_reexport")


def _report(section: str, what: str) -> Obligation:
    return Obligation(
        f"report_{section.replace('.', '_')}",
        f"Report to BIS once a year what you sent or released under General Order No. 6 ({what}).",
        cfr(f"15 CFR {section}"),
    )


def _gaafet(f: Facts) -> Condition:
    """Technology of 3E905, not at the direction of an entity headquartered in Country Group D:1 or D:5."""
    return f.item.flag("gaafet_742", "that the item is of 3E905") & words["directed_from_d1_or_d5"].is_(False)


@GENERAL_ORDERS.authority(
    "us.ear.736.s1.6.1",
    "General Order No. 6, gate-all-around technology (15 CFR Part 736 Supp. 1, (f)(1))",
    defeats=CHART,
    cites=["15 CFR Part 736 Supp. 1"],
    periods=[_NUMBER_6],
    claim=words["gaafet_began_by_september_2024"].is_(True),
    obligations=[_report("743.7", "gate-all-around technology")],
)
def gate_all_around_technology(f: Facts) -> Condition:
    """Technology of 3E905 may go to end users in Country Groups A:5 and A:6 for a development or production of
    circuits that began by September 6, 2024.
    """
    return (
        f.action.in_("export", "reexport", "transfer_in_country")
        & _gaafet(f)
        & f.destination_in("A:5", "A:6")
    )


@GENERAL_ORDERS.authority(
    "us.ear.736.s1.6.2",
    "General Order No. 6, employees of September 6, 2024 (15 CFR Part 736 Supp. 1, (f)(2))",
    defeats=CHART,
    cites=["15 CFR Part 736 Supp. 1"],
    periods=[_NUMBER_6],
    claim=words["employed_since_september_2024"].is_(True),
    obligations=[_report("743.7", "gate-all-around technology")],
)
def gate_all_around_employees(f: Facts) -> Condition:
    """Technology of 3E905 may be released to nationals of Country Groups D:1 and D:5 who were employed already."""
    return f.action.in_(*_DEEMED) & _gaafet(f) & f.destination_in("D:1", "D:5")


@GENERAL_ORDERS.authority(
    "us.ear.736.s1.6.3",
    "General Order No. 6, quantum technology and software (15 CFR Part 736 Supp. 1, (f)(3))",
    defeats=CHART,
    cites=["15 CFR Part 736 Supp. 1"],
    periods=[_NUMBER_6],
    claim=words["quantum_recipient_not_prohibited"].is_(True),
    obligations=[_report("743.8", "quantum items")],
)
def quantum_releases(f: Facts) -> Condition:
    """Quantum technology and software of 3D901, 3E901, 4D906 and 4E906 may be released to nationals of Country Groups
    D:1 and D:5; of 3D901 and 3E901 what goes with the quantum items that the order names.
    """
    whole = f.item.flag("quantum_of_4", "that the item is of 4D906 or 4E906")
    named = f.item.flag("quantum_of_3", "that the item is of 3D901 or 3E901") & words[
        "goes_with_named_quantum_item"
    ].is_(True)
    kinds = f.item.kind.in_("technology", "software")
    return f.action.in_(*_DEEMED) & kinds & (whole | named) & f.destination_in("D:1", "D:5")
