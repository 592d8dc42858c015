"""A sale as a form and back: every value under its path in the wire format (``parties[0].name``).

A field that is empty is unknown and is left out. Everything that a sale can say has a field, so that nothing is
lost on the way through a browser. The first item of an order is ``item``, the others ``items[0]`` and so on.
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

__all__ = ["ROWS_AT_MOST", "compact", "fields_of", "form_path", "one_item_path", "order_document", "sale_of"]

ROWS_AT_MOST = 50
"""Parties, owners or decisions in one form; a larger number in a field's name is refused."""

_STEP = re.compile(r"([a-z_0-9]+)(?:\[(\d{1,4})\])?")
_FIRST_ROW = re.compile(r"\.?(?:parties|items)\[\d{1,3}\]|\.owners\[\d{1,3}\]")
_ROW = re.compile(r"(?:parties|items)\[\d{1,3}\]")
_LINE = re.compile(r"items\[(\d{1,3})\]")
_TOP = frozenset(row.name for row in FIELDS.of(Scope.TRANSACTION))
_ITEMS = "items"
_WORDS = {"yes": True, "no": False}


def compact(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields with rows numbered from 0 without holes, filled rows before blank ones.

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
        return _ROW.sub(lambda match: rows.get(match[0], match[0]), text)

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
    """The sale of one item in the wire format. Other fields are passed over; WireError names a bad one."""
    one = (
        (path.removeprefix("item.") if path.startswith("item.facts.") else path, text) for path, text in pairs
    )
    return _document(one, vocabulary, _TOP)


def order_document(
    pairs: Iterable[tuple[str, str]], vocabulary: Mapping[str, FactSpec]
) -> dict[str, Any] | None:
    """The order in the wire format; None for a form of one item. WireError names a bad field."""
    found = _document(pairs, vocabulary, _TOP | {_ITEMS})
    more = found.pop(_ITEMS, None)
    if not isinstance(more, list) or not more:
        return None
    first = found.pop("item", {})
    return {**found, _ITEMS: [first, *more]}


def one_item_path(path: str) -> str:
    """The path of a field as a transaction of one item has it.

    >>> one_item_path("items[2].eccn"), one_item_path("items[2].facts.hts_code")
    ('item.eccn', 'facts.hts_code')
    """
    plain = _LINE.sub("item", path, count=1) if path.startswith(_ITEMS) else path
    return plain.removeprefix("item.") if plain.startswith("item.facts.") else plain


def form_path(path: str) -> str:
    """Where the form has a field of an order.

    >>> form_path("items[0].eccn"), form_path("items[2].eccn")
    ('item.eccn', 'items[1].eccn')
    """
    match = _LINE.match(path)
    if match is None:
        return path
    number = int(match[1])
    return f"{f'items[{number - 1}]' if number else 'item'}{path[match.end() :]}"


def _document(
    pairs: Iterable[tuple[str, str]], vocabulary: Mapping[str, FactSpec], top: frozenset[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, text in pairs:
        value = " ".join(text.split())
        if value and path.partition(".")[0].partition("[")[0] in top:
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
    plain = one_item_path(path)
    field = FIELDS.at(plain)
    kind = None if field is None else field.type
    spec = vocabulary.get(plain.removeprefix("facts.")) if plain.startswith("facts.") else None
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
