"""Write docs/licet.postman_collection.json from the OpenAPI document: every route, with an example of what goes in.

Postman, Bruno, Insomnia and Hoppscotch import it (Collection v2.1).
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from licet.server.app import create_app
from licet.server.services import open_services
from licet.server.settings import Settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "licet.postman_collection.json"
_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_DEEP = 6
"""Levels of an example; what lies deeper is left out."""


def collection(document: Mapping[str, Any]) -> dict[str, Any]:
    """The collection of a document, one folder for each tag."""
    folders: dict[str, list[dict[str, Any]]] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            folders.setdefault(operation["tags"][0], []).append(_request(document, path, method, operation))
    token = {"key": "token", "value": "{{token}}", "type": "string"}
    return {
        "info": {"name": "Licet", "description": document["info"].get("description", ""), "schema": _SCHEMA},
        "auth": {"type": "bearer", "bearer": [token]},
        "variable": [{"key": "url", "value": "http://127.0.0.1:8374"}, {"key": "token", "value": ""}],
        "item": [{"name": tag, "item": requests} for tag, requests in folders.items()],
    }


def _request(
    document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> dict[str, Any]:
    parts = [f":{part[1:-1]}" if part.startswith("{") else part for part in path.strip("/").split("/")]
    parameters = operation.get("parameters", [])
    url: dict[str, Any] = {
        "raw": "{{url}}/" + "/".join(parts),
        "host": ["{{url}}"],
        "path": parts,
        "query": [_named(row, disabled=True) for row in parameters if row["in"] == "query"],
        "variable": [_named(row) for row in parameters if row["in"] == "path"],
    }
    headers = [_named(row, disabled=True) for row in parameters if row["in"] == "header"]
    body = _body(document, operation)
    if "raw" in body:
        headers.append({"key": "Content-Type", "value": "application/json"})
    request = {
        "method": method.upper(),
        "header": headers,
        "url": {key: value for key, value in url.items() if value},
    }
    request |= {"body": body} if body else {}
    return {"name": operation["summary"], "request": request}


def _named(row: Mapping[str, Any], *, disabled: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {"key": row["name"], "value": ""}
    if row.get("description"):
        found["description"] = row["description"]
    return found | ({"disabled": True} if disabled and not row.get("required") else {})


def _body(document: Mapping[str, Any], operation: Mapping[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        media = content["application/json"]
        made = media.get("example") or _example(document, media.get("schema", {}), 0)
        text = json.dumps(made, indent=2, ensure_ascii=False)
        return {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}
    if "multipart/form-data" in content:
        schema = _resolved(document, content["multipart/form-data"]["schema"])
        wanted = schema.get("required", [])
        rows = [_form_row(document, name, row, name in wanted) for name, row in schema["properties"].items()]
        return {"mode": "formdata", "formdata": rows}
    return {}


def _form_row(document: Mapping[str, Any], name: str, row: Mapping[str, Any], wanted: bool) -> dict[str, Any]:
    whole = _resolved(document, row)
    is_file = whole.get("format") == "binary" or "contentMediaType" in whole
    found: dict[str, Any] = (
        {"key": name, "type": "file", "src": []} if is_file else {"key": name, "type": "text", "value": ""}
    )
    return found | ({} if wanted else {"disabled": True})


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _example(document: Mapping[str, Any], schema: Mapping[str, Any], level: int) -> Any:
    """What a schema takes: its own example, else what must be there."""
    whole = _resolved(document, schema)
    for name in ("example", "default", "const"):
        if name in whole:
            return whole[name]
    if whole.get("examples"):
        return whole["examples"][0]
    if whole.get("enum"):
        return whole["enum"][0]
    for name in ("anyOf", "oneOf", "allOf"):
        if whole.get(name):
            return _example(document, whole[name][0], level)
    kind = whole.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object" or "properties" in whole:
        needed = whole.get("required", []) if level < _DEEP else []
        return {name: _example(document, whole["properties"][name], level + 1) for name in needed
                if name in whole.get("properties", {})}  # fmt: skip
    if kind == "array":
        return [_example(document, whole.get("items", {}), level + 1)] if level < _DEEP else []
    return {"integer": 1, "number": 1, "boolean": True, "null": None}.get(str(kind), "")


def made() -> str:
    """The whole file."""
    with tempfile.TemporaryDirectory() as home:
        services = open_services(Settings(Path(home)))
        try:
            document = create_app(services).openapi()
        finally:
            services.close()
    return json.dumps(collection(document), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the file, or with ``--check`` say whether it is current."""
    text = made()
    if "--check" in sys.argv[1:]:
        current = PAGE.exists() and PAGE.read_text("utf-8") == text
        if not current:
            print(f"{PAGE}: not current; run tools/build_collection.py")
        return 0 if current else 1
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
