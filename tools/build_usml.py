"""Build the tables of the ITAR regime: paragraphs of the U.S. Munitions List, and the countries of 22 CFR 126.1.

From the outline of 22 CFR 121.1 as of September 1, 2026, and from the list of countries of 2026, in ../shared/data.
Ranges of the outline (``a(1)-(3)``) become one row each. A category or paragraph counts as significant military
equipment, or as an MTCR article, only where all that stands below it does; where it is mixed it is in neither table's
universe, so that the answer asks for the finer paragraph.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.common import REPO, run, to_csv

OUTLINE = "law_2026-09-24/usml_2026-09-01_outline.tsv"
COUNTRIES = "law_2026-09-24/itar_126_1_2026.tsv"
NEEDS = (OUTLINE, COUNTRIES)
FOLDER = REPO / "src/licet/regimes/us_itar/tables"
DATED = ("effective_from", "effective_to", "published_on", "cite", "source")
USML_COLUMNS = ("paragraph", "property", "description", *DATED)
COUNTRY_COLUMNS = ("country", "kind", "paragraph", "member", *DATED)

_RANGE = re.compile(r"([a-z])\((\d+)\)-\((\d+)\)")
_PLACE = re.compile(r"([a-z])(?:\((\d+)\))?")
_READ = "2026-09-01"
_SOURCE = "outline of 22 CFR 121.1 as of September 1, 2026, in words of our own; earlier wordings not read"

PARAGRAPHS = {
    "IQ": "f", "AF": "g", "ER": "h", "CD": "i", "HT": "j", "LY": "k", "RU": "l", "SO": "m", "ET": "n", "KH": "o",
    "NI": "p", "CY": "r", "ZW": "s", "LB": "t", "CF": "u", "SD": "v", "SS": "w",
}  # fmt: skip
"""The paragraph of 126.1 on each country of (d)(2), from the text of January 2025."""
_TEXT_2025 = "2025-01-27"
_SINCE = {
    "RU": ("2021-03-18", "86 FR 14802"),
    "ET": ("2021-11-01", "86 FR 60165"),
    "KH": ("2021-12-09", "86 FR 70053"),
    "NI": ("2024-03-15", "89 FR 18796"),
}
"""The day on which State added a country, and where, from general knowledge of the notices."""
_ENDS = {"SY": "2026-10-01", "KH": "2025-11-07"}
"""The first day on which a country no longer stood in 126.1(d)."""


def build(data: Path) -> Mapping[str, str]:
    """Build the tables of the U.S. Munitions List and of the countries of 22 CFR 126.1."""
    outline = [row for row in _rows(data / OUTLINE) for row in _expanded(row)]
    return {
        "usml.csv": to_csv(USML_COLUMNS, _usml(outline)),
        "itar_126_1.csv": to_csv(COUNTRY_COLUMNS, _countries(_rows(data / COUNTRIES))),
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            {k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(stream, delimiter="\t")
        ]


def _expanded(row: dict[str, str]) -> Iterator[dict[str, str]]:
    """The rows of a range of paragraphs; ValueError names a paragraph that is none."""
    found = _RANGE.fullmatch(row["paragraph"])
    if found is None:
        if _PLACE.fullmatch(row["paragraph"]) is None:
            raise ValueError(f"{row['paragraph']!r} is no paragraph of Category {row['category']}")
        yield row
        return
    letter, first, last = found[1], int(found[2]), int(found[3])
    for number in range(first, last + 1):
        yield {**row, "paragraph": f"{letter}({number})"}


def _usml(outline: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """A row for every paragraph, the categories and paragraphs above them included, by property."""
    marks: dict[str, list[tuple[str, str]]] = defaultdict(list)
    words: dict[str, str] = {}
    for row in outline:
        place = _place(row["category"], row["paragraph"])
        words[place] = row["description"]
        for above in _above(place):
            marks[above].append((row["SME"], row["MT"]))
    for place, below in marks.items():
        named = words.get(place, "")
        cite = f"22 CFR 121.1 Cat. {_printed(place)}"
        yield _row(place, "listed", named, cite)
        for number, name in ((0, "sme"), (1, "mtcr")):
            said = {pair[number] for pair in below}
            if said == {"yes"}:
                yield _row(place, name, named, cite)
            elif said != {"no"}:
                yield _row(place, f"{name}_in_part", named, cite)


def _place(category: str, paragraph: str) -> str:
    """A paragraph in the form in which facts are compared: ``xi(c)(1)``."""
    found = _PLACE.fullmatch(paragraph)
    assert found is not None  # _expanded looked
    number = f"({found[2]})" if found[2] else ""
    return f"{category.lower()}({found[1]}){number}"


def _printed(place: str) -> str:
    category, _, rest = place.partition("(")
    return category.upper() + (f"({rest}" if rest else "")


def _above(place: str) -> Iterator[str]:
    """A paragraph and all that it stands below: ``xi(c)(1)``, ``xi(c)``, ``xi``."""
    parts = place.split("(")
    for count in range(len(parts), 0, -1):
        yield "(".join(parts[:count])


def _row(place: str, name: str, words: str, cite: str) -> dict[str, str]:
    return {
        "paragraph": place, "property": name, "description": words, "effective_from": _READ, "effective_to": "",
        "published_on": _READ, "cite": cite, "source": _SOURCE,
    }  # fmt: skip


def _countries(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """A row for every country; Cyprus has one of its own kind, since its policy is suspended year by year."""
    for row in rows:
        code = row["iso2"]
        if code == "CY":
            yield from _cyprus()
            continue
        kind = "denial" if row["kind"] == "denial" else "partial"
        letter = PARAGRAPHS.get(code, "")
        place = "22 CFR 126.1(d)(1)" if kind == "denial" else f"22 CFR 126.1({letter})"
        day, cite = _SINCE.get(code, (_READ if kind == "denial" else _TEXT_2025, place))
        source = _country_source(code, kind)
        yield _country(code, kind, letter, "yes", (day, _ENDS.get(code, "")), cite, source)


def _cyprus() -> Iterator[dict[str, str]]:
    text = "126.1(r)(2) as of January 2025: suspended from October 1, 2024, through September 30, 2025"
    yield _country("CY", "yearly", "r", "no", ("2024-10-01", "2025-10-01"), "22 CFR 126.1(r)(2)", text)
    later = f"{text}; a later suspension was not looked up"
    yield _country("CY", "yearly", "r", "yes", ("2025-10-01", ""), "22 CFR 126.1(r)", later)


def _country(
    code: str, kind: str, letter: str, member: str, days: tuple[str, str], cite: str, source: str
) -> dict[str, str]:
    return {
        "country": code, "kind": kind, "paragraph": letter, "member": member, "effective_from": days[0],
        "effective_to": days[1], "published_on": days[0], "cite": cite, "source": source,
    }  # fmt: skip


def _country_source(code: str, kind: str) -> str:
    where = (
        "the list of 126.1(d)(1) in 2026"
        if kind == "denial"
        else "126.1 as of January 2025 and its list in 2026"
    )
    ends = f"; out from {_ENDS[code]} (notices of State, by their summaries)" if code in _ENDS else ""
    since = "the first day from general knowledge" if code in _SINCE else "the first day was not looked up"
    return f"{where}; {since}{ends}"


if __name__ == "__main__":
    raise SystemExit(run(build, NEEDS, folder=FOLDER))
