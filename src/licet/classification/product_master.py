"""The product master of a workspace: part numbers with their data and classification records, in one file.

The file (``products.jsonl`` in the home folder) is append-only: every line is an event with the hash of the line
before it, so that a changed or missing line is noticed (tamper-evident). What a part is now is read from its last
events.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
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
from licet.errors import LicetError
from licet.event_file import EventFile, EventFileError

__all__ = ["COLUMNS", "MasterError", "ProductMaster", "ProductRowError", "fill_orders", "item_of"]

COLUMNS = (*(f.name for f in fields(Product)), "eccn", "source", "valid_until")
"""The columns of the CSV in and out; ``eccn`` with ``source``: taken over as stated there."""
_KINDS = ("commodity", "software", "technology")


class MasterError(LicetError, ValueError):
    """The file of the master is not whole; the message names the line."""


class ProductRowError(LicetError, ValueError):
    """Rows of an import that cannot be read: ``problems`` has row, column, value and what would be accepted."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(slots=True)
class ProductMaster:
    """Products and records by part number, as read from a file; every change is one more line of it."""

    path: Path
    products: dict[str, Product] = field(default_factory=dict)
    records: dict[str, list[ClassificationRecord]] = field(default_factory=dict)
    _file: EventFile = field(init=False)

    def __post_init__(self) -> None:
        self._file = EventFile(self.path)

    @classmethod
    def open(cls, path: Path) -> ProductMaster:
        """Read the file; a missing one is an empty master. Raises MasterError where a line does not follow."""
        master = cls(path)
        try:
            events = master._file.read()
        except EventFileError as error:
            raise MasterError(str(error)) from error
        for number, event in enumerate(events, 1):
            master._take(number, event)
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
        values = {name: (row.get(name) or "").strip() for name in COLUMNS}
        values["kind"] = values["kind"].lower() or "commodity"
        problems = [
            f"{name}: not known; expected {', '.join(COLUMNS)}" for name in row if name not in COLUMNS
        ]
        if not values["part"]:
            problems.append("part: empty")
        if values["kind"] not in _KINDS:
            problems.append(f"kind: {values['kind']!r}; expected {', '.join(_KINDS)}")
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

    def _append(self, events: Iterable[Mapping[str, Any]]) -> None:
        every = json.loads(json.dumps(list(events)))  # as they will be read
        self._file.append(every)
        for number, event in enumerate(every, 1):
            self._take(number, event)

    def _take(self, number: int, event: dict[str, Any]) -> None:
        try:
            self._read(event)
        except (KeyError, TypeError, ValueError) as error:
            raise MasterError(f"{self.path}: line {number} cannot be read: {error}") from error

    def _read(self, event: dict[str, Any]) -> None:
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
            case other:
                raise ValueError(f"an event {other!r}")


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
        return 0 <= float(text) <= 100  # noqa: PLR2004
    except ValueError:
        return False


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


def fill_orders(
    master: ProductMaster, orders: Path, out: Path, on: date
) -> tuple[int, dict[str, tuple[str, ...]]]:
    """Write an order file with the item columns filled from the part number in its column ``product``.

    A cell that the file fills itself stays. Gives the number of lines, and for every part whose ECCN was not filled
    in the reasons. Raises RowError where there is no column ``product``.
    """
    with orders.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        header = list(reader.fieldnames or ())
        if "product" not in header:
            raise ProductRowError([f"{orders}: no column product; it has {', '.join(header)}"])
        rows = list(reader)
    open_parts: dict[str, tuple[str, ...]] = {}
    added = ["item.description", "item.kind", "item.eccn", "item.us_origin", "item.controlled_us_content_pct"]
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(
            stream, [*header, *(name for name in added if name not in header)], lineterminator="\n"
        )
        writer.writeheader()
        for row in rows:
            part = (row["product"] or "").strip()
            item = item_of(master, part, on)
            if "eccn" not in item:
                known = part in master.products
                open_parts[part] = (
                    master.standing(part, on).reasons if known else ("not in the product master",)
                )
            filled = {f"item.{name}": _cell(value) for name, value in item.items()}
            writer.writerow(
                {**filled, **{name: value for name, value in row.items() if value or name not in filled}}
            )
    return len(rows), open_parts


def _cell(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
