"""Answers that were kept under a reference of the caller's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from licet.accounts.rows import at_text
from licet.server.services import Services
from licet.storage.schema_api import kept_answer as table

__all__ = ["SavedAnswer", "keep_answer", "kept_answer", "kept_answers"]


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer without its document."""

    number: int
    reference: str
    receipt: str
    answer: str
    light: str
    as_of: str
    holds_until: str | None
    kept_at: str

    def wire(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def keep_answer(services: Services, organisation: str, answers: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Keep answers of an organisation, each under its reference."""
    at = at_text(services.clock())
    rows = [
        {
            "organisation": organisation, "reference": reference, "receipt": record["receipt"]["id"],
            "answer": record["answer"], "light": record["light"], "as_of": record["as_of"],
            "holds_until": record["holds_until"], "kept_at": at,
            "document": json.dumps(record, ensure_ascii=False, separators=(",", ":")),
        }
        for reference, record in answers
    ]  # fmt: skip
    with services.database.unit_of_work() as connection:
        connection.execute(insert(table), rows)


def kept_answers(
    services: Services, organisation: str, reference: str | None, before: date | None, after: int, limit: int
) -> list[SavedAnswer]:
    """Answers of an organisation, by number."""
    columns = [table.c[name] for name in SavedAnswer.__slots__ if name != "number"]
    query = select(table.c.id.label("number"), *columns).where(
        table.c.organisation == organisation, table.c.id > after
    )
    if reference is not None:
        query = query.where(table.c.reference == reference)
    if before is not None:
        query = query.where(table.c.holds_until < before.isoformat())
    with services.database.reading() as connection:
        rows = connection.execute(query.order_by(table.c.id).limit(limit)).mappings()
        return [SavedAnswer(**row) for row in rows]


def kept_answer(services: Services, organisation: str, number: int) -> str | None:
    """The document of one answer; None where the organisation has none such."""
    query = select(table.c.document).where(table.c.organisation == organisation, table.c.id == number)
    with services.database.reading() as connection:
        found: str | None = connection.execute(query).scalar()
    return found
