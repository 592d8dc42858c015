"""How well business files are read: every file of a manifest against what a right import yields.

    python benchmarks/business_files.py [FOLDER] [--screen]

FOLDER holds ``manifest.json`` and its files; ../shared/erp_files unless given. With ``--screen`` the parties of the
files are looked for on the adopted lists (LICET_HOME). Prints a table of figures; ends with 1 where any is short.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from licet.services.determination import open_decider
from licet.storage.home import home_folder
from licet.tabular.business import BusinessFile, Record, read_business_file
from licet.tabular.parties import party_rows
from licet.tabular.rows import TextRow

_FIELDS = {"date": "day"}
_NUMBERS = frozenset({"quantity", "value", "used_quantity"})
_COMPARED = ("name", "country", "item", "eccn", "quantity", "value", "currency", "date", "key", "license",
             "used_quantity", "description")  # fmt: skip
_MAPPED = ("name", "country", "item", "eccn", "quantity", "value", "currency", "date", "order", "line", "license",
           "used_quantity", "number", "description", "hs", "net_kg")  # fmt: skip

Search = Callable[[str, str | None], Iterable[str]]
"""The names of the entries that a name and its country meet."""


@dataclass
class Score:
    """Figures of one file, each as found and wanted; ``misses``: what is short, in words."""

    file: str
    seconds: float
    records: tuple[int, int] = (0, 0)
    samples: tuple[int, int] = (0, 0)
    bad: tuple[int, int] = (0, 0)
    false_bad: int = 0
    duplicates: tuple[int, int] = (0, 0)
    columns: tuple[int, int] = (0, 0)
    listed: tuple[int, int] | None = None
    misses: list[str] = field(default_factory=list)


def score(folder: Path, entry: Mapping[str, Any], search: Search | None = None) -> Score:
    """Read a file of a manifest and compare it."""
    began = time.process_time()
    found = read_business_file(folder / entry["file"])
    result = Score(entry["file"], time.process_time() - began)
    expect = entry["expect"]
    records = {record.row: record for record in found.records}
    _count_records(result, found, expect)
    _compare_samples(result, records, expect["samples"])
    duplicates = {(row, same) for row, same in found.duplicates}
    wanted = {(str(item["row"]), str(item["same_as"])) for item in expect["duplicates"]}
    result.duplicates = len(duplicates & wanted), len(wanted)
    result.misses += [f"duplicate {row} of {same} not reported" for row, same in sorted(wanted - duplicates)]
    result.misses += [f"row {row} is no duplicate of {same}" for row, same in sorted(duplicates - wanted)]
    _compare_mapping(result, records, expect["samples"])
    if search is not None:
        _look_for_listed(result, found, expect.get("listed", ()), search)
    return result


def _count_records(result: Score, found: BusinessFile, expect: Mapping[str, Any]) -> None:
    optional = {str(item["row"]) for item in expect["bad_rows"] if item.get("may_be_good")}
    wanted = {str(item["row"]) for item in expect["bad_rows"]} - optional
    bad = set(found.bad_rows)
    read_well = sum(record.row in optional for record in found.records)
    result.records = len(found.records) - read_well, expect["records"]
    result.bad = len(bad & wanted), len(wanted)
    result.false_bad = len(bad - wanted - optional)
    result.misses += [f"bad row {row} was taken" for row in sorted(wanted - bad)]
    result.misses += [
        f"row {row} was not taken: {_problem(found, row)}" for row in sorted(bad - wanted - optional)
    ]
    if result.records[0] != result.records[1]:
        result.misses.append(f"{result.records[0]} records, {result.records[1]} wanted")


def _problem(found: BusinessFile, row: str) -> str:
    return next(fault.problem for fault in found.faults if fault.row == row)


def _compare_samples(
    result: Score, records: Mapping[str, Record], samples: Iterable[Mapping[str, Any]]
) -> None:
    right = total = 0
    for sample in samples:
        total += 1
        record = records.get(str(sample["row"]))
        wrong = (
            ["the row"] if record is None else [name for name in _COMPARED if not _same(record, name, sample)]
        )
        right += not wrong
        result.misses += [f"row {sample['row']}: {name} differs" for name in wrong]
    result.samples = right, total


def _same(record: Record, name: str, sample: Mapping[str, Any]) -> bool:
    if name not in sample:
        return True
    value, wanted = getattr(record, _FIELDS.get(name, name)), sample[name]
    if isinstance(value, date):
        value = value.isoformat()
    if name in _NUMBERS and value is not None and wanted is not None:
        return bool(abs(value - Decimal(str(wanted))) <= Decimal("0.000001") * abs(value))
    return bool(value == wanted)


def _compare_mapping(
    result: Score, records: Mapping[str, Record], samples: Iterable[Mapping[str, Any]]
) -> None:
    """A column is mapped right where its values come out right in every sample."""
    fields = {
        name for sample in samples for name in _MAPPED if sample.get(name) is not None and name in _COMPARED
    }
    right = 0
    for name in fields:
        good = [
            str(record["row"]) in records and _same(records[str(record["row"])], name, record)
            for record in samples
        ]
        right += all(good)
    result.columns = right, len(fields)


def _look_for_listed(
    result: Score, found: BusinessFile, listed: Iterable[Mapping[str, Any]], search: Search
) -> None:
    parties = party_rows(found)
    numbers = {row.where: int(row.where) if row.where.isdecimal() else place
               for place, row in enumerate(found.table.rows, 1)}  # fmt: skip
    right = total = 0
    for record in listed:
        if record.get("hard_for_screening"):
            continue
        total += 1
        rows = [
            row
            for row in parties.rows
            if isinstance(row, TextRow) and row.number == numbers.get(str(record["row"]))
        ]
        names = {_bare(name) for row in rows for name in search(row.name, row.country or None)}
        hit = any(_bare(entry["name"]) in names for entry in record["entries"])
        right += hit
        if not hit:
            result.misses.append(f"row {record['row']}: listed party {record['written']!r} not found")
    result.listed = right, total


def _bare(name: str) -> str:
    """A name as lists of two days write it: without its marks, and without the former name that stands inside it."""
    former = re.split(r"\(\s*(?:[fan]\.?\s*k\.?\s*a\.?)\s", name)[0]
    return "".join(filter(str.isalnum, former.casefold()))


def main(arguments: list[str]) -> int:
    """Print the figures of a folder."""
    words = [word for word in arguments if not word.startswith("--")]
    folder = Path(words[0]) if words else Path(__file__).resolve().parents[2] / "shared" / "erp_files"
    if not (folder / "manifest.json").is_file():
        print(f"no manifest in {folder}")
        return 2
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    search = search_in(home_folder()) if "--screen" in arguments else None
    short = False
    print(
        f"{'file':<44}{'records':>14}{'samples':>9}{'bad':>8}{'false':>6}{'same':>8}{'fields':>8}{'listed':>8}{'s':>7}"
    )
    for entry in manifest["files"]:
        result = score(folder, entry, search)
        pairs = [result.records, result.samples, result.bad]
        cells = "".join(
            f"{f'{row[0]}/{row[1]}':>{width}}" for row, width in zip(pairs, (14, 9, 8), strict=True)
        )
        rest = f"{result.duplicates[0]}/{result.duplicates[1]}", f"{result.columns[0]}/{result.columns[1]}"
        listed = "" if result.listed is None else f"{result.listed[0]}/{result.listed[1]}"
        print(
            f"{result.file[:43]:<44}{cells}{result.false_bad:>6}{rest[0]:>8}{rest[1]:>8}{listed:>8}{result.seconds:>7.2f}"
        )
        for miss in result.misses:
            print(f"    {miss}")
        short = short or bool(result.misses)
    return int(short)


def search_in(home: Path) -> Search:
    """Look for a name on the lists adopted in a folder."""
    finder = open_decider(home).screener

    def search(name: str, country: str | None) -> Iterable[str]:
        return [found for hit in finder.find(name, country) for found in (hit.entry.name, hit.listed_name)]

    return search


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
