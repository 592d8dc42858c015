"""Read any of the official files; the format is told from the content, not from the file's name."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from licet.lists import csl_compact, csl_csv, csl_json, dpl, ecfr, ecfr_xml
from licet.lists.snapshot import Format, Problem, ProblemKind, Snapshot, UnreadableSnapshotError
from licet.lists.text import is_ecfr, plain_text

__all__ = [
    "read",
    "read_csl_compact",
    "read_csl_csv",
    "read_csl_json",
    "read_dpl_text",
    "read_ecfr_entity_list",
    "read_ecfr_xml",
]

_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_KNOWN = (
    "the Consolidated Screening List (CSV, JSON, compact JSON), the eCFR's Entity List (XML or JSON), "
    "the Denied Persons List (tab-separated)"
)


def read(source: Path | str | bytes) -> Snapshot:
    """Read a file or its bytes, gzipped or not, in any of the known formats.

    A data date that the content lacks is taken from a full date in the file's name, such as
    ``consolidated_2026-07-31.csv``, and stays None where there is none. Raises
    :class:`UnreadableSnapshotError` with the reason, and OSError where the file cannot be opened.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    found = _dispatch(plain_text(data), hashlib.sha256(data).hexdigest())
    if found.data_date is not None or isinstance(source, bytes):
        return found
    named = _day_in_name(Path(source).name)
    return found if named is None else replace(found, data_date=named, data_date_basis="the file's name")


def read_csl_csv(source: Path | str | bytes) -> Snapshot:
    """The official CSV, in the layout of 29 columns or the older one of 28."""
    return _expect(source, Format.CSL_CSV)


def read_csl_json(source: Path | str | bytes) -> Snapshot:
    """The official JSON, ``{"results": [...]}``."""
    return _expect(source, Format.CSL_JSON)


def read_csl_compact(source: Path | str | bytes) -> Snapshot:
    """The compact JSON with tables of strings."""
    return _expect(source, Format.CSL_COMPACT)


def read_ecfr_entity_list(source: Path | str | bytes) -> Snapshot:
    """The Entity List as parsed from the eCFR."""
    return _expect(source, Format.ECFR_EL)


def read_ecfr_xml(source: Path | str | bytes) -> Snapshot:
    """The Entity List in XML of the eCFR."""
    return _expect(source, Format.ECFR_XML)


def read_dpl_text(source: Path | str | bytes) -> Snapshot:
    """The tab-separated Denied Persons List."""
    return _expect(source, Format.DPL_TEXT)


def _expect(source: Path | str | bytes, wanted: Format) -> Snapshot:
    found = read(source)
    if found.format is not wanted:
        raise UnreadableSnapshotError(
            Problem(ProblemKind.UNKNOWN_FORMAT, f"this is {found.format}, {wanted} was asked for")
        )
    return found


def _dispatch(text: str, sha256: str) -> Snapshot:
    if text.lstrip()[:1] in {"{", "["}:
        found = _json(text)
        return _json_reader(found)(found, sha256)
    if is_ecfr(text):
        return ecfr_xml.read_ecfr_xml(text, sha256)
    header = text.lstrip().partition("\n")[0]
    if "\t" in header and "Effective_Date" in header:
        return dpl.read_dpl_text(text, sha256)
    cells = {cell.strip('" \r') for cell in header.split(",")}
    if {"source", "name"} <= cells:
        return csl_csv.read_csl_csv(text, sha256)
    raise UnreadableSnapshotError(
        Problem(ProblemKind.UNKNOWN_FORMAT, f"it begins {header[:60]!r}; known are {_KNOWN}", line=1)
    )


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        whole = text.rstrip()
        cut = whole[-1] not in "]}" or error.pos >= len(whole)
        kind = ProblemKind.TRUNCATED if cut else ProblemKind.BROKEN_FILE
        words = f"the JSON ends early: {error.msg}" if cut else f"not JSON: {error.msg}, column {error.colno}"
        raise UnreadableSnapshotError(Problem(kind, words, line=error.lineno)) from error


def _json_reader(found: Any) -> Callable[[Any, str], Snapshot]:
    if isinstance(found, dict):
        if "results" in found:
            return csl_json.read_csl_json
        if isinstance(found.get("entries"), list) and isinstance(found.get("tables"), dict):
            return csl_compact.read_csl_compact
        if found.get("list_id") == "bis-entity-list":
            return ecfr.read_ecfr_entity_list
    keys = ", ".join(list(found)[:5]) if isinstance(found, dict) else "a list"
    raise UnreadableSnapshotError(Problem(ProblemKind.UNKNOWN_FORMAT, f"JSON of {keys}; known are {_KNOWN}"))


def _day_in_name(name: str) -> date | None:
    match = _DAY_IN_NAME.search(name)
    try:
        return None if match is None else date.fromisoformat(match[1])
    except ValueError:
        return None
