"""A compact JSON rendering of the Consolidated Screening List, with its strings in tables.

It holds every list and row with names, aliases, countries, requirement, policy, programs and citations, but
not the addresses, dates, remarks and identity numbers of the official file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from licet.model.listing import ListCode
from licet.watchlists.row import RawRow
from licet.watchlists.rows import (
    Collected,
    RowError,
    codes_of,
    keys_problems,
    maybe,
    names_of,
    parts,
    text,
    texts,
)
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem, UnreadableSnapshotError
from licet.watchlists.sources import code_of_source

__all__ = ["read_csl_compact"]

_TABLES = ("sources", "licenceRequirements", "licencePolicies", "programmes", "urls")
_KEYS = ("n", "a", "s", "t", "c", "e", "lr", "lp", "pg", "fr", "u")
_HEAD = (
    "$comment", "citation", "source", "sourceGeneratedAt", "retrievedAt", "entryCount", "countsBySource",
    "listAuthority", "fieldKey", "tables", "entries",
)  # fmt: skip


def read_csl_compact(found: Mapping[str, Any], sha256: str) -> Snapshot:
    """Read the compact JSON, already parsed; its ``sourceGeneratedAt`` is the data date.

    Raises :class:`UnreadableSnapshotError` when a table of strings is missing.
    """
    tables, entries = found["tables"], found["entries"]
    missing = [name for name in _TABLES if not isinstance(tables.get(name), list)]
    if missing:
        raise UnreadableSnapshotError(
            SnapshotProblem(ProblemKind.MISSING_COLUMNS, f"no table {', '.join(missing)}")
        )
    collected = Collected()
    for number, entry in enumerate(entries, start=1):
        try:
            collected.rows.append(_row(number, entry, tables))
        except RowError as error:
            collected.refuse(number, str(error), str(entry), _list_of(entry, tables))
    day = _day(found.get("sourceGeneratedAt"))
    return Snapshot(
        Format.CSL_COMPACT, sha256, day, "sourceGeneratedAt" if day else "the file carries no date",
        tuple(collected.rows), tuple(collected.refused), (*_problems(found), *_counts(found, collected)),
    )  # fmt: skip


def _problems(found: Mapping[str, Any]) -> Iterator[SnapshotProblem]:
    said, held = found.get("entryCount"), len(found["entries"])
    if isinstance(said, int) and said > held:
        yield SnapshotProblem(ProblemKind.TRUNCATED, f"it says that it has {said} entries and holds {held}")
    elif isinstance(said, int) and said < held:
        yield SnapshotProblem(ProblemKind.WRONG_COUNT, f"it says that it has {said} entries and holds {held}")
    yield from keys_problems(found, _HEAD)
    yield from keys_problems(found["tables"], _TABLES)
    used = {key for entry in found["entries"] if isinstance(entry, dict) for key in entry}
    described = found.get("fieldKey")
    yield from keys_problems(used, _KEYS, described if isinstance(described, dict) else ())


def _counts(found: Mapping[str, Any], collected: Collected) -> Iterator[SnapshotProblem]:
    """Where the head says how many entries of a list there are, and there are others."""
    stated = found.get("countsBySource")
    if not isinstance(stated, dict):
        return
    held = Counter(row.list_code for row in collected.rows)
    held.update(row.source for row in collected.refused if row.source is not None)
    for source, said in stated.items():
        code = code_of_source(str(source))
        if code is None or said != held[code]:
            words = f"it says that {source!r} has {said} entries and holds {held[code] if code else 'none'}"
            yield SnapshotProblem(ProblemKind.WRONG_COUNT, words, code)


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _row(number: int, entry: Any, tables: Mapping[str, Sequence[str]]) -> RawRow:
    if not isinstance(entry, dict):
        raise RowError("not a JSON object")
    source = _cell(entry, "s", tables["sources"])
    code, printed = code_of_source(source or ""), text(entry.get("n"), "n")
    if code is None:
        raise RowError(f"s: {source!r} is no known list")
    if printed is None:
        raise RowError("n: the name is empty")
    name, aliases = names_of(code, printed, texts(entry.get("a"), "a"))
    countries, unread = codes_of(texts(entry.get("c"), "c"))
    return RawRow(
        list_code=code, name=name, line=number,
        official_id=text(entry.get("e"), "e"),
        aliases=aliases,
        kind=text(entry.get("t"), "t"),
        countries=countries, unread_countries=unread,
        programs=parts(_cell(entry, "pg", tables["programmes"])),
        notices_text=text(entry.get("fr"), "fr"),
        requirement=maybe(_cell(entry, "lr", tables["licenceRequirements"])),
        policy=maybe(_cell(entry, "lp", tables["licencePolicies"])),
        urls=parts(_cell(entry, "u", tables["urls"])),
    )  # fmt: skip


def _cell(entry: Mapping[str, Any], key: str, table: Sequence[str]) -> str | None:
    index = entry.get(key)
    if index is None:
        return None
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(table):
        raise RowError(f"{key}: {index!r} is not in its table of {len(table)}")
    value = text(table[index], key)
    if value is None:
        raise RowError(f"{key}: {index} is empty in its table")
    return value


def _list_of(entry: Any, tables: Mapping[str, Sequence[str]]) -> ListCode | None:
    """The list of an entry that could not be read, where at least that can be."""
    try:
        return code_of_source(_cell(entry, "s", tables["sources"]) or "")
    except (RowError, AttributeError):
        return None
