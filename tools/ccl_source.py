"""The Commerce Control List as printed: one :class:`Printed` per ECCN, from the JSON copy or from eCFR XML.

The copy of 2026-07-23 lost five ECCNs. In three places it took a whole entry for the heading (0D606, 2B351,
3E001) and hung the next entry's table on it (0D614, 2B352, 3E002); in two it joined two tables (3D005 with
3D006, 8C609 with 8D001). Both kinds are taken apart here; the XML of 2026-09-01 was read to check 3D005 and
3D006. In 1A231 two rows stand in one cell, in 1C350 a row is one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree as ET

__all__ = ["Printed", "from_json", "from_xml"]


@dataclass(frozen=True)
class Printed:
    """One ECCN as printed. ``rows``: (control, country chart). ``prose``: license requirements in sentences.

    ``exceptions``: symbol -> what is printed beside it. ``note``: what was mended in the copy.
    """

    eccn: str
    heading: str
    reasons: str
    rows: tuple[tuple[str, str], ...]
    prose: tuple[str, ...]
    exceptions: Mapping[str, str]
    note: str = ""


_NEXT = re.compile(r"^(?P<own>.*)\s(?P<eccn>\d[A-E]\d{3}) (?P<heading>[^a-z].*)$", re.DOTALL)
_LOST_HEADINGS = {
    "3D006": "'Electronic Computer-Aided Design' ('ECAD') “software” “specially designed” for the "
    "“development” of integrated circuits having any “Gate-All-Around Field-Effect Transistor” (“GAAFET”) "
    "structure, and having any of the following (see List of Items Controlled).",
    "8D001": "“Software” “specially designed” or modified for the “development,” “production” or “use” of "
    "equipment or materials, controlled by 8A (except 8A992), 8B or 8C.",
}
_JOINED = {"3D005": ("3D006", 2), "8C609": ("8D001", 4)}
_CONTROL = re.compile(r"(?=\b[A-Z]{2} appl(?:y|ies)\b)")
_CELL = re.compile(
    r"^(?P<control>.*?)\s*(?P<chart>[A-Z]{2} Column \d\.?|China, Russia, or Venezuela.*|See § .*"
    r"|To or within .*|Worldwide .*)$",
    re.DOTALL,
)
_EXCEPTION = re.compile(
    r"\b(?P<symbol>LVS|GBS|TSR|IEC|STA): (?P<text>.*?)"
    r"(?=\s(?:LVS:|GBS:|TSR:|IEC:|STA:|Note:|Special Conditions)|$)"
)


def from_json(entries: Iterable[Mapping[str, Any]]) -> list[Printed]:
    """The entries of the JSON copy, mended, in the order of the list."""
    found: list[Printed] = []
    for entry in entries:
        printed = Printed(
            entry["eccn"], entry["heading"], entry["reasonForControl"] or "",
            tuple((row["control"].strip(), row["countryChart"].strip()) for row in entry["countryChart"]),
            (), dict(entry["licenceExceptionFlags"]),
        )  # fmt: skip
        found += _mend(printed, entry["staSpecialConditions"])
    return sorted(found, key=lambda printed: printed.eccn)


def _mend(printed: Printed, special: str | None) -> list[Printed]:
    if " License Requirements Reason for Control" in printed.heading:
        return _unswallow(printed)
    if printed.eccn in _JOINED:
        return _unjoin(printed, special)
    if printed.eccn == "1A231":
        rows = (("NP applies to entire entry", "NP Column 1"), ("AT applies to entire entry", "AT Column 1"))
        return [replace(printed, rows=rows, note="two rows stood in one cell of the copy")]
    if printed.eccn == "1C350":
        row = ("CB applies to entire entry", "CB Column 2.")
        return [replace(printed, rows=(row,), note="the row stood in one cell of the copy; others are lost")]
    return [printed]


def _unswallow(printed: Printed) -> list[Printed]:
    """An entry that the copy took for a heading, and the next one, whose table it was given."""
    match = _NEXT.match(printed.heading)
    if match is None:
        raise ValueError(f"{printed.eccn}: a heading with license requirements, and no entry after it")
    heading, rest = match["own"].split(" License Requirements Reason for Control: ", 1)
    reasons, rest = re.split(r" Control\(s\) Country [Cc]hart \([Ss]ee [Ss]upp\. No\. 1 to part 738\) ", rest)
    table, rest = re.split(
        r" (?=License Requirements Note|Reporting Requirements|List Based)", rest, maxsplit=1
    )
    rest = rest.split("List Based License Exceptions", 1)[1].split("List of Items Controlled")[0]
    note = "taken out of the heading of the copy"
    own = Printed(
        printed.eccn, heading.strip(" ."), reasons, tuple(_cells(table)), (),
        {m["symbol"]: m["text"].strip() for m in _EXCEPTION.finditer(rest.split(") ", 1)[1].strip())}, note,
    )  # fmt: skip
    swallowed = replace(
        printed, eccn=match["eccn"], heading=match["heading"],
        note=f"its heading stood at the end of {printed.eccn} in the copy, its table under it",
    )  # fmt: skip
    return [own, swallowed]


def _cells(table: str) -> Iterable[tuple[str, str]]:
    for row in (part.strip() for part in _CONTROL.split(table) if part.strip()):
        match = _CELL.match(row)
        if match is None:
            raise ValueError(f"no country chart in {row!r}")
        yield match["control"], match["chart"]


def _unjoin(printed: Printed, special: str | None) -> list[Printed]:
    """Two entries under one heading: the second one's heading is lost from the copy."""
    other, first = _JOINED[printed.eccn]
    flags = dict(printed.exceptions)
    if printed.eccn == "8C609":
        theirs = {symbol: flags.pop(symbol) for symbol in ("TSR", "STA")}
        flags["STA"] = (special or "").removeprefix("STA: ")
    else:
        theirs = {"TSR": "N/A"}  # the XML of 2026-09-01 prints N/A for both
    note = f"the copy joined the tables of {printed.eccn} and {other}"
    return [
        replace(printed, rows=printed.rows[:first], exceptions=flags, note=note),
        Printed(other, _LOST_HEADINGS[other], "NS, AT", printed.rows[first:], (), theirs, note),
    ]


