"""The product master of an organization: part numbers with their data and classification records.

Kept as events in ``masters/ORGANIZATION/products.jsonl`` of the home folder, each with the hash of the one before it;
what a part is now is read from its last events.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.classification.control_list import ControlList, control_list
from licet.classification.records import (
    ClassificationRecord,
    Product,
    RecordError,
    RecordStanding,
    standing,
    stated_record,
)
from licet.classification.self_classification import ITEM_TYPES
from licet.errors import LicetError
from licet.event_file import PRODUCTS, EventFile, EventFileError, masters_path
from licet.model.numbers import percent_of

__all__ = [
    "COLUMNS",
    "ProductMaster",
    "ProductRowError",
    "item_of",
    "product_master",
    "product_masters",
]

COLUMNS = (*(f.name for f in fields(Product)), "eccn", "source", "valid_until")
"""The columns of tables in and out; ``eccn`` with ``source``: taken over as stated there."""
_ALSO = ("counts", "reasons", "answered_by", "answered_on")
"""Columns of our own tables that say nothing of a product."""
CLEARED = "-"
"""A cell that empties what is held; an empty cell keeps it."""
_KINDS = ("commodity", "software", "technology")


class ProductRowError(LicetError, ValueError):
    """Rows of an import that cannot be read: ``problems`` has row, column, value and what would be accepted."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(slots=True)
class ProductMaster:
    """Products and records by part number. Read it with :func:`product_master`; every change is one more event."""

    file: EventFile
    products: dict[str, Product] = field(default_factory=dict)
    records: dict[str, list[ClassificationRecord]] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    """The parts of which encryption was reported, each with the year of the report."""

    @classmethod
    def open(cls, path: Path) -> ProductMaster:
        """Read a file; a missing one is an empty master. Raises EventFileError where a line does not follow."""
        master = cls(EventFile(path))
        for number, event in enumerate(master.file.read(), 1):
            try:
                master.apply(event)
            except (KeyError, TypeError, ValueError) as error:
                raise EventFileError(f"{path}: line {number} cannot be read: {error}") from error
        return master

    def put(self, product: Product) -> None:
        """Keep the data of a product; the same data again is nothing new."""
        if self.products.get(product.part) != product:
            self._append([{"event": "product", **asdict(product)}])

    def keep(self, record: ClassificationRecord) -> None:
        """Keep a classification record after those that the part has."""
        self._append([_record_event(record)])

    def approve(self, parts: Iterable[str], who: str, on: date) -> None:
        """Approve the last record of each part as second person; all or none. Raises RecordError."""
        named = list(parts)
        for part in named:
            if not self.records.get(part):
                raise RecordError(f"{part} has no classification")
            self.records[part][-1].approved(who, on)
        self._append(
            [{"event": "approval", "part": part, "who": who, "on": on.isoformat()} for part in named]
        )

    def report(self, parts: Iterable[str], year: int, who: str) -> None:
        """Keep that parts stood in the self-classification report on a year; each stands in one report only."""
        self._append([{"event": "reported", "parts": list(parts), "year": year, "who": who}])

    def standing(self, part: str, on: date, listed: ControlList | None = None) -> RecordStanding:
        """Whether the last record of a part counts on a day."""
        record = self.records.get(part, [None])[-1]
        return standing(record, self.products.get(part), listed or control_list(), on)

    def opened_by(self, listed: ControlList, on: date) -> dict[str, RecordStanding]:
        """The parts whose record counted by the list held, and does not by another text of the list."""
        found = {}
        for part in self.records:
            if self.standing(part, on).counts and not (now := self.standing(part, on, listed)).counts:
                found[part] = now
        return found

    def import_rows(self, rows: Iterable[Mapping[str, str]], who: str, on: date) -> int:
        """Take products, and ECCNs as stated, from rows of a table; all or none. Raises RowError with each fault."""
        events: list[dict[str, Any]] = []
        problems: list[str] = []
        count = 0
        for number, row in enumerate(rows, 2):
            count += 1
            try:
                events += self._row_events(row, who, on)
            except ProductRowError as error:
                problems += [f"row {number}, {problem}" for problem in error.problems]
        if problems:
            raise ProductRowError(problems)
        self._append(events)
        return count

    def _row_events(self, row: Mapping[str, str], who: str, on: date) -> Iterator[dict[str, Any]]:
        values = self._values(row)
        values["kind"] = values["kind"].lower() or "commodity"
        problems = [
            f"{name}: not known; expected {', '.join(COLUMNS)}"
            for name in row
            if name not in COLUMNS and name not in _ALSO
        ]
        if not values["part"]:
            problems.append("part: empty")
        if values["kind"] not in _KINDS:
            problems.append(f"kind: {values['kind']!r}; expected {', '.join(_KINDS)}")
        if values["component"].lower() not in {"", "yes", "no"}:
            problems.append(f"component: {values['component']!r}; expected yes or no")
        if (
            values["item_type"]
            and values["item_type"] not in ITEM_TYPES
            and not values["item_type"].startswith("Other ")
        ):
            problems.append(
                f"item_type: {values['item_type']!r}; expected one of 742 Supp. 8 (a)(6), or Other and what"
            )
        if values["us_content_pct"] and not _percent(values["us_content_pct"]):
            problems.append(f"us_content_pct: {values['us_content_pct']!r}; expected a number from 0 to 100")
        if values["origin"] and not (len(values["origin"]) == 2 and values["origin"].isalpha()):  # noqa: PLR2004
            problems.append(f"origin: {values['origin']!r}; expected a code of two letters such as US")
        until = _day(values["valid_until"], problems)
        product = Product(**{f.name: values[f.name] for f in fields(Product)})
        product = replace(product, origin=product.origin.upper())
        record = None
        if values["eccn"]:
            sources = (values["source"],) if values["source"] else ()
            try:
                record = stated_record(
                    product, values["eccn"], who, on, control_list(), sources=sources, valid_until=until
                )
            except RecordError as error:
                problems.append(f"eccn: {error}")
        if problems:
            raise ProductRowError(problems)
        yield {"event": "product", **asdict(product)}
        if record is not None:
            yield _record_event(record)

    def _values(self, row: Mapping[str, str]) -> dict[str, str]:
        """The cells of a row by column: what is held where a cell is empty, nothing where it says so."""
        cells = {name: str(row.get(name) or "").strip() for name in (*COLUMNS, *_ALSO)}
        held = self.products.get(cells["part"])
        if cells["answered_by"]:
            on = f" on {cells['answered_on']}" if cells["answered_on"] else ""
            cells["supplier_source"] = f"answered by {cells['answered_by']}{on}"
        values = {name: "" if cells[name] == CLEARED else cells[name] for name in COLUMNS}
        for own in fields(Product) if held else ():
            if not cells[own.name]:
                values[own.name] = str(getattr(held, own.name))
        return values

    def export_rows(self, on: date) -> Iterator[dict[str, str]]:
        """Every product with its ECCN, where it came from and whether it counts, as rows of a table."""
        for part, product in sorted(self.products.items()):
            record = self.records.get(part, [None])[-1]
            found = self.standing(part, on)
            yield {
                **{f.name: str(getattr(product, f.name)) for f in fields(Product)},
                "eccn": record.eccn if record else "",
                "source": "; ".join(record.sources) if record else "",
                "valid_until": record.valid_until.isoformat() if record and record.valid_until else "",
                "counts": "yes" if found.counts else "no",
                "reasons": "; ".join((*found.reasons, *found.warnings)),
            }

    def fingerprint(self, part: str, on: date) -> str:
        """What an order line of a part rests on: its last record and whether that counts; empty: no such part."""
        if part not in self.products:
            return ""
        record = self.records.get(part, [None])[-1]
        written = json.dumps(None if record is None else _record_event(record), sort_keys=True, default=str)
        counts = self.standing(part, on).counts
        return hashlib.sha256(f"{counts}{written}".encode()).hexdigest()[:16]

    def _append(self, events: Iterable[Mapping[str, Any]]) -> None:
        every = json.loads(json.dumps(list(events)))  # as they will be read
        self.file.append(every)
        for event in every:
            self.apply(event)

    def apply(self, event: dict[str, Any]) -> None:
        """Take one event."""
        match event.pop("event"):
            case "product":
                product = Product(**event)
                self.products[product.part] = product
            case "record":
                record = _record(event)
                self.records.setdefault(record.part, []).append(record)
            case "approval":
                kept = self.records[event["part"]]
                kept[-1] = kept[-1].approved(event["who"], date.fromisoformat(event["on"]))
            case "reported":
                self.reported |= dict.fromkeys(event["parts"], event["year"])
            case other:
                raise ValueError(f"an event {other!r}")


