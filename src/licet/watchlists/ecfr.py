"""The Entity List as parsed from the eCFR (Supplement No. 4 to 15 CFR Part 744).

It gives what the Consolidated Screening List leaves out: the address text and the first citation with its
date. It has no review policy, and its parser cut long license requirements at 200 characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from licet.model.listing import ListCode
from licet.watchlists.row import RawRow
from licet.watchlists.rows import Collected, RowError, codes_of, keys_problems, names_of, text, texts
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem, UnreadableSnapshotError

__all__ = ["CUT_AT", "read_ecfr_entity_list"]

CUT_AT = 200
_HEAD = ("list_id", "source_file", "extracted", "count", "entities")
_KEYS = ("name", "aliases", "country", "address", "status", "effective_date", "federal_register", "notes")


def read_ecfr_entity_list(found: Mapping[str, Any], sha256: str) -> Snapshot:
    """Read the eCFR's Entity List, already parsed from JSON; ``extracted`` is the data date.

    Raises :class:`UnreadableSnapshotError` when ``entities`` holds no records.
    """
    entities = found.get("entities")
    if not isinstance(entities, list) or not entities:
        raise UnreadableSnapshotError(SnapshotProblem(ProblemKind.EMPTY_FILE, "entities holds no records"))
    collected = Collected()
    for number, record in enumerate(entities, start=1):
        try:
            collected.rows.append(_row(number, record))
        except RowError as error:
            collected.refuse(number, str(error), str(record), ListCode.EL)
    day = _day(found.get("extracted"))
    return Snapshot(
        Format.ECFR_EL, sha256, day, "extracted" if day else "the file carries no date",
        tuple(collected.rows), tuple(collected.refused), _problems(found),
    )  # fmt: skip


def _problems(found: Mapping[str, Any]) -> tuple[SnapshotProblem, ...]:
    said, held = found.get("count"), len(found["entities"])
    used = {key for record in found["entities"] if isinstance(record, dict) for key in record}
    problems = keys_problems(used, _KEYS) + keys_problems(found, _HEAD)
    if isinstance(said, int) and said != held:
        kind = ProblemKind.TRUNCATED if said > held else ProblemKind.WRONG_COUNT
        return (SnapshotProblem(kind, f"it says that it has {said} entities and holds {held}"), *problems)
    return problems


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _row(number: int, record: Any) -> RawRow:
    if not isinstance(record, dict):
        raise RowError("not a JSON object")
    printed = text(record.get("name"), "name")
    if printed is None:
        raise RowError("name: empty")
    name, aliases = names_of(ListCode.EL, printed, texts(record.get("aliases"), "aliases"))
    countries, unread = codes_of([text(record.get("country"), "country")])
    address = text(record.get("address"), "address")
    return RawRow(
        list_code=ListCode.EL, name=name, line=number,
        aliases=aliases,
        countries=countries, unread_countries=unread,
        addresses=() if address is None else (address,),
        notices_text=text(record.get("federal_register"), "federal_register"),
        requirement=text(record.get("notes"), "notes"),
    )  # fmt: skip
