"""Identifiers find their entry by themselves: every number that real lists print.

    python benchmarks/screening_identifiers.py [FOLDER]

FOLDER (``$LICET_SHARED/data/list_formats`` unless given) holds files of publishers that print numbers: the
Treasury's spreadsheets, the list of the United Nations, FollowTheMoney. They are adopted beside the Consolidated
Screening List, of which the compact form at hand has hardly any number, into a workspace of the benchmark's own.

Each is asked in four ways under a name that no list holds: as the list prints it, the bare number, the bare number in
lower case with other marks, and in place of the name. A number that is too short to be given without its kind (three
letters and digits) is asked as printed alone; in place of the name only those are asked that tell enough alone.
Prints for each kind of number how many were asked and found, and the first that were not. An entry whose number
stands on other entries too is found where it is among the hits.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from licet.screening.identifiers import numbers_of, short_numbers_of
from licet.screening.screener import ListScreener
from licet.services.screening import open_screener
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).resolve().parents[2] / "shared"))
FILES = ("ofac_cons_prim.csv", "ofac_sdn.csv", "un_consolidated.xml", "ftm_entities_yente_zala.json",
         "ftm_entities_yente_t1.json")  # fmt: skip
"""The files of the folder that are lists; others of the Treasury's lie beside one of them."""

_NAME = "Quixotic Lantern Quorum"
_KINDS = {
    "IMO number": r"\bIMO\b",
    "MMSI": r"\bMMSI\b",
    "call sign": r"call sign",
    "tail number": r"tail number|manufacturer.s serial|serial number",
    "passport": r"passport|pasaporte|passeport",
    "registration": r"regist|company number|commercial|business|c\.r\.|matricula|trade license|ogrn|chamber",
    "tax": r"\btax\b|\bnit\b|\brif\b|\bruc\b|\bvat\b|\bfein\b|\br\.?f\.?c|inn\b|unified social",
    "national or personal id": r"national|cedula|identif|identity|d\.n\.i|curp|ssn|c\.u\.[ir]|birth cert|personal",
    "LEI": r"legal entity|\blei\b",
    "BIC": r"swift|bic\b",
    "digital currency": r"digital currency",
    "security or bank": r"isin|ticker|micex|\bbik\b|okpo|cusip",
}
_UNLABELED = re.compile(r"^[\w ,;:#'\u00ba().\u00c0-\u017f/-]*?(?=[\w/.-]*\d)", re.UNICODE)


def kind_of(text: str) -> str:
    """What a printed number is of, by its label."""
    return next((kind for kind, label in _KINDS.items() if re.search(label, text, re.IGNORECASE)), "other")


def ways(text: str) -> Iterator[tuple[str, str]]:
    """The ways in which a printed number is asked."""
    yield "as printed", text
    numbers = numbers_of(text) | short_numbers_of(text)
    bare = max(
        (number.removeprefix("? ") for number in numbers if " " not in number.removeprefix("? ")), default=""
    )
    for number in {bare} - {""}:
        yield "bare", number
        yield "other marks", f"{number[:3]}-{number[3:]}".lower()
    if bare and bare in numbers_of(text):
        yield "as the name", bare


def finds(screener: ListScreener, place: int, way: str, asked: str) -> bool:
    """Whether an entry is found."""
    if way == "as the name":
        return any(hit.entry == place and hit.verdict != "clear" for hit in screener.search(asked, None, 100))
    return any(hit.entry == place for hit in screener.index.by_facts(None, (asked,)))


def adopted(folder: Path, home: Path) -> ListScreener:
    """A screener of the lists of a folder and of the Consolidated Screening List."""
    files = home / "files"
    files.mkdir(parents=True)
    for path in folder.iterdir():
        data = path.read_bytes()
        plain = gzip.decompress(data) if path.suffix == ".gz" else data
        (files / path.name.removesuffix(".gz").removeprefix("ofac_")).write_bytes(plain)
    compact = SHARED / "data" / "csl" / "csl_2026-07-31_compact.json.gz"
    for path in (compact, *(files / name.removeprefix("ofac_") for name in FILES)):
        if path.exists():
            snapshot = read(path)
            day = snapshot.data_date or date(2026, 8, 1)
            why = "a benchmark of the numbers that these files print, whatever else they lack"
            adopt(
                home, snapshot, AdoptionRequest(path.name, max(day, date(2026, 8, 1)), day, accept_anyway=why)
            )
    return open_screener(home)[0]


def main(folder: str = str(SHARED / "data" / "list_formats")) -> None:
    with tempfile.TemporaryDirectory() as home:
        report(adopted(Path(folder), Path(home)))


def report(screener: ListScreener) -> None:
    """Ask every number, and print what was found."""
    asked: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    lost: dict[tuple[str, str], list[str]] = defaultdict(list)
    silent: Counter[str] = Counter()
    for place, entry in enumerate(screener.entries):
        for text in entry.identifiers:
            if not numbers_of(text) | short_numbers_of(text):
                silent[re.sub(r"\d.*", "", text).strip(" ,:-")[:40]] += 1
                continue
            for way, number in ways(text):
                line = kind_of(text), way
                asked[line] += 1
                if finds(screener, place, way, number):
                    found[line] += 1
                else:
                    lost[line].append(f"{entry.entry_id} {text!r} as {number!r}")
    for kind in (*_KINDS, "other"):
        lines = [
            (way, asked[kind, way], found[kind, way])
            for way in ("as printed", "bare", "other marks", "as the name")
        ]
        if any(count for _, count, _ in lines):
            print(f"{kind:24}", ", ".join(f"{way} {hits} of {count}" for way, count, hits in lines if count))
    for line, texts in lost.items():
        print("lost:", *line, len(texts), *texts[:3], sep="  ")
    print(f"{sum(asked.values()):,} asked, {sum(found.values()):,} found")
    print(
        "texts without a number:",
        *(f"{text} ({count})" for text, count in silent.most_common(40)),
        sep="\n  ",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
