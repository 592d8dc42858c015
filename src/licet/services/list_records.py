"""Classification records that another text of the control list opens, and the order lines behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from licet.classification.control_list import ControlList
from licet.services.current_answers import order_rows_of_parts
from licet.services.products import product_masters

__all__ = ["classification_records"]


def classification_records(
    home: Path, listed: ControlList | None, day: date
) -> dict[str, list[dict[str, Any]]]:
    """The records that count by the list held and not by another text, with reasons, and their order lines.

    Without another text nothing is opened.
    """
    records = [] if listed is None else list(_opened(home, listed, day))
    lines = list(_lines(home, records)) if records else []
    return {"classification_records": records, "order_lines_of_classifications": lines}


def _opened(home: Path, listed: ControlList, day: date) -> Iterator[dict[str, Any]]:
    for organization, master in product_masters(home).items():
        for part, found in master.opened_by(listed, day).items():
            record = master.records[part][-1]
            yield {
                "organization": organization, "part": part, "eccn": record.eccn, "reasons": list(found.reasons),
            }  # fmt: skip


def _lines(home: Path, records: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The lines of answered order books whose part has one of these records."""
    for organization in dict.fromkeys(record["organization"] for record in records):
        parts = {record["part"] for record in records if record["organization"] == organization}
        for book, row in order_rows_of_parts(home, organization, parts):
            yield {"organization": organization, "book": book, **row}
