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
ALERTS = ("match", "review")


def verdicts(rows: Sequence[Mapping[str, str]], screener: licet.Screener) -> list[str]:
    """What is said of each name."""
    found: list[str] = []
    for start in range(0, len(rows), AT_ONCE):
        names = [row["full_name"] for row in rows[start : start + AT_ONCE]]
        found += [screening.verdict for screening in screener.screen_many(names, limit=1)]
    return found


def with_birth(row: Mapping[str, str], screener: licet.Screener) -> bool:
    """Whether a row alerts when its birth is given, too."""
    birth = row["date_of_birth"] or None
    try:
        return screener.screen(row["full_name"], date_of_birth=birth).verdict in ALERTS
    except ValueError:  # some are no days ("1974-01-32")
        return True


def main(folder: str) -> None:
    screener = licet.Screener.open()
    for book in BOOKS:
        with (Path(folder) / f"{book}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        said = verdicts(rows, screener)
        found = [row for row, verdict in zip(rows, said, strict=True) if verdict in ALERTS]
        births = sum(with_birth(row, screener) for row in found)
        print(
            f"{book:32} {len(rows):6}: alerts {len(found)} ({1000 * len(found) / len(rows):.1f} of 1,000), "
            f"with birth {births} ({1000 * births / len(rows):.1f}); not compared {said.count('not_compared')}",
            flush=True,
        )
        if book.startswith("positives_un"):
            missed = [row["full_name"] for row, verdict in zip(rows, said, strict=True) if verdict == "clear"]
            print(f"    clear: {missed}")


if __name__ == "__main__":
    main(*sys.argv[1:])
