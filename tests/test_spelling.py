"""What people read is spelled the American way, and nothing in the code goes by a private name."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_BRITISH = re.compile(
    r"organis(?:ation|e[ds]?\b|ing)|authoris|recognis|modell(?:ed|ing)|judgement|labelled\b|labelling|behaviour|favour(?!\.)"
    r"|colour|licence|cataloguing|catalogue|travelled|cancelled\b|programme\b|analys(?:ed|ing)|fulfils?\b|whilst",
    re.IGNORECASE,
)
_QUOTED = (
    "src/licet/classification/tables/",  # words of the Commerce Control List, and what the trade writes
    "src/licet/regimes/us_ear/tables/",  # names of listed parties, headings of entries
    "src/licet/screening/",  # names as people write them
    "src/licet/tabular/",  # headings of business files
    "src/licet/watchlists/",  # fields of other keepers' files
    "src/licet/scenarios/scenarios/",  # names of listed parties
    "tests/",
    "LICENSE",
    "src/licet/web/static/",
    "src/licet/storage/migrations/versions/v0050",  # the old names, by which old databases are known
)
_KNOWN = re.compile(
    r"\.cancelled\(|CancelledError|\"LICENCE\"|`cancelled`|\"cancelled\"|licence(?:Policies|Requirements|Exception)"
)
"""Names of Python's own, of files that people bring, and of listed parties."""
_PRIVATE = frozenset({"told", "house", "shelf", "desk", "hand"})


def _texts() -> list[Path]:
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if found.returncode:
        pytest.skip("not a checkout: the files of the project are not known")
    names = [name for name in found.stdout.decode().split("\0") if name and not name.startswith(_QUOTED)]
    return [ROOT / name for name in names if (ROOT / name).suffix in {".py", ".md", ".html", ".toml", ".csv"}]


def test_spelling_is_american() -> None:
    british = [
        f"{path.relative_to(ROOT)}:{number}: {found[0]}"
        for path in _texts()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (found := _BRITISH.search(_KNOWN.sub("", line)))
    ]
    assert not british


def _names(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
    return found


def test_nothing_goes_by_a_private_name() -> None:
    private = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "src").rglob("*.py")
        for name in sorted(_names(ast.parse(path.read_text("utf-8"))))
        if name.strip("_").lower() in _PRIVATE
    ]
    assert not private


def test_a_name_stands_for_one_class() -> None:
    """At the top of modules; a leading underscore makes no other name."""
    places: dict[str, list[str]] = {}
    for path in sorted((ROOT / "src" / "licet").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
