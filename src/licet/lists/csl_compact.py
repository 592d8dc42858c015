"""A compact JSON rendering of the Consolidated Screening List, with its strings in tables.

It holds every list and row with names, aliases, countries, requirement, policy, programs and citations, but
not the addresses, dates, remarks and identity numbers of the official file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from licet.lists.row import RawRow
from licet.lists.rows import Collected, RowError, codes_of, maybe, names_of, parts
from licet.lists.snapshot import Format, Problem, ProblemKind, Snapshot, UnreadableSnapshotError
from licet.lists.sources import code_of_source

__all__ = ["read_csl_compact"]

_TABLES = ("sources", "licenceRequirements", "licencePolicies", "programmes", "urls")


def read_csl_compact(found: Mapping[str, Any], sha256: str) -> Snapshot:
    """Read the compact JSON, already parsed; its ``sourceGeneratedAt`` is the data date.

    Raises :class:`UnreadableSnapshotError` when a table of strings is missing.
    """
    tables, entries = found["tables"], found["entries"]
    missing = [name for name in _TABLES if not isinstance(tables.get(name), list)]
    if missing:
        raise UnreadableSnapshotError(Problem(ProblemKind.MISSING_COLUMNS, f"no table {', '.join(missing)}"))
    collected = Collected()
    for number, entry in enumerate(entries, start=1):
        try:
            collected.rows.append(_row(number, entry, tables))
        except RowError as error:
            collected.refuse(number, str(error), str(entry))
    day = _day(found.get("sourceGeneratedAt"))
    return Snapshot(
        Format.CSL_COMPACT, sha256, day, "sourceGeneratedAt" if day else "the file carries no date",
        tuple(collected.rows), tuple(collected.refused), _problems(found),
    )  # fmt: skip


def _problems(found: Mapping[str, Any]) -> tuple[Problem, ...]:
    said, held = found.get("entryCount"), len(found["entries"])
    if isinstance(said, int) and said > held:
        return (Problem(ProblemKind.TRUNCATED, f"it says that it has {said} entries and holds {held}"),)
    return ()


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _row(number: int, entry: Any, tables: Mapping[str, Sequence[str]]) -> RawRow:
    if not isinstance(entry, dict):
        raise RowError("not a JSON object")
    source = _cell(entry, "s", tables["sources"])
    code, printed = code_of_source(source or ""), maybe(entry.get("n"))
    if code is None:
        raise RowError(f"s: {source!r} is no known list")
    if printed is None:
        raise RowError("n: the name is empty")
    name, aliases = names_of(code, printed, entry.get("a", ()))
    countries, unread = codes_of(entry.get("c", ()))
    return RawRow(
        list_code=code, name=name, line=number,
        official_id=maybe(entry.get("e")),
        aliases=aliases,
        kind=maybe(entry.get("t")),
        countries=countries, unread_countries=unread,
        programs=parts(_cell(entry, "pg", tables["programmes"])),
        notices_text=maybe(entry.get("fr")),
        requirement=maybe(_cell(entry, "lr", tables["licenceRequirements"])),
        policy=maybe(_cell(entry, "lp", tables["licencePolicies"])),
        urls=parts(_cell(entry, "u", tables["urls"])),
    )  # fmt: skip


def _cell(entry: Mapping[str, Any], key: str, table: Sequence[str]) -> str | None:
    index = entry.get(key)
    if index is None:
        return None
    if not isinstance(index, int) or not 0 <= index < len(table):
        raise RowError(f"{key}: {index!r} is not in its table of {len(table)}")
    return table[index]
