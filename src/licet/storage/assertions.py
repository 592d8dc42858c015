"""Read and write list assertions; the only module that knows their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from licet.model.listing import ListCode
from licet.storage.schema import list_assertion, list_content, list_snapshot
from licet.watchlists.identity import Known, Marks
from licet.watchlists.snapshot import Feed, Format

__all__ = ["Assertion", "SnapshotRecord", "add_assertions", "add_contents", "add_snapshot", "assertions_of",
           "contents_of", "known_ids", "snapshots", "state_before"]  # fmt: skip

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """An adopted snapshot. ``closes``: the lists of which what it lacks is gone."""

    number: int
    sha256: str
    format: Format
    data_date: date
    data_date_basis: str
    file_name: str
    adopted_at: datetime
    adopted_by: str
    accepted_reason: str | None
    accepted_as_whole: bool
    counts: Mapping[ListCode, int]
    closes: frozenset[ListCode]
    report: Mapping[str, Any]

    @property
    def feed(self) -> Feed:
        return self.format.feed

    @property
    def good(self) -> bool:
        """Whether later snapshots may be held against it: it passed, or was accepted as the whole list."""
        return self.accepted_reason is None or self.accepted_as_whole

    @property
    def label(self) -> str:
        return f"{self.format} of {self.data_date} ({self.sha256[:12]})"


@dataclass(frozen=True, slots=True)
class Assertion:
    """What one snapshot newly shows of an entry: a content, or None: gone."""

    entry_id: str
    list_code: ListCode
    marks: Marks
    content_hash: str | None


def snapshots(connection: Connection) -> list[SnapshotRecord]:
    """All adopted snapshots in the order of their data dates, of one day in the order of adoption."""
    rows = connection.execute(select(list_snapshot).order_by(list_snapshot.c.data_date, list_snapshot.c.id))
    return [_record(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's documented way to a mapping


def _record(row: RowMapping) -> SnapshotRecord:
    return SnapshotRecord(
        number=row["id"], sha256=row["sha256"], format=Format(row["format"]), data_date=row["data_date"],
        data_date_basis=row["data_date_basis"], file_name=row["file_name"], adopted_at=row["adopted_at"],
        adopted_by=row["adopted_by"], accepted_reason=row["accepted_reason"],
        accepted_as_whole=row["accepted_as_whole"],
        counts={ListCode(code): count for code, count in row["counts"].items()},
        closes=frozenset(map(ListCode, row["closes"])), report=row["report"],
    )  # fmt: skip


def assertions_of(connection: Connection, chosen: Iterable[int]) -> dict[int, dict[str, Assertion]]:
    """By snapshot and entry, the assertions that hold when only the chosen snapshots were adopted."""
    numbers = sorted(set(chosen))
    query = (
        select(list_assertion)
        .where(list_assertion.c.snapshot_id.in_(numbers), list_assertion.c.written_with.in_(numbers))
        .order_by(list_assertion.c.id)
    )
    found: dict[int, dict[str, Assertion]] = defaultdict(dict)
    for row in connection.execute(query):
        marks = Marks(row.base_id, row.first_notice, row.place)
        found[row.snapshot_id][row.entry_id] = Assertion(
            row.entry_id, ListCode(row.list_code), marks, row.content_hash
        )
    return found


def state_before(
    ordered: Sequence[SnapshotRecord], assertions: Mapping[int, Mapping[str, Assertion]]
) -> dict[str, Assertion]:
    """The entries that stand after the given snapshots of one feed, in their order."""
    found: dict[str, Assertion] = {}
    for record in ordered:
        for entry_id, assertion in assertions.get(record.number, {}).items():
            if assertion.content_hash is None:
                found.pop(entry_id, None)
            else:
                found[entry_id] = assertion
    return found


def known_ids(connection: Connection) -> Known:
    """Every id ever given, by its base, in the order in which they were given, with its last marks."""
    table = list_assertion.c
    query = select(table.base_id, table.first_notice, table.place, table.entry_id).order_by(table.id)
    found: dict[str, dict[str, Marks]] = defaultdict(dict)
    for base, notice, place, entry_id in connection.execute(query):
        found[base][entry_id] = Marks(base, notice, place)
    return found


def contents_of(connection: Connection, hashes: Iterable[str]) -> dict[str, str]:
    """The contents with these hashes."""
    wanted, found = sorted(set(hashes)), {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        for row in connection.execute(select(list_content).where(list_content.c.hash.in_(chunk))):
            found[row.hash] = row.body
    return found


def add_snapshot(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a snapshot; its number."""
    result = connection.execute(insert(list_snapshot).values(**values))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def add_contents(connection: Connection, contents: Mapping[str, str]) -> None:
    """Insert the contents that are not there yet."""
    there = contents_of(connection, contents)
    new = [{"hash": key, "body": body} for key, body in contents.items() if key not in there]
    if new:
        connection.execute(insert(list_content), new)


def add_assertions(
    connection: Connection, snapshot: int, written_with: int, assertions: Iterable[Assertion]
) -> None:
    """Insert assertions that speak of one snapshot, written with its own adoption or a later one."""
    rows = [
        {
            "snapshot_id": snapshot, "written_with": written_with, "entry_id": item.entry_id,
            "list_code": item.list_code.value, "base_id": item.marks.base, "first_notice": item.marks.notice,
            "place": item.marks.place,
            "content_hash": item.content_hash,
        }
        for item in assertions
    ]  # fmt: skip
    if rows:
        connection.execute(insert(list_assertion), rows)
