"""The methods that a path of the API takes."""

from __future__ import annotations

import re

from fastapi import FastAPI

__all__ = ["allowed_methods"]


def allowed_methods(app: FastAPI, path: str) -> list[str]:
    """The methods that a path takes, for the header ``Allow``; none where the document does not have it."""
    literal = app.openapi()["paths"].get(path)
    if literal is not None:
        return sorted(map(str.upper, literal))
    found: set[str] = set()
    for pattern, methods in _patterns(app):
        if pattern.fullmatch(path):
            found |= methods
    return sorted(found)


def _patterns(app: FastAPI) -> list[tuple[re.Pattern[str], frozenset[str]]]:
    kept: list[tuple[re.Pattern[str], frozenset[str]]] | None = getattr(app.state, "path_patterns", None)
    if kept is None:
        kept = [
            (re.compile(re.sub(r"\\{[a-z_]+\\}", "[^/]+", re.escape(path))), frozenset(map(str.upper, item)))
            for path, item in app.openapi()["paths"].items()
        ]
        app.state.path_patterns = kept
    return kept
