"""Cells of a flat order file: texts become values of the wire format, each distinct text of a column read once.

A flat file has a column for every path of the wire format that it fills (``item.eccn``, ``facts.purpose``) and,
for the party in each role, columns such as ``ultimate_consignee.name``. An empty cell is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from licet.engine.view import FIXED
from licet.model.transaction import Role, Transaction
from licet.model.wire import WireError, read_transaction
from licet.rules.vocabulary import FactKind, FactSpec

__all__ = ["LABELS", "PARTY_NAMES", "Cell", "known_column", "known_paths", "own_day", "read_cell", "sale_of"]

LABELS = ("id", "customer", "product", "ship_date", "as_of", "defaults")
"""Columns that are no path: they name the line in reports, say when it moves, and by which policies it was filled."""

PARTY_NAMES = ("name", "country", "address", "takes_possession_as_agent")
_FREE = frozenset({"name", "address", "description", "unit"})
"""Names of paths that hold any text: read without more ado, since a book has very many of them."""
_ITEM_NAMES = ("description", "quantity", "unit")
_YES_NO = frozenset({"item.us_origin", "item.located_in_us"})
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
        return name in PARTY_NAMES
    return path in LABELS or path in known_paths()


@cache
def known_paths() -> frozenset[str]:
    """The columns that are a path of the wire format and neither a fact nor of a party."""
    return frozenset(FIXED) - {"parties"} | {f"item.{name}" for name in _ITEM_NAMES}


def read_cell(path: str, text: Any, vocabulary: Mapping[str, FactSpec]) -> Cell:
    """Read one text of a column."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return Cell(None)
    if isinstance(text, str) and path.rpartition(".")[2] in _FREE:
        return Cell(text.strip())
    try:
        sale = sale_of({path: text}, _ANY_DAY, vocabulary)
    except WireError as error:
        return Cell(None, error.message)
    return Cell(_value(path, sale))


def _value(path: str, sale: Transaction) -> object:
    scope, _, name = path.rpartition(".")
    if scope == "facts":
        return sale.facts.get(name)
    if scope == "item":
        return getattr(sale.item, name)
    return getattr(sale.parties[0], name) if scope in _ROLES else FIXED[path](sale)


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
    spec = vocabulary.get(name) if scope == "facts" else None
    asks = path in _YES_NO or name == "takes_possession_as_agent" or (spec and spec.kind is FactKind.YES_NO)
    return _SPOKEN.get(text.casefold(), text) if text and asks else text or None


def own_day(cells: Mapping[str, Any], vocabulary: Mapping[str, FactSpec]) -> date:
    """The day a row asks about: its ``as_of``, else its ``ship_date``. Raises WireError."""
    for name in ("as_of", "ship_date"):
        day = read_cell("dates.contract", cells.get(name), vocabulary).value
        if isinstance(day, date):
            return day
    raise WireError("no day to answer for (as_of, ship_date or --as-of)", key="as_of")
