"""The Treasury's own files: sdn.csv and cons_prim.csv with what stands beside them, and SDN.XML.

Source: https://sanctionslistservice.ofac.treas.gov (layout: dat_spec.txt, sdn.xsd). The CSV files have no heading
and write "-0-" where nothing stands. Names beside the first are in ``alt.csv``, addresses in ``add.csv``, and remarks
that are too long go on in ``sdn_comments.csv``: these are read from the same folder. The CSV was read against whole
files; SDN.XML is built from its published schema and tested on a sample of our own.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from licet.model.listing import ListCode
from licet.watchlists.readers.parties import aliases, day_in, joined, snapshot_of
from licet.watchlists.row import RawRow
from licet.watchlists.rows import RowError, codes_of, keys_problems, maybe
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem
from licet.watchlists.source import ListContent, Reader, Source, local_name

__all__ = ["READERS", "SOURCES"]

SOURCES: tuple[Source, ...] = ()
_COLUMNS, _CALL_SIGN = 12, 5
_FIRST = re.compile(
    r'\d+\s*,\s*"[^"]*"\s*,\s*(?:-0-|"(?:individual|vessel|aircraft|entity)\s*")\s*,', re.IGNORECASE
)
_ID = re.compile(
    r"^(?:alt\. )?(?:SWIFT/BIC|Digital Currency Address|Aircraft Tail Number|"
    r"(?=[^(]*\d)[\w.,'()/ -]*?(?:\bN[o\u00ba]\.?|Number|\bI\.?D\.?|Card|Code|Passport|Cedula|Identification|"
    r"Identidad|Matricula|Licen[cs]e|Registr\w+|Residency|Credencial|Cartilla|"
    r"\bR\.?F\.?C\.?|C\.?U\.?[RI]\.?P\.?|D\.N\.I\.?|I\.F\.E\.?|"
    r"\b(?:RTN|FEIN|SSN|NIT|RIF|RUC|IMO|MMSI|LEI|VAT)) .*\d)"
)
"""A piece of the remarks that states an identifying number: its label, and a digit where the number has one."""
_BIRTH = re.compile(r"\bDOB ((?:circa )?[^;.]+)")
_LISTS = (
    ("CMIC-", ListCode.CMIC), ("NS-PLC", ListCode.PLC), ("FSE", ListCode.FSE), ("561", ListCode.CAP),
    ("UKRAINE-EO13662", ListCode.SSI),
)  # fmt: skip
_COSTS = {
    "add.csv": "addresses and countries are not known, so that no country speaks for or against a name",
    "alt.csv": "the other names of the parties are not found",
    "comments.csv": "long remarks are cut, and identifying numbers (IMO, passport, tax) in the rest are not found",
}
"""What it costs when a file does not lie beside the first."""


def _recognizes(content: ListContent) -> bool:
    return _FIRST.match(content.first_line) is not None and _count(content.first_line) == _COLUMNS


def _count(line: str) -> int:
    return len(next(csv.reader([line]), []))


def _cells(text: str) -> Iterator[list[str]]:
    """The cells of each line, "-0-" as nothing; an end-of-file mark of old systems is no line."""
    for cells in csv.reader(io.StringIO(text.replace("\x1a", ""), newline="")):
        if cells:
            yield ["" if cell.strip() == "-0-" else cell.strip() for cell in cells]


def _read_sdn(content: ListContent) -> Snapshot:
    return _read(content, Format.OFAC_SDN_CSV, ("add.csv", "alt.csv", "sdn_comments.csv"))


def _read_cons(content: ListContent) -> Snapshot:
    return _read(content, Format.OFAC_CONS_CSV, ("cons_add.csv", "cons_alt.csv", "cons_comments.csv"))


def _read(content: ListContent, format_: Format, beside: Sequence[str]) -> Snapshot:
    missing = [name for name in beside if name not in content.beside]
    problems = [
        SnapshotProblem(
            ProblemKind.MISSING_COLUMNS,
            f"{name} does not lie beside it: {_COSTS[name.rpartition('_')[2]]}; put it into the same folder",
        )
        for name in missing
    ]
    add, alt, comments = (_by_number(content.beside.get(name, "")) for name in beside)
    rows = list(_cells(content.text))
    known = {row[0] for row in rows}
    for name, found in zip(beside, (add, alt, comments), strict=True):
        strange = sorted(found.keys() - known)
        if strange:
            words = f"{name} speaks of {len(strange)} entries that are not in it, such as {strange[0]}"
            problems.append(SnapshotProblem(ProblemKind.WRONG_COUNT, words))
    more = _Supplement(add, alt, comments, sdn=format_ is Format.OFAC_SDN_CSV)
    code = ListCode.SDN if more.sdn else None
    return snapshot_of(content, format_, rows, more.row, code=code, problems=tuple(problems))


def _by_number(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for cells in _cells(text):
        found[cells[0]].append(cells)
    return found


class _Supplement:
    """What the files beside the first say of each entry."""

    def __init__(
        self,
        add: Mapping[str, list[list[str]]],
        alt: Mapping[str, list[list[str]]],
        comments: Mapping[str, list[list[str]]],
        *,
        sdn: bool,
    ) -> None:
        self._add, self._alt, self._comments, self.sdn = add, alt, comments, sdn

    def row(self, number: int, cells: list[str]) -> RawRow:
        if len(cells) != _COLUMNS:
            raise RowError(f"{len(cells)} cells, not {_COLUMNS}")
        key, name, kind, program = cells[0], maybe(cells[1]), maybe(cells[2]), cells[3]
        if name is None or not key.isdecimal():
            raise RowError("no number or no name")
        programs = tuple(filter(None, (piece.strip(" []") for piece in program.split("]"))))
        places = [place for place in self._add.get(key, ()) if any(place[2:])]
        countries, unread = codes_of(place[4] for place in places if len(place) > 4)  # noqa: PLR2004
        remarks = " ".join(filter(None, [cells[11], *(said[1] for said in self._comments.get(key, ()))]))
        births = "; ".join(_BIRTH.findall(remarks))
        return RawRow(
            list_code=ListCode.SDN if self.sdn else _list_of(programs), name=name, line=number, official_id=key,
            aliases=aliases(((other[3], False) for other in self._alt.get(key, ())), name),
            kind=(kind or "Entity").capitalize(),
            countries=countries, unread_countries=unread,
            addresses=tuple(filter(None, (joined(place[2:5]) for place in places))),
            programs=programs, remarks=maybe(remarks),
            ids=_ids(remarks, maybe(cells[_CALL_SIGN])),
            extras=(("dates_of_birth", births),) if births else (),
        )  # fmt: skip


def _ids(remarks: str, call_sign: str | None) -> tuple[str, ...]:
    """The identifying numbers that the remarks state, each with its label, and the call sign of a vessel."""
    pieces = (piece.strip(" .") for piece in remarks.split(";"))
    found = [piece for piece in pieces if _ID.match(piece)]
    return (*found, *([f"Vessel Call Sign {call_sign}"] if call_sign else ()))


def _list_of(programs: Sequence[str]) -> ListCode:
    """The list of an entry of the consolidated file, by its programs; the menu-based sanctions have many."""
    for start, code in _LISTS:
        if any(program.startswith(start) for program in programs):
            return code
    return ListCode.NS_MBS


def _recognizes_xml(content: ListContent) -> bool:
    return content.root is not None and local_name(content.root) == "sdnList"


_ENTRY = frozenset(
    [
        "uid", "firstName", "lastName", "title", "sdnType", "remarks", "programList", "idList", "akaList",
        "addressList", "nationalityList", "citizenshipList", "dateOfBirthList", "placeOfBirthList", "vesselInfo",
    ]
)  # fmt: skip


def _read_xml(content: ListContent) -> Snapshot:
    root = content.root
    assert root is not None
    for element in root.iter():
        element.tag = local_name(element)
    records = root.findall("sdnEntry")
    problems = list(
        keys_problems((child.tag for child in root), ("publshInformation", "sdnEntry"), ("sdnEntry",))
    )
    used = (child.tag for record in records for child in record)
    problems += keys_problems(
        used, _ENTRY, ("uid", "lastName", "sdnType", "programList", "akaList", "addressList")
    )
    stated = root.findtext("publshInformation/Record_Count")
    if stated and stated.isdecimal() and int(stated) != len(records):
        words = f"it says that it has {stated} entries and holds {len(records)}"
        problems.append(SnapshotProblem(ProblemKind.TRUNCATED, words))
    return snapshot_of(
        content, Format.OFAC_XML, records, _xml_row,
        day=day_in(root.findtext("publshInformation/Publish_Date"), american=True), basis="Publish_Date",
        code=ListCode.SDN, problems=tuple(problems),
    )  # fmt: skip


def _xml_row(number: int, record: ET.Element) -> RawRow:
    last, first = maybe(record.findtext("lastName")), maybe(record.findtext("firstName"))
    key = maybe(record.findtext("uid"))
    if last is None or key is None:
        raise RowError("no lastName or no uid")
    name = _full(last, first)
    places = record.findall("addressList/address")
    parts = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
    nations = [item.findtext("country") for path in ("nationalityList/nationality", "citizenshipList/citizenship")
               for item in record.findall(path)]  # fmt: skip
    countries, unread = codes_of([*(place.findtext("country") for place in places), *nations])
    births = joined((born.findtext("dateOfBirth") for born in record.iter("dateOfBirthItem")), "; ")
    ids = (
        [item.findtext(part) for part in ("idType", "idNumber", "idCountry")] for item in record.iter("id")
    )
    return RawRow(
        list_code=ListCode.SDN, name=name, line=number, official_id=key,
        aliases=aliases(_xml_aliases(record), name),
        kind=maybe(record.findtext("sdnType")),
        countries=countries, unread_countries=unread,
        addresses=tuple(filter(None, (joined(place.findtext(part) for part in parts) for place in places))),
        programs=tuple(filter(None, (maybe(item.text) for item in record.iterfind("programList/program")))),
        remarks=maybe(record.findtext("remarks")),
        ids=tuple(filter(None, map(joined, ids))),
        extras=(("dates_of_birth", births),) if births else (),
    )  # fmt: skip


def _xml_aliases(record: ET.Element) -> Iterator[tuple[str | None, bool]]:
    for aka in record.iterfind("akaList/aka"):
        last = maybe(aka.findtext("lastName"))
        if last is not None:
            weak = (aka.findtext("category") or "").strip().lower() == "weak"
            yield _full(last, maybe(aka.findtext("firstName"))), weak


def _full(last: str, first: str | None) -> str:
    return last if first is None else f"{last}, {first}"


READERS = (
    Reader(
        Format.OFAC_CONS_CSV,
        lambda content: _recognizes(content) and (content.name.startswith("cons") or _is_cons(content)),
        _read_cons,
        "OFAC's cons_prim.csv",
    ),
    Reader(Format.OFAC_SDN_CSV, _recognizes, _read_sdn, "OFAC's sdn.csv", (ListCode.SDN,)),
    Reader(Format.OFAC_XML, _recognizes_xml, _read_xml, "OFAC's SDN.XML", (ListCode.SDN,)),
)


def _is_cons(content: ListContent) -> bool:
    """Whether the first entry is of a program that the SDN List does not have."""
    program = next(_cells(content.first_line))[3]
    return program.startswith(("NS-PLC", "FSE", "CMIC", "561"))
