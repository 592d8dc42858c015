"""Which file is this, and which command takes it?"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.orders.book import UnreadableOrdersError
from licet.orders.cells import LABELS, known_column
from licet.orders.flat import table_of
from licet.regimes.registry import primary
from licet.tabular.business import BusinessFile, FileKind
from licet.watchlists.reading import read
from licet.watchlists.snapshot import UnreadableSnapshotError

__all__ = ["OtherKind", "business_document", "commands_for", "is_order_book", "other_kind"]

_LARGEST_SALE = 2_000_000


@dataclass(frozen=True, slots=True)
class OtherKind:
    """A file that is no business file: what it is, and the commands that take it."""

    what: str
    commands: tuple[str, ...]


def is_order_book(path: Path) -> bool:
    """Whether a file is in Licet's own columns, or holds a transaction on each line. Raises OSError."""
    suffix = path.suffix.lower()
    if suffix in {".jsonl", ".ndjson"}:
        return _is_sale(_first_line(path))
    if suffix not in {".csv", ".tsv", ".parquet", ".arrow", ".feather", ".ipc"}:
        return False
    try:
        columns = table_of(path, rows=0).columns
    except UnreadableOrdersError:
        return False
    known = [name for name in columns if known_column(name, primary().rulebook.vocabulary)]
    own = [name for name in known if name not in LABELS or name == "ship_date"]
    return len(own) >= 2 and 2 * len(known) >= len(columns)  # noqa: PLR2004


def _first_line(path: Path) -> Any:
    with path.open("rb") as lines:
        text = next((line for line in lines if line.strip()), b"")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_sale(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and bool({"parties", "destination", "item"} & set(data))
        and (isinstance(data.get("item", {}), dict) and isinstance(data.get("parties", []), list))
        and not {"Id", "totalSize"} & set(data)
    )


def other_kind(path: Path) -> OtherKind | None:
    """What a file is that is no business file; None: it may be one. Raises OSError."""
    if is_order_book(path):
        return OtherKind(
            "an order book in Licet's own form",
            (f"licet check-file {path} OUT.csv", f"licet whatif {path} --scenario NAME"),
        )
    document = _document(path)
    if document is not None:
        found = _of_document(path, document)
        if found is not None:
            return found
    if path.suffix.lower() in {".csv", ".tsv"} and path.stat().st_size < _LARGEST_SALE:
        return None  # a search result of the official list has its columns, but is not the whole list
    try:
        snapshot = read(path)
    except (UnreadableSnapshotError, ValueError, OSError):
        return None
    return OtherKind(
        f"an official list ({snapshot.format}, {len(snapshot.rows):,} entries)",
        (f"licet lists adopt {path}",),
    )


def _document(path: Path) -> Any:
    if path.stat().st_size > _LARGEST_SALE:
        return None
    content = path.read_bytes()
    try:
        return tomllib.loads(content.decode()) if path.suffix.lower() == ".toml" else json.loads(content)
    except (ValueError, RecursionError):
        return None


def _of_document(path: Path, data: Any) -> OtherKind | None:
    if _is_sale(data):
        return OtherKind("one transaction in the wire format", (f"licet check {path}",))
    if not isinstance(data, Mapping):
        return None
    results = data.get("results")
    if (
        isinstance(results, list)
        and results
        and isinstance(results[0], Mapping)
        and "document_number" in results[0]
    ):
        return OtherKind(
            f"documents of the Federal Register ({len(results)})", (f"licet watch {path} --orders ORDERS",)
        )
    if {"root", "rulebook", "lists"} <= set(data) or {"input_sha256", "rulebook"} <= set(data):
        return OtherKind("the receipt of an answered order book", (f"licet explain {path} ROW",))
    return None


def commands_for(file: BusinessFile, mapping: str | None) -> list[str]:
    """The commands that take a business file."""
    named = f"--mapping {mapping}" if mapping else "--mapping NAME --confirm"
    screen = f"licet screen-file {file.path} OUT.csv {named}"
    match file.kind:
        case FileKind.ORDERS:
            return [f"licet check-file {file.path} OUT.csv {named}", screen]
        case FileKind.CUSTOMERS:
            return [f"licet customers import {file.path} {named}", screen]
        case FileKind.PRODUCTS:
            return [f"licet products import {file.path} {named}"]
        case FileKind.PARTS:
            return [screen] if any(record.name for record in file.records) else []
        case FileKind.LICENSES:
            return [f"licet licenses record {file.path} {named}", screen]
        case FileKind.LISTED_PARTIES:
            return [
                "none: a search result is not the whole list; `licet lists adopt` takes the whole file of trade.gov"
            ]
        case _:
            return [
                "none: no column is known to hold a party or an order; name them with --column FIELD=COLUMN"
            ]


def business_document(file: BusinessFile, commands: Sequence[str]) -> dict[str, Any]:
    """What was found of a file, as JSON."""
    return {
        "file": str(file.path),
        "what": file.kind.value,
        "format": file.loaded.format,
        "encoding": file.loaded.encoding,
        "delimiter": file.loaded.delimiter,
        "headings": file.table.where,
        "decimal": file.decimal,
        "dates": file.dates.value,
        "ambiguous_dates": file.ambiguous_dates,
        "mapping": dict(file.mapping.columns),
        "carried_along": [name for name in file.table.headings if name not in file.mapping.columns.values()],
        "rows": len(file.records),
        "faults": [
            {
                "row": fault.row,
                "column": fault.column,
                "value": fault.value,
                "problem": fault.problem,
                "accepted": fault.accepted,
            }
            for fault in file.faults
        ],
        "remarks": [
            {"row": remark.row, "column": remark.column, "remark": remark.text} for remark in file.remarks
        ],
        "duplicates": [{"row": row, "same_as": same} for row, same in file.duplicates],
        "skipped": [{"row": skipped.where, "why": skipped.why} for skipped in file.skipped],
        "commands": list(commands),
    }
