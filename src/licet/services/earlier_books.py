"""Order books that were uploaded before pages and API shared a queue: their state was a file; they become jobs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from licet.services.job_kinds import ANSWERS
from licet.storage.home import books_root
from licet.storage.schema_accounts import account
from licet.storage.schema_api import job

__all__ = ["adopt_earlier_books"]

_LOST = "an earlier version answered this order book; upload it again"
_STATES = {"answering": "waiting", "answered": "done", "failed": "failed"}


def adopt_earlier_books(connection: Connection, home: Path) -> None:
    """Make a job of each book that has none; what was done to its lines stays on record under its key."""
    known = set(connection.execute(select(job.c.key)).scalars())
    rows = [row for row in _rows(connection, home) if row["key"] not in known]
    if rows:
        connection.execute(insert(job), rows)
    _end_without_table(connection, home)


def _end_without_table(connection: Connection, home: Path) -> None:
    """An order book that an earlier version answered elsewhere has no table here: it says so and is not shown."""
    answered = select(job.c.key, job.c.organization).where(job.c.kind == ANSWERS, job.c.state == "done")
    for key, organization in connection.execute(answered).all():
        if not (books_root(home, organization) / key / "answers.parquet").is_file():
            lost = {"state": "failed", "result": None, "problem": _LOST}
            connection.execute(update(job).where(job.c.key == key).values(lost))


def _rows(connection: Connection, home: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((home / "books").glob("*/*/book.json")):
        organization = bytes.fromhex(path.parent.parent.name).decode()
        accounts = select(account.c.key).where(account.c.organization == organization).order_by(account.c.key)
        owner = connection.execute(accounts).scalars().first()
        if owner is not None:  # an organization without accounts sees no book
            yield _row(json.loads(path.read_text("utf-8")), organization, owner)


def _row(book: dict[str, Any], organization: str, owner: str) -> dict[str, Any]:
    asked = {"name": book["name"], "by": book["by"]}
    days = {name: book[name] or None for name in ("as_of", "known_as_of")}
    state = _STATES[book["state"]]
    result = json.dumps({name: book[name] for name in ("lines", "bad", "root")}) if state == "done" else None
    return {
        "key": book["key"], "organization": organization, "account": owner, "kind": ANSWERS,
        "asked": {**asked, **days}, "state": state, "doing": "", "done": 0, "total": 0,
        "made_at": book["at"], "ended_at": None, "problem": book["problem"] or None, "result": result,
    }  # fmt: skip
