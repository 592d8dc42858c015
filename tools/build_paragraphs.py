"""Build paragraphs.csv: the item paragraphs of every ECCN, by the list in which each was read.

Two lists are at hand that name paragraphs: the Commerce Control List of 2026-07-23 for Categories 1, 3, 4 and 5,
and a tree of all categories of February 2026. The first takes some paragraphs of notes for items, the second is
stale in places, so a paragraph is certain only where every list of its entry has it, or where the tables of
license requirements, exceptions and item lists name it. Entries read since stand in ``READ``, and are certain.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.build_eccn import CCL
from tools.build_eccn import build as build_list
from tools.common import TABLES, read_json, run, to_csv

TREE = "ear_structured/eccn_hierarchy_2026-02_gajendrasharma.csv.gz"
NEEDS = (CCL, TREE)
COLUMNS = (
    "eccn", "basis", "paragraphs", "effective_from", "effective_to", "published_on", "cite", "source"
)  # fmt: skip
_CITE = "15 CFR Part 774 Supp. 1"
_ITEM_LISTS = ("item_lists_734.csv", "item_lists_740.csv", "item_lists_742.csv", "item_lists_744.csv")
_NUMBER = re.compile(r"(?P<eccn>\d[A-E]\d{3})(?:\.(?P<paragraph>.+))?")
_PARAGRAPH = re.compile(r"[a-z](?:\.(?:\d+|[a-z]))*")
_RESERVED = re.compile(r"(?:(?:through|to|and) \S+ |[A-Z ]+ - )?\[?Reserved\b", re.IGNORECASE)
"""A paragraph that is reserved, a run of them (d. through y.), or the heading of one."""
Paragraphs = dict[str, set[str]]

READ: Mapping[str, tuple[str, str, str]] = {
    "0A502": ("2026-09-24", "a;b;c;d;e", "eCFR of 2026-09-24; the tree has no paragraphs of it"),
    "1C355": (
        "2026-09-24", "a.1.a;a.2.a;a.2.b;a.2.c;a.2.d;a.2.e;a.2.f;b.1.a;b.1.b;b.1.c;b.1.d;b.2.b", "eCFR of 2026-09-24"
    ),
    "1C395": ("2026-09-24", "a;b", "eCFR of 2026-09-24"),
    "3B001": ("2026-09-24", "c.3.a;c.3.b;c.3.c;c.3.d;d.4.b.1", "eCFR of 2026-09-24, where the two lists differ"),
    "9A012": ("2026-08-13", "a.1;a.2;a.3;a.4;a.5;b.3;b.4", "as amended at 91 FR 52501, eCFR of 2026-09-24"),
}  # fmt: skip
"""Entries read in a newer text than both lists."""

_MISREAD = {
    (eccn, paragraph)
    for eccn, paragraphs in {
        "1A002": "c;d", "1A008": "e;f;g", "1C001": "d;e", "1C230": "a;b;c", "1C237": "a;b", "1C350": "a;e",
        "3A090": "d", "4A003": "a;h", "4A004": "d", "4D004": "a;b", "5A002": "f;g", "5A004": "c;d",
        "5E991": "b;c;d",
    }.items()
    for paragraph in paragraphs.split(";")
}  # fmt: skip
"""Paragraphs of notes, or reserved ones, that the copy of the list takes for items: what an entry leaves out (1C230),
what another agency has (1A008), conditions of a note (4D004)."""

_JOINED = {"3D005", "3E001"}
"""Under these numbers the copy of the list holds the items of the next entry."""


def build(data: Path) -> Mapping[str, str]:
    """Build the table of the item paragraphs of every ECCN."""
    tables = build_list(data)
    eccns = [row["eccn"] for row in csv.DictReader(io.StringIO(tables["eccn.csv"]))]
    entries = read_json(data / CCL)["entries"]
    listed, tree, named = _of_list(entries), _of_tree(data / TREE), _named(tables)
    deep = {entry["eccn"] for entry in entries if entry.get("items")} - _JOINED
    rows = [row for eccn in eccns for row in _rows(eccn, listed if eccn in deep else None, tree, named)]
    return {"paragraphs.csv": to_csv(COLUMNS, rows)}


def _rows(
    eccn: str, listed: Paragraphs | None, tree: Paragraphs, named: Paragraphs
) -> Iterator[dict[str, str]]:
    if tree[eccn] or not named[eccn]:  # else the tree lacks what the law itself names
        yield _row(
            eccn, "tree", tree[eccn], "2026-02-01", "tree of ECCNs of February 2026; its day is not given"
        )
    if listed is not None:
        yield _row(eccn, "list", listed[eccn], "2026-07-23", "eCFR of 2026-07-23")
    if eccn in READ:
        day, words, source = READ[eccn]
        yield _row(eccn, "read", words.split(";"), day, source)
    if named[eccn]:
        source = "named in the tables of license requirements, exceptions and item lists"
        yield _row(eccn, "named", named[eccn], "2026-07-23", source)


def _row(eccn: str, basis: str, paragraphs: Iterable[str], day: str, source: str) -> dict[str, str]:
    return {
        "eccn": eccn,
        "basis": basis,
        "paragraphs": ";".join(sorted(_with_parents(paragraphs), key=_place)),
        "effective_from": day,
        "effective_to": "",
        "published_on": day,
        "cite": _CITE,
        "source": source,
    }


def _with_parents(paragraphs: Iterable[str]) -> set[str]:
    """A paragraph lies in each that it begins with: z.1.a in z.1 and z."""
    steps = [paragraph.split(".") for paragraph in paragraphs]
    return {".".join(step[:depth]) for step in steps for depth in range(1, len(step) + 1)}


def _place(paragraph: str) -> list[tuple[int, str]]:
    """In the order of the list: a.2 before a.10."""
    return [(int(step), "") if step.isdigit() else (0, step) for step in paragraph.split(".")]


def _of_list(entries: Iterable[Mapping[str, Any]]) -> Paragraphs:
    found: Paragraphs = defaultdict(set)
    for entry in entries:
        for item in entry.get("items") or ():
            name = item["paragraph"]
            misread = (entry["eccn"], name) in _MISREAD
            if item["kind"] == "item" and name and not misread and not _RESERVED.match(item["text"]):
                found[entry["eccn"]].add(name)
    return found


def _of_tree(path: Path) -> Paragraphs:
    """Rows without a number are headings, and entries of group E that a spreadsheet took for powers of ten."""
    found: Paragraphs = defaultdict(set)
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            match = _NUMBER.fullmatch(row["ecn_number"])
            if match and match["paragraph"] and not _RESERVED.match(row["description_en"]):
                found[match["eccn"]].add(match["paragraph"].lower())
    return found


def _named(tables: Mapping[str, str]) -> Paragraphs:
    """Paragraphs that the law itself names elsewhere: in the lines of the entry and in other sections."""
    texts = [tables["eccn_controls.csv"], tables["exceptions.csv"]]
    texts += [(TABLES / name).read_text("utf-8") for name in _ITEM_LISTS]
    found: Paragraphs = defaultdict(set)
    for row in (row for text in texts for row in csv.DictReader(io.StringIO(text))):
        for column in ("scope", "within", "except", "perhaps_except"):
            for word in (row.get(column) or "").split(";"):
                match = _NUMBER.fullmatch(word)
                if match and match["paragraph"] and _PARAGRAPH.fullmatch(match["paragraph"]):
                    found[match["eccn"]].add(match["paragraph"])
    return found


if __name__ == "__main__":
    raise SystemExit(run(build, NEEDS))
