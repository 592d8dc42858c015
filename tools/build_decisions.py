"""Write docs/decisions/README.md, the index of what was decided.

    python tools/build_decisions.py [--check]

Each decision begins with ``# NNNN: Title`` and a line such as "Decided November 24, 2026. In force." With --check
nothing is written; the exit status is 1 where the index is not current.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "decisions"
HEAD = re.compile(
    r"# (?P<number>\d{4}): (?P<title>.+)\n\n"
    r"Decided (?P<day>[A-Z][a-z]+ \d+, \d{4})\. (?P<status>[^\n]+)\.\n"
)


def row(path: Path) -> str:
    """A decision's line of the index. Raises ValueError where its head is not as it must be."""
    head = HEAD.match(path.read_text("utf-8"))
    if head is None or head["number"] != path.name[:4]:
        raise ValueError(
            f"{path.name}: begins with neither '# {path.name[:4]}: Title' nor 'Decided Month D, YYYY. In force.'"
        )
    return f"| [{head['number']}]({path.name}) | {head['title']} | {head['day']} | {head['status']} |"


def index() -> str:
    """The page."""
    rows = "\n".join(row(path) for path in sorted(FOLDER.glob("[0-9]*.md")))
    return f"""# Decisions

What was decided between two ways, why, and what was given up. `tools/build_decisions.py` writes this page.

| number | decision | decided | status |
|---|---|---|---|
{rows}
"""


def main() -> None:
    page, text = FOLDER / "README.md", index()
    if "--check" in sys.argv[1:]:
        if not page.exists() or page.read_text("utf-8") != text:
            sys.exit("docs/decisions/README.md is not current: run python tools/build_decisions.py")
        return
    page.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
