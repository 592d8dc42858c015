"""The wire format of a sale as JSON Schema, for the OpenAPI document: made from the enums and facts themselves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from licet.model.numbers import LARGEST
from licet.model.transaction import Action, ItemKind, JudgementStatus, Role
from licet.model.wire import MOST_IN_LIST, MOST_LETTERS
from licet.rules.vocabulary import FactKind, FactSpec
from licet.services.regimes import adopted_vocabulary

__all__ = ["SCHEMAS", "sale_schemas"]

SCHEMAS = "#/components/schemas"
_TEXT = {"type": "string", "maxLength": MOST_LETTERS, "pattern": r"^[^\u0000]*$"}
_DAY = {"type": "string", "format": "date"}
_YES_NO = {"type": "boolean"}
_COUNTRY = {"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166, two letters."}
_ECCN = {
    "type": "string",
    "pattern": r"^\s*([Ee][Aa][Rr][\s-]?99|[0-9][A-Ea-e][0-9]{3}[A-Za-z0-9.\s()]*)\s*$",
    "description": "As exporters write it; a paragraph that its entry does not have is refused.",
}


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


def _list(name: str) -> dict[str, Any]:
    return _known({"type": "array", "items": {"$ref": f"{SCHEMAS}/{name}"}, "maxItems": MOST_IN_LIST})


def _texts() -> dict[str, Any]:
    return _known({"type": "array", "items": _TEXT, "maxItems": MOST_IN_LIST})


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


@cache
def sale_schemas() -> dict[str, Any]:
    """The schemas Sale, Item, Party, Owner, Judged and Paper, by name."""
    item = {
        "description": _known(_TEXT), "kind": _known({"enum": list(ItemKind)}), "eccn": _known(_ECCN),
        "us_origin": _known(_YES_NO), "located_in_us": _known(_YES_NO),
        "controlled_us_content_pct": _number(per_cent=True), "quantity": _number(), "unit": _known(_TEXT),
        "value_usd": _number(),
    }  # fmt: skip
    owner = {
        "name": {**_TEXT, "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"}, "percent": _number(per_cent=True),
        "country": _known(_COUNTRY), "owners": _list("Owner"), "dispositions": _list("Judged"),
    }  # fmt: skip
    party = {
        "role": {"enum": list(Role)}, "name": _known(_TEXT), "country": _known(_COUNTRY), "address": _known(_TEXT),
        "owners": _list("Owner"), "takes_possession_as_agent": _known(_YES_NO), "dispositions": _list("Judged"),
        "id": _known(_TEXT), "date_of_birth": _known(_DAY), "identifiers": _texts(),
    }  # fmt: skip
    said = {**_TEXT, "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"}
    needed = {"entry": said, "same": _YES_NO, "by": said, "on": _DAY, "why": said}
    judged = {
        **needed, "evidence": _texts(), "expires": _known(_DAY), "party_version": _known(_TEXT),
        "entry_version": _known(_TEXT), "matched_name": _known(_TEXT),
        "status": _known({"enum": list(JudgementStatus)}), "approved_by": _known(_TEXT),
    }  # fmt: skip
    on_paper = [*sorted(adopted_vocabulary()), "end_use", "owners"]
    paper = {
        "kind": said, "reference": _known(_TEXT), "issued": _known(_DAY), "expires": _known(_DAY),
        "facts": _known({"type": "array", "items": {"enum": on_paper}, "maxItems": MOST_IN_LIST}),
        "party": _known(_TEXT),
    }  # fmt: skip
    dates = {name: _known(_DAY) for name in ("contract", "order", "en_route_since")}
    facts = {name: _fact(spec) for name, spec in sorted(adopted_vocabulary().items())}
    sale = {
        "action": _known({"enum": list(Action)}), "as_of": _known(_DAY), "known_as_of": _known(_DAY),
        "destination": _known(_COUNTRY), "item": _known({"$ref": f"{SCHEMAS}/Item"}), "parties": _list("Party"),
        "end_use": _known(_TEXT), "dates": _known(_object(dates)), "facts": _known(_object(facts)),
        "papers": _list("Paper"),
    }  # fmt: skip
    return {
        "Sale": {**_object(sale), "description": "A sale in the wire format; null and absent mean unknown."},
        "Item": _object(item),
        "Party": _object(party, ("role",)),
        "Owner": _object(owner, ("name",)),
        "Judged": _object(judged, needed),
        "Paper": _object(paper, ("kind",)),
    }
