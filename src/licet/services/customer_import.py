"""Read owners and papers of customers from CSV; every fault of a file at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from licet.model.countries import country_of
from licet.model.numbers import percent_of
from licet.services.customers import CustomerError, CustomerPaper, OwnersRecord, RecordedOwner
from licet.services.paper_kinds import PAPER_KINDS

__all__ = [
    "OWNER_COLUMNS",
    "PAPER_COLUMNS",
    "TableKind",
    "read_owners",
    "read_papers",
    "read_table",
    "table_kind",
]

OWNER_COLUMNS = ("customer", "owner", "percent", "country", "as_of", "source", "valid_until")
"""``owner`` empty: examined, and no owner is known."""
PAPER_COLUMNS = ("customer", "kind", "reference", "issued", "expires", "eccns", "end_use", "document")
"""``eccns``: with blanks or semicolons between."""
_NO_DAY = "a day such as 2026-12-31"
Row = Mapping[str, str]
T = TypeVar("T")


class TableKind(StrEnum):
    """What a CSV file with Licet's own columns holds."""

    OWNERS = "owners"
    PAPERS = "papers"


def table_kind(path: Path) -> TableKind | None:
    """What a file holds, by its headings; None: neither owners nor papers in Licet's own columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            headings = next(csv.reader(stream), [])
    except (UnicodeDecodeError, csv.Error):
        return None
    names = {name.strip().casefold() for name in headings}
    if {"customer", "owner"} <= names:
        return TableKind.OWNERS
    return TableKind.PAPERS if {"customer", "kind", "issued"} <= names else None


def read_table(path: Path, columns: Sequence[str]) -> list[tuple[int, Row]]:
    """The rows of a CSV file with their lines. Raises CustomerError where a column is not known, OSError."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        names = [name.strip().casefold() for name in reader.fieldnames or ()]
        unknown = [name for name in names if name not in columns]
        if unknown:
            raise CustomerError(
                [f"column {name!r} is not known; accepted: {', '.join(columns)}" for name in unknown]
            )
        reader.fieldnames = names
        return [
            (reader.line_num, {name: (row.get(name) or "").strip() for name in columns})
            for row in reader
            if any(value for value in row.values() if isinstance(value, str))
        ]


def read_owners(
    rows: Iterable[tuple[int, Row]], customers: Container[str] | None = None
) -> list[tuple[str, OwnersRecord]]:
    """Owners' records by customer: the rows of a customer together say all that is known. Raises CustomerError.

    ``customers``: the numbers that are known; any other is a fault.
    """
    problems: list[str] = []
    owners: dict[str, list[RecordedOwner]] = {}
    about: dict[str, tuple[date, str, date | None]] = {}
    for line, row in rows:
        check = _Checked(line, row, problems)
        customer, as_of, source = (
            check.customer(customers),
            check.day("as_of", needed=True),
            check.needed("source"),
        )
        until, percent, country = check.day("valid_until"), check.percent(), check.country()
        if as_of is None or not customer:
            continue
        said = (as_of, source, until)
        if about.setdefault(customer, said) != said:
            check.fault("as_of", "the rows of a customer have one as_of, source and valid_until")
        owners.setdefault(customer, [])
        if row["owner"]:
            owners[customer].append(RecordedOwner(row["owner"], percent, country))
    if problems:
        raise CustomerError(problems)
    return [(ident, OwnersRecord(tuple(owners[ident]), *about[ident])) for ident in owners]


def read_papers(
    rows: Iterable[tuple[int, Row]], customers: Container[str] | None = None
) -> list[tuple[str, CustomerPaper]]:
    """Papers by customer. Raises CustomerError. ``customers``: as in :func:`read_owners`."""
    problems: list[str] = []
    found = []
    for line, row in rows:
        check = _Checked(line, row, problems)
        customer, kind, reference = check.customer(customers), check.kind(), check.needed("reference")
        issued, expires = check.day("issued", needed=True), check.day("expires")
        eccns = tuple(row["eccns"].replace(";", " ").replace(",", " ").split())
        if issued is not None:
            paper = CustomerPaper(
                kind, reference, issued, expires, eccns, row["end_use"] or None, row["document"] or None
            )
            found.append((customer, paper))
    if problems:
        raise CustomerError(problems)
    return found


class _Checked:
    """The cells of a row; what is wrong with them goes to ``problems``."""

    def __init__(self, line: int, row: Row, problems: list[str]) -> None:
        self._line, self._row, self._problems = line, row, problems

    def fault(self, column: str, said: str) -> None:
        self._problems.append(f"line {self._line}, {column}: {said}")

    def needed(self, column: str) -> str:
        if not self._row[column]:
            self.fault(column, "empty; it is needed")
        return self._row[column]

    def customer(self, known: Container[str] | None) -> str:
        number = self.needed("customer")
        if number and known is not None and number not in known:
            self.fault("customer", f"{number!r} is not in the customer master; import the customer first")
        return number

    def kind(self) -> str:
        kind = self.needed("kind")
        if kind and kind not in PAPER_KINDS:
            self.fault("kind", f"{kind!r} is not a kind of paper; accepted: {', '.join(PAPER_KINDS)}")
        return kind

    def day(self, column: str, *, needed: bool = False) -> date | None:
        text = self.needed(column) if needed else self._row[column]
        return self._read(column, text, date.fromisoformat, _NO_DAY)

    def percent(self) -> Decimal | None:
        return self._read("percent", self._row["percent"], percent_of, "a number from 0 to 100")

    def country(self) -> str | None:
        text = self._row["country"]
        found = country_of(text) if text else None
        if text and found is None:
            self.fault("country", f"{text!r} is not a country; accepted: an ISO code such as DE, or its name")
        return found

    def _read(self, column: str, text: str, read: Callable[[str], T], accepted: str) -> T | None:
        if not text:
            return None
        try:
            return read(text)
        except ValueError:
            self.fault(column, f"{text!r} cannot be read; accepted: {accepted}")
            return None
