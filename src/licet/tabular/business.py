"""Read a business file: an order list, a customer list, products, a parts list, a register of licenses.

One reader for every entry point. Every row becomes a record, or a fault with row, column, value and what would be
accepted; rows without data are counted with what they are. Nothing is guessed from another row, but that later lines
of an order have the party of its first line where their own cells for it are all empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from licet.model.countries import country_of
from licet.tabular.grid import GridRow, GridTable, Skipped, cell_text
from licet.tabular.headings import ROLES, role_words, stated_fields
from licet.tabular.load import LoadedFile, load_tables
from licet.tabular.mapping import ColumnMapping, guess_mapping
from licet.tabular.values import (
    DateOrder,
    ParsedAmount,
    UnreadableValueError,
    currency_of,
    date_order,
    days_in_title,
    decimal_mark,
    is_unknown,
    read_amount,
    read_date,
    read_eccn,
    through_spreadsheet,
)

__all__ = ["BusinessFile", "FileFault", "FileKind", "PartyCells", "Record", "Remark", "read_business_file"]


class FileKind(StrEnum):
    """What a business file lists."""

    ORDERS = "orders"
    CUSTOMERS = "customers"
    PRODUCTS = "products"
    PARTS = "parts"
    LICENSES = "licenses"
    LISTED_PARTIES = "listed parties"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FileFault:
    """Why a row was not taken. ``column``: its heading; ``accepted``: what would be taken there."""

    row: str
    column: str
    value: str
    problem: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a row that was taken."""

    row: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class PartyCells:
    """A party of a row, as the file has it."""

    role: str
    name: str
    country: str | None
    address: str = ""
    number: str = ""


@dataclass(slots=True)
class Record:
    """A row that was read. None: not known.

    ``order``: the number of the order of which it is a line; empty: none. ``name``, ``country``: of the party that
    the row is about: the consignee of an order, else who ordered it. ``destination``: the country that a column of
    its own names. ``elsewhere``: by role, the countries of parties that the row does not name. ``value``: of the
    line; of a product or part its price. ``day``: when it ships, else the other day of the row; of a license, when it
    ends. ``stated``: fields of a transaction that a row states beside these, by path, as they stand. ``other``: cells
    of the columns that no field holds, as they stand.
    """

    row: str
    key: str
    order: str = ""
    name: str | None = None
    country: str | None = None
    destination: str | None = None
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    item: str | None = None
    eccn: str | None = None
    quantity: Decimal | None = None
    value: Decimal | None = None
    currency: str | None = None
    ship_date: date | None = None
    description: str | None = None
    unit: str | None = None
    license: str | None = None
    used_quantity: Decimal | None = None
    day: date | None = None
    parties: tuple[PartyCells, ...] = ()
    other: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class BusinessFile:
    """What a file holds and how it was read. ``confirmed``: a person confirmed the mapping."""

    path: Path
    kind: FileKind
    loaded: LoadedFile
    table: GridTable
    mapping: ColumnMapping
    decimal: str | None
    dates: DateOrder
    records: list[Record]
    refused: list[Record]
    """Rows with a fault, as far as they could be read: their parties are screened all the same."""
    faults: list[FileFault]
    remarks: list[Remark]
    duplicates: list[tuple[str, str]]
    """Rows that are the same as an earlier one, each with that one."""
    skipped: list[Skipped]
    ambiguous_dates: int
    """Days that could be read the other way round, but for what other days of the file tell."""

    @property
    def confirmed(self) -> bool:
        return self.mapping.name is not None

    @property
    def bad_rows(self) -> list[str]:
        """The rows that were not taken, in order."""
        return list(dict.fromkeys(fault.row for fault in self.faults))


def read_business_file(path: Path, mapping: ColumnMapping | None = None) -> BusinessFile:
    """Read a file, by a mapping that was confirmed, or as headings and values tell.

    Raises NotABusinessFileError, OSError.
    """
    options = (mapping.encoding, mapping.delimiter) if mapping is not None else (None, None)
    loaded = load_tables(path, *options)
    table, skipped, chosen = _one_table(loaded, mapping)
    return _FileReading(path, loaded, table, skipped, chosen).read()


def _one_table(
    loaded: LoadedFile, mapping: ColumnMapping | None
) -> tuple[GridTable, list[Skipped], ColumnMapping]:
    """The rows to read: of the tables with the same headings as the one that says most."""
    tables = [table for table in loaded.tables if table.rows] or loaded.tables[:1]
    guesses = [guess_mapping(table) for table in tables]
    best = max(range(len(tables)), key=lambda place: (_worth(guesses[place]), len(tables[place].rows)))
    chosen = mapping or guesses[best]
    skipped = list(loaded.skipped)
    main = tables[best]
    wanted = chosen.columns.get("quantity")
    taken: list[GridTable] = []
    for table in loaded.tables:
        same = table.headings == main.headings
        if same and not (wanted and _empty(table, wanted) and not _empty(main, wanted)):
            taken.append(table)
            continue
        if same or table.rows:
            why = "the same list without quantities" if same else "another table, with other headings"
            skipped.append(Skipped(table.where, f"{why}: {len(table.rows)} rows"))
    rows = [row for table in taken for row in table.rows]
    skipped = [item for table in loaded.tables for item in table.skipped] + skipped
    whole = GridTable(main.where, main.headings, main.labels, rows, [], main.fields, titles=main.titles)
    return whole, skipped, chosen


