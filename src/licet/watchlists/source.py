"""What is known of a list besides its entries, and how a file of it is told and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

from licet.model.listing import ListCode
from licet.rules.citation import Citation
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem, UnreadableSnapshotError

__all__ = ["ListContent", "Reader", "Source", "local_name", "parse_xml"]


@dataclass(frozen=True, slots=True)
class Source:
    """A list: its name and keeper, where it stands in the law, and what an entry means for a US exporter.

    ``address``: where its keeper publishes it. ``floor``: the fewest entries that a whole file of this list has.
    """

    code: ListCode
    name: str
    keeper: str
    basis: Citation
    address: str
    effect: str
    floor: int = 1


@dataclass(frozen=True)
class ListContent:
    """A file as text, and as JSON or XML where it is that.

    ``beside``: other files of its folder, by name; ``name``: its own, where it has one.
    """

    text: str
    sha256: str
    document: Any = None
    beside: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    @cached_property
    def root(self) -> ET.Element | None:
        """The root of a text that is XML; None where it is none."""
        return parse_xml(self.text) if self.text.lstrip()[:1] == "<" else None

    @cached_property
    def first_line(self) -> str:
        return self.text.lstrip().partition("\n")[0].strip()


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: whether a file is of it, and how it is read. ``whole``: the lists of which a file holds all."""

    format: Format
    recognizes: Callable[[ListContent], bool]
    read: Callable[[ListContent], Snapshot]
    words: str
    whole: tuple[ListCode, ...] = ()


def parse_xml(text: str) -> ET.Element:
    """The root of an XML text without document type. Raises :class:`UnreadableSnapshotError`."""
    if "<!DOCTYPE" in text.upper()[:4096] or "<!ENTITY" in text.upper():
        raise UnreadableSnapshotError(
            SnapshotProblem(
                ProblemKind.BROKEN_FILE, "it declares a document type or entities, which no list does"
            )
        )
    try:
        return ET.fromstring(text)  # noqa: S314  no document type, so no entities to expand
    except ET.ParseError as error:
        cut = text.rstrip()[-1:] != ">" or "no element found" in str(error)
        kind = ProblemKind.TRUNCATED if cut else ProblemKind.BROKEN_FILE
        raise UnreadableSnapshotError(
            SnapshotProblem(kind, f"the XML cannot be read: {error}", line=error.position[0])
        ) from error


def local_name(element: ET.Element) -> str:
    """The tag without its namespace."""
    return element.tag.rpartition("}")[2]
