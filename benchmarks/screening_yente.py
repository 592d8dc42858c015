"""Persons of yente's own benchmark, by verdict: on the lists adopted in ``LICET_HOME`` (the UN list alone, or more).

    LICET_HOME=... python benchmarks/screening_yente.py FOLDER

FOLDER is ``contrib/candidate_generation_benchmark/fixtures`` of opensanctions/yente, which is fetched and not part
of this project: persons of the UN list as listed and with slips, members of Congress, and made persons of no list.
Each is asked by name, and those that alert again with the year or date of birth; an alert that the birth clears is
none then.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import licet

BOOKS = (
    "positives_un_untreated",
    "positives_un_treated",
    "positives_us_congress_untreated",
    "negatives_us",
    "negatives_global",
)
AT_ONCE = 5000


def alerts(rows: Sequence[Mapping[str, str]], screener: licet.Screener) -> list[Mapping[str, str]]:
    """The rows whose name is a match, is to be reviewed, or cannot be compared."""
    found: list[Mapping[str, str]] = []
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        said = screener.screen_many([row["full_name"] for row in some], limit=1)
        found += [row for row, screening in zip(some, said, strict=True) if screening.verdict != "clear"]
    return found


def with_birth(row: Mapping[str, str], screener: licet.Screener) -> bool:
    """Whether a row alerts when its birth is given, too."""
    birth = row["date_of_birth"] or None
    try:
        return screener.screen(row["full_name"], date_of_birth=birth).verdict != "clear"
    except ValueError:  # some are no days ("1974-01-32")
        return True


def main(folder: str) -> None:
    screener = licet.Screener.open()
    for book in BOOKS:
        with (Path(folder) / f"{book}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        found = alerts(rows, screener)
        births = sum(with_birth(row, screener) for row in found)
        print(
            f"{book:32} {len(rows):6}: alerts {len(found)} ({1000 * len(found) / len(rows):.1f} of 1,000), "
            f"with birth {births} ({1000 * births / len(rows):.1f})",
            flush=True,
        )
        if book.startswith("positives_un"):
            names = {row["full_name"] for row in found}
            print(f"    clear: {[row['full_name'] for row in rows if row['full_name'] not in names]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