def product_master(home: Path, organization: str | None, *, to_change: bool = False) -> ProductMaster:
    """The product master of an organization, as it is kept now. Raises EventFileError.

    ``to_change``: one of your own; otherwise it may be shared with others, and is only read.
    """
    file = EventFile(masters_path(home, organization, PRODUCTS))
    return ProductMaster.open(file.path) if to_change else _shared(file.path, file.version)


@lru_cache(maxsize=8)
def _shared(path: Path, _version: tuple[int, int]) -> ProductMaster:
    return ProductMaster.open(path)


def product_masters(home: Path) -> dict[str | None, ProductMaster]:
    """The product masters of all organizations; that without one under None."""
    found = sorted((home / "masters").glob(f"*/{PRODUCTS}"))
    names = (None if path.parent.name == "home" else path.parent.name for path in found)
    return {name: product_master(home, name) for name in names}


def _record_event(record: ClassificationRecord) -> dict[str, Any]:
    data = asdict(record)
    for name in ("on", "valid_until", "approved_on"):
        data[name] = data[name].isoformat() if data[name] else None
    return {"event": "record", **data}


def _record(data: Mapping[str, Any]) -> ClassificationRecord:
    days = {
        name: date.fromisoformat(data[name]) if data[name] else None
        for name in ("valid_until", "approved_on")
    }
    return ClassificationRecord(
        **{
            **data,
            **days,
            "on": date.fromisoformat(data["on"]),
            "texts": tuple((name, digest) for name, digest in data["texts"]),
            "sources": tuple(data["sources"]),
            "notes": tuple(data["notes"]),
            "path": tuple(data["path"]),
        }
    )


def _percent(text: str) -> bool:
    try:
        percent_of(text)
    except ValueError:
        return False
    return not text.strip().endswith("%")


def _day(text: str, problems: list[str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(f"valid_until: {text!r}; expected a date (YYYY-MM-DD)")
        return None


def item_of(master: ProductMaster, part: str, on: date) -> dict[str, Any]:
    """What the master knows of a part, by the keys of ``item`` of a sale; an ECCN only where its record counts."""
    product = master.products.get(part)
    if product is None:
        return {}
    item: dict[str, Any] = {"description": product.description or part, "kind": product.kind}
    if product.origin:
        item["us_origin"] = product.origin == "US"
    if product.us_content_pct:
        item["controlled_us_content_pct"] = product.us_content_pct
    if master.standing(part, on).counts:
        item["eccn"] = master.records[part][-1].eccn
    return item
