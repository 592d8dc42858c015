"""Real list files changed at random, and whether any change makes an answer about a listed party milder.

    python tests/storage/list_mutations.py [COUNT] [SEED] [FORMAT ...]

Each file is adopted, then COUNT changed copies of it are put up as the file of a week later: something is emptied,
dropped, renamed or corrupted, in the text, in one row, in all rows, in the tables or in the head. A change must be
refused, or else leave every party as strictly answered as before: for each entry that differs, a sale to each of its
names is answered by the whole engine, before and after; where more than 50 entries differ, for 50 of them at random.
"""

from __future__ import annotations

import copy
import csv
import gzip
import io
import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from licet.engine.conditions import light_of
from licet.licensing.claim import answer_sale
from licet.model.listing import ListEntry
from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.screening.attach import attach
from licet.screening.screener import ListScreener
from licet.storage.adopt import AdoptionRefusedError, AdoptionRequest, adopt, judge
from licet.storage.state import open_state
from licet.watchlists.reading import read
from licet.watchlists.snapshot import UnreadableSnapshotError

REPO = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("LICET_SHARED", REPO.parent / "shared")) / "data"
FILES = {
    "compact": ("csl/csl_2026-07-31_compact.json.gz", date(2026, 7, 31)),
    "csv": ("csl/csl_2023-11-30_partial_watchman.csv.gz", date(2023, 11, 30)),
    "ecfr": ("entity_list/bis_entity_list_ecfr_2026-07-09.json.gz", date(2026, 7, 9)),
    "dpl": ("other_lists/dpl_2022-09_watchman.txt.gz", date(2022, 9, 2)),
}
LIGHTS = ("green", "amber", "red")
_EXAMINED = 50
"""Entries that differ of which the parties are answered: a change of a whole column changes thousands alike."""
CLEAN = "Quixotic Bakery of Leeds"
Chance = random.Random
OF_DAY = {"check_law_of_date", "check_law_changes", "check_removed_parties", "update_lists"}


def text_of(name: str) -> bytes:
    """The plain content of a file; of a CSV without the heading that its carrier repeats."""
    content = gzip.decompress((SHARED / FILES[name][0]).read_bytes())
    if name == "csv":
        head, _, rest = content.partition(b"\n")
        content = head + b"\n" + rest.removeprefix(head + b"\n")
    return content


# --- changes -------------------------------------------------------------------------------------------------------


def of_bytes(content: bytes, chance: Chance) -> bytes:
    """A cut, a hole, zeros, a flipped bit, a doubled piece: what a bad line or disk does."""
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice([1, 2, 8, 64, 512, 4096]))
    piece = content[start:end]
    bit = bytes([piece[0] ^ (1 << chance.randrange(8))]) + piece[1:]
    instead = chance.choice([None, b"", bytes(len(piece)), b" " * len(piece), bit, piece * 2])
    return content[:start] if instead is None else content[:start] + instead + content[end:]


def of_text(text: str, chance: Chance) -> str:
    """A word corrupted: emptied, a letter lost, changed or doubled, letters swapped, cut."""
    if not text:
        return "x"
    at = chance.randrange(len(text))
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz0123456789 ")
    return chance.choice(
        ["", text[:at] + text[at + 1 :], text[:at] + letter + text[at + 1 :], text[:at] + text[at] + text[at:],
         text[:at], text[::-1], " ", "N/A", "-0-", text.upper()]
    )  # fmt: skip


def of_value(value: Any, chance: Chance) -> Any:
    """Any value of a JSON document, changed."""
    if isinstance(value, str):
        return chance.choice([of_text(value, chance), None, 7, [value], {"x": value}])
    if isinstance(value, bool) or value is None:
        return chance.choice(["x", 1, []])
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, -1, 10**6, str(value), None, 0])
    if isinstance(value, list):
        if not value:
            return chance.choice([["x"], None, "x"])
        at = chance.randrange(len(value))
        return chance.choice(
            [[], None, value[:at] + value[at + 1 :], [*value[:at], of_value(value[at], chance), *value[at + 1 :]],
             "; ".join(map(str, value))]
        )  # fmt: skip
    return chance.choice([{}, None, []])


