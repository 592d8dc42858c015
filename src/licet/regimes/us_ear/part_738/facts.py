"""Facts that 15 CFR Part 738 and the words of the Commerce Control List ask for: which lines cover the item."""

from __future__ import annotations

from licet.rules.vocabulary import FactKind, FactSpec, fact

__all__ = ["FACTS_738", "FOR_ECCN", "LINE_FACTS", "PARAGRAPH_STANDS", "SAID", "line_fact"]

_COLUMNS = (
    *("CB:1", "CB:2", "CB:3", "NP:1", "NP:2", "NS:1", "NS:2", "MT:1", "RS:1", "RS:2"),
    *("FC:1", "CC:1", "CC:2", "CC:3", "AT:1", "AT:2"),
)
"""The columns of the Country Chart, 15 CFR Part 738 Supp. 1."""

_WORLDWIDE = ("CW", "EI", "NS", "RS", "SL")
_DESTINATIONS = ("RS", "UN")
"""Reasons for control for which a line in words names all destinations, or some, itself: 15 CFR 738.3(a)."""

PARAGRAPH_STANDS = "facts.eccn_paragraph_stands"


def line_fact(reason: str, column: str | None, to: tuple[str, ...]) -> str:
    """The path of the fact that decides whether a line in words covers the item.

    >>> line_fact("NS", "NS:1", ()), line_fact("RS", None, ("*",)), line_fact("RS", None, ("MO", "D:5"))
    ('facts.covered_by_ns_column_1', 'facts.covered_by_rs_worldwide', 'facts.covered_by_rs_for_destinations')
    """
    if column is not None:
        return f"facts.covered_by_{column.lower().replace(':', '_column_')}"
    return f"facts.covered_by_{reason.lower()}_{'worldwide' if to == ('*',) else 'for_destinations'}"


def _line(path: str, line: str) -> FactSpec:
    return fact(
        path.removeprefix("facts."),
        f"Do the words of the entry's {line} cover the item?",
        "15 CFR 738.4(a)(2)",
        label=f"that the words of the entry's {line} cover the item",
        judgment=True,
    )


_LINES = (
    *(
        _line(line_fact(column[:2], column, ()), f"line for {column[:2]} Column {column[3:]}")
        for column in _COLUMNS
    ),
    *(_line(line_fact(reason, None, ("*",)), f"worldwide {reason} line") for reason in _WORLDWIDE),
    *(
        _line(line_fact(reason, None, ()), f"{reason} line that names destinations")
        for reason in _DESTINATIONS
    ),
)

FOR_ECCN = "facts.for_eccn"
SAID = (FOR_ECCN, "facts.barrel_length_in", "facts.range_km")
"""What is said of an item that lines of the list test (:mod:`licet.regimes.us_ear.line_tests`)."""

LINE_FACTS = (
    *(f"facts.{spec.name}" for spec in _LINES),
    *SAID,
    "facts.exported_by_sea",
    "facts.from_naval_petroleum_reserves",
    PARAGRAPH_STANDS,
)
"""What lines of the list may ask of a transaction, by path."""

FACTS_738: tuple[FactSpec, ...] = (
    *_LINES,
    fact(
        "for_eccn",
        "For which item is the software or technology? Give its ECCN with the paragraph.",
        "15 CFR Part 774 Supp. 1",
        label="the ECCN of the item that the software or technology is for",
        kind=FactKind.ECCN,
    ),
    fact(
        "barrel_length_in",
        "How long is the barrel, in inches?",
        "15 CFR Part 774 Supp. 1",
        label="the length of the barrel in inches",
        kind=FactKind.NUMBER,
    ),
    fact(
        "range_km",
        "What is the maximum range of the unmanned aircraft, in kilometers, whatever it carries?",
        "15 CFR 742.5(a)",
        label="the maximum range in kilometers",
        kind=FactKind.NUMBER,
    ),
    fact(
        "eccn_paragraph_stands",
        "Have you read the item's paragraph in the Commerce Control List that is in force on the day?",
        "15 CFR Part 774 Supp. 1",
        label="that the item's paragraph was read in the list in force",
        judgment=True,
    ),
    fact(
        "first_export_terms_allow_transfer",
        "Do the terms of the license or license exception under which the item came allow this transfer, or did it "
        "come under none?",
        "15 CFR 750.7(c)",
        label="that the terms under which the item came allow the transfer",
    ),
    fact(
        "license_required_in_words",
        "Do the words of the entry demand a license for the item to this destination?",
        "15 CFR 738.3(a)",
        label="that the words of the entry demand a license for the item to the destination",
        judgment=True,
    ),
)
