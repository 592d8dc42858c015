"""The Entity List as the eCFR publishes it in XML: Supplement No. 4 to 15 CFR Part 744.

``https://www.ecfr.gov/api/versioner/v1/full/<day>/title-15.xml?part=744``, or with ``appendix`` the supplement alone.
The XML carries no day: it is taken from the file's name. One table of five columns has the entries; the country
stands in its first row and is blank in the following ones; footnotes are superscripts in the license requirement
and stay there as digits, where :mod:`licet.watchlists.footnotes` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from licet.model.listing import ListCode
from licet.watchlists.countries import trailing_country
from licet.watchlists.entity_cell import EntityCell, read_cell
from licet.watchlists.row import RawRow
from licet.watchlists.rows import Collected, RowError, codes_of, keys_problems, maybe, names_of
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem, UnreadableSnapshotError
from licet.watchlists.text import squeeze

__all__ = ["read_ecfr_xml"]

_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SUPPLEMENT = re.compile(r"Supplement No\. 4 to Part 744", re.IGNORECASE)
_COLUMNS = ("country", "entity", "license requirement", "license review policy", "federal register citation")


def read_ecfr_xml(text: str, sha256: str) -> Snapshot:
    """Read the Entity List out of the XML of part 744 or of its Supplement No. 4.

    Raises :class:`UnreadableSnapshotError` where the XML is cut or broken, or has no such table.
    """
    table = _table(_parse(text))
    collected = Collected()
    country = None
    for number, cells in enumerate(_rows(table), start=1):
        printed = [squeeze(_text(cell)) for cell in cells]
        country = printed[0] or country
        try:
            collected.rows.append(_row(number, country, cells, printed))
        except RowError as error:
            collected.refuse(number, str(error), " | ".join(printed), ListCode.EL)
    return Snapshot(
        Format.ECFR_XML, sha256, None, "the file carries no date",
        tuple(collected.rows), tuple(collected.refused), _problems(table),
    )  # fmt: skip


def _problems(table: ET.Element) -> tuple[SnapshotProblem, ...]:
    """What stands in the table where only rows and cells do."""
    inner = (child.tag for body in table.iter("TBODY") for child in body)
    return keys_problems(inner, ("TR",)) + keys_problems(
        (cell.tag for row in table.iter("TR") for cell in row), ("TD", "TH")
    )


def _parse(text: str) -> ET.Element:
    if _DECLARES.search(text):
        raise UnreadableSnapshotError(
            SnapshotProblem(ProblemKind.BROKEN_FILE, "it declares entities, which the eCFR does not")
        )
    try:
        return ET.fromstring(text)  # noqa: S314  no document type, so no entities to expand
    except ET.ParseError as error:
        cut = text.rstrip()[-1:] != ">" or "no element found" in str(error)
        kind = ProblemKind.TRUNCATED if cut else ProblemKind.BROKEN_FILE
        raise UnreadableSnapshotError(
            SnapshotProblem(kind, f"the XML cannot be read: {error}", line=error.position[0])
        ) from error


def _table(root: ET.Element) -> ET.Element:
    for appendix in root.iter("DIV9"):
        if _SUPPLEMENT.search(appendix.get("N", "")):
            for table in appendix.iter("TABLE"):
                if tuple(squeeze(_text(head)).lower() for head in table.iter("TH")) == _COLUMNS:
                    return table
    words = f"no table with the columns {', '.join(_COLUMNS)} in a Supplement No. 4 to Part 744"
    raise UnreadableSnapshotError(SnapshotProblem(ProblemKind.MISSING_COLUMNS, words))


def _rows(table: ET.Element) -> Iterator[list[ET.Element]]:
    for body in table.iter("TBODY"):
        for row in body.iter("TR"):
            yield list(row.iter("TD"))


def _row(number: int, country: str | None, cells: list[ET.Element], printed: list[str]) -> RawRow:
    if len(cells) != len(_COLUMNS):
        raise RowError(f"{len(cells)} cells, not {len(_COLUMNS)}")
    if country is None:
        raise RowError("country: none in this row nor above it")
    cell = read_cell(_text(cells[1]))
    if not cell.name:
        raise RowError("entity: no name")
    if not printed[2]:
        raise RowError("license requirement: empty")
    name, aliases = names_of(ListCode.EL, cell.name, cell.aliases)
    countries, unread = _countries(country, cell)
    return RawRow(
        list_code=ListCode.EL, name=name, line=number,
        aliases=aliases,
        countries=countries, unread_countries=unread,
        addresses=cell.addresses,
        notices_text=maybe(printed[4]),
        requirement=maybe(printed[2]),
        policy=maybe(printed[3]),
        remarks="; ".join(cell.notes) or None,
    )  # fmt: skip


def _countries(heading: str, cell: EntityCell) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The country under which the entry stands, then those in which its addresses end, Hong Kong among them."""
    stated, unread = codes_of([heading])
    ends = filter(None, map(trailing_country, cell.addresses))
    return tuple(dict.fromkeys((*stated, *ends))), unread


def _text(element: ET.Element) -> str:
    """The text of a cell: its own line breaks are none, those of ``br`` are."""
    return "".join(_pieces(element))


def _pieces(element: ET.Element) -> Iterator[str]:
    yield " ".join((element.text or "").split("\n"))
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif child.tag == "E" and squeeze("".join(child.itertext())) == "and":
            yield " ; and "  # set apart where it joins addresses or aliases, after a comma as after a semicolon
        else:
            yield from _pieces(child)
        yield " ".join((child.tail or "").split("\n"))