def of_records(records: list[dict[str, Any]], chance: Chance) -> None:
    """Rows of a JSON document, in place: one, some or all of them."""
    keys = sorted({key for record in records[:200] for key in record})
    key, at = chance.choice(keys), chance.randrange(len(records))
    some = chance.sample(range(len(records)), chance.choice([1, 2, 20, 200]))
    kind = chance.randrange(10)
    if kind == 0:
        for record in records:
            if key in record:
                record[f"{key}_"] = record.pop(key)
    elif kind == 1:
        for record in records:
            record.pop(key, None)
    elif kind == 2:
        for place in sorted(some, reverse=True):
            del records[place]
    elif kind == 3:
        for place in some:
            records[place].pop(key, None)
    elif kind == 4:
        for place in some:
            if key in records[place]:
                records[place][key] = of_value(records[place][key], chance)
    elif kind == 5:
        records[at] = chance.choice([{}, copy.deepcopy(records[at - 1])])
    elif kind == 6 and key in records[at]:
        records[at][f"{key}x"] = records[at].pop(key)
    else:
        held = [name for name in records[at] if records[at][name] is not None] or list(records[at])
        name = chance.choice(held)
        records[at][name] = of_value(records[at][name], chance)


def of_compact(content: bytes, chance: Chance) -> bytes:
    found = json.loads(content)
    kind = chance.randrange(10)
    if kind == 0:
        key = chance.choice([key for key in found if key != "entries"])
        found[key] = of_value(found[key], chance)
    elif kind == 1:
        key = chance.choice(list(found))
        found[f"{key}_"] = found.pop(key)
    elif kind in {2, 3}:
        table = found["tables"][chance.choice(list(found["tables"]))]
        at = chance.randrange(len(table))
        table[at] = of_value(table[at], chance)
    elif kind == 4:
        table = found["tables"][chance.choice(list(found["tables"]))]
        del table[chance.randrange(len(table))]
    else:
        of_records(found["entries"], chance)
        _mend_counts(found, chance)
    return json.dumps(found, ensure_ascii=False).encode()


def _mend_counts(found: dict[str, Any], chance: Chance) -> None:
    """Let the head fit the rows, every other time: else the counts alone would tell."""
    if chance.random() < 0.5:
        sources, entries = found["tables"]["sources"], found["entries"]
        found["entryCount"] = len(entries)
        counts = Counter(entry.get("s") for entry in entries if isinstance(entry.get("s"), int))
        found["countsBySource"] = {
            sources[number]: count for number, count in counts.items() if 0 <= number < len(sources)
        }


def of_ecfr(content: bytes, chance: Chance) -> bytes:
    found = json.loads(content)
    if chance.random() < 0.1:
        key = chance.choice(list(found))
        found[key] = of_value(found[key], chance)
    else:
        of_records(found["entities"], chance)
        if chance.random() < 0.5:
            found["count"] = len(found["entities"])
    return json.dumps(found, ensure_ascii=False).encode()


