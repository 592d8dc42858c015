"""Build tariff_codes.csv: the tariff codes of Supplements No. 2, 4, 5 and 7 to part 746, by their first six digits.

From the lists of 2026-09-24 in ../shared/data, read from the supplements. Longer codes count by the six digits with
which they begin (paragraph (b) of each supplement).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.common import read_json, run, to_csv

LISTS = "law_2026-09-24/russia_hts_and_lists_2026-09-24.json"
NEEDS = (LISTS,)
COLUMNS = ("list", "code", "effective_from", "effective_to", "published_on", "cite", "source")
SUPPLEMENTS = {"supp2": 2, "supp4": 4, "supp5": 5, "supp7": 7}
_DAY = "2026-09-24"
_DIGITS = 6


def build(data: Path) -> Mapping[str, str]:
    """Build the table of tariff codes from the lists of 2026-09-24."""
    return {"tariff_codes.csv": to_csv(COLUMNS, codes(read_json(data / LISTS)["russiaHts"]))}


def codes(lists: Mapping[str, list[str]]) -> Iterator[dict[str, str]]:
    """A row for every code of every list; ValueError names one that has not six digits."""
    for name, number in SUPPLEMENTS.items():
        for code in lists[name]:
            if len(code) != _DIGITS or not code.isdigit():
                raise ValueError(f"{name}: {code!r} is no tariff code of six digits")
            yield {
                "list": f"746.S{number}",
                "code": code,
                "effective_from": _DAY,
                "effective_to": "",
                "published_on": _DAY,
                "cite": f"15 CFR Part 746 Supp. {number}",
                "source": f"the supplement as of {_DAY}; earlier days not seen",
            }


if __name__ == "__main__":
    raise SystemExit(run(build, NEEDS))
