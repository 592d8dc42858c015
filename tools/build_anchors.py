"""Write the anchors of the EAR: by paragraph, the fingerprint of the words that the rulebook was read from.

Only sections that some rule, table or note of coverage cites are anchored. Hashes alone are kept, never the text.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from licet.lawtexts.anchors import COLUMNS, Anchor, anchors_of, part_of, section_of
from licet.lawtexts.formats import read_text
from licet.regimes.us_ear import ear
from licet.rules.citation import place_of
from tools.common import run, to_csv

SOURCES = (
    (
        "law_2026-09-24/ear_parts_736_746_2026-09-24.json",
        date(2026, 9, 24),
        "eCFR of 2026-09-24, parts 736 and 746",
    ),
    ("law_2026-09-24/ear_part_746_2026-09-24.md", date(2026, 9, 24), "eCFR of 2026-09-24, part 746"),
    *(
        (
            f"ear_text/ecfr_2026-09-01/{name}.md",
            date(2026, 9, 1),
            "eCFR of 2026-09-01, copied without italics",
        )
        for name in (
            "part-734_section-734.4",
            "part-734_sections-734.3-734.9",
            "part-738_section-738.4",
            "part-740_sections-740.2-740.3",
            "part-744_sections-744.11-744.16",
            "part-744_sections-744.21-744.23",
            "part-744_supplements-2-3_and_4-intro",
        )
    ),
    (
        "ear_text/ecfr_title15_chapterVII_parts745-774_2025-01.md.gz",
        date(2025, 1, 27),
        "eCFR of January 2025, words in italics lost",
    ),
)


NEEDS = tuple(name for name, _, _ in SOURCES)


def build(data: Path) -> Mapping[str, str]:
    """Build the table of anchors from the copies of the EAR."""
    cited = _cited()
    newest: dict[str, Anchor] = {}
    for name, day, source in SOURCES:  # the newest copy of a section comes first, and it alone counts
        done = {section_of(place) for place in newest}
        for anchor in anchors_of(read_text(data / name), day, source):
            section = section_of(anchor.place)
            if section not in done and {section, part_of(anchor.place)} & cited:
                newest[anchor.place] = anchor
    rows = (dict(zip(COLUMNS, anchor.row(), strict=True)) for anchor in newest.values())
    return {"anchors.csv": to_csv(COLUMNS, rows)}


def _cited() -> set[str]:
    """The sections, and the parts cited as a whole, on which rules, tables and notes of coverage rest."""
    book = ear()
    cites = [cite for rule in book.rules for cite in rule.cites]
    cites += [table.cite for table in book.tables.values()]
    places = [found[1] for cite in cites if (found := place_of(cite)) is not None]
    return {section_of(place) for place in (*places, *book.coverage)}


if __name__ == "__main__":
    raise SystemExit(run(build, NEEDS))
