"""Read control_list.csv from the eCFR: headings, items and notes of the control list, with their days.

The source is Supplement No. 1 to part 774 as the eCFR gave it by 2026-06-24 (XML, kept by the repository
IAPS-AI/commoditybench at data/ccl/ccl_supp1.xml; a work of the US government). Its path is given by ``--xml``.
The copy of the list of 2026-07-23 (Categories 1, 3, 4 and 5) is compared: what reads the same there was seen on both
days, and what read otherwise would stop the build. Paragraphs read in a later text stand in ``READ``.

    python tools/read_control_list.py --xml ccl_supp1.xml [--check]

Unlike the ``build_`` tools it is not run by ``.ci/run``, which does not have that file.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from licet.classification.control_list_xml import Piece, pieces
from tools.build_eccn import CCL
from tools.common import REPO, finish, read_json, shared_data, to_csv

FOLDER = REPO / "src/licet/classification/tables"
COLUMNS = ("eccn", "paragraph", "kind", "text", "seen_from", "seen_to", "cite", "source")
JUNE, JULY, SEPTEMBER = "2026-06-24", "2026-07-23", "2026-09-24"
_CITE = "15 CFR Part 774 Supp. 1"

READ: Mapping[str, tuple[str, str, str, tuple[tuple[str, str], ...]]] = {
    "9A012": ("2026-08-13", SEPTEMBER, "91 FR 52501, as in the eCFR of 2026-09-24", (
        ("a.1", "A maximum 'endurance' less than 3 hours;"),
        ("a.1.a", ""),
        ("a.1.b", ""),
        ("a.2", "A maximum 'endurance' of 3 hours or greater;"),
        ("a.3", ("“UAVs” or unmanned “airships” incorporating items specified in ECCN 6A003.b.3, 6A003.b.4.b, or "
         "6A008.d to .h;")),
        ("a.4", "“UAVs” or unmanned “airships” incorporating items specified in ECCN 6A005; or"),
        ("a.5", ("“UAVs” or unmanned “airships” incorporating “inertial measurement equipment or systems” using "
         "accelerometers or gyros specified in ECCNs 7A001, 7A002, 7A003, or 7A005.")),
    )),
}  # fmt: skip
"""Paragraphs read in a newer text: from which day, seen to which day, where, and the texts; empty: removed."""

_LOST = {
    ("1B102", "a"), ("1C116", "a"), ("5A991", "a"), ("5E991", "a"),
    ("1A008", "a"), ("1A008", "b"), ("1A008", "c"), ("1A008", "d"), ("1C240", "a"),
}  # fmt: skip
"""Items that the copy of July lost; under their labels it has paragraphs of notes."""

Row = dict[str, str]
Seen = Mapping[tuple[str, str], frozenset[str]]


def build(xml: str, entries: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Build the table of the texts of the control list."""
    found = [piece for piece in pieces(xml) if piece.kind != "reserved"]
    return {"control_list.csv": to_csv(COLUMNS, _ordered(_rows(found, _of_july(entries))))}


def _rows(found: list[Piece], july: Seen) -> Iterator[Row]:
    held = {(piece.eccn, piece.paragraph) for piece in found}
    for piece in found:
        yield _row(piece, JUNE, _last_seen(piece, july), f"eCFR by {JUNE}")
        day, last, where, texts = READ.get(piece.eccn, ("", "", "", ()))
        newer = dict(texts).get(piece.paragraph) if piece.kind == "item" else None
        if newer is not None:
            kind = "item" if newer else "removed"
            yield _row(Piece(piece.eccn, piece.paragraph, kind, newer), day, last, where)
    for eccn, (day, last, where, texts) in READ.items():
        for paragraph, text in texts:
            if (eccn, paragraph) not in held:
                yield _row(Piece(eccn, paragraph, "item", text), day, last, where)


def _last_seen(piece: Piece, july: Seen) -> str:
    """The last day on which the text was seen. Raises ValueError where July has the item with other words only."""
    later = july.get((piece.eccn, piece.paragraph), frozenset())
    if piece.kind != "item" or not later or (piece.eccn, piece.paragraph) in _LOST:
        return JUNE
    if _plain(piece.text) not in later:
        raise ValueError(f"{piece.eccn}.{piece.paragraph} reads otherwise on {JULY}: put its text into READ")
    return JULY


def _row(piece: Piece, first: str, last: str, source: str) -> Row:
    return {
        "eccn": piece.eccn,
        "paragraph": piece.paragraph,
        "kind": piece.kind,
        "text": piece.text,
        "seen_from": first,
        "seen_to": last,
        "cite": _CITE,
        "source": source,
    }


def _ordered(rows: Iterable[Row]) -> list[Row]:
    """By entry in the order of the list; a new paragraph goes where its label says."""
    by_entry: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        group = by_entry[row["eccn"]]
        place = len(group)
        if row["kind"] == "item" and not any(other["paragraph"] == row["paragraph"] for other in group):
            later = (
                i for i, other in enumerate(group) if _place(other["paragraph"]) > _place(row["paragraph"])
            )
            place = next(later, place) if row["source"] != f"eCFR by {JUNE}" else place
        group.insert(place, row)
    return [row for group in by_entry.values() for row in group]


def _place(paragraph: str) -> list[tuple[int, str]]:
    return [(int(step), "") if step.isdigit() else (0, step) for step in paragraph.split(".")]


def _of_july(entries: Iterable[Mapping[str, Any]]) -> Seen:
    """The texts under each label in the copy of July: the item, and paragraphs of notes that it takes for items."""
    texts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        for item in entry.get("items") or ():
            if item["kind"] == "item" and item["paragraph"]:
                texts[entry["eccn"], item["paragraph"]].add(_plain(item["text"]))
    return {key: frozenset(found) for key, found in texts.items()}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]|\b(?:and|or)\W*$", "", text.lower())


def main(argv: list[str] | None = None) -> int:
    """Build or check the table; exit status as every builder's."""
    parser = argparse.ArgumentParser(description=(build.__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--xml", type=Path, required=True, help="the list as eCFR XML of 2026-06-24")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if the table differs")
    given = parser.parse_args(argv)
    entries = read_json(shared_data() / CCL)["entries"]
    return finish(build(given.xml.read_text("utf-8"), entries), check=given.check, folder=FOLDER)


if __name__ == "__main__":
    raise SystemExit(main())