def _worth(mapping: ColumnMapping) -> int:
    return len(mapping.columns)


def _empty(table: GridTable, heading: str) -> bool:
    place = table.headings.index(heading)
    filled = sum(bool(cell_text(row.cells[place])) for row in table.rows if place < len(row.cells))
    return filled < 0.1 * len(table.rows)


_PARTY_ORDER: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.PARTS: ("manufacturer", "supplier", "party"),
    FileKind.PRODUCTS: ("manufacturer", "supplier"),
}
_MAIN_PARTIES = ("consignee", "end_user", "customer", "party")
_SELF = ("exporter",)
_ELSEWHERE = ("consignee", "end_user", "intermediate")
"""Parties whose countries count where nothing else is known of them."""
_GONE = frozenset({"SU", "YU", "CS", "DD", "ZR", "TP", "BU", "AN", "NT", "FX"})


class _FileReading:
    """One pass over the rows of a table."""

    def __init__(
        self, path: Path, loaded: LoadedFile, table: GridTable, skipped: list[Skipped], mapping: ColumnMapping
    ) -> None:
        self.path, self.loaded, self.table, self.skipped, self.mapping = path, loaded, table, skipped, mapping
        self.place = {
            name: table.headings.index(column)
            for name, column in mapping.columns.items()
            if column in table.headings
        }
        self.kind = _kind_of(self.place, table)
        if self.kind is FileKind.CUSTOMERS and "party.number" not in self.place:
            number = self.place.pop("order", None)
            number = self.place.pop("item", None) if number is None else number
            self.place |= {} if number is None else {"party.number": number}
        self.place = {name: place for name, place in self.place.items() if _belongs(name, self.kind)}
        columns = {name: table.headings[place] for name, place in self.place.items()}
        self.mapping = replace(mapping, columns=columns)
        self.dates = DateOrder(mapping.dates) if mapping.dates else self._date_order()
        self.decimal = mapping.decimal or decimal_mark(self._amount_texts())
        if self.decimal is None and self.dates is DateOrder.MONTH_FIRST:
            self.decimal = "."  # days are written so in the United States only
        if self.decimal is None and _EAST_ASIA.search("".join(table.headings)):
            self.decimal = "."  # commas part thousands in all of East Asia
        self.value_currency = _heading_currency(columns.get("value", columns.get("price", "")))
        self.eight = self._eight_figures()
        self.faults: list[FileFault] = []
        self.remarks: list[Remark] = []
        self.ambiguous = 0
        self.lines: Counter[str] = Counter()
        self.roles = [
            role for role in ROLES if self._has(role) and not (role in _SELF and self.kind is FileKind.ORDERS)
        ]
        order = _PARTY_ORDER.get(self.kind, _MAIN_PARTIES)
        if self.kind is FileKind.CUSTOMERS:
            order = ("customer", "party", "supplier", "consignee", *ROLES)
        self.wanted = [role for role in order if self._has(role)]
        self.own_country = self._has("party") and bool(role_words(columns.get("party.country", "")))

    def read(self) -> BusinessFile:
        records: list[Record] = []
        refused: list[Record] = []
        for row in self._filled_rows():
            before = len(self.faults)
            record = self._record(row)
            if record is not None:
                (records if len(self.faults) == before else refused).append(record)
        bad = {fault.row for fault in self.faults}
        duplicates = [pair for pair in self._duplicates() if pair[0] not in bad]
        if self.kind in {FileKind.PRODUCTS, FileKind.LICENSES}:
            self._compare(records)
        return BusinessFile(
            self.path, self.kind, self.loaded, self.table, self.mapping, self.decimal, self.dates, records, refused,
            self.faults, self.remarks, duplicates, self.skipped, self.ambiguous,
        )  # fmt: skip

    # -- cells ---------------------------------------------------------------------------------------------------

    def _cell(self, row: GridRow, name: str) -> Any:
        place = self.place.get(name)
        return None if place is None or place >= len(row.cells) else row.cells[place]

    def _text(self, row: GridRow, name: str) -> str:
        place = self.place.get(name)
        if place is None or place >= len(row.cells):
            return ""
        text = cell_text(row.cells[place])
        if text.startswith("'") and len(text) > 1 and text[1].isdigit():
            text = text[1:]  # an apostrophe before a figure is how a sheet is told that it is text
        if len(text) > 2 and text[0] == text[-1] == '"':  # noqa: PLR2004
            text = text[1:-1].strip()
        return " ".join(text.split())

    def _known(self, row: GridRow, name: str) -> str | None:
        if name not in self.place:
            return None
        text = self._text(row, name)
        return None if is_unknown(text) else text

    def _column(self, name: str) -> str:
        return self.mapping.columns.get(name, name)

    def _fault(self, row: GridRow, name: str, value: object, problem: str, accepted: str) -> None:
        self.faults.append(
            FileFault(row.where, self._column(name), cell_text(value)[:120], problem, accepted)
        )

    def _remark(self, row: GridRow, name: str, text: str) -> None:
        self.remarks.append(Remark(row.where, self._column(name), text))

    def _amount_texts(self) -> Iterator[str]:
        for name in ("quantity", "value", "price", "used_quantity", "net_kg"):
            place = self.place.get(name)
            if place is not None:
                for row in self.table.rows:
                    if not row.fault and isinstance(row.cells[place], str):
                        yield row.cells[place]

    def _date_columns(self) -> Iterator[list[str]]:
        for name in (
            "ship_date",
            "requested_date",
            "order_date",
            "issued",
            "expires",
            "start_date",
            "cancelled",
        ):
            place = self.place.get(name)
            if place is not None:
                yield [
                    row.cells[place]
                    for row in self.table.rows
                    if not row.fault and isinstance(row.cells[place], str)
                ]

    def _eight_figures(self) -> str:
        """Whether eight figures of this file are year, month, day, or the other way round."""
        texts = [text.strip() for column in self._date_columns() for text in column]
        eight = [text for text in texts if re.fullmatch(r"\d{7,8}", text)]
        forward = sum(_is_ymd(text) for text in eight)
        backward = sum(_is_dmy(text.zfill(8)) for text in eight)
        return "dmy" if backward > forward else "ymd"

    # -- rows ----------------------------------------------------------------------------------------------------

    def _filled_rows(self) -> Iterator[GridRow]:
        """The rows, later lines of an order with what its first line says of the whole order."""
        whole = [name for name in self.place if _of_order(name)]
        number = self.place.get("order")
        first: GridRow | None = None
        for row in self.table.rows:
            if self.kind is not FileKind.ORDERS or row.fault or not whole or self._only_sums(row):
                yield row
                continue
            own = [self._text(row, name) for name in whole]
            order = self._text(row, "order")
            same = first is not None and (not order or order == self._text(first, "order"))
            if not any(own) and same and first is not None and number is not None:
                cells = list(row.cells)
                for name in (*whole, *(more for more in _ALSO_OF_ORDER if more in self.place)):
                    place = self.place[name]
                    cells[place] = first.cells[place] if not cell_text(cells[place]) else cells[place]
                yield row._replace(cells=tuple(cells))
                continue
            if order or any(own):
                first = row
            yield row

    def _record(self, row: GridRow) -> Record | None:
        if self.kind is FileKind.ORDERS and not row.fault and (why := self._no_line(row)):
            self.skipped.append(Skipped(row.where, why))
            return None
        order = self._text(row, "order") if self.kind is FileKind.ORDERS and "order" in self.place else ""
        record = Record(row.where, self._key(row), order)
        if row.fault:
            self._fault(
                row,
                "",
                " ".join(cell_text(cell) for cell in row.cells)[:120],
                row.fault,
                "a whole row in the file's encoding",
            )
            return None
        if row.remark:
            self._remark(row, "", row.remark)
        if self.kind is FileKind.PARTS and not self._is_part(row):
            self.skipped.append(Skipped(row.where, "a total or note below the parts"))
            return None
        self._read_parties(row, record)
        if self.kind is FileKind.ORDERS:
            record.destination = self._destination(row, "destination")
            named = {party.role for party in record.parties}
            alone = {
                role: self._destination(row, f"{role}.country") for role in _ELSEWHERE if role not in named
            }
            record.elsewhere = {role: country for role, country in alone.items() if country}
            self._check_one_place(row, record)
        self._read_item(row, record)
        self._read_amounts(row, record)
        self._read_days(row, record)
        self._read_license(row, record)
        self._read_flags(row)
        used = set(self.place.values())
        record.stated = {
            path: text for path, name in stated_fields().items() if (text := self._known(row, name))
        }
        record.other = {
            name: cell_text(row.cells[place])
            for place, name in enumerate(self.table.headings)
            if place not in used and place < len(row.cells)
        }
        return record

    def _only_sums(self, row: GridRow) -> bool:
        """Whether nothing stands in a row but amounts, and a currency: a total without a word for it."""
        if not {"order", "item", "description"} & set(self.place) or any(
            self._text(row, name) for name in ("order", "order_line", "item", "mpn", "description")
        ):
            return False
        sums = {self.place[name] for name in (*_SUMS, "currency") if name in self.place}
        filled = [(place, text) for place, cell in enumerate(row.cells) if (text := cell_text(cell))]
        return any(place in sums for place, _ in filled) and all(
            place in sums or _FIGURES.fullmatch(text) for place, text in filled
        )

    def _no_line(self, row: GridRow) -> str:
        """What a row of an order list is that orders nothing; empty where it does."""
        if self._only_sums(row):
            return "a total without a label"
        if not {"item", "quantity"} <= set(self.place) or any(
            not _NOTHING.fullmatch(self._text(row, name)) for name in _GOODS
        ):
            return ""
        head = not self._text(row, "description")
        if not head and any(not _NOTHING.fullmatch(self._text(row, name)) for name in ("value", "price")):
            return ""
        named = self.with_goods.get(self._text(row, "order"))
        if named is not None and {self._name(row, role) for role in self.roles} - {""} <= named:
            return (
                "the head of an order, its lines have rows of their own"
                if head
                else "a line of text, no goods"
            )
        return ""

    @cached_property
    def with_goods(self) -> Mapping[str, set[str]]:
        """Who stands in the lines with goods of each order: a row without goods that names nobody else is no line."""
        found: dict[str, set[str]] = {}
        for row in self.table.rows:
            order = self._text(row, "order")
            if order and self._text(row, "item") and not row.fault:
                found.setdefault(order, set()).update(self._name(row, role) for role in self.roles)
        return found

    def _date_order(self) -> DateOrder:
        """As all days of the file tell, those of titles included; these alone where they tell against each other.

        Where none of them tells, the days of columns that no field holds do: one export writes all alike.
        """
        titles = [day for text in self.table.titles for day in days_in_title(text)]
        for columns in ([*self._date_columns(), titles], [titles], self._other_days()):
            found = date_order(columns)
            if found is not DateOrder.UNKNOWN:
                return found
        return DateOrder.UNKNOWN

    def _other_days(self) -> Iterator[list[str]]:
        for place in set(range(len(self.table.headings))) - set(self.place.values()):
            cells = (row.cells[place] for row in self.table.rows if not row.fault)
            texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
            days = [text for text in texts if days_in_title(text[:40])]
            if texts and len(days) > 0.8 * len(texts):
                yield days

    def _is_part(self, row: GridRow) -> bool:
        """Whether a row names a part; what only describes or counts is a note or total below them."""
        if any(self._known(row, name) for name in _OF_A_PART):
            return True
        named = bool(self._known(row, "item"))
        if named and (self._known(row, "level") or self._known(row, "eccn")):
            return True
        if "designator" in self.place:
            return named and bool(self._known(row, "quantity"))
        return named or bool(self._known(row, "description") and self._known(row, "quantity"))

    def _key(self, row: GridRow) -> str:
        names = {
            FileKind.CUSTOMERS: ("customer.number", "party.number", "supplier.number"),
            FileKind.PRODUCTS: ("item", "plant"),
            FileKind.PARTS: ("key", "order_line", "item"),
            FileKind.LICENSES: ("license",),
            FileKind.LISTED_PARTIES: ("key", "party.number", "order", "entity_number"),
        }.get(self.kind, ("order", "order_line"))
        texts = [self._text(row, name) for name in names if name in self.place]
        texts = [re.sub(r"(?<=\d)\.0+$", "", text) for text in texts]
        if self.kind is FileKind.ORDERS and "order_line" not in self.place and texts and texts[0]:
            self.lines[texts[0]] += 1
            texts.append(str(self.lines[texts[0]]))
        if self.kind in {FileKind.ORDERS, FileKind.PRODUCTS}:
            return "/".join(filter(None, texts)) or row.where
        text = next(filter(None, texts), row.where)
        return text.lstrip("0") or text if self.kind is FileKind.CUSTOMERS and text.isdecimal() else text

    # -- parties -------------------------------------------------------------------------------------------------

    def _check_one_place(self, row: GridRow, record: Record) -> None:
        """A consignee without a name who is elsewhere than the destination: nobody is there to be asked about."""
        there = record.elsewhere.get("consignee")
        if there and record.destination and there != record.destination:
            self._fault(
                row,
                "consignee.country",
                there,
                f"the destination is {record.destination}, and a consignee without a name is in {there}",
                "the name of the consignee, or one country",
            )

    def _destination(self, row: GridRow, name: str) -> str | None:
        """A country that goods may go to, whoever receives them there; one that is none is a fault."""
        text = self._known(row, name)
        if text is None:
            return None
        country = country_of(text)
        if country is None or country in _GONE:
            gone = " any more" if country else ""
            self._fault(
                row,
                name,
                text,
                f"{text!r} is not a country{gone}",
                "an ISO code such as DE, or a country's name",
            )
            return None
        return country

    def _read_parties(self, row: GridRow, record: Record) -> None:
        found: dict[str, PartyCells] = {}
        others: list[PartyCells] = []  # names in another language or script
        for role in self.roles:
            name = self._name(row, role)
            if name:
                found[role] = PartyCells(
                    role,
                    name,
                    self._country(row, role, found),
                    self._address(row, role),
                    self._text(row, f"{role}.number"),
                )
                other = self._known(row, f"{role}.other_name")
                if other and other != name and role in _MAIN_PARTIES:
                    others.append(replace(found[role], name=other))
        wanted = self.wanted
        main = next((role for role in wanted if role in found), None)
        record.parties = (*found.values(), *others)
        if main is None:
            if wanted and self.kind not in {FileKind.PARTS, FileKind.PRODUCTS}:
                self._no_name(row, wanted)
            if self.kind is FileKind.PRODUCTS:
                record.country = self._origin(row)
            return
        record.name = found[main].name
        record.country = found[main].country
        if main != wanted[0] and self.kind is FileKind.ORDERS:
            self._remark(
                row,
                f"{main}.name",
                f"no {wanted[0].replace('_', ' ')}: the {main.replace('_', ' ')} stands in",
            )
        if "?" in record.name and re.search(r"\w\?|\?\w", record.name):
            self._remark(row, f"{main}.name", f"{record.name!r} has lost letters: they became question marks")
        if not any(map(str.isalpha, record.name)):
            self._fault(row, f"{main}.name", record.name, "a name without letters", "the name of the party")
        reported = any(fault.row == row.where and "country" in fault.problem for fault in self.faults[-4:])
        asked = self.kind in {FileKind.ORDERS, FileKind.CUSTOMERS} and self._has_country(main)
        if record.country is None and asked and not reported:
            self._remark(row, f"{main}.country", "no country of the party: it stays unknown")

    def _no_name(self, row: GridRow, wanted: Sequence[str]) -> None:
        names = [
            name
            for name in self.place
            if name.rpartition(".")[0] == wanted[0] and name.rpartition(".")[2] in {"name", "company"}
        ]
        self._fault(
            row,
            names[0] if names else f"{wanted[0]}.name",
            "",
            "no name: the row has no party",
            "the name of the party",
        )

    def _has(self, role: str) -> bool:
        names = ("name", "company", "given", "family", "other_name")
        return any(f"{role}.{name}" in self.place for name in names)

    def _has_country(self, role: str) -> bool:
        return f"{role}.country" in self.place or "party.country" in self.place

    def _name(self, row: GridRow, role: str) -> str:
        company = self._known(row, f"{role}.company")
        if company:
            return company
        name = self._first_line(row, role) or self._known(row, f"{role}.name")
        if name:
            more = (self._known(row, f"{role}.{part}") for part in ("name2", "name3", "name4"))
            return " ".join(filter(None, (name, *more)))
        person = " ".join(
            filter(None, (self._known(row, f"{role}.given"), self._known(row, f"{role}.family")))
        )
        return person or self._known(row, f"{role}.other_name") or ""

    def _first_line(self, row: GridRow, role: str) -> str | None:
        """The name that an address in one cell begins with, a line below whoever it is for the attention of."""
        value = self._cell(row, f"{role}.name")
        if not isinstance(value, str) or value.count("\n") < _LINES_OF_AN_ADDRESS:
            return None
        lines = [" ".join(line.split()) for line in value.strip().splitlines() if line.strip()]
        if not lines or is_unknown(lines[0]):
            return None
        if _ATTENTION.match(lines[0]) or (
            len(lines) > 1 and _FIRM.search(lines[1]) and not _FIRM.search(lines[0])
        ):
            return ", ".join(lines[:2])
        return lines[0]

    def _address(self, row: GridRow, role: str) -> str:
        whole = self._cell(row, f"{role}.name")
        if self._first_line(row, role) and f"{role}.address" not in self.place:
            return ", ".join(line.strip() for line in str(whole).strip().splitlines()[1:] if line.strip())
        parts = (self._known(row, f"{role}.{part}") for part in ("address", "postcode", "city", "state"))
        return ", ".join(filter(None, parts))

    def _country(self, row: GridRow, role: str, found: Mapping[str, PartyCells]) -> str | None:
        names = [f"{role}.country", f"{role}.country2"]
        if role in _MAIN_PARTIES and f"{role}.country" not in self.place:
            names += [] if "consignee" in found else ["consignee.country", "consignee.country2"]
            if self.kind is FileKind.CUSTOMERS and "bill_to" not in found:
                names.append("bill_to.country")
            names += (
                ["party.country", "party.country2"]
                if not self.own_country and role in {"consignee", "customer", "end_user"}
                else []
            )
            names += ["destination"] if role == "consignee" or self._receives(role) else []
        if self.kind in {FileKind.PARTS, FileKind.LICENSES, FileKind.CUSTOMERS} and role != "party":
            names += ["party.country", "party.country2"] if f"{role}.country" not in self.place else []
        if self.kind is FileKind.PARTS:
            names.append("origin")
        if self.kind is FileKind.LISTED_PARTIES:
            return self._listed_country(row, role)
        problem: tuple[str, str] | None = None
        for name in names:
            text = self._known(row, name) if name in self.place else None
            if text is None:
                continue
            code = country_of(text)
            if code is not None and code not in _GONE:
                if problem is None and name.endswith("country2") and names[0] in self.place:
                    self._remark(row, names[0], f"empty: {code} is read from {text!r}")
                if problem is not None:
                    self._remark(
                        row, problem[0], f"{problem[1]!r} is not a country: {code} is read from {text!r}"
                    )
                return code
            problem = problem or (name, text)
        if problem is not None and (
            role in _PARTY_ORDER.get(self.kind, _MAIN_PARTIES) or self.kind is FileKind.CUSTOMERS
        ):
            gone = " any more" if problem[1].upper() in _GONE else ""
            if self.kind in {FileKind.PARTS, FileKind.PRODUCTS}:
                self._remark(row, problem[0], f"{problem[1]!r} is not a country{gone}")
            else:
                self._fault(
                    row,
                    problem[0],
                    problem[1],
                    f"{problem[1]!r} is not a country{gone}",
                    "an ISO code such as DE, or a country's name",
                )
        return None

    def _receives(self, role: str) -> bool:
        """Whether whoever orders is taken for the consignee, since no column names one."""
        others = {"consignee", "end_user", *(["party"] if role == "customer" else ["customer"])}
        return (
            self.kind is FileKind.ORDERS and role in {"customer", "party"} and not any(map(self._has, others))
        )

    def _listed_country(self, row: GridRow, role: str) -> str | None:
        text = (
            self._text(row, f"{role}.addresses")
            or self._text(row, f"{role}.address")
            or self._text(row, f"{role}.country")
        )
        codes = {code for part in text.split(";") if (code := _address_end(part))}
        return codes.pop() if len(codes) == 1 else None

    def _origin(self, row: GridRow) -> str | None:
        for name in ("origin", "party.country", "manufacturer.country"):
            text = self._known(row, name) if name in self.place else None
            if text is not None:
                code = country_of(text)
                if code is None:
                    self._remark(row, name, f"{text!r} is not a country: the origin stays unknown")
                return code
        return None

    # -- goods ---------------------------------------------------------------------------------------------------

    def _read_item(self, row: GridRow, record: Record) -> None:
        for name in ("mpn", "item") if self.kind is FileKind.PARTS else ("item", "mpn"):
            text = self._text(row, name)
            if text and not is_unknown(text):
                if through_spreadsheet(text):
                    self._fault(
                        row,
                        name,
                        text,
                        f"{text!r}: a spreadsheet read the item number as a number, its digits are lost",
                        "the item number as text",
                    )
                record.item = _bracketed(text)
                break
        else:
            if self.kind is FileKind.PARTS and "item" in self.mapping.columns and not self._known(row, "mpn"):
                self._no_item(row)
        record.description = self._known(row, "description")
        record.unit = self._known(row, "unit")
        value = self._cell(row, "eccn")
        try:
            record.eccn, remark = read_eccn(cell_text(value) or None)
            if remark:
                self._remark(row, "eccn", remark)
        except UnreadableValueError as error:
            self._fault(row, "eccn", value, error.problem, error.accepted)
        tariff = self._text(row, "hs")
        if tariff and through_spreadsheet(tariff):
            self._remark(
                row,
                "hs",
                f"{tariff!r}: a spreadsheet read the commodity code as a number, its digits are lost",
            )

    def _no_item(self, row: GridRow) -> None:
        if not self._known(row, "description") and not self._known(row, "designator"):
            self._fault(
                row, "item", "", "the part has neither name nor number", "the name or number of the part"
            )

    def _amount(self, row: GridRow, name: str, *, needed: bool = False) -> ParsedAmount | None:
        value = self._cell(row, name)
        if is_unknown(value) and not (needed and cell_text(value)) and name != "quantity":
            return None
        if self.kind is FileKind.PARTS and name == "quantity" and _AS_REQUIRED.fullmatch(cell_text(value)):
            self._remark(row, name, f"{cell_text(value)!r}: as much as is needed, the quantity stays unknown")
            return None
        try:
            found = read_amount(value, self.decimal, quantity=name in {"quantity", "used_quantity"})
        except UnreadableValueError as error:
            self._fault(row, name, value, error.problem, error.accepted)
            return None
        if found is None and needed:
            self._fault(row, name, "", "the quantity is empty", "a number such as 12, 12.50 or -3")
        if found is not None and found.remark:
            self._remark(row, name, found.remark)
        return found

    def _read_amounts(self, row: GridRow, record: Record) -> None:
        if self.kind is FileKind.LICENSES:
            self._read_license_amounts(row, record)
            return
        needed = self.kind is FileKind.ORDERS and "quantity" in self.place
        quantity = self._amount(row, "quantity", needed=needed)
        record.quantity = None if quantity is None else quantity.number
        price = self._amount(row, "price") if "price" in self.place else None
        by_price = self.kind in {FileKind.PARTS, FileKind.PRODUCTS} and price is not None
        line_value = None if by_price else self._amount(row, "value")
        found = price if by_price else line_value
        if found is not None:
            record.value = found.number
        elif price is not None and record.quantity is not None:
            per = self._amount(row, "price_unit") if "price_unit" in self.place else None
            record.value = (
                price.number * record.quantity / (per.number if per is not None and per.number else 1)
            )
            found = price
        currency = self._known(row, "currency")
        record.currency = currency_of(currency) if currency else None
        if record.currency is None and currency and re.fullmatch("[A-Za-z]{3}", currency):
            record.currency = currency.upper()
        if record.currency is None and found is not None:
            record.currency = found.currency or self.value_currency
        if record.quantity is not None and record.quantity < 0:
            self._remark(row, "quantity", "the quantity is negative: a return")
        elif record.value is not None and record.value < 0:
            self._remark(row, "value", "the value is negative: a return or a credit")

    def _read_days(self, row: GridRow, record: Record) -> None:
        before = len(self.faults)
        ship = self._day(row, "ship_date")
        readable = len(self.faults) == before
        requested = self._day(row, "requested_date")
        if ship is None and requested is not None and readable:
            ship = requested
            self._remark(
                row, "requested_date", "no day of shipment is confirmed: the requested one stands in"
            )
        record.ship_date = ship
        if self.kind is FileKind.LICENSES:
            record.day = self._day(row, "expires")
            return
        other = self._day(row, "start_date" if self.kind is FileKind.LISTED_PARTIES else "order_date")
        record.day = ship or (other if "ship_date" not in self.place else None)

    def _day(self, row: GridRow, name: str) -> date | None:
        if name not in self.place:
            return None
        value = self._cell(row, name)
        try:
            found = read_date(self._with_zero(value), self.dates, self.eight)
        except UnreadableValueError as error:
            if name == "expires" and self.kind is FileKind.LICENSES and not any(map(str.isdigit, str(value))):
                self._remark(row, name, f"{cell_text(value)!r} is not a day: no end of the license is known")
                return None
            self._fault(row, name, value, error.problem, error.accepted)
            return None
        if found is not None and isinstance(value, str) and _two_ways(value):
            self.ambiguous += 1
        return found

    def _with_zero(self, value: Any) -> Any:
        """Eight figures of which a spreadsheet took the first, a zero: 1012026 is January 1, 2026."""
        short = isinstance(value, str) and self.eight == "dmy" and re.fullmatch(r"\d{7}", value.strip())
        return f"0{value.strip()}" if short else value

    def _read_flags(self, row: GridRow) -> None:
        for name, said in (
            ("cancelled", "the order is cancelled"),
            ("deleted", "marked for deletion"),
            ("blocked", "blocked"),
        ):
            text = self._known(row, name) if name in self.place else None
            if text and text.casefold() not in {"0", "no", "nein", "false", "n"}:
                self._remark(row, name, f"{said} ({text})")
        status = (
            self._known(row, "status") if self.kind is FileKind.ORDERS and "status" in self.place else None
        )
        if status and _ENDED.search(status):
            self._remark(row, "status", f"status {status!r}: the line may not be shipped any more")

    # -- licenses ------------------------------------------------------------------------------------------------

    def _read_license_amounts(self, row: GridRow, record: Record) -> None:
        before = len(self.faults)
        quantity, value = self._amount(row, "quantity"), self._amount(row, "value")
        problems = self.faults[before:]
        if (quantity is None and value is None) or len(problems) > 1:
            if not problems:
                self._fault(row, "quantity", "", "neither a quantity nor a value can be read", "a number")
        else:
            del self.faults[before:]
            for problem in problems:
                self.remarks.append(Remark(row.where, problem.column, problem.problem))
        record.quantity = None if quantity is None else quantity.number
        record.value = None if value is None else value.number
        currency = self._known(row, "currency")
        record.currency = currency or (value.currency or "USD" if value is not None else None)
        used = self._amount(row, "used_quantity")
        record.used_quantity = None if used is None else used.number
        if used is not None and quantity is not None and used.number > quantity.number:
            self._remark(
                row, "used_quantity", f"more was shipped ({used.number}) than is licensed ({quantity.number})"
            )

    def _read_license(self, row: GridRow, record: Record) -> None:
        if "license" not in self.place or self.kind is not FileKind.LICENSES:
            record.license = self._known(row, "license") if "license" in self.place else None
            return
        written, agency = self._text(row, "license"), self._text(row, "agency")
        number = written
        if is_unknown(written):
            self._fault(
                row,
                "license",
                written,
                "no license number: there is no license to rely on",
                "the number of an issued license",
            )
        elif re.match(r"[A-Za-z]\d*$", written) and not re.fullmatch(r"[A-Za-z]\d{6,7}", written):
            self._fault(
                row,
                "license",
                written,
                f"{written!r} is cut: licenses of BIS have a letter and seven figures",
                "a number such as D1234567",
            )
        elif re.fullmatch(r"\d{8}", written) and re.search("DDTC|DSP|ITAR|State", agency, re.IGNORECASE):
            number = f"0{written}"
            self._remark(row, "license", f"{written} has lost its leading zero: {number} is read")
        record.license = number
        status = self._text(row, "status")
        if re.search(
            r"return|revok|denied|reject|withdrawn|suspend|applied|pending|abgelehnt|zur[uü]ck|refus",
            status,
            re.IGNORECASE,
        ):
            self._remark(row, "status", f"status {status!r}: this license authorizes nothing")
        elif re.search(r"expir|abgelaufen|lapsed", status, re.IGNORECASE):
            self._remark(row, "status", f"status {status!r}: the license has ended")

    def _compare(self, records: Sequence[Record]) -> None:
        """Remarks that need several rows: two classes of one item, a license in two blocks."""
        if self.kind is FileKind.PRODUCTS:
            classes: dict[str, dict[str | None, list[str]]] = {}
            for record in records:
                if record.item:
                    classes.setdefault(record.item, {}).setdefault(record.eccn, []).append(record.row)
            for item, rows in classes.items():
                if len(rows) > 1:
                    named = ", ".join(
                        f"{eccn or 'none'} (row {', '.join(where)})" for eccn, where in rows.items()
                    )
                    self.remarks.append(
                        Remark(
                            [where for element in rows.values() for where in element][-1],
                            self._column("eccn"),
                            f"{item} has several classes: {named}",
                        )
                    )
            return
        seen: dict[tuple[str | None, ...], str] = {}
        last: str | None = None
        ended: set[str] = set()
        merges = {row.where for row in self.table.rows if row.merged}
        for record in records:
            same = (record.license, record.name, record.item)
            if same in seen:
                self.remarks.append(
                    Remark(
                        record.row,
                        self._column("item"),
                        f"the same item and consignee stand in row {seen[same]} of this license",
                    )
                )
            seen.setdefault(same, record.row)
            again = record.license in ended or (
                record.license == last and merges and record.row not in merges
            )
            if again:
                self.remarks.append(
                    Remark(
                        record.row,
                        self._column("license"),
                        f"{record.license} stands in an earlier block too",
                    )
                )
            if last is not None and record.license != last:
                ended.add(last)
            last = record.license

    # -- duplicates ----------------------------------------------------------------------------------------------

    def _duplicates(self) -> Iterator[tuple[str, str]]:
        without = {
            self.place[name]
            for name in ("customer.number", "party.number")
            if name in self.place and self.kind is FileKind.CUSTOMERS
        }
        key = self.place.get("key")
        seen: dict[object, str] = {}
        for row in self.table.rows:
            if row.fault or not any(cell_text(cell) for cell in row.cells):
                continue
            cells = tuple(cell_text(cell) for place, cell in enumerate(row.cells) if place not in without)
            for mark in (
                cells,
                ("key", cell_text(row.cells[key]))
                if key is not None and cell_text(row.cells[key])
                else cells,
            ):
                if mark in seen and seen[mark] != row.where:
                    yield row.where, seen[mark]
                    break
                seen.setdefault(mark, row.where)


