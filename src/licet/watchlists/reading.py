"""Read any of the official files; the format is told from the content, not from the file's name."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from licet.watchlists.registry import READERS
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem, UnreadableSnapshotError
from licet.watchlists.source import ListContent, local_name
from licet.watchlists.text import plain_text

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
_OFAC = re.compile(r"(?:sdn|cons_prim)\.csv(?:\.gz)?$", re.IGNORECASE)
_BESIDE = ("add.csv", "alt.csv", "sdn_comments.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv")


def read(source: Path | str | bytes) -> Snapshot:
    """Read a file or its bytes, gzipped or not, in any of the known formats.

    A data date that the content lacks is taken from a full date in the file's name, such as
    ``consolidated_2026-07-31.csv``, and stays None where there is none. Raises
    :class:`UnreadableSnapshotError` with the reason, and OSError where the file cannot be opened.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = "" if isinstance(source, bytes) else Path(source).name
    beside = _neighbors(Path(source)) if not isinstance(source, bytes) and _OFAC.match(name) else {}
    digest = hashlib.sha256(data)
    for other, text in sorted(beside.items()):
        digest.update(f"{other} {text}".encode())
    found = _dispatch(plain_text(data), digest.hexdigest(), beside, name)
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
            SnapshotProblem(ProblemKind.UNKNOWN_FORMAT, f"this is {found.format}, {wanted} was asked for")
        )
    return found


def _dispatch(text: str, sha256: str, beside: Mapping[str, str], name: str) -> Snapshot:
    content = ListContent(text, sha256, _json(text), beside, name)
    for reader in READERS:
        if reader.recognizes(content):
            return reader.read(content)
    raise UnreadableSnapshotError(
        SnapshotProblem(ProblemKind.UNKNOWN_FORMAT, f"{_described(content)}; known are {_known()}", line=1)
    )


def _known() -> str:
    return ", ".join(reader.words for reader in READERS)


def _described(content: ListContent) -> str:
    """What a file that nobody reads begins with."""
    if content.root is not None:
        return f"XML with the root {local_name(content.root)!r}"
    if isinstance(content.document, dict):
        return f"JSON of {', '.join(list(content.document)[:5])}"
    if content.document is not None:
        return "JSON of a list"
    return f"it begins {content.first_line[:60]!r}"


def _json(text: str) -> Any:
    """The document of a text that is JSON; None for any other, and for lines each of which is one."""
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if _is_line(text.lstrip().partition("\n")[0]):
            return None
        whole = text.rstrip()
        cut = whole[-1] not in "]}" or error.pos >= len(whole)
        kind = ProblemKind.TRUNCATED if cut else ProblemKind.BROKEN_FILE
        words = f"the JSON ends early: {error.msg}" if cut else f"not JSON: {error.msg}, column {error.colno}"
        raise UnreadableSnapshotError(SnapshotProblem(kind, words, line=error.lineno)) from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # a number of 5,000 digits, or lists within lists within lists
        words = f"not JSON that can be read: {str(error)[:100]}"
        raise UnreadableSnapshotError(SnapshotProblem(ProblemKind.BROKEN_FILE, words)) from error


def _is_line(line: str) -> bool:
    """Whether a line is a JSON object by itself, as in a file of one object a line."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _neighbors(path: Path) -> dict[str, str]:
    """The files that a list comes with, packed or not, by the name that its keeper gives them."""
    wanted = [name for name in _BESIDE if name.startswith("cons_") is path.name.startswith("cons_")]
    found = {}
    for name in wanted:
        place = next((place for end in ("", ".gz") if (place := path.with_name(name + end)).is_file()), None)
        if place is not None:
            found[name] = plain_text(place.read_bytes())
    return found


def _day_in_name(name: str) -> date | None:
    match = _DAY_IN_NAME.search(name)
    try:
        return None if match is None else date.fromisoformat(match[1])
    except ValueError:
        return None
