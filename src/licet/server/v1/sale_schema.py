"""The wire format of a sale as JSON Schema, for the OpenAPI document: made from the table of fields and the facts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from licet.model.field import FieldType, Scope, TransactionField
from licet.model.fields import FIELDS
from licet.model.numbers import LARGEST
from licet.model.order import LINE_KEYS
from licet.model.wire import MOST_IN_LIST, MOST_LETTERS, ON_PAPER
from licet.rules.vocabulary import FactKind, FactSpec
from licet.services.regimes import adopted_vocabulary

__all__ = ["SCHEMAS", "sale_schemas"]

SCHEMAS = "#/components/schemas"
_TEXT = {"type": "string", "maxLength": MOST_LETTERS, "pattern": r"^[^\u0000]*$"}
_NOT_BLANK = {**_TEXT, "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"}
_DAY = {"type": "string", "format": "date"}
_YES_NO = {"type": "boolean"}
_COUNTRY = {"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166, two letters."}
_ECCN = {
    "type": "string",
    "pattern": r"^\s*([Ee][Aa][Rr][\s-]?99|[0-9][A-Ea-e][0-9]{3}[A-Za-z0-9.\s()]*)\s*$",
    "description": "As exporters write it; a paragraph that its entry does not have is refused.",
}
_NAMES = {
    Scope.TRANSACTION: "Sale",
    Scope.ITEM: "Item",
    Scope.PARTY: "Party",
    Scope.OWNER: "Owner",
    Scope.DISPOSITION: "Judged",
    Scope.PAPER: "Paper",
    Scope.CONTENT: "USPart",
}
"""The objects that have schemas of their own, by name."""


def _known(schema: dict[str, Any]) -> dict[str, Any]:
    """Any value may be null: unknown."""
    return {"anyOf": [schema, {"type": "null"}]}


def _number(*, per_cent: bool = False) -> dict[str, Any]:
    """A number, or its digits as text, which keep what a float would lose."""
    digits = r"^100$|^[0-9]{1,2}(\.[0-9]{1,12})?$" if per_cent else r"^[0-9]{1,18}(\.[0-9]{1,12})?$"
    number = {"type": "number", "minimum": 0, "maximum": 100 if per_cent else float(LARGEST)}
    return {"anyOf": [number, {"type": "string", "pattern": digits}, {"type": "null"}]}


def _object(properties: dict[str, Any], required: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _fact(spec: FactSpec) -> dict[str, Any]:
    match spec.kind:
        case FactKind.YES_NO:
            kind = _known(_YES_NO)
        case FactKind.DATE:
            kind = _known(_DAY)
        case FactKind.NUMBER:
            kind = _number()
        case FactKind.TEXT:
            kind = _known(_TEXT)
        case FactKind.COUNTRY:
            kind = _known(_COUNTRY)
        case FactKind.ECCN:
            kind = _known(_ECCN)
        case FactKind.CHOICE:
            kind = _known({"enum": list(spec.values)})
    return {**kind, "description": f"{spec.question} ({spec.cite})"}


def _type(row: TransactionField) -> dict[str, Any]:
    """The schema of the values of a field; null is for the caller to add."""
    match row.type:
        case FieldType.TEXT | FieldType.OPEN_CHOICE:
            return _NOT_BLANK if row.needed else _TEXT
        case FieldType.YES_NO:
            return _YES_NO
        case FieldType.DATE:
            return _DAY
        case FieldType.COUNTRY:
            return _COUNTRY
        case FieldType.ECCN:
            return _ECCN
        case FieldType.CHOICE:
            return {"enum": list(row.choices)}
        case FieldType.FACTS:
            return _object({name: _fact(spec) for name, spec in sorted(adopted_vocabulary().items())})
        case FieldType.TEXTS:
            return _array(_TEXT)
        case FieldType.FACT_NAMES:
            return _array({"enum": [*sorted(adopted_vocabulary()), *ON_PAPER]})
        case FieldType.ROWS:
            return _array(_reference(row))
        case FieldType.GROUP:
            return _reference(row)
        case FieldType.AMOUNT | FieldType.PERCENT:
            return _number(per_cent=row.type is FieldType.PERCENT)


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "maxItems": MOST_IN_LIST}


def _reference(row: TransactionField) -> dict[str, Any]:
    """The schema of the objects below a field: by name, or itself."""
    assert row.rows is not None
    name = _NAMES.get(row.rows)
    return _fields(row.rows) if name is None else {"$ref": f"{SCHEMAS}/{name}"}


def _property(row: TransactionField) -> dict[str, Any]:
    schema = _type(row)
    described = {"description": f"{row.meaning[:1].upper()}{row.meaning[1:]}."}
    if row.needed:
        return {**schema, **described}
    return {**(schema if "anyOf" in schema else _known(schema)), **described}


def _fields(scope: Scope) -> dict[str, Any]:
    rows = FIELDS.of(scope)
    return _object({row.name: _property(row) for row in rows}, (row.name for row in rows if row.needed))


@cache
def sale_schemas() -> dict[str, Any]:
    """The schemas Sale, Item, Party, Owner, Judged, Paper, Order and OrderLine, by name."""
    whole = "A sale in the wire format; null and absent mean unknown."
    described = {Scope.TRANSACTION: {"description": whole}}
    schemas = {name: _fields(scope) | described.get(scope, {}) for scope, name in _NAMES.items()}
    return {**schemas, **_order_schemas(schemas)}


def _order_schemas(schemas: dict[str, Any]) -> dict[str, Any]:
    """An order is a sale of several items; a line is an item with a number and facts of its own."""
    sale, item = schemas["Sale"]["properties"], schemas["Item"]["properties"]
    own = {key: {**sale.get(key, _known(_TEXT)), "description": words} for key, words in LINE_KEYS.items()}
    lines = {
        "type": "array", "items": {"$ref": f"{SCHEMAS}/OrderLine"}, "minItems": 1, "maxItems": MOST_IN_LIST,
        "description": "Its lines.",
    }  # fmt: skip
    rest = {name: schema for name, schema in sale.items() if name != "item"}
    whole = _object({**rest, "items": lines}, [*schemas["Sale"]["required"], "items"])
    words = "An order of several lines in the wire format; limits of value count what they come to together."
    return {"Order": {**whole, "description": words}, "OrderLine": _object({**item, **own})}
