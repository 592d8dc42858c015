"""The Commerce Control List taken apart: eCFR XML of Supplement No. 1 to part 774 as paragraphs and notes.

In the XML an entry begins with its number and heading in bold; its items follow as paragraphs that begin with
their letters and digits, its notes stand in elements of their own. A paragraph in a note is never an item.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from licet.classification.control_list import ControlList
from licet.errors import LicetError

__all__ = ["ListFileError", "Piece", "pieces", "read_list"]


class ListFileError(LicetError, ValueError):
    """A file that is no Supplement No. 1 to part 774; the message says why."""


_ENTRY = re.compile(r"(?P<eccn>\d[A-E]\d{3})\s*(?P<heading>.*)", re.DOTALL)
_NO_ENTRY = re.compile(r"Category \d|[A-E]\. [“\"]?[A-Z]|EAR99")
"""What ends an entry besides the next one: the heading of a category or of a group, and the line on EAR99."""
_PREFIX = re.compile(r"^(?:List of Items Controlled|Items)\b:?\s*")
_ITEM = re.compile(
    r"(?P<label>[a-z](?:\.(?:\d{1,3}|[a-z]{1,3}))+\.?|[a-z]\.)(?:\s+|(?=[A-Z“]))(?P<text>.*)", re.DOTALL
)
_RESERVED = re.compile(r"^(?:through \S+ |to \S+ |and \S+ )?\[\s*Reserved\s*\]", re.IGNORECASE)
_IN_HEADING = re.compile(
    r"list of items controlled (?:is|in) contained in th(?:e|is) ECCN heading", re.IGNORECASE
)
_EXPONENT = re.compile(r"\s*[+\u2212-]?\d+\s*")
_TABLES = {"DIV", "TABLE", "HEAD", "CITA", "EDNOTE"}
_ITEMS = ("List of Items Controlled", "Items", "Related Controls", "Related Definitions")
_BEGIN = re.compile(r"Items:")
"""The line at which the items begin, whatever was listed with letters before."""
_KINDS = {"Related Controls": "related", "Related Definitions": "definitions"}
_HEADS = (
    "License Requirements", "List Based License Exceptions", "Special Conditions for STA", "Reporting Requirements",
    "Reason for Control", "Reasons for Control", "LVS:", "GBS:", "TSR:", "IEC:", "STA:", "NAC/ACA:", "AIA:", "ACM:",
    "LPP:", "HBM:",
)  # fmt: skip
"""Lines that only head others, and those whose content stands in the tables of controls and exceptions."""
_SUPERSCRIPT = "51"


@dataclass(frozen=True)
class Piece:
    """One piece of an entry. ``kind``: heading, item, reserved, note, requirement, related or definitions.

    ``paragraph``: the item, or the item after which a note stands; empty: the entry as a whole. A requirement is a
    note among the license requirements and exceptions, before the items.
    """

    eccn: str
    paragraph: str
    kind: str
    text: str


_SUPPLEMENT = re.compile(r"Supplement No\. 1 to Part 774", re.IGNORECASE)
_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FEWEST = 500
_CITE = "15 CFR Part 774 Supp. 1"


def read_list(path: Path, read_on: date | None = None) -> ControlList:
    """The list as a file of the eCFR (XML of the supplement, of part 774 or of title 15) has it.

    ``read_on``: the day of the text; that of the file's name or today unless said. Raises ListFileError, OSError.
    """
    content = path.read_bytes()
    text = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8-sig")
    if _DECLARES.search(text):
        raise ListFileError(f"{path}: declares entities or a document type, which no eCFR file does")
    try:
        found = list(pieces(text))
    except ET.ParseError as error:
        raise ListFileError(f"{path}: not XML: {error}") from error
    named = re.search(r"20\d\d-\d\d-\d\d", path.name)
    day = (read_on or (date.fromisoformat(named[0]) if named else date.today())).isoformat()  # noqa: DTZ011
    rows = [
        {"eccn": piece.eccn, "paragraph": piece.paragraph, "kind": piece.kind, "text": piece.text, "seen_from": day,
         "seen_to": day, "cite": _CITE, "source": path.name}
        for piece in found
        if piece.kind != "reserved"
    ]  # fmt: skip
    listed = ControlList(rows, path.name)
    count = len(list(listed))
    if count < _FEWEST:
        raise ListFileError(f"{path}: {count} entries; Supplement No. 1 to part 774 has more than {_FEWEST}")
    return listed


def _supplement(root: ET.Element) -> ET.Element:
    """The element of the supplement in a file that may hold more."""
    for element in root.iter("DIV9"):
        if _SUPPLEMENT.search(element.get("N") or ""):
            return element
    return root


def pieces(xml: str) -> Iterator[Piece]:
    """Every heading, item and note of the list, in its order."""
    entry: list[Piece] = []
    for element in _supplement(ET.fromstring(xml)):  # noqa: S314  # without entities: see read_list
        text = _text(element)
        match = _ENTRY.fullmatch(text) if element.tag == "FP-2" else None
        if match or (element.tag in {"FP-2", "HD1"} and _NO_ENTRY.match(text)):
            yield from entry
            entry = [Piece(match["eccn"], "", "heading", match["heading"])] if match else []
            section, seen = "note", {""}
        elif entry and text and element.tag not in _TABLES:
            if text.startswith(_HEADS):
                section = "requirement" if section == "note" else section
                continue
            if text.startswith(_ITEMS):
                section = "items"
            if _BEGIN.match(text):
                entry, seen = _without_items(entry), {""}
            if text.rstrip(":") in _ITEMS or _IN_HEADING.search(text):
                continue
            piece = _piece(entry, element.tag, text, section)
            if piece.kind in {"item", "reserved"} and piece.paragraph in seen:
                piece = replace(piece, paragraph=entry[-1].paragraph, kind="note", text=text)
            seen.add(piece.paragraph)
            if piece.text not in {"N/A", "N/A."}:
                entry.append(piece)
    yield from entry


def _without_items(entry: list[Piece]) -> list[Piece]:
    """An entry before its items: lettered paragraphs there are of what another agency has, or of what is left out."""
    found: list[Piece] = []
    for piece in entry:
        label = f"{piece.paragraph}. " if piece.kind in {"item", "reserved"} else ""
        if label or (piece.kind == "note" and _ITEM.fullmatch(piece.text)):
            found[-1] = replace(found[-1], text=f"{found[-1].text} {label}{piece.text}")
        else:
            found.append(replace(piece, paragraph=""))
    return found


def _piece(entry: list[Piece], tag: str, text: str, section: str) -> Piece:
    """What a block of an entry is."""
    eccn, here = entry[0].eccn, entry[-1].paragraph
    kind = next((kind for words, kind in _KINDS.items() if text.startswith(words)), "")
    if kind:
        return Piece(eccn, "", kind, text.split(":", 1)[-1].strip())
    item = _ITEM.fullmatch(_PREFIX.sub("", text))
    if item and tag != "NOTE" and section == "items":
        kind = "reserved" if _RESERVED.match(item["text"]) else "item"
        return Piece(eccn, item["label"].strip("."), kind, item["text"])
    return Piece(eccn, here, "requirement" if section == "requirement" else "note", text)


def _text(element: ET.Element) -> str:
    """The words of an element, exponents after a caret, blanks evened out."""
    return " ".join(_words(element).split()).replace(" ^", "^").strip()


def _words(element: ET.Element) -> str:
    inside = (element.text or "") + "".join(_words(child) + (child.tail or "") for child in element)
    if element.tag == "SU" or (element.tag == "E" and element.get("T") == _SUPERSCRIPT):
        return f"^{inside.strip()}" if _EXPONENT.fullmatch(inside) else inside
    return f" {inside} " if element.tag in {"P", "HED", "FP", "FP-1", "FP-2", "BR", "br"} else inside
