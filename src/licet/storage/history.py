"""From the assertions in the database to entries with their dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from licet.model.listing import ListCode, ListEntry
from licet.storage.assertions import SnapshotRecord, assertions_of, contents_of, snapshots
from licet.watchlists.chains import ShownEntry, merge
from licet.watchlists.history import Sighting, entry_of
from licet.watchlists.row import RawRow, row_from_content
from licet.watchlists.snapshot import Feed

__all__ = ["chosen_snapshots", "entries_of"]

_Changes = dict[Feed, dict[date, Sighting]]


def chosen_snapshots(
    connection: Connection, known_as_of: date | None = None, upto: int | None = None
) -> list[SnapshotRecord]:
    """The snapshots of data published by a day, among those adopted up to a number."""
    return [
        record
        for record in snapshots(connection)
        if (known_as_of is None or record.data_date <= known_as_of)
        and (upto is None or record.number <= upto)
    ]


def entries_of(
    connection: Connection, chosen: Sequence[SnapshotRecord], at_hand: Mapping[str, RawRow] | None = None
) -> Iterator[ListEntry]:
    """Every entry that the chosen snapshots tell of, by list and id.

    ``at_hand``: rows by the hash of their content that need not be read again.
    """
    rows = _AssertionRows(connection, chosen, at_hand or {})
    changes, codes = rows.changes()
    taken = _taken(chosen)
    for entry_id in sorted(changes, key=lambda key: (codes[key].value, key)):
        by_feed = {feed: _started(days) for feed, days in changes[entry_id].items()}
        published = {feed: seen for feed, seen in by_feed.items() if seen}
        if published:
            yield entry_of(
                entry_id, merge(published, {feed: taken[codes[entry_id], feed] for feed in published})
            )


def _taken(chosen: Sequence[SnapshotRecord]) -> dict[tuple[ListCode, Feed], list[ShownEntry]]:
    found: dict[tuple[ListCode, Feed], list[ShownEntry]] = defaultdict(list)
    for record in chosen:
        for code in record.counts:
            found[code, record.feed].append(ShownEntry(record.data_date, record.format, record.label))
    return found


def _started(days: dict[date, Sighting]) -> list[Sighting]:
    """The sightings from the first that shows the entry (a correction of the same day may take it back)."""
    ordered = [days[day] for day in sorted(days)]
    first = next((index for index, seen in enumerate(ordered) if seen.row is not None), len(ordered))
    return ordered[first:]


class _AssertionRows:
    def __init__(
        self, connection: Connection, chosen: Sequence[SnapshotRecord], at_hand: Mapping[str, RawRow]
    ) -> None:
        self._chosen = chosen
        self._assertions = assertions_of(connection, [record.number for record in chosen])
        hashes = {
            item.content_hash
            for items in self._assertions.values()
            for item in items.values()
            if item.content_hash is not None
        }
        read = contents_of(connection, hashes - at_hand.keys())
        self._contents = {**at_hand, **{key: row_from_content(body) for key, body in read.items()}}

    def changes(self) -> tuple[dict[str, _Changes], dict[str, ListCode]]:
        """By entry, feed and day what changed; on one day the later snapshot of a feed holds."""
        found: dict[str, _Changes] = defaultdict(lambda: defaultdict(dict))
        codes: dict[str, ListCode] = {}
        for record in self._chosen:
            for entry_id, item in self._assertions.get(record.number, {}).items():
                row = None if item.content_hash is None else self._contents[item.content_hash]
                found[entry_id][record.feed][record.data_date] = Sighting(
                    record.data_date, record.format, record.label, row
                )
                codes[entry_id] = item.list_code
        return found, codes
