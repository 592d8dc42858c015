"""What every table builder shares: where the sources are, how a table is written, how it is checked.

A builder is a function that returns ``{file name: text}``. :func:`run` writes these files into the
rulebook, or with ``--check`` compares them with what is there and exits 1 on a difference. Where the
sources are absent ``--check`` says so and exits 0 (there is nothing to compare), a build exits 2.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["REPO", "TABLES", "read_json", "run", "shared_data", "slug", "to_csv"]

REPO = Path(__file__).resolve().parents[1]
TABLES = REPO / "src/licet/regimes/us_ear/tables"
_DIFF_LINES = 40

Builder = Callable[[Path], Mapping[str, str]]


def shared_data() -> Path:
    """The folder with the real sources: ``$LICET_SHARED/data``, by default beside the repository."""
    return Path(os.environ.get("LICET_SHARED", REPO.parent / "shared")) / "data"


def read_json(path: Path) -> Any:
    """A JSON document, plain or gzipped."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        return json.load(stream)


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A table as CSV text: the given columns, one line end, quotes only where needed.

    Raises ValueError where a row has other keys than the columns.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        if set(row) != set(columns):
            raise ValueError(f"row has keys {sorted(row)}, the table {sorted(columns)}")
        writer.writerow(row)
    return out.getvalue()


def slug(text: str) -> str:
    """Lower-case letters and digits, runs of all else one hyphen: the stable part of an identifier."""
    plain = text.lower().replace("'", "").replace("&", " and ")
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in plain).split())


def run(
    build: Builder, needs: Sequence[str], argv: Sequence[str] | None = None, *, folder: Path = TABLES
) -> int:
    """Build or check the tables of one tool; returns the exit status.

    ``needs``: files below data/; ``folder``: where the tables stand.
    """
    parser = argparse.ArgumentParser(description=(build.__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a table differs")
    check = parser.parse_args(argv).check
    data = shared_data()
    missing = [name for name in needs if not (data / name).exists()]
    if missing:
        print(f"skipped: {data / missing[0]} is not here (set LICET_SHARED)", file=sys.stderr)
        return 0 if check else 2
    return finish(build(data), check=check, folder=folder)


def finish(tables: Mapping[str, str], *, check: bool, folder: Path = TABLES) -> int:
    """Write the tables, or report where they differ from those in ``folder``; returns the exit status."""
    if not check:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in tables.items():
            (folder / name).write_text(text, encoding="utf-8")
            print(f"{name}: {text.count(chr(10)) - 1} lines after the header")
        return 0
    return max((_compare(folder / name, text) for name, text in tables.items()), default=0)


def _compare(path: Path, text: str) -> int:
    there = path.read_text(encoding="utf-8") if path.exists() else ""
    if there == text:
        print(f"{path.name}: as the sources say")
        return 0
    lines = difflib.unified_diff(
        there.splitlines(), text.splitlines(), f"{path.name} in the rulebook", f"{path.name} rebuilt", n=0
    )
    print("\n".join(list(lines)[:_DIFF_LINES]))
    return 1
