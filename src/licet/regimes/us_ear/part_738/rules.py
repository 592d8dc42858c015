"""15 CFR Part 738: the Commerce Control List and the Country Chart."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Occasion, period
from licet.rules.terms import Control, Facts

__all__ = ["CHART", "PART_738", "UNLISTED", "by_footnote_7", "by_footnote_10", "names_destination"]

PART_738 = Chapter("15 CFR Part 738")

CHART = (
    "us.ear.738.4",
    "us.ear.738.3.named",
    "us.ear.738.4.prose",
    "us.ear.738.supp1.7",
    "us.ear.738.supp1.10",
)
"""What demands a license for an item and its destination: the chart, its footnotes, the words of the list."""


UNLISTED = ("AQ", "CK", "NU", "PS")
"""Destinations that the Country Chart does not list and that are no territory of one that it lists."""

_READ_PARAGRAPH = Obligation(
    "read_eccn_paragraph",
    "Read the item's paragraph in the Commerce Control List of the day: the lists at hand do not agree that it "
    "stands there.",
    cfr("15 CFR Part 774 Supp. 1"),
    before=True,
    met=words["eccn_paragraph_stands"].is_(True),
)


_CHECK_FIRST_TERMS = Obligation(
    "check_terms_of_first_export",
    "Check the terms of the license or license exception under which the item came: they may not allow the transfer.",
    cfr("15 CFR 750.7(c)"),
    before=True,
    met=words["first_export_terms_allow_transfer"].is_(True),
)


def by_footnote_7(f: Facts) -> Condition:
    """That footnote 7 to the Country Chart demands a license: for regional stability, to India."""
    listed = f.item.flag("india_rs2", "that the item is of 6A003.b.4.b or 9A515.e")
    return listed & f.destination.in_table("country_footnotes", "7")


def by_footnote_10(f: Facts) -> Condition:
    """That footnote 10 to the Country Chart demands a license; for which reason, it does not say."""
    listed = f.item.flag("firearms_footnote", "that footnote 10 to the Country Chart names the item's ECCN")
    left_out = f.item.flag("firearms_footnote_left_out", "that footnote 10 leaves the item out")
    return listed & ~left_out & f.destination.in_table("country_footnotes", "10")


def names_destination(f: Facts, c: Control) -> Condition:
    """That a line names the destination; some leave out deemed exports and reexports (742.4(a)(4)(ii)(A))."""
    spared = c.spares_deemed.is_(True) & f.action.in_("deemed_export", "deemed_reexport")
    return c.reaches.is_(True) & ~spared


@PART_738.exemption(
    "us.ear.736.2.b.1.transfer",
    defeats=["us.ear.738.4"],
    cites=["15 CFR 736.2(b)(1)", "15 CFR 742.4(a)(1)"],
    periods=[EAR_1996],
)
def transfer_within_a_country(f: Facts) -> Condition:
    """General Prohibition One, which the Country Chart serves, reaches exports and reexports, no transfer within a
    country. The lines that name destinations, parts 744 and 746 and the terms of a license reach such a transfer.
    """
    return f.action.is_("transfer_in_country")


@PART_738.duty(
    "us.ear.750.7.c.transfer",
    cites=["15 CFR 750.7(c)"],
    periods=[EAR_1996],
    occasion=Occasion.MOVING,
    obligations=[_CHECK_FIRST_TERMS],
)
def terms_of_the_first_export(f: Facts) -> Condition:
    """An item that came under a license or license exception stays under its terms, which may name the end user."""
    return f.action.is_("transfer_in_country")


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
    return f.item.some_control(lambda c: c.applies.is_(True) & names_destination(f, c))


@PART_738.requirement(
    "us.ear.738.4.prose",
    cites=["15 CFR 738.4(a)(1)", "15 CFR 738.3(a)"],
    periods=[EAR_1996],
    policy="as 15 CFR Part 742 says for the reason for control",
)
def license_requirement_in_prose(f: Facts) -> Condition:
    """A license is needed where the ECCN states its requirement in words, and not by the Country Chart, and these
    words demand one for the item and the destination.
    """
    stated = f.item.some_control(lambda c: c.applies.is_(True) & c.modeled.is_(False))
    return stated & words["license_required_in_words"].is_(True)


@PART_738.notice(
    "us.ear.notice.738.hong_kong",
    "hong_kong_answered_as_china",
    cites=["15 CFR Part 738 Supp. 1"],
    periods=[
        period(
            "1996-03-25",
            last="2020-12-22",
            published="1996-03-25",
            cite="61 FR 12714",
            source="85 FR 83765 of December 23, 2020, which removed Hong Kong as a separate destination (summaries)",
        )
    ],
)
def hong_kong_before_2021(f: Facts) -> Condition:
    """Until December 22, 2020 Hong Kong was a destination of its own in the Country Chart and Country Groups; Licet
    does not hold that chart and answers as for China, which is stricter.
    """
    return f.destination.is_("HK")


@PART_738.duty(
    "us.ear.738.duty.paragraph",
    cites=["15 CFR 738.4(a)(1)", "15 CFR Part 774 Supp. 1"],
    periods=[EAR_1996],
    occasion=Occasion.MOVING,
    obligations=[_READ_PARAGRAPH],
)
def paragraph_in_some_lists(f: Facts) -> Condition:
    """The lists at hand do not agree whether the item's paragraph stands in its entry."""
    return f.item.flag("uncertain_paragraph", "that only some lists have the item's paragraph")


@PART_738.requirement(
    "us.ear.738.unlisted",
    cites=["15 CFR 738.3(b)", "15 CFR Part 738 Supp. 1"],
    periods=[EAR_1996],
    policy="as 15 CFR Part 742 says for the reason for control",
)
def destination_without_row(f: Facts) -> Condition:
    """Palestine, Antarctica, the Cook Islands and Niue have no row in the Country Chart, and nothing that was read
    says under which country's row they fall.
    """
    reading = f.unmodeled(
        "738 unlisted", "which row of the Country Chart answers for a destination without one"
    )
    return f.destination.in_(*UNLISTED) & reading


@PART_738.requirement(
    "us.ear.738.supp1.7",
    cites=["15 CFR 742.6(a)(4)(i)", "15 CFR Part 738 Supp. 1"],
    periods=[EAR_1996],
    policy="as 15 CFR 742.6(b)(7) says",
)
def cameras_and_circuits_to_india(f: Facts) -> Condition:
    """Footnote 7 to the Country Chart: cameras of 6A003.b.4.b and circuits of 9A515.e need a license to India
    for reasons of regional stability, though the chart has no X for it.
    """
    return by_footnote_7(f)


@PART_738.requirement(
    "us.ear.738.supp1.10",
    cites=["15 CFR Part 738 Supp. 1"],
    periods=[EAR_1996],
    policy="as 15 CFR 742.6(b)(1)(i) says",
)
def firearms_to_australia_and_britain(f: Facts) -> Condition:
    """Footnote 10 to the Country Chart: firearms, their ammunition, parts, software and technology need a license
    to Australia and the United Kingdom, though the chart has no X for them.
    """
    return by_footnote_10(f)
