"""A sale as a form and back: every value under its path in the wire format (``parties[0].name``).

A field that is empty is unknown and is left out. Everything that a sale can say has a field, so that nothing is
lost on the way through a browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from licet.model.field import FieldType, Scope
from licet.model.fields import FIELDS
from licet.model.wire import WireError
from licet.rules.vocabulary import FactKind, FactSpec
from licet.watchlists.countries import iso2

__all__ = ["ROWS_AT_MOST", "compact", "fields_of", "sale_of"]

ROWS_AT_MOST = 50
"""Parties, owners or decisions in one form; a larger number in a field's name is refused."""

_STEP = re.compile(r"([a-z_0-9]+)(?:\[(\d{1,4})\])?")
_FIRST_ROW = re.compile(r"\.?parties\[\d{1,3}\]|\.owners\[\d{1,3}\]")
_PARTY_ROW = re.compile(r"parties\[\d{1,3}\]")
_TOP = frozenset(row.name for row in FIELDS.of(Scope.TRANSACTION))
_WORDS = {"yes": True, "no": False}


def compact(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields with rows numbered from 0 without holes, filled parties before blank ones.

    So a row has the same number in the form and in the wire format, and an error finds its field. Buttons that
    name a row, and the reasons of judgments, go with it.
    """
    given = list(pairs)
    filled = {
        _row(path) for path, text in given if text.strip() and _row(path) and not path.endswith("].role")
    }
    paths = [path for path, _ in given]
    renamed = _renumbered(paths, key=lambda row: (row not in filled, _number(row)))
    rows = {_row(path): _row(new) for path, new in renamed.items() if _row(path)}

    def moved(text: str) -> str:
        return _PARTY_ROW.sub(lambda match: rows.get(match[0], match[0]), text)

    return [
        (
            renamed[path] if _row(path) else moved(path),
            moved(text) if path in {"add", "remove", "judge", "set"} else text,
        )
        for path, text in given
    ]


def _renumbered(paths: Iterable[str], key: Callable[[str], Any]) -> dict[str, str]:
    """New names of paths, their first row of every level numbered in the order of a key."""
    found: dict[str, str] = {}
    for path in paths:
        found.setdefault(path, path)
    heads = sorted({row for path in found if (row := _row(path))}, key=key)
    for list_name in {head.rpartition("[")[0] for head in heads}:
        mine = [head for head in heads if head.rpartition("[")[0] == list_name]
        for number, head in enumerate(mine):
            inner = [path.removeprefix(head) for path in found if path.startswith(f"{head}.")]
            below = _renumbered(inner, key=_number)
            found |= {f"{head}{path}": f"{list_name}[{number}]{below[path]}" for path in inner}
    return found


def _row(path: str) -> str:
    """The first row that a path names: ``parties[1]`` of ``parties[1].owners[0].name``."""
    match = _FIRST_ROW.match(path)
    return match[0] if match else ""


def _number(row: str) -> int:
    return int(row.rpartition("[")[2].rstrip("]"))


def sale_of(pairs: Iterable[tuple[str, str]], vocabulary: Mapping[str, FactSpec]) -> dict[str, Any]:
    """The sale in the wire format. Other fields of the form are passed over; WireError names a bad one."""
    found: dict[str, Any] = {}
    for path, text in pairs:
        value = " ".join(text.split())
        if value and path.partition(".")[0].partition("[")[0] in _TOP:
            _put(found, path, _typed(path, value, vocabulary))
    return _without_holes(found)


def fields_of(sale: Mapping[str, Any]) -> dict[str, str]:
    """A sale in the wire format as fields of a form: path and text."""
    return dict(_leaves(sale, ""))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{index}]")
        if not value and path.endswith(".owners"):
            yield f"{path}.none_known", "yes"
    elif isinstance(value, bool):
        yield path, "yes" if value else "no"
    elif value is not None:
        yield path, str(value)


def _typed(path: str, text: str, vocabulary: Mapping[str, FactSpec]) -> object:
    field = FIELDS.at(path)
    kind = None if field is None else field.type
    spec = vocabulary.get(path.removeprefix("facts.")) if path.startswith("facts.") else None
    if kind is FieldType.YES_NO or (spec is not None and spec.kind is FactKind.YES_NO):
        if text not in _WORDS:
            raise WireError(f"must be yes or no, not {text!r}", key=path)
        return _WORDS[text]
    if kind is FieldType.COUNTRY:
        return _country(path, text)
    return text.upper() if kind is FieldType.ECCN and text.upper() == "EAR99" else text


def _country(path: str, text: str) -> str:
    code = iso2(text) or (text if re.fullmatch("[A-Z]{2}", text) else None)
    if code is None:
        raise WireError(f"{text!r} is no country (an English name, or a code such as CN)", key=path)
    return code


def _put(data: dict[str, Any], path: str, value: object) -> None:
    *above, (last, index) = _steps(path)
    here: dict[Any, Any] = data
    for key, place in above:
        here = (
            _inside(_inside(here, key, path), place, path) if place is not None else _inside(here, key, path)
        )
    if index is None:
        here[last] = value
    else:
        _inside(here, last, path)[index] = value


def _inside(here: dict[Any, Any], key: str | int, path: str) -> dict[Any, Any]:
    found = here.setdefault(key, {})
    if not isinstance(found, dict):
        raise WireError("no such field", key=path)
    return found


def _steps(path: str) -> list[tuple[str, int | None]]:
    found = []
    for step in path.split("."):
        match = _STEP.fullmatch(step)
        if match is None or int(match[2] or 0) >= ROWS_AT_MOST:
            raise WireError(f"no such field (at most {ROWS_AT_MOST} rows)", key=path[:80])
        found.append((match[1], None if match[2] is None else int(match[2])))
    return found


def _without_holes(data: dict[str, Any]) -> dict[str, Any]:
    """Rows numbered in a form become lists; a party of whom only the role is said is none."""
    found = {key: _row_values(value) if isinstance(value, dict) else value for key, value in data.items()}
    parties = found.setdefault("parties", [])
    if isinstance(parties, list):  # what else a form may say there is refused where it is read
        found["parties"] = [row for row in parties if not isinstance(row, dict) or row.keys() - {"role"}]
    return found


def _row_values(value: dict[Any, Any]) -> Any:
    inner = {key: _row_values(item) if isinstance(item, dict) else item for key, item in value.items()}
    rows = [inner[key] for key in sorted(key for key in inner if isinstance(key, int))]
    return rows or ([] if inner == {"none_known": "yes"} else inner)
