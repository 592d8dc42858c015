"""The Consolidated Screening List as JSON: ``{"results": [{...}]}``.

Source: https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json
Address cells are ``address, city, state, postal_code, country``; ``ids`` are objects of ``type, number,
country, issue_date, expiration_date``; lists that the CSV joins with semicolons are JSON arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from licet.model.listing import ListCode
from licet.watchlists.row import RawRow
from licet.watchlists.rows import (
    Collected,
    RowError,
    codes_of,
    iso_day,
    keys_problems,
    maybe,
    names_of,
    parts,
    yes_no,
)
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem, UnreadableSnapshotError
from licet.watchlists.sources import code_of_source

__all__ = ["read_csl_json"]

_ADDRESS = ("address", "city", "state", "postal_code", "country")
_IDENTITY = ("type", "number", "country", "issue_date", "expiration_date")
_URLS = ("source_list_url", "source_information_url")
_READ = frozenset(
    [
        "source",
        "name",
        "entity_number",
        "alt_names",
        "type",
        "addresses",
        "programs",
        "federal_register_notice",
        "start_date",
        "end_date",
        "standard_order",
        "license_requirement",
        "license_policy",
        "remarks",
        "ids",
        "source_list_url",
        "source_information_url",
        "country",
    ]
)


_BESIDE = frozenset(
    [
        "id", "_id", "title", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage",
        "vessel_flag", "vessel_owner", "citizenships", "dates_of_birth", "nationalities", "places_of_birth",
    ]
)  # fmt: skip


def read_csl_json(found: Mapping[str, Any], sha256: str) -> Snapshot:
    """Read the official JSON, already parsed. Bad records are refused by number.

    Raises :class:`UnreadableSnapshotError` when ``results`` is no list of objects with the needed keys.
    """
    results = found["results"]
    _require(results)
    collected = Collected()
    for number, record in enumerate(results, start=1):
        try:
            collected.rows.append(_row(number, record))
        except RowError as error:
            collected.refuse(number, str(error), str(record), _list_of(record))
    day = _data_date(found)
    basis = "search_performed_at" if day is not None else "the file carries no date"
    return Snapshot(
        Format.CSL_JSON,
        sha256,
        day,
        basis,
        tuple(collected.rows),
        tuple(collected.refused),
        tuple(_problems(found)),
    )


def _require(results: Any) -> None:
    if not isinstance(results, list) or not results:
        raise UnreadableSnapshotError(SnapshotProblem(ProblemKind.EMPTY_FILE, "results holds no records"))
    columns = {key for record in results if isinstance(record, dict) for key in record}
    missing = [key for key in ("source", "name", "addresses", "alt_names") if key not in columns]
    if missing:
        raise UnreadableSnapshotError(
            SnapshotProblem(ProblemKind.MISSING_COLUMNS, f"no record has {', '.join(missing)}")
        )


def _list_of(record: Any) -> ListCode | None:
    """The list of a record that could not be read, where at least that can be."""
    return code_of_source(str(record.get("source") or "")) if isinstance(record, dict) else None


def _problems(found: Mapping[str, Any]) -> Iterator[SnapshotProblem]:
    """A file that says how many records it has and holds fewer was cut on the way."""
    total, held = found.get("total"), len(found["results"])
    if isinstance(total, int) and total != held:
        kind = ProblemKind.TRUNCATED if total > held else ProblemKind.WRONG_COUNT
        yield SnapshotProblem(kind, f"it says that it has {total} records and holds {held}")
    used = {key for record in found["results"] if isinstance(record, dict) for key in record}
    yield from keys_problems(used, _READ | _BESIDE)


def _data_date(found: Mapping[str, Any]) -> date | None:
    text = found.get("search_performed_at")
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None


def _row(number: int, record: Any) -> RawRow:
    if not isinstance(record, dict):
        raise RowError("not a JSON object")
    code, printed = code_of_source(str(record.get("source") or "")), _text(record, "name")
    if code is None:
        raise RowError(f"source: {record.get('source')!r} is no known list")
    if printed is None:
        raise RowError("name: empty")
    name, aliases = names_of(code, printed, map(str, _items(record, "alt_names")))
    places = [place for place in _items(record, "addresses") if isinstance(place, dict)]
    countries, unread = codes_of([*(_text(place, "country") for place in places), _text(record, "country")])
    return RawRow(
        list_code=code, name=name, line=number,
        official_id=_text(record, "entity_number"),
        aliases=aliases,
        kind=_text(record, "type"),
        countries=countries, unread_countries=unread,
        addresses=tuple(dict.fromkeys(filter(None, (_joined(place, _ADDRESS) for place in places)))),
        programs=tuple(dict.fromkeys(map(str, _items(record, "programs")))),
        notices_text=_text(record, "federal_register_notice"),
        start_date=iso_day(_text(record, "start_date"), "start_date"),
        end_date=iso_day(_text(record, "end_date"), "end_date"),
        standard_order=yes_no(_text(record, "standard_order")),
        requirement=_text(record, "license_requirement"),
        policy=_text(record, "license_policy"),
        remarks=_text(record, "remarks"),
        ids=tuple(filter(None, (_joined(item, _IDENTITY) for item in _items(record, "ids")))),
        urls=tuple(dict.fromkeys(filter(None, (_text(record, key) for key in _URLS)))),
        extras=_extras(record),
    )  # fmt: skip


def _text(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if isinstance(value, dict | list):
        raise RowError(f"{key}: a text is expected")
    return None if value is None else maybe(str(value))


def _items(record: Mapping[str, Any], key: str) -> Sequence[Any]:
    value = record.get(key)
    if value is None:
        return ()
    if isinstance(value, str):
        return parts(value)
    if not isinstance(value, list):
        raise RowError(f"{key}: a list is expected")
    return value


def _joined(item: Any, keys: Sequence[str]) -> str | None:
    """The cells of an address or an identity as one text, as the CSV prints it."""
    if not isinstance(item, dict):
        return maybe(str(item))
    return maybe(", ".join(str(item[key]) for key in keys if item.get(key))) or None


def _extras(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = []
    for key in sorted(record.keys() - _READ):
        value = record[key]
        text = (
            "; ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
        )
        if text.strip() and not (key in {"id", "_id"} and record.get("entity_number")):
            found.append(("_id" if key == "id" else key, text.strip()))
    return tuple(found)
