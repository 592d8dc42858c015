"""Build supp2_744.csv: the items of Supplement No. 2 to part 744, for military end uses and users (744.21).

From the text of 2026-09-01 in ../shared/data, copied there by hand. An item stands for its whole ECCN where
its words are the heading of the entry in eccn.csv; where they are fewer ("Limited to ...") or other,
``whole`` is ``no`` and a person judges by ``text``, within the paragraphs named.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.build_eccn import CCL
from tools.build_eccn import build as build_eccn
from tools.common import run, to_csv

SUPPLEMENT = "ear_text/ecfr_2026-09-01/part-744_supplements-2-3_and_4-intro.md"
NEEDS = (SUPPLEMENT, CCL)
COLUMNS = (
    "item", "eccn", "whole", "within", "text", "effective_from", "effective_to", "published_on", "cite",
    "source",
)  # fmt: skip
_CATEGORY = re.compile(r"^\((?P<number>\d)\) Category ")
_ITEM = re.compile(r"^\((?P<number>[ivx]+)\) (?P<eccn>\d[A-E]\d{3}) (?P<text>.+)$")
_PARAGRAPH = re.compile(r"\b(\d[A-E]\d{3}(?:\.(?:\d+|[a-z]))+)\b")
_APRIL_2020 = {
    "effective_from": "2020-06-29",
    "published_on": "2020-04-28",
    "cite": "85 FR 23464",
    "source": "text of 2026-09-01, source note 85 FR 23464 as amended at 86 FR 54812 of 2021-10-05 (what "
    "that changed was not seen); effective day of the rule: general knowledge",
}
# Items whose words cover the whole entry though they are not its heading letter for letter; read by eye.
_COVERS = frozenset({"1C990", "1C996", "1D993", "2B992", "3B991", "3B992", "6A995", "6C992"})
# 91 FR 52504 lies in the rule on drone exports, 91 FR 52501: items that name 9A012.a.1 are taken as its own.
_AUGUST_2026 = {
    "effective_from": "2026-08-13",
    "published_on": "2026-08-14",
    "cite": "91 FR 52501",
    "source": "text of 2026-09-01, amended at 91 FR 52504 by FR Doc. 2026-16628; that this item came with it "
    "is inferred from its naming 9A012.a.1",
}


def build(data: Path) -> Mapping[str, str]:
    """Build supp2_744.csv from the text of Supplement No. 2 to part 744."""
    entries = csv.DictReader(io.StringIO(build_eccn(data)["eccn.csv"]))
    headings = {row["eccn"]: row["heading"] for row in entries}
    text = (data / SUPPLEMENT).read_text(encoding="utf-8")
    return {"supp2_744.csv": to_csv(COLUMNS, items(text, headings))}


def items(text: str, headings: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The items of the supplement; ValueError names a line that is none."""
    category = ""
    for line in _lines(text):
        if match := _CATEGORY.match(line):
            category = match["number"]
        elif match := _ITEM.match(line):
            yield _item(f"({category})({match['number']})", match["eccn"], match["text"], headings)
        else:
            raise ValueError(f"no item of Supplement No. 2 to part 744: {line!r}")


def _lines(text: str) -> Iterator[str]:
    """The lines between the introduction and the source note of the supplement."""
    body = text.split("# Supplement No. 3", maxsplit=1)[0].split("requirement in § 744.21.\n", 1)[1]
    for line in body.splitlines():
        if line.startswith("["):
            return
        if line.strip():
            yield line.strip()


def _item(item: str, eccn: str, text: str, headings: Mapping[str, str]) -> dict[str, str]:
    heading = headings.get(eccn)
    if heading is None:
        raise ValueError(f"item {item} names {eccn}, which is not in the list")
    dates = _AUGUST_2026 if "9A012.a.1" in text else _APRIL_2020
    own = [p for p in _PARAGRAPH.findall(text) if p.startswith(f"{eccn}.")]
    return {
        "item": item,
        "eccn": eccn,
        "whole": "yes" if eccn in _COVERS or _plain(text) == _plain(heading) else "no",
        "within": ";".join(dict.fromkeys(own)),
        "text": text,
        "effective_to": "",
        **dates,
    }


def _plain(text: str) -> str:
    """Words only: without quotes, hyphens, asides on the list, and the marks at the end."""
    words = re.sub(r",? as follows|\(see list of items controlled\)", "", text.lower())
    words = words.replace("n.e.s.,", "n.e.s.")
    return " ".join(re.sub(r"[^a-z0-9.]+", " ", words).replace(". ", " ").rstrip(".").split())


if __name__ == "__main__":
    raise SystemExit(run(build, NEEDS))