_ALSO_OF_ORDER = ("order", "order_date", "ship_date", "cancelled", "destination", "end_use")
"""Fields that later lines of an order take from its first one as well, where they are empty."""
_LINES_OF_AN_ADDRESS = 2
_ATTENTION = re.compile(r"(?:attn|att|c/o|z\. ?hd|zh|a l.attention)\b", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:gmbh|ag|kg|ltd|inc|corp|co|llc|plc|s\.?a|b\.?v|as|ab|oy|pte|pty|ooo|jsc|university)\b",
    re.IGNORECASE,
)
_AS_REQUIRED = re.compile(r"a\s?/?\s?r|as (?:req(?:uired|'?d)?\.?|needed)|ref\.?|reference", re.IGNORECASE)
"""What parts lists write for glue, solder and drawings."""
_GOODS = ("item", "mpn", "eccn", "hs", "quantity")
_NOTHING = re.compile(r"(?:0+(?:[.,]0*)?)?")
"""No amount, or one of nothing: programs write 0 in lines of text."""
_SUMS = ("quantity", "value", "price", "used_quantity", "net_kg")
_FIGURES = re.compile(r"[\s\d.,()$€£\u2212+-]*\d[\s\d.,()$€£\u2212+-]*")
_ENDED = re.compile(
    r"cancel|\bvoid|storn|annul|refund|rejected|abgelehnt|abgesagt|geannuleerd|anulad", re.IGNORECASE
)
_OF_A_PART = ("mpn", "designator", "key", "manufacturer.name", "supplier.name", "party.name")
"""What a row of a parts list has at least one of."""
_ONLY_OF: Mapping[str, frozenset[FileKind]] = {
    **dict.fromkeys(
        ("list_source", "entity_number", "aliases", "start_date", "score", "programs"),
        frozenset({FileKind.LISTED_PARTIES}),
    ),
    **dict.fromkeys(
        ("used_quantity", "used_value", "remaining", "agency", "issued", "expires"),
        frozenset({FileKind.LICENSES}),
    ),
    "order": frozenset(FileKind) - {FileKind.PARTS},
    "designator": frozenset({FileKind.PARTS}),
    "level": frozenset({FileKind.PARTS}),
}
"""Fields that only some kinds of files have: elsewhere such a column is carried along as it stands."""


