"""Ask screening for names that mean trouble, for as long as wanted, and stop at the first that goes wrong.

Usage: python -m tools.fuzz_names SECONDS [--seed N], in seconds of processor time; Ctrl-C ends it early with its
summary. Needs the real list, which is adopted in a folder of its own.
Every round makes names (the same for the same seed), and demands that each is answered or refused by its row, that
the plain and the compiled kernel agree, that a sale with such a party is answered and never goes ahead on a name
that could not be compared, and that no cell of a file we write is a formula. What hangs is ended with a traceback.
"""

from __future__ import annotations

import argparse
import csv
import faulthandler
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from openpyxl import load_workbook

from licet.engine.report import to_wire
from licet.model.wire import WireError, read_transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Light
from licet.screening import bulk
from licet.screening.forms import comparable
from licet.screening.legible import legible
from licet.screening.part import ScreeningOptions, screen_part
from licet.screening.screener import ListScreener
from licet.services.determination import Decider, open_decider
from licet.services.screening import open_screener, screener_of
from licet.storage.adopt import AdoptionRequest, adopt
from licet.tabular.party_columns import Columns
from licet.tabular.rows import TextRow
from licet.watchlists.countries import iso2
from licet.watchlists.reading import read
from tools.common import shared_data

__all__ = ["KINDS", "ask_files", "ask_kernels", "ask_part", "ask_sales", "hostile_name", "hostile_names"]

DAY = date(2026, 8, 1)
HUNG = 600
"""Seconds after which a round, which takes less than one, has hung."""
ROUND, SINGLE, SALES = 400, 12, 6
"""Names of a round, and how many of them are asked one by one and in sales."""

_SCRIPTS = (
    (0x41, 0x5B), (0x61, 0x7B), (0xC0, 0x180), (0x370, 0x400), (0x400, 0x500), (0x530, 0x590), (0x5D0, 0x5EB),
    (0x620, 0x6D4), (0x900, 0x970), (0xE00, 0xE5C), (0x10A0, 0x1100), (0x1780, 0x17E0), (0x3040, 0x3100),
    (0x4E00, 0x9FFF), (0xAC00, 0xD7A4), (0x1D400, 0x1D7FF), (0x20000, 0x2A6D0), (0xFF01, 0xFF5F),
)  # fmt: skip
_MARKS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
_SPACES = "\t\n\r\v\f\x1c\x85\xa0\u1680\u2003\u2028\u2029\u3000"
_FORMULAS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    "\uff1d",
    "\uff0b",
    " =",
    "'=",
    '"=',
    "=cmd|' /C calc'!A0",
)
_FIRST_SURROGATE, _LAST_SURROGATE, _LAST = 0xD800, 0xDFFF, 0x10FFFF


def _script(chance: random.Random, _: str) -> str:
    low, high = chance.choice(_SCRIPTS)
    return _text(chance, lambda: chr(chance.randrange(low, high)))


def _scripts(chance: random.Random, _: str) -> str:
    return "".join(_script(chance, "")[:4] for _ in range(chance.randrange(2, 8)))


def _anything(chance: random.Random, _: str) -> str:
    return _text(chance, lambda: chr(chance.randrange(_LAST + 1)))


def _controls(chance: random.Random, listed: str) -> str:
    return _strewn(chance, listed, lambda: chr(chance.choice((*range(32), *range(0x7F, 0xA0)))))


def _marks(chance: random.Random, listed: str) -> str:
    return _strewn(chance, listed, lambda: chance.choice(_MARKS))


def _combining(chance: random.Random, listed: str) -> str:
    return _strewn(chance, listed, lambda: chr(chance.randrange(0x300, 0x370)) * chance.choice((1, 2, 200)))


def _spaces(chance: random.Random, listed: str) -> str:
    return _strewn(chance, listed, lambda: chance.choice(_SPACES))


def _emoji(chance: random.Random, listed: str) -> str:
    emoji = _text(chance, lambda: chr(chance.choice((0x200D, 0xFE0F, chance.randrange(0x1F300, 0x1FAFF)))))
    return emoji + chance.choice(("", listed))


def _surrogates(chance: random.Random, listed: str) -> str:
    return _strewn(chance, listed, lambda: chr(chance.randrange(_FIRST_SURROGATE, _LAST_SURROGATE + 1)))


def _empty(chance: random.Random, _: str) -> str:
    return chance.choice(("", " ", "\u200b", "\x00", "()", "...", "&", "-", "'", "\u3000\u3000", "\ufeff"))


def _formula(chance: random.Random, listed: str) -> str:
    return chance.choice(_FORMULAS) + chance.choice((listed, "1+1", 'HYPERLINK("//x")', "SUM(A1:A9)", ""))


