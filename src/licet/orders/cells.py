"""Cells of a flat order file: texts become values of the wire format, each distinct text of a column read once.

A flat file has a column for every path of the wire format that it fills (``item.eccn``, ``facts.purpose``) and,
for the party in each role, columns such as ``ultimate_consignee.name``. An empty cell is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.model.field import FieldType, Scope, TransactionField
from licet.model.fields import FIELDS
from licet.model.transaction import Role, Transaction
from licet.model.wire import WireError, read_transaction
from licet.rules.vocabulary import FactKind, FactSpec

__all__ = [
    "LABELS",
    "ORDER",
    "ORDER_LACKS",
    "PARTY_COLUMNS",
    "Cell",
    "field_of_column",
    "known_column",
    "known_columns",
    "own_day",
    "read_cell",
    "sale_of",
]

ORDER, ORDER_LACKS = "order", "order_lacks"
LABELS = ("id", "customer", "product", "ship_date", "as_of", "defaults", ORDER, ORDER_LACKS)
"""Columns that are no path: they name the line in reports, say when it moves, by which policies it was filled, of
which order it is a line, and which lines of that order are not here or cannot be read."""

PARTY_COLUMNS = FIELDS.columns(Scope.PARTY)
"""What a flat file may say of the party in a role."""
_PATHS = {row.path: row for row in FIELDS.columns(Scope.TRANSACTION, Scope.ITEM, Scope.DATES)}
_OF_PARTY = {row.name: row for row in PARTY_COLUMNS}
_SPOKEN = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_ANY_DAY = date(2000, 1, 1)
_ROLES = {role.value: place for place, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Cell:
    """A text read: its value, or what is wrong with it."""

    value: object
    problem: str | None = None


def known_column(path: str, vocabulary: Mapping[str, FactSpec]) -> bool:
    """Whether a flat file may have such a column."""
    scope, _, name = path.rpartition(".")
    if scope == "facts":
        return name in vocabulary
    if scope in _ROLES:
        return name in _OF_PARTY
    return path in LABELS or path in _PATHS


def known_columns() -> tuple[str, ...]:
    """Every column that is neither a fact nor a path of its own of some rulebook."""
    parties = (f"{role}.{name}" for role in _ROLES for name in _OF_PARTY)
    return (*LABELS, *_PATHS, *parties)


def field_of_column(path: str) -> TransactionField | None:
    """The field that a column holds; None for a label or a fact."""
    scope, _, name = path.rpartition(".")
    return _OF_PARTY.get(name) if scope in _ROLES else _PATHS.get(path)


def read_cell(path: str, text: Any, vocabulary: Mapping[str, FactSpec]) -> Cell:
    """Read one text of a column."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return Cell(None)
    field = field_of_column(path)
    if isinstance(text, str) and field is not None and field.type is FieldType.TEXT:
        return Cell(text.strip())  # read without more ado, since a book has very many of them
    try:
        sale = sale_of({path: text}, _ANY_DAY, vocabulary)
    except WireError as error:
        return Cell(None, error.message)
    return Cell(_value(path, sale))


def _value(path: str, sale: Transaction) -> object:
    field = field_of_column(path)
    if field is None:
        return sale.facts.get(path.removeprefix("facts."))
    if field.scope is Scope.ITEM:
        return getattr(sale.item, field.key)
    return getattr(sale.parties[0] if field.scope is Scope.PARTY else sale, field.key)


def sale_of(cells: Mapping[str, Any], as_of: date, vocabulary: Mapping[str, FactSpec]) -> Transaction:
    """The sale that a row describes; labels are passed over. Raises WireError with the key at fault."""
    tree: dict[str, Any] = {"as_of": as_of}
    parties: dict[str, dict[str, Any]] = {}
    for path, text in cells.items():
        scope, _, name = path.rpartition(".")
        value = _typed(path, text, vocabulary)
        if value is None or path in LABELS:
            continue
        if scope in _ROLES:
            parties.setdefault(scope, {"role": scope})[name] = value
        elif scope:
            tree.setdefault(scope, {})[name] = value
        else:
            tree[name] = value
    tree["parties"] = [parties[role] for role in sorted(parties, key=_ROLES.__getitem__)]
    return read_transaction(tree, vocabulary)


def _typed(path: str, text: Any, vocabulary: Mapping[str, FactSpec]) -> Any:
    """The text as the wire format has it: yes and no become truths, nothing becomes null."""
    if not isinstance(text, str):
        return text
    text = text.strip()
    scope, _, name = path.rpartition(".")
    field = field_of_column(path)
    spec = vocabulary.get(name) if scope == "facts" else None
    asks = (field and field.type is FieldType.YES_NO) or (spec and spec.kind is FactKind.YES_NO)
    return _SPOKEN.get(text.casefold(), text) if text and asks else text or None


def own_day(cells: Mapping[str, Any], vocabulary: Mapping[str, FactSpec]) -> date:
    """The day a row asks about: its ``as_of``, else its ``ship_date``. Raises WireError."""
    for name in ("as_of", "ship_date"):
        day = read_cell("dates.contract", cells.get(name), vocabulary).value
        if isinstance(day, date):
            return day
    raise WireError("no day to answer for (as_of, ship_date or --as-of)", key="as_of")
