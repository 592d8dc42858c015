"""15 CFR 744.23: supercomputers, advanced-node integrated circuits, semiconductor manufacturing equipment."""

from __future__ import annotations

from dataclasses import replace

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_744.facts import NONE_NAMED
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Occasion, period
from licet.rules.terms import Facts

__all__ = ["PART_744_CHIPS"]

PART_744_CHIPS = Chapter("15 CFR Part 744, supercomputers and chips")

_NOW = period(
    "2026-01-15",
    published="2026-01-15",
    cite="91 FR 1684",
    source="text of 15 CFR 744.23 as of 2026-09-01, last amended at 91 FR 1687",
)
_BEFORE = period(
    "2022-10-21",
    last="2026-01-14",
    published="2022-10-13",
    cite="87 FR 62186",
    source="none: 744.23 before 91 FR 1687 was not read; the first day from general knowledge",
)
_POLICY = "presumption of denial, unless 744.23(d)(2) or (d)(3) applies"


def _in_d5(f: Facts) -> Condition:
    return f.destination_in("D:5") | f.destination.is_("MO")


_STATED = words["use_named_in_744_23"]
_ASKED = replace(_STATED, claim=False)
"""The same statement where it is asked for, as of items of Category 3; of others it counts where it is made."""


@PART_744_CHIPS.requirement(
    "us.ear.744.23.apart",
    cites=["15 CFR 744.23(a)"],
    periods=[_NOW, _BEFORE],
    policy=_POLICY,
)
def asked_apart(f: Facts) -> Condition:
    """A license is needed for chip making, chip-making equipment or supercomputers in Macau or Country Group D:5,
    which is asked for apart of items of Category 3, even where no end use named in Part 744 is said to be known. Of
    other items it depends on which of these uses it is.
    """
    chips = f.item.flag("category_3", "that the item is of Category 3")
    which = f.unmodeled("744.23", "which use of 744.23(a) it is: state it as the end use")
    return (
        _in_d5(f)
        & f.end_use.in_(*NONE_NAMED)
        & (chips & _ASKED.is_(True) | ~chips & _STATED.is_(True) & which)
    )


@PART_744_CHIPS.duty(
    "us.ear.744.23.duty.civil",
    cites=["15 CFR 744.23(a)(2)"],
    periods=[_NOW, _BEFORE],
    occasion=Occasion.MOVING,
    obligations=[
        Obligation(
            "rule_out_chip_factories",
            "The end use “civil” does not rule out the chip factories and supercomputers of 15 CFR 744.23(a) in "
            "Macau and Country Group D:5. Rule them out, and state none_named_in_part_744 as the end use.",
            cfr("15 CFR 744.23(a)(2)"),
            before=True,
            met=_ASKED.is_(False),
        )
    ],
)
def civil_where_chips_are_made(f: Facts) -> Condition:
    """A chip factory is civil, and 744.23(a)(2)(i) reaches any item for one of an advanced node."""
    return _in_d5(f) & f.end_use.is_("civil")


@PART_744_CHIPS.notice(
    "us.ear.notice.civil",
    "civil_end_use",
    cites=["15 CFR Part 744"],
    periods=[EAR_1996],
)
def civil(f: Facts) -> Condition:
    """The end use "civil" is taken to say that no end use or end user named in 15 CFR Part 744 is known or
    suspected. A chip factory is civil, and 15 CFR 744.23 reaches any item for it in Macau or Country Group D:5: say
    none_named_in_part_744 once that is ruled out as well.
    """
    return f.end_use.is_("civil")


@PART_744_CHIPS.requirement(
    "us.ear.744.23.a.1",
    cites=["15 CFR 744.23(a)(1)"],
    periods=[_NOW],
    policy=_POLICY,
)
def supercomputers(f: Facts) -> Condition:
    """Circuits, computers and components of the ECCNs named need a license for a supercomputer in or destined
    to Macau or Country Group D:5.
    """
    return (
        f.end_use.is_("supercomputer")
        & f.item.flag("supercomputer_item", "that the item is of an ECCN named in 744.23(a)(1)(i)")
        & words["supercomputer_in_d5_or_macau"].is_(True)
    )


