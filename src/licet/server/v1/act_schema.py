"""The JSON Schema of what an act's body holds, from the arguments of its function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from licet.services.cases.act_requests import body_of_act

__all__ = ["body_schema"]


def body_schema(function: Callable[..., Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The JSON Schema of an act's body, and the named schemas that it refers to."""
    whole = TypeAdapter(body_of_act(function)).json_schema(ref_template="#/components/schemas/{model}")
    named = whole.pop("$defs", {})
    exact = {name: _exact(item) for name, item in named.items()}
    return {**_exact(whole), "title": f"Body of {function.__name__}"}, exact


def _exact(schema: Any) -> Any:
    """As the reader takes it: unknown keys are errors, text is what databases can keep, amounts are digits."""
    if isinstance(schema, list):
        return [_exact(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _exact(item) for key, item in schema.items() if key != "default"}
    if found.get("type") == "object" and "properties" in found:
        found["additionalProperties"] = False
    if found.get("type") == "string" and "enum" not in found and "format" not in found:
        found = {"type": "string", "maxLength": 4000, "pattern": found.get("pattern") or r"^[^\u0000]*$"}
    kinds = [item.get("type") for item in found.get("anyOf", ()) if isinstance(item, dict)]
    if "number" in kinds and "string" in kinds:
        amount = {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"}
        nothing = [{"type": "null"}] if "null" in kinds else []
        found = {
            **found,
            "anyOf": [{"type": "integer", "minimum": -(10**12), "maximum": 10**12}, amount, *nothing],
        }
    return found
