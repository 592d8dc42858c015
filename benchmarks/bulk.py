"""Bulk and delta screening against the whole Consolidated Screening List, from file to file.

Usage: python benchmarks/bulk.py [ROWS]. Needs the real list. Names are made: two to four words, a third of them
words of listed names, the rest syllables, with a legal form; one in 500 is a listed name. So a quarter of the
words meet the list, which is more work than a book of customers gives.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from licet.screening.delta import book_index, delta
from licet.screening.engine import ScreeningIndex
from licet.screening.screener import ListScreener
from licet.services.screening import open_screener
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).resolve().parents[2] / "shared"))
LIST = SHARED / "data" / "csl" / "csl_2026-07-31_compact.json.gz"
CHANGED = 50


def made_names(listed: list[str], count: int) -> Iterator[str]:
    chance = random.Random(7)
    words = [word for name in listed for word in name.split()]
    for _ in range(count):
        if chance.random() < 1 / 500:
            yield chance.choice(listed)
            continue
        parts = [
            chance.choice(words) if chance.random() < 1 / 3 else _syllables(chance)
            for _ in range(chance.choice((2, 3, 3, 4)))
        ]
        yield " ".join(parts) + chance.choice((" Ltd", " GmbH", " Inc", "", " Co., Ltd."))


def _syllables(chance: random.Random) -> str:
    count = chance.choice((2, 3, 4))
    pairs = (chance.choice("bcdfghklmnprstvwz") + chance.choice("aeiou") for _ in range(count))
    return "".join(pairs).capitalize()


def write_book(path: Path, names: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        book = csv.writer(stream)
        book.writerow(("id", "name", "country"))
        countries = ("US", "DE", "CN", "FR", "")
        book.writerows((number, name, countries[number % 5]) for number, name in enumerate(names))


def screen_from_file_to_file(home: Path, source: Path, output: Path) -> float:
    command = [sys.executable, "-m", "licet.cli.main", "screen-file", "--overwrite", str(source), str(output)]
    start = time.perf_counter()
    subprocess.run(command, env={**os.environ, "LICET_HOME": str(home)}, check=True)  # noqa: S603  # our own
    return time.perf_counter() - start


def screen_changes(names: list[str], screener: ListScreener, book: Path) -> None:
    start = time.perf_counter()
    book_index(names).save(book)
    print(f"index of the book: {time.perf_counter() - start:.1f} s, once")
    listed, customers = screener.index, ScreeningIndex.open(book)
    changed = random.Random(3).sample(range(len(screener.entries)), CHANGED)
    delta(customers, listed, changed[:1])  # the compiler
    start = time.perf_counter()
    hits = delta(customers, listed, changed, screener.entries.countries)
    print(f"delta of {CHANGED} entries: {time.perf_counter() - start:.2f} s, {len(hits)} hits")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        snapshot = read(LIST)
        assert snapshot.data_date is not None
        adopt(home, snapshot, AdoptionRequest(LIST.name, today=snapshot.data_date))
        screener, _ = open_screener(home)
        names = list(made_names([entry.name for entry in screener.entries], count))
        source, output = Path(place) / "in.csv", Path(place) / "out.csv"
        write_book(source, names[:5000])
        screen_from_file_to_file(home, source, output)  # the compiler
        write_book(source, names)
        took = screen_from_file_to_file(home, source, output)
        print(f"{count:,} names from file to file on {os.cpu_count()} cores: {took:.1f} s")
        screen_changes(names, screener, Path(place) / "book")


if __name__ == "__main__":
    main()