def _long(chance: random.Random, listed: str) -> str:
    length = chance.choice((400, 401, 1_599, 1_600, 1_601, 32_767, 32_768, 100_000))
    return (chance.choice((listed, "a", "a ", "Co., ", "\u0301", "华", "\u200b", "& ", "x.y.")) * length)[
        :length
    ]


def _generic(chance: random.Random, _: str) -> str:
    words = (
        "Co",
        "Ltd",
        "LLC",
        "Company",
        "Limited",
        "Mr",
        "Dr",
        "the",
        "of",
        "&",
        "GmbH",
        "有限公司",
        "OOO",
        "1",
    )
    return " ".join(chance.choices(words, k=chance.randrange(1, 9)))


def _numbers(chance: random.Random, _: str) -> str:
    return chance.choice(
        (str(chance.getrandbits(chance.choice((1, 31, 64, 2_000)))), "1e309", "nan", "-0", "٣٤٥")
    )


def _mangled(chance: random.Random, listed: str) -> str:
    letters = list(listed)
    chance.shuffle(letters)
    return "".join(letters)[: chance.randrange(1, 60)]


def _delimiters(chance: random.Random, listed: str) -> str:
    return _strewn(
        chance, listed, lambda: chance.choice(('"', "'", ",", ";", "|", "\t", "\\", "\n", "\r\n", "\x1f"))
    )


def _crowded(chance: random.Random, listed: str) -> str:
    words = (_mangled(chance, listed) for _ in range(chance.randrange(1, 24)))
    return " ".join([*words, listed, _mangled(chance, listed)])


def _cut(chance: random.Random, listed: str) -> str:
    return listed[chance.randrange(len(listed)) :][: chance.randrange(1, 30)]


KINDS: Mapping[str, Callable[[random.Random, str], str]] = {
    maker.__name__.removeprefix("_"): maker
    for maker in (
        _script, _scripts, _anything, _controls, _marks, _combining, _spaces, _emoji, _surrogates, _empty,
        _formula, _long, _generic, _numbers, _mangled, _delimiters, _crowded, _cut,
    )
}  # fmt: skip
"""By kind, what makes a name of it; a real listed name is given to start from."""


def _text(chance: random.Random, letter: Callable[[], str]) -> str:
    return "".join(letter() for _ in range(chance.choice((1, 2, 5, 12, 40))))


def _strewn(chance: random.Random, listed: str, mark: Callable[[], str]) -> str:
    """Marks put between the letters of a name."""
    often = chance.choice((0.1, 0.5, 1.0))
    return "".join(letter + (mark() if chance.random() < often else "") for letter in listed) or mark()


def hostile_name(chance: random.Random, listed: Sequence[str]) -> tuple[str, str]:
    """A kind and a name of it."""
    kind = chance.choice(tuple(KINDS))
    return kind, KINDS[kind](chance, chance.choice(listed))