def _belongs(name: str, kind: FileKind) -> bool:
    return kind in _ONLY_OF.get(name, (kind,)) and not (kind is FileKind.ORDERS and name == "party.number")


def _of_order(name: str) -> bool:
    """Whether a field is one of the whole order, and empty on its later lines."""
    role, _, last = name.rpartition(".")
    return name == "currency" or (
        role in ROLES and role not in {"manufacturer", "supplier", "exporter"} and bool(last)
    )


def _kind_of(place: Mapping[str, int], table: GridTable) -> FileKind:
    def has(*names: str) -> bool:
        return any(name in place for name in names)

    parties = [
        role
        for role in ROLES
        if any(f"{role}.{name}" in place for name in ("name", "company", "family", "other_name"))
    ]
    buyers = [role for role in parties if role not in {"manufacturer", "supplier", "exporter"}]
    if table.fields and "manufacturer.name" in table.fields and not has("order"):
        return FileKind.PARTS
    if has("license") and has("expires", "issued", "used_quantity", "agency") and not has("order"):
        return FileKind.LICENSES
    result = has("score") and has("programs")
    if has("list_source") and buyers and (has("party.addresses", "aliases", "entity_number") or result):
        return FileKind.LISTED_PARTIES
    if has("designator") or (has("mpn") and has("manufacturer.name", "supplier.name") and not buyers):
        return FileKind.PARTS
    if (
        buyers
        and has("item", "description", "eccn", "mpn", "hs")
        and has("quantity", "value", "price", "ship_date", "eccn")
    ):
        return FileKind.ORDERS
    if has("item", "eccn") and has("order") and has("quantity", "value"):
        return FileKind.ORDERS
    if has("item") and has("eccn", "description", "origin", "hs") and not buyers:
        return (
            FileKind.PARTS
            if has("quantity") and has("manufacturer.name", "supplier.name")
            else FileKind.PRODUCTS
        )
    if parties:
        return FileKind.CUSTOMERS if not (has("order") and has("value", "ship_date")) else FileKind.ORDERS
    return FileKind.UNKNOWN


