"""Personal values, kept apart from the log under salted hashes, so that they can be blanked and it still verifies."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from licet.events.encoding import Plain, canonical
from licet.events.event import PERSONAL_KEYS, Event
from licet.storage.schema_events import personal

__all__ = ["BLANK", "blank", "hash_of", "hide", "names_of", "references", "referred", "show"]

_MARK = "~personal"
_REFERENCE = re.compile(r'\{"~personal":"([0-9a-f]{64})"\}')
_CHUNK = 500
BLANK = "blanked:"
"""What is shown of a blanked value: this and the beginning of its hash, so that two persons stay two."""


def hash_of(salt: str, value: str) -> str:
    """The salted hash under which a value stands in the log. ``salt``: 32 hexadecimal digits."""
    return hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


def hide(connection: Connection, events: Iterable[Event]) -> dict[tuple[str, str], str]:
    """Keep the personal values of events, and give the hash of each by owner and value."""
    wanted = dict.fromkeys(pair for event in events for pair in _values(event))
    lookups = {_lookup(*pair): pair for pair in wanted}
    query = select(personal.c.lookup, personal.c.hash).where(personal.c.lookup.in_(list(lookups)))
    found = {lookups[lookup]: made for lookup, made in connection.execute(query)}
    rows = [_row(owner, value) for owner, value in wanted if (owner, value) not in found]
    if rows:
        connection.execute(insert(personal), rows)
    return found | {(row["owner"], row["value"]): row["hash"] for row in rows}


def _row(owner: str, value: str) -> dict[str, str]:
    salt = secrets.token_hex(16)
    return {
        "hash": hash_of(salt, value),
        "owner": owner,
        "lookup": _lookup(owner, value),
        "salt": salt,
        "value": value,
    }


def _lookup(owner: str, value: str) -> str:
    return hashlib.sha256(canonical([owner, value])).hexdigest()


def _values(event: Event) -> Iterator[tuple[str, str]]:
    yield event.actor.organization, event.actor.name
    yield from ((event.organization, value) for value in _inside(event.payload, hidden=False))


def _inside(data: Any, *, hidden: bool) -> Iterator[str]:
    if isinstance(data, str):
        if hidden:
            yield data
    elif isinstance(data, Mapping):
        for key, item in data.items():
            yield from _inside(item, hidden=hidden or key in PERSONAL_KEYS)
    elif isinstance(data, list):
        for item in data:
            yield from _inside(item, hidden=hidden)


def references(data: Plain | Mapping[str, Plain], owner: str, hashes: Mapping[tuple[str, str], str]) -> Plain:
    """The payload with every personal value replaced by a reference to its hash."""
    return _replaced(data, owner, hashes, hidden=False)


def _replaced(data: Any, owner: str, hashes: Mapping[tuple[str, str], str], *, hidden: bool) -> Plain:
    if isinstance(data, str) and hidden:
        return {_MARK: hashes[owner, data]}
    if isinstance(data, Mapping):
        if _MARK in data:
            raise ValueError(f"a payload has no key {_MARK} of its own")
        return {
            key: _replaced(item, owner, hashes, hidden=hidden or key in PERSONAL_KEYS)
            for key, item in data.items()
        }
    if isinstance(data, list):
        return [_replaced(item, owner, hashes, hidden=hidden) for item in data]
    found: Plain = data
    return found


def show(payload: str, names: Mapping[str, str]) -> dict[str, Any]:
    """The payload as it was written, blanked values marked as such."""
    return dict(json.loads(_REFERENCE.sub(lambda found: json.dumps(names[found[1]]), payload)))


def referred(payload: str) -> list[str]:
    """The hashes of the personal values to which a payload refers."""
    return _REFERENCE.findall(payload) if _MARK in payload else []


def names_of(connection: Connection, rows: Collection[tuple[str, str]]) -> dict[str, str]:
    """By hash, the values to which rows (actor, payload) refer; blanked ones as :data:`BLANK` and digits."""
    wanted = {actor for actor, _ in rows} | {text for _, payload in rows for text in referred(payload)}
    ordered = sorted(wanted)
    found: dict[str, str] = {}
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        query = select(personal.c.hash, personal.c.value).where(personal.c.hash.in_(chunk))
        found |= {made: f"{BLANK}{made[:12]}" if value is None else value for made, value in
                  connection.execute(query)}  # fmt: skip
    return found


def blank(connection: Connection, owner: str, values: Collection[str]) -> tuple[str, ...]:
    """Blank an organization's personal values for good; the hashes that were blanked."""
    lookups = [_lookup(owner, value) for value in values]
    query = select(personal.c.hash).where(personal.c.lookup.in_(lookups)).order_by(personal.c.hash)
    found = tuple(connection.execute(query).scalars())
    connection.execute(
        update(personal).where(personal.c.hash.in_(found)).values(lookup=None, salt=None, value=None)
    )
    return found
