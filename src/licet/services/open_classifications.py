"""Classifications that wait for somebody: to be approved, or opened again by a changed text or changed data."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.classification.records import ClassificationRecord, RecordStanding
from licet.event_file import PRODUCTS, EventFile, masters_path
from licet.services.current_answers import order_rows_of_parts
from licet.services.products import product_master

__all__ = ["OpenClassifications", "open_classifications", "order_lines_of", "reopened"]


@dataclass(frozen=True, slots=True)
class OpenClassifications:
    """The parts of an organization whose classification waits.

    ``to_approve``: by part who classified it; ``reopened``: by part why a record that was approved counts no more.
    """

    to_approve: dict[str, str]
    reopened: dict[str, tuple[str, ...]]


def reopened(record: ClassificationRecord | None, found: RecordStanding) -> bool:
    """Whether a record was approved and counts no more."""
    return record is not None and bool(record.approved_by) and not found.counts


def open_classifications(home: Path, organization: str, on: date) -> OpenClassifications:
    """What waits in the product master of an organization on a day; worked out again when the master changed."""
    version = EventFile(masters_path(home, organization, PRODUCTS)).version
    return _open(home, organization, on, version)


@lru_cache(maxsize=32)
def _open(home: Path, organization: str, on: date, _version: tuple[int, int]) -> OpenClassifications:
    master = product_master(home, organization)
    last = {part: records[-1] for part, records in sorted(master.records.items()) if records}
    found = {part: master.standing(part, on) for part in last}
    return OpenClassifications(
        {part: record.who for part, record in last.items() if not record.approved_by},
        {part: found[part].reasons for part, record in last.items() if reopened(record, found[part])},
    )


def order_lines_of(home: Path, organization: str, parts: Collection[str]) -> list[dict[str, Any]]:
    """The lines of answered order books that name one of some parts, each with the key of its book."""
    return [{"book": book, **row} for book, row in order_rows_of_parts(home, organization, set(parts))]