def of_table(content: bytes, chance: Chance, delimiter: str) -> bytes:
    """Rows and columns of a table in text."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter))
    rows = [row for row in rows if row]
    head, body = rows[0], rows[1:]
    column, at = chance.randrange(len(head)), chance.randrange(len(body))
    some = chance.sample(range(len(body)), chance.choice([1, 2, 20, 200]))
    some = [place for place in some if column < len(body[place])]  # a row of the file may be short
    kind = chance.randrange(9)
    if kind == 0:
        head[column] = of_text(head[column], chance)
    elif kind == 1:
        for row in rows:
            del row[column : column + 1]
    elif kind == 2:
        for place in sorted(some, reverse=True):
            del body[place]
    elif kind == 3:
        for place in some:
            body[place][column] = ""
    elif kind == 4:
        for place in some:
            body[place][column] = of_text(body[place][column], chance)
    elif kind == 5:
        for row in body:
            row[column : column + 1] = [""]
    elif kind == 6:
        body[at] = chance.choice([[], body[at][:-1], [*body[at], "x"], list(body[at - 1])])
    else:
        filled = [place for place, cell in enumerate(body[at]) if cell] or [column]
        place = chance.choice(filled)
        body[at][place] = of_text(body[at][place], chance)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([head, *body])
    return out.getvalue().encode()


CHANGES: dict[str, Callable[[bytes, Chance], bytes]] = {
    "compact": of_compact,
    "csv": lambda content, chance: of_table(content, chance, ","),
    "ecfr": of_ecfr,
    "dpl": lambda content, chance: of_table(content, chance, "\t"),
}


def changed(name: str, content: bytes, chance: Chance) -> bytes:
    """One random change; one in five in the bytes."""
    act = of_bytes if chance.random() < 0.2 else CHANGES[name]
    return act(content, chance)


# --- what became of it ---------------------------------------------------------------------------------------------


class Bench:
    """A home in which the good file of a format was adopted, and copies of it for the changed ones."""

    def __init__(self, name: str, folder: Path, content: bytes | None = None) -> None:
        self.name, self.folder = name, folder
        self.content = content or text_of(name)
        self.day = FILES[name][1]
        self.later = self.day + timedelta(days=7)
        self.home = folder / "good"
        self.home.mkdir()
        good = replace(read(self.content), problems=())
        request = AdoptionRequest(
            name, self.later, data_date=self.day, accept_anyway="the good one", as_whole=True
        )
        adopt(self.home, good, request)
        self.before = _entries(self.home)

    def outcome(self, given: bytes, number: int) -> str:
        """``same`` bytes, ``unreadable``, ``refused``, ``kept``; or whom it makes milder."""
        if given == self.content:
            return "same"
        try:
            snapshot = read(given)
            if judge(self.home, snapshot, AdoptionRequest(self.name, self.later, data_date=self.later)):
                return "refused"
        except UnreadableSnapshotError:
            return "unreadable"
        home = self.folder / f"changed-{number}"
        home.mkdir()
        (home / "licet.sqlite3").write_bytes((self.home / "licet.sqlite3").read_bytes())
        try:
            adopt(home, snapshot, AdoptionRequest(self.name, self.later, data_date=self.later))
        except AdoptionRefusedError:
            return "refused"
        worse = list(self._milder(_entries(home)))
        (home / "licet.sqlite3").unlink()
        return f"MILDER: {'; '.join(worse[:3])}" if worse else "kept"

    def _milder(self, after: dict[str, ListEntry]) -> Iterator[str]:
        """The parties whom an answer treats more mildly than before, each with both lights."""
        differing = [key for key, entry in self.before.items() if _told(after.get(key)) != _told(entry)]
        if not differing:
            return
        if len(differing) > _EXAMINED:
            differing = random.Random(len(differing)).sample(differing, _EXAMINED)
        old = ListScreener.of([self.before[key] for key in differing], _used(self.later))
        there = [after[key] for key in after if key in set(differing) or key not in self.before]
        new = ListScreener.of(there, _used(self.later)) if there else None
        for key in differing:
            entry = self.before[key]
            for party in (entry.name, *(alias.name for alias in entry.aliases)):
                country = entry.countries[0] if entry.countries else "GB"
                lights = [light(screener, party, country, self.later) for screener in (old, new)]
                if LIGHTS.index(lights[1]) < LIGHTS.index(lights[0]):
                    yield f"{party} ({key}): {lights[0]} -> {lights[1]}"


def _told(entry: ListEntry | None) -> Any:
    """What of an entry an answer can depend on: its ``source`` names the snapshot and differs always."""
    if entry is None:
        return None
    rows = [(row.in_force, row.value) for row in entry.terms.rows]
    return entry.name, entry.aliases, entry.countries, rows, entry.identifiers, entry.births, entry.addresses


def _entries(home: Path) -> dict[str, ListEntry]:
    state = open_state(home)
    assert state is not None
    return {entry.entry_id: entry for entry in map(state.entry, range(len(state)))}


def _used(day: date) -> tuple[ListsUsed, ...]:
    """As if these were the whole and fresh lists, so that nothing but a party can turn the light."""
    return (ListsUsed("the lists", day, True, 1, "0" * 64),)


def light(screener: ListScreener | None, party: str, country: str, day: date) -> str:
    """The light of a sale of an EAR99 item to a party, by the whole engine.

    What only the day leaves open (the law of old days, the age of lists) is set aside: with it no answer of an old
    day is green, and no change could make an amber one milder.
    """
    document = {
        "as_of": day.isoformat(), "action": "export", "destination": country,
        "item": {"eccn": "EAR99", "us_origin": True, "kind": "commodity"},
        "parties": [{"role": "ultimate_consignee", "name": party, "country": country, "owners": []}],
        "end_use": "none_named_in_part_744",
    }  # fmt: skip
    sale = read_transaction(document, ear().vocabulary)
    lists = _used(day)
    answer = answer_sale(attach(sale, screener) if screener else sale, ear(), lists)
    open_of_party = tuple(condition for condition in answer.conditions if condition.code not in OF_DAY)
    return str(light_of(answer.answer, open_of_party).value)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(words: list[str]) -> int:
    """Run the changes and print what became of them; 1 where any made an answer milder."""
    count, seed = int(words[0]) if words else 1000, int(words[1]) if words[1:] else 1
    names = words[2:] or list(FILES)
    _say(f"a clean party: {light(None, CLEAN, 'GB', date(2026, 7, 31))}")
    bad = 0
    for name in names:
        outcomes: Counter[str] = Counter()
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(name, Path(folder))
            for number in range(count // len(names)):
                chance = random.Random(f"{seed} {name} {number}")
                said = bench.outcome(changed(name, bench.content, chance), number)
                outcomes[said.partition(":")[0]] += 1
                if said.startswith("MILDER"):
                    bad += 1
                    _say(f"  {name} {number}: {said}")
        _say(f"{name}: {dict(outcomes)}")
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