def hostile_names(seed: int, count: int, listed: Sequence[str]) -> list[tuple[str, str]]:
    """Kinds and names, the same for the same seed and list."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    return [hostile_name(chance, listed) for _ in range(count)]


def ask_part(names: Sequence[str], screener: ListScreener) -> Counter[str]:
    """Ask for names as a file of them does: each must come back in a row or be named as bad. By verdict."""
    plain = [name.encode(errors="replace").decode() for name in names]  # a file gives no half letters
    rows = [TextRow(number, str(number), name, "CN") for number, name in enumerate(plain, 1)]
    part = screen_part(rows, screener, ScreeningOptions(iso2, DAY, everything=True))
    refused = {row.number for row in part.bad if not row.screened}
    answered = {row[0] for row in part.rows}
    assert refused | answered == set(range(1, len(rows) + 1)), "a row was lost"
    assert not refused & answered, "a row was both answered and refused"
    assert refused == {row.number for row in rows if not comparable(row.name)}, "refused, but comparable"
    unread = {row.number for row in rows if not legible(row.name)}
    assert not any(row[0] in unread and row[4] == "clear" for row in part.rows), "clear, but not read"
    verdicts = Counter(str(row[4]) for row in part.rows if row[6] in {1, None})
    return verdicts + Counter(refused=len(refused))


_ROUNDING = 1e-6


def ask_kernels(names: Sequence[str], plain: ListScreener, compiled: ListScreener) -> int:
    """Ask both kernels for each name: the same entries, the same scores, each with reasons that add up."""
    for name in names:
        group, other = plain.search(name, "CN"), compiled.search(name, "CN")
        scores = {hit.entry: hit.score for hit in other}
        for hit, same in zip(group, other, strict=True):
            # entries of one score up to a rounding error may change places, also over the last one's edge
            assert abs(hit.score - same.score) < _ROUNDING, name[:60]
            assert abs(hit.score - scores.get(hit.entry, group[-1].score)) < _ROUNDING, name[:60]
            assert 0 <= hit.score <= 1, name[:60]
            assert hit.reasons, name[:60]
    return len(names)


def ask_sales(names: Sequence[str], decider: Decider) -> Counter[str]:
    """Ask for a sale to each name: answered or refused by key, and no go for one that cannot be read."""
    lights: Counter[str] = Counter()
    for name in names:
        try:
            sale = read_transaction(_sale(name), ear().vocabulary)
        except WireError as error:
            assert error.key == "parties[0].name", error  # noqa: PT017
            lights["refused"] += 1
            continue
        found = decider.determine(sale)
        read = sale.parties[0].name or ""  # without what stands around it
        assert legible(read) or found.light is not Light.GREEN, f"green for {read[:60]!r}"
        json.dumps(to_wire(found), ensure_ascii=False).encode()
        lights[found.light.value] += 1
    return lights


def _sale(name: str) -> dict[str, object]:
    party = {"role": "ultimate_consignee", "name": name, "country": "DE", "owners": []}
    item = {"kind": "commodity", "eccn": "EAR99", "us_origin": True}
    return {
        "action": "export", "as_of": DAY, "destination": "DE", "item": item, "parties": [party], "end_use": "civil"
    }  # fmt: skip


def ask_files(names: Sequence[str], opened: Callable[[], ListScreener], place: Path) -> int:
    """Screen files of the names into files: no row is lost, and no cell that we write is a formula."""
    source = place / "in.jsonl"
    source.write_text("".join(json.dumps({"id": "=1+1", "name": name}) + "\n" for name in names), "utf-8")
    for ending in ("xlsx", "csv", "jsonl", "parquet"):
        output = place / f"out.{ending}"
        job = bulk.BulkJob(source, output, Columns(), ScreeningOptions(iso2, DAY, everything=True), workers=1)
        report = bulk.screen_file(job, opened)
        assert report.rows == len(names), "a row was lost"
        said = report.match + report.review + report.not_compared + report.clear + report.bad
        assert said == len(names), "a row has no verdict"
    for sheet in load_workbook(place / "out.xlsx").worksheets:
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds, "a formula in a cell"
    with (place / "out.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row), row
    return len(names)


def _rounds(seconds: float, seed: int, home: Path, place: Path) -> Iterator[tuple[int, Counter[str]]]:
    plain, adoption = open_screener(home)
    compiled, decider = plain.compiled(), open_decider(home, long_running=True)
    listed, opened = [entry.name for entry in plain.entries], partial(screener_of, home, None, adoption)
    end = time.process_time() + seconds
    while time.process_time() < end:
        faulthandler.dump_traceback_later(HUNG, exit=True)
        made = hostile_names(seed, ROUND, listed)
        names = [name for _, name in made]
        said = Counter({f"verdict {key}": count for key, count in ask_part(names, compiled).items()})
        said["both kernels"] = ask_kernels(names[:SINGLE], plain, compiled)
        said.update({f"sale {key}": count for key, count in ask_sales(names[-SALES:], decider).items()})
        said["files"] = 4 * ask_files(names[:40], opened, place) if seed % 10 == 0 else 0
        said.update({f"kind {kind}": count for kind, count in Counter(kind for kind, _ in made).items()})
        yield seed, said
        seed += 1


def main() -> None:
    """Run for so many seconds, then say how many names were asked."""
    ask = argparse.ArgumentParser(description="Ask screening for names that mean trouble.")
    ask.add_argument("seconds", type=float)
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    began, asked, seed = time.process_time(), Counter[str](), given.seed
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        snapshot = read(shared_data() / "csl" / "csl_2026-07-31_compact.json.gz")
        assert snapshot.data_date is not None
        adopt(home, snapshot, AdoptionRequest("csl", today=snapshot.data_date))
        try:
            for last, said in _rounds(given.seconds, given.seed, home, Path(place)):
                seed = last
                asked += said
        except KeyboardInterrupt:
            print("stopped early", file=sys.stderr)
        except BaseException:
            print(f"round {seed} was the last that went well", file=sys.stderr)
            raise
    names = sum(count for key, count in asked.items() if key.startswith("kind "))
    took = time.process_time() - began
    print(
        f"{names:,} names in {took:,.0f} s of processor time, seeds {given.seed} to {seed}: none went wrong."
    )
    for key, count in sorted(asked.items()):
        print(f"  {key:<22}{count:>12,}")


if __name__ == "__main__":
    main()