_ENTRY = re.compile(r"^(?P<eccn>\d[A-E]\d{3})[.:]?\s+(?P<heading>.*)$", re.DOTALL)
_LINE = re.compile(r"^(?P<label>[^:]{1,40}):\s*(?P<text>.*)$", re.DOTALL)
_SYMBOLS = {
    "LVS",
    "GBS",
    "TSR",
    "APP",
    "ENC",
    "ACE",
    "IEC",
    "HBM",
    "AIA",
    "ACM",
    "LPP",
    "NAC/ACA",
    "STA",
    "CIV",
}


def from_xml(xml: str) -> list[Printed]:
    """Every ECCN in eCFR XML of part 774; ValueError where there is none.

    An entry begins with a paragraph ``FP-2`` whose text begins with an ECCN, however its bold face is broken
    up, and ends where the next one begins. Notes and items are not read.
    """
    root = ET.fromstring(xml)  # noqa: S314  the reader chooses the file; expat expands no external entities
    entries: list[_Reader] = []
    for element in _in_order(root):
        text = _text(element)
        match = _ENTRY.match(text) if element.tag == "FP-2" else None
        if match:
            entries.append(_Reader(match["eccn"], match["heading"]))
        elif entries:
            entries[-1].read(element, text)
    if not entries:
        raise ValueError("no ECCN in this XML")
    return sorted((entry.printed() for entry in entries), key=lambda printed: printed.eccn)


def _in_order(root: ET.Element) -> Iterable[ET.Element]:
    """Paragraphs and tables in the order of the text; what stands in a table or a note is not split."""
    for element in root:
        if element.tag in {"FP-2", "FP-1", "FP", "P", "TABLE", "NOTE", "HD1"}:
            yield element
        else:
            yield from _in_order(element)


class _Reader:
    """Collects one entry from its paragraphs until the list of items begins."""

    def __init__(self, eccn: str, heading: str) -> None:
        self.eccn, self.heading, self.reasons = eccn, heading, ""
        self.rows: list[tuple[str, str]] = []
        self.prose: list[str] = []
        self.exceptions: dict[str, str] = {}
        self.section = "head"

    def read(self, element: ET.Element, text: str) -> None:
        if text.startswith(
            ("License Requirements", "List Based License", "Special Conditions", "List of Items")
        ):
            self.section = text.split(" (", maxsplit=1)[0]
        elif self.section.startswith("List of Items"):
            return
        elif element.tag == "TABLE":
            self.rows += _table_rows(element)
        elif element.tag != "NOTE":
            self._line(text)

    def _line(self, text: str) -> None:
        match = _LINE.match(text)
        label, words = (match["label"].strip(), match["text"]) if match else ("", text)
        if label.startswith(("Reason for Control", "Reasons for Control")):
            self.reasons = words
        elif label in _SYMBOLS:
            self.exceptions[label] = words
        elif (
            self.section == "License Requirements" and words and label in {"", "Control(s)", "Country Chart."}
        ):
            self.prose.append(words)
        elif self.section == "head" and words:
            self.prose.append(text)

    def printed(self) -> Printed:
        return Printed(
            self.eccn, self.heading, self.reasons, tuple(self.rows), tuple(self.prose), self.exceptions
        )


def _table_rows(table: ET.Element) -> Iterable[tuple[str, str]]:
    """Rows of a table of license requirements; a row of one cell is given twice, for control and chart."""
    if "Control(s)" not in [_text(head) for head in table.iter("TH")]:
        return
    for row in table.iter("TR"):
        cells = [_text(cell) for cell in row.iter("TD")]
        if cells:
            yield cells[0], cells[1] if len(cells) > 1 else cells[0]


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())
