"""The OpenAPI document: what FastAPI makes, and the schemas that are made from the domain itself."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from licet.server.v1.cases import ACT_SCHEMAS
from licet.server.v1.sale_schema import sale_schemas

__all__ = ["describe"]

_PROBLEM = {
    "type": "object",
    "description": "Why a request was not served (RFC 9457).",
    "properties": {
        "type": {"type": "string", "description": "urn:licet:problem: and a stable code."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string"},
                    "detail": {"type": "string"},
                    "line": {"type": "integer"},
                },
                "required": ["field", "detail"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
_DONE = {
    "type": "object",
    "description": "What an act did. `repeated`: it had been done before under the same key.",
    "properties": {
        "subject": {"type": "string"},
        "version": {"type": "integer"},
        "repeated": {"type": "boolean"},
        "events": {"type": "array", "items": {"type": "object"}},
        "state": {"type": "object"},
    },
    "required": ["subject", "version", "repeated", "events", "state"],
    "additionalProperties": False,
}
_UNUSED = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Let the application describe itself so."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        openapi_version="3.1.0",
        routes=app.routes,
    )
    document["paths"] = {path: item for path, item in document["paths"].items() if path.startswith("/api/")}
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _without_null(parameter["schema"])
    schemas = document["components"]["schemas"]
    schemas |= {"Problem": _PROBLEM, "Done": _DONE, **sale_schemas(), **ACT_SCHEMAS}
    for name, schema in schemas.items():
        if name.startswith("Body_"):
            schema["additionalProperties"] = False
    for name in _UNUSED:
        schemas.pop(name, None)
    return document


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out where it is not known; it is never null."""
    kinds = [item for item in schema.get("anyOf", ()) if item.get("type") != "null"]
    if len(kinds) != 1:
        return schema
    return {**{key: value for key, value in schema.items() if key != "anyOf"}, **kinds[0]}
