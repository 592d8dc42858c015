"""One row of a snapshot, with everything that its format says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from licet.model.listing import Alias, ListCode
from licet.watchlists.footnotes import footnotes_of
from licet.watchlists.notices import ListNotice, parse_notices

__all__ = ["RawRow", "content_hash", "row_from_content", "row_to_content"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """What one row of an official file says of one party, in the file's own words.

    ``line``: the line of a text file, or the number of the record in a JSON file, from 1. ``official_id``:
    the number by which the list's keeper knows the party (the Treasury's entity number), None where there
    is none. ``countries``: ISO two-letter codes; ``unread_countries``: what stood there and is no country.
    ``notices_text``: the Federal Register citations as printed. ``end_date``: the last day, inclusive, as
    printed. ``ids``: passports, registrations and the like, one text each. ``extras``: whatever else the
    format has, by its own name. None and empty mean that the format or the row does not say.
    """

    list_code: ListCode
    name: str
    line: int
    official_id: str | None = None
    aliases: tuple[Alias, ...] = ()
    kind: str | None = None
    countries: tuple[str, ...] = ()
    unread_countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    notices_text: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    standard_order: bool | None = None
    requirement: str | None = None
    policy: str | None = None
    remarks: str | None = None
    ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    extras: tuple[tuple[str, str], ...] = ()

    @property
    def notices(self) -> tuple[ListNotice, ...]:
        """The Federal Register notices cited, oldest first."""
        return parse_notices(self.notices_text)

    @property
    def footnotes(self) -> tuple[int, ...]:
        """The footnotes printed with the license requirement."""
        return footnotes_of(self.requirement)


_PLAIN = tuple(field.name for field in fields(RawRow) if field.name not in {"line", "aliases", "list_code"})
_TUPLES = frozenset({"countries", "unread_countries", "addresses", "programs", "ids", "urls"})
_DATES = frozenset({"start_date", "end_date"})


def row_to_content(row: RawRow) -> str:
    """The row as canonical JSON, its line left out: equal content gives equal text."""
    found: dict[str, Any] = {"list_code": row.list_code.value}
    for name in _PLAIN:
        value = getattr(row, name)
        if value is not None and value != ():
            found[name] = value.isoformat() if name in _DATES else value
    if row.aliases:
        found["aliases"] = [[alias.name, 1] if alias.weak else alias.name for alias in row.aliases]
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def row_from_content(content: str, line: int = 0) -> RawRow:
    """The row that :func:`row_to_content` wrote."""
    found: dict[str, Any] = json.loads(content)
    return RawRow(**{name: _value(name, value) for name, value in found.items()}, line=line)


def content_hash(content: str) -> str:
    """The SHA-256 of a row's canonical JSON, in hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def _value(name: str, value: Any) -> Any:
    if name == "list_code":
        return ListCode(value)
    if name == "aliases":
        return tuple(Alias(item) if isinstance(item, str) else Alias(item[0], weak=True) for item in value)
    if name == "extras":
        return tuple((key, text) for key, text in value)
    if name in _TUPLES:
        return tuple(value)
    return date.fromisoformat(value) if name in _DATES else value


def as_mapping(row: RawRow) -> Mapping[str, Any]:
    """Field by field, the line left out, for comparing two rows."""
    return {name: getattr(row, name) for name in ("list_code", "aliases", *_PLAIN)}