@supercomputers.amended([_BEFORE])
def supercomputers_before_2026(f: Facts) -> Condition:
    """Supercomputers needed a license before January 15, 2026 too, in wordings that were not read."""
    return f.end_use.is_("supercomputer") & f.unmodeled("744 earlier", "744.23 before January 15, 2026")


@PART_744_CHIPS.requirement(
    "us.ear.744.23.a.2",
    cites=["15 CFR 744.23(a)(2)", "15 CFR 744.23(a)(5)"],
    periods=[_NOW],
    policy=_POLICY,
)
def advanced_nodes(f: Facts) -> Condition:
    """A license is needed for items that help to develop or produce advanced-node circuits at a facility in Macau
    or Country Group D:5, for items of Category 3 where the node is not known, and for software and technology
    to design them; not where its consignee or end-user is a footnote 5 entity, which has its own rule.
    """
    footnote_5 = f.some_party(
        lambda p: (
            p.role.in_("ultimate_consignee", "end_user")
            & p.listing(lambda entry: entry.on("EL") & entry.footnote.is_(5))
        )
    )
    category_3 = f.item.flag(
        "category_3_product_groups_b_to_e", "that it is of Category 3, product groups B to E"
    )
    made = words["advanced_node_production"].is_(True)
    perhaps = words["ic_production_node_unknown"].is_(True) & category_3
    designed = words["advanced_node_design"].is_(True) & f.item.kind.in_("software", "technology")
    return f.end_use.is_("advanced_semiconductor") & (((made | perhaps) & ~footnote_5) | designed)


@advanced_nodes.amended([_BEFORE])
def advanced_nodes_before_2026(f: Facts) -> Condition:
    """Advanced chips needed a license before January 15, 2026 too, in wordings that were not read."""
    return f.end_use.is_("advanced_semiconductor") & f.unmodeled(
        "744 earlier", "744.23 before January 15, 2026"
    )


@PART_744_CHIPS.requirement(
    "us.ear.744.23.a.3",
    cites=["15 CFR 744.23(a)(3)"],
    periods=[_NOW],
    policy=_POLICY,
)
def advanced_computing_abroad(f: Facts) -> Condition:
    """Advanced computing items need a license for whoever is headquartered, or has its ultimate parent, in Macau
    or Country Group D:5, also outside the destinations where the Commerce Control List demands one.
    """
    elsewhere = ~(f.destination_in("D:1", "D:4", "D:5") & ~f.destination_in("A:5", "A:6"))
    computing = f.item.flag(
        "advanced_computing_abroad", "that the item is of a paragraph named in 744.23(a)(3)(i)(A)"
    )
    memory = f.item.flag("high_bandwidth_memory", "that the item is of 3A090.c") & ~_in_d5(f)
    return ((computing & elsewhere) | memory) & words["headquartered_in_d5_or_macau"].is_(True)


@advanced_computing_abroad.amended([_BEFORE])
def advanced_computing_abroad_before_2026(f: Facts) -> Condition:
    """Such parties needed a license before January 15, 2026 too, in wordings that were not read."""
    listed = f.item.flag(
        "advanced_computing_abroad", "that the item is of a paragraph named in 744.23(a)(3)(i)(A)"
    ) | f.item.flag("high_bandwidth_memory", "that the item is of 3A090.c")
    headquartered = words["headquartered_in_d5_or_macau"].is_(True)
    return listed & headquartered & f.unmodeled("744 earlier", "744.23 before January 15, 2026")


@PART_744_CHIPS.requirement(
    "us.ear.744.23.a.4",
    cites=["15 CFR 744.23(a)(4)"],
    periods=[_NOW],
    policy=_POLICY,
)
def chip_equipment(f: Facts) -> Condition:
    """An item of the Commerce Control List needs a license for the development or production of semiconductor
    manufacturing equipment in Macau or Country Group D:5, or by whoever is headquartered there.
    """
    listed = ~f.item.flag("ear99", "that the item is EAR99")
    there = _in_d5(f) | words["headquartered_in_d5_or_macau"].is_(True)
    making = words["chip_equipment_production"].is_(True)
    return f.end_use.is_("advanced_semiconductor") & listed & there & making