def _is_ymd(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return 1950 < int(text[:4]) < 2100  # noqa: PLR2004


def _is_dmy(text: str) -> bool:
    try:
        date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return False
    return 1950 < int(text[4:]) < 2100  # noqa: PLR2004


def _heading_currency(heading: str) -> str | None:
    """The currency that a heading names: ``Value (US Dollars)``, ``Total EUR``."""
    words = heading.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").split()
    for size in (2, 1):
        for start in range(1, len(words) - size + 1):
            text = " ".join(words[start : start + size])
            found = currency_of(text) if size > 1 or text.isupper() or not text.isalpha() else None
            if found is not None:
                return found
    return None


_EAST_ASIA = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_TWO_WAYS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}")


def _two_ways(text: str) -> bool:
    found = _TWO_WAYS.match(text.strip())
    return found is not None and found[1] != found[2] and int(found[1]) <= 12 >= int(found[2])  # noqa: PLR2004


def _address_end(text: str) -> str | None:
    """The country code at the end of an address of the Consolidated Screening List."""
    found = re.search(r"(?:^|[,\s])([A-Z]{2})\s*$", text)
    return country_of(found[1]) if found else None


def _bracketed(text: str) -> str:
    """``[CODE] Name`` of Odoo is the item CODE."""
    found = re.fullmatch(r"\[([^\[\]]{1,60})\]\s*.+", text)
    return found[1].strip() if found else text
