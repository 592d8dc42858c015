"""Build eccn.csv, eccn_controls.csv and exceptions.csv from the Commerce Control List.

Without options from the copy of 2026-07-23 in ../shared/data; with ``--ccl-xml`` and ``--as-of`` from eCFR
XML of part 774 as the versioner API publishes it, into ``--out``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.ccl_dates import ENDED, Began, began
from tools.ccl_destinations import Destinations, read_destinations
from tools.ccl_exceptions import read_exception
from tools.ccl_read import ADDED, Line
from tools.ccl_scope import Scope, read_scope, reason_of
from tools.ccl_source import Printed, from_json, from_xml
from tools.ccl_tests import test_of
from tools.common import TABLES, finish, read_json, run, to_csv

CCL = "ear_structured/ccl_2026-07-23.json.gz"
NEEDS = (CCL,)
DAY = "2026-07-23"
DATED = ("effective_from", "effective_to", "published_on", "cite", "source")
ECCN = ("eccn", "category", "group", "heading", "reasons", "series", "jurisdiction", "lines", *DATED)
CONTROLS = (
    "eccn", "line", "reason", "modeled", "why", "column", "to", "not_to", "unless", "scope", "except",
    "perhaps_except", "exact", "test", "scope_text", "destinations_text", *DATED,
)  # fmt: skip
EXCEPTIONS = (
    "eccn", "exception", "available", "limit_usd", "within", "except", "exact", "printed", *DATED
)  # fmt: skip
_REASONS = re.compile(r"\b(AT|CB|CC|CW|EI|FC|MT|NP|NS|RS|SI|SL|SS|UN)\b")
_CITE = "15 CFR Part 774 Supp. 1"


def build(data: Path) -> Mapping[str, str]:
    """Build the tables of the Commerce Control List from the copy of 2026-07-23."""
    return tables(from_json(read_json(data / CCL)["entries"]), DAY, ADDED)


def tables(entries: Sequence[Printed], day: str, added: Iterable[Line]) -> Mapping[str, str]:
    """The three tables, whatever source the entries were read from."""
    extra: dict[str, list[Line]] = {}
    for line in added:
        extra.setdefault(line.eccn, []).append(line)
    controls = {e.eccn: list(_controls(e, extra.get(e.eccn, []), day)) for e in entries}
    return {
        "eccn.csv": to_csv(ECCN, (_entry(e, len(controls[e.eccn]), day) for e in entries)),
        "eccn_controls.csv": to_csv(CONTROLS, (row for e in entries for row in controls[e.eccn])),
        "exceptions.csv": to_csv(EXCEPTIONS, (row for e in entries for row in _exceptions(e, day))),
    }


def _dates(day: str, note: str, first: Began | None = None) -> dict[str, str]:
    """From when a row holds: the day of reading, or an earlier one that a document gives.

    The rulebook takes the rows of the day of reading, and no others, to have held before their first day.
    """
    source = f"eCFR of {day}; earlier days not seen"
    if first is not None and first.day < day:
        source = f"eCFR of {day}; first day: {first.source}"
        return {
            "effective_from": first.day,
            "effective_to": "",
            "published_on": first.published,
            "cite": first.cite,
            "source": f"{source}; {note}" if note else source,
        }
    return {
        "effective_from": day,
        "effective_to": "",
        "published_on": day,
        "cite": _CITE,
        "source": f"{source}; {note}" if note else source,
    }


def _entry(printed: Printed, lines: int, day: str) -> dict[str, str]:
    itar = "subject to the ITAR" in printed.heading.replace("”", "").replace("“", "") and not lines
    return {
        "eccn": printed.eccn,
        "category": printed.eccn[0],
        "group": printed.eccn[1],
        "heading": printed.heading,
        "reasons": ";".join(dict.fromkeys(_REASONS.findall(printed.reasons))),
        "series": series(printed.eccn),
        "jurisdiction": "ITAR" if itar else "EAR",
        "lines": str(lines),
        **_dates(day, printed.note),
    }


def series(eccn: str) -> str:
    """The series an ECCN belongs to by its number: 600, 9x515, 0Y521, 018, or none.

    "600 series" by 15 CFR 772.1: the third character is a 6; 9x515 and 0Y521 by their digits.
    """
    if eccn[2] == "6":
        return "600"
    if eccn[0] == "9" and eccn.endswith("515"):
        return "9x515"
    if eccn[0] == "0" and eccn.endswith("521"):
        return "0Y521"
    return "018" if eccn.endswith("018") else ""


def _controls(printed: Printed, added: Sequence[Line], day: str) -> Iterator[dict[str, str]]:
    rows = [
        *(_printed_row(printed, control, chart, day) for control, chart in printed.rows),
        *(_added_row(line, day) for line in added),
    ]
    have = {row["reason"] for row in rows}
    missing = [r for r in dict.fromkeys(_REASONS.findall(printed.reasons)) if r not in have]
    rows += [_missing_row(printed, reason, day) for reason in missing]
    for number, row in enumerate(rows, 1):
        yield {**row, "line": str(number)}


def _printed_row(printed: Printed, control: str, chart: str, day: str) -> dict[str, str]:
    reason, rest = reason_of(control)
    if chart == control and reason != "RUS":  # one cell for both: "entire entry. A license is required ..."
        rest, _, chart = control.partition(". ")
        rest = reason_of(rest)[1]
    scope = read_scope(printed.eccn, reason, rest)
    where = read_destinations(reason, chart)
    dates = _dates(day, printed.note, began(reason, control))
    row = _row(printed.eccn, reason, scope, where, dates)
    row["effective_to"] = ENDED.get((printed.eccn, where.column), "")
    test = "" if scope.exact or scope.perhaps or scope.within else test_of(printed.eccn, where.column, rest)
    return {**row, "test": test, "scope_text": control, "destinations_text": chart}


def _added_row(line: Line, day: str) -> dict[str, str]:
    scope = Scope(line.within, (), line.exact)
    where = Destinations(line.known, line.column, line.to, line.not_to, line.unless, line.why)
    source = f"read in {line.source}; not in the copy of the list"
    dates = {**_dates(day, "", line.first), "effective_to": line.end, "source": source}
    row = _row(line.eccn, line.reason, scope, where, dates)
    words = " and ".join(line.within) or ("entire entry" if line.exact else "some items of the entry")
    text = line.words or f"{line.reason} applies to {words}"
    test = line.test or (
        "" if line.exact else test_of(line.eccn, line.column, line.words.partition(" to ")[2])
    )
    return {**row, "test": test, "scope_text": text, "destinations_text": line.where}


def _missing_row(printed: Printed, reason: str, day: str) -> dict[str, str]:
    row = _row(
        printed.eccn,
        reason,
        Scope((), (), exact=False),
        Destinations("no", why="the entry names this reason, its line is not in the copy"),
        _dates(day, printed.note),
    )
    return {**row, "scope_text": "", "destinations_text": " ".join(printed.prose)}


def _row(
    eccn: str, reason: str, scope: Scope, where: Destinations, dates: Mapping[str, str]
) -> dict[str, str]:
    modeled, why = where.known, where.why
    if modeled == "yes" and not scope.exact:
        modeled = "partly"
        why = why or "what it covers is said in words besides paragraphs"
    elif modeled == "yes" and where.to:
        modeled = "prose"
        why = "no column of the chart: the destinations are those of to, not_to and unless"
    elif modeled == "yes" and where.unless:
        modeled, why = "partly", "the section that the cell cites makes exclusions: see unless"
    return {
        "eccn": eccn,
        "line": "",
        "reason": reason,
        "modeled": modeled,
        "why": why,
        "column": where.column,
        "to": ";".join(where.to),
        "not_to": ";".join(where.not_to),
        "unless": ";".join(where.unless),
        "scope": scope.text,
        "except": ";".join(scope.without),
        "perhaps_except": ";".join(scope.perhaps),
        "exact": "yes" if scope.exact else "no",
        "test": "",
        **dates,
    }


def _exceptions(printed: Printed, day: str) -> Iterator[dict[str, str]]:
    for symbol in sorted(printed.exceptions):
        words = printed.exceptions[symbol]
        read = read_exception(printed.eccn, symbol, words)
        yield {
            "eccn": printed.eccn,
            "exception": symbol,
            "available": read.available,
            "limit_usd": read.limit_usd,
            "within": ";".join(read.within),
            "except": ";".join(read.without),
            "exact": "yes" if read.exact else "no",
            "printed": words,
            **_dates(day, printed.note),
        }


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--ccl-xml", type=Path, help="eCFR XML of part 774")
    parser.add_argument("--as-of", help="the day of that XML, YYYY-MM-DD")
    parser.add_argument("--out", type=Path, default=TABLES, help="folder for the tables")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a table differs")
    options = parser.parse_args(argv)
    if not options.ccl_xml:
        return run(build, NEEDS, ["--check"] if options.check else [])
    if not options.as_of:
        parser.error("--ccl-xml needs --as-of")
    entries = from_xml(options.ccl_xml.read_text(encoding="utf-8"))
    known = {entry.eccn for entry in entries}
    made = tables(entries, options.as_of, (line for line in ADDED if line.eccn in known))
    return finish(made, check=options.check, folder=options.out)


if __name__ == "__main__":
    raise SystemExit(main())
