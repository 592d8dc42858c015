"""15 CFR Part 734: what is subject to the EAR, in outline."""

from __future__ import annotations

from licet.law.condition import Condition
from licet.law.rule import Chapter, Question
from licet.law.terms import Facts
from licet.rulebook.us.ear.periods import BEFORE_EAR, EAR_1996
from licet.rulebook.us.ear.words import words

__all__ = ["PART_734"]

PART_734 = Chapter("15 CFR Part 734")
_SUBJECT = "us.ear.734.3"


@PART_734.rule(_SUBJECT, Question.SUBJECT, cites=["15 CFR 734.3(a)"], periods=[EAR_1996])
def subject_to_the_ear(f: Facts) -> Condition:
    """Items in the United States, of US origin, or made abroad with enough controlled US content or from US
    technology are subject to the EAR.
    """
    direct_product = f.unmodelled("734.9", "whether a foreign-direct-product rule reaches the item")
    in_us_or_of_us = f.item.located_in_us.is_(True) | f.item.us_origin.is_(True)
    return in_us_or_of_us | _above_de_minimis(f) | direct_product


@subject_to_the_ear.amended([BEFORE_EAR])
def subject_before_1996(f: Facts) -> Condition:
    """Before 25 March 1996 the regulations were others; Licet does not hold them."""
    return f.unmodelled("before 1996", "what was subject to the regulations before 25 March 1996")


def _above_de_minimis(f: Facts) -> Condition:
    """15 CFR 734.4(c), (d): more than 10 percent for Country Groups E:1 and E:2, more than 25 elsewhere."""
    return ~f.item.controlled_us_content_pct.at_most(25) | (
        f.destination_in("E:1", "E:2") & ~f.item.controlled_us_content_pct.at_most(10)
    )


@PART_734.exemption(
    "us.ear.734.payment", defeats=[_SUBJECT], cites=["15 CFR 734.3(a)", "15 CFR 734.13"], periods=[EAR_1996]
)
def no_item_moves(f: Facts) -> Condition:
    """A payment moves no item, and the EAR govern items."""
    return f.action.is_("payment")


@PART_734.exemption(
    "us.ear.734.import", defeats=[_SUBJECT], cites=["15 CFR 734.13", "15 CFR 734.14"], periods=[EAR_1996]
)
def import_is_no_export(f: Facts) -> Condition:
    """An import into the United States is no export, reexport or transfer."""
    return f.action.is_("import")


@PART_734.exemption("us.ear.734.service", defeats=[_SUBJECT], cites=["15 CFR 734.3(a)"], periods=[EAR_1996])
def pure_service(f: Facts) -> Condition:
    """A service that moves no commodity, software or technology is outside the license requirements."""
    return f.item.kind.is_("service")


@PART_734.exemption(
    "us.ear.734.7",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(b)(3)", "15 CFR 734.7"],
    periods=[EAR_1996],
    claim=words["published_technology"].is_(True),
)
def published(f: Facts) -> Condition:
    """Published technology and software are not subject to the EAR."""
    return f.item.kind.in_("technology", "software")


@PART_734.requirement(
    "us.ear.734.13.deemed", cites=["15 CFR 734.13(b)"], periods=[EAR_1996], policy="case-by-case"
)
def deemed_export(f: Facts) -> Condition:
    """A release of technology or source code to a foreign person needs the license its country would."""
    return f.action.in_("deemed_export", "deemed_reexport") & f.unmodelled(
        "734.13", "the license requirement of a deemed export or reexport"
    )
