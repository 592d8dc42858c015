"""Write docs/guide/api.md from the OpenAPI document: every route, what it is for and who may use it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from licet.events.roles import UserAction
from licet.server.app import create_app
from licet.server.services import open_services
from licet.server.settings import Settings
from licet.services.cases.act_table import CASE_ACTS, LICENSE_ACTS, UNREQUESTED_ACTS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "guide" / "api.md"
HEAD = (Path(__file__).with_name("api_head.md")).read_text("utf-8")


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as home:
        services = open_services(Settings(Path(home)))
        try:
            document = create_app(services).openapi()
        finally:
            services.close()
    parts: dict[str, list[str]] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            parts.setdefault(operation["tags"][0], []).append(_row(method, path, operation))
    tables = "".join(
        f"\n## {tag}\n\n| route | what it does |\n|---|---|\n{''.join(rows)}" for tag, rows in parts.items()
    )
    apart = "".join(f"- `{name}`: {act.not_by_request}\n" for name, act in UNREQUESTED_ACTS.items())
    return f"{HEAD}{tables}\n## Acts that are no routes\n\n{apart}"


def _row(method: str, path: str, operation: dict[str, Any]) -> str:
    act = _act(path) if method == "post" else None
    may = f" ({act.value})" if act is not None else ""
    return f"| `{method.upper()} {path.removeprefix('/api/v1')}` | {operation['summary']}{may} |\n"


def _act(path: str) -> UserAction | None:
    name = path.rpartition("/")[2]
    if "/cases/{case_id}/" in path and name in CASE_ACTS:
        return CASE_ACTS[name].action
    return LICENSE_ACTS[name].action if "/licenses/{number}/" in path and name in LICENSE_ACTS else None


def main() -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    made = page()
    if "--check" in sys.argv[1:]:
        current = PAGE.exists() and PAGE.read_text("utf-8") == made
        if not current:
            print(f"{PAGE}: not current; run tools/build_api_docs.py")
        return 0 if current else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
