"""Write coverage.toml of the OFAC rulebook: for each section that a rule cites, the days for which its text is shown.

Usage: python tools/build_ofac_coverage.py [--check]. It reads 31 CFR Chapter V as Markdown (eCFR of about January 27,
2025) from ../shared/data. With --check nothing is written; the exit status is 1 where the file is another. The note
that ends a section names its last amendment; since then the text that was read has held. A section without one has
the source note of its part.
"""

from __future__ import annotations

import gzip
import re
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from licet.regimes.us_ofac.rulebook import VERIFIED_TO, chapters
from tools.common import shared_data

LAW = "law_2025-01/ofac_31cfr_chapter_V_2025-01.md.gz"

HOME = Path(__file__).parents[1] / "src/licet/regimes/us_ofac"
_HEADING = re.compile(r"#### § §§? ?(?P<section>\d{3}\.\d+)")
_TITLE = re.compile(r"^\s*§ (?P<section>\d{3}\.\d+)\s+(?P<title>.+?)\s*$", re.MULTILINE)
_DAY = re.compile(r"(Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.? (\d{1,2}), (\d{4})")
_SOURCE = re.compile(r"\*\*Source:\*\*\s*(?P<note>.+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")

NOT_HELD = (
    ("programs", "Program tags whose law is not at hand",
     "each tag and what is missing stands in tables/programs.csv"),
    ("lists", "Menu-based sanctions, foreign sanctions evaders, Palestinian Legislative Council",
     "the lists do not say which measures an entry carries, or their law is not at hand"),
    ("general licenses", "General licenses on OFAC's site", "records without text"),
    ("E.O. 14024", "Directives 1A and 4 on the Central Bank and the Ministry of Finance of Russia",
     "known from general knowledge alone"),
    ("E.O. 14071", "Determinations on services to Russia", "known from OFAC's answers alone"),
    ("E.O. 14068", "Goods of Russian origin that may not be imported", "known from OFAC's answers alone"),
    ("560.418", "Release of technology", "undetermined for nationals of Cuba, Iran, North Korea and Syria"),
    ("542.208", "Petroleum of Syrian origin", "whether goods are petroleum is not asked by tariff code"),
)  # fmt: skip


def day_of(note: str) -> date | None:
    """The last day that a note names."""
    found = [date(int(year), _MONTHS.index(month) + 1, int(day)) for month, day, year in _DAY.findall(note)]
    return max(found, default=None)


def sections(text: str) -> dict[str, tuple[str, date | None]]:
    """Each section's title, and the first day for which its text is shown."""
    titles = {match["section"]: match["title"].rstrip(".") for match in _TITLE.finditer(text)}
    found: dict[str, tuple[str, date | None]] = {}
    source: date | None = None
    current = ""
    for line in text.splitlines():
        if (heading := _HEADING.match(line.strip())) is not None:
            current = heading["section"]
            found.setdefault(current, (titles.get(current, current), source))
        elif (note := _SOURCE.search(line)) is not None:
            source, current = day_of(note["note"]), ""
        elif current and re.match(r"\s*> \[\d+ FR", line):
            found[current] = (found[current][0], day_of(line) or found[current][1])
    return found


def cited() -> list[str]:
    """Every section of title 31 that a rule cites."""
    pattern = re.compile(r"31 CFR (\d{3}\.\d+)")
    cites = (cite.text for chapter in chapters() for rule in chapter.rules() for cite in rule.cites)
    return sorted({match[1] for match in map(pattern.match, cites) if match})


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', "'") + '"'


def coverage(text: str) -> str:
    """The file, from the text of the chapter."""
    known = sections(text)
    lines = [
        "# What the rulebook holds of OFAC's rules, section by section; made by tools/build_ofac_coverage.py.",
        "# verified_from: the last amendment that the section prints, since when its text of 2025 has held.",
    ]
    for section in cited():
        if section not in known:
            print(f"{section}: not in the text")
            continue
        title, since = known[section]
        first = VERIFIED_TO if since is None else min(since, VERIFIED_TO)
        status = "not_modeled" if section in {row[0] for row in NOT_HELD} else "modeled"
        lines += [
            "", "[[section]]", f"id = {quoted(section)}", f"title = {quoted(title)}", f'status = "{status}"',
            'source = "31 CFR Chapter V, eCFR of about January 27, 2025"', f"verified_from = {first}",
            f"verified_to = {VERIFIED_TO}", 'note = "as the rules that cite it say"',
        ]  # fmt: skip
    lines += ["", "[[section]]", 'id = "587"', 'title = "Orders on Russia beside E.O. 14024"', 'status = "outline"',
              'source = "OFAC FAQ 1034, 1053, 1059, 1216 and 1217"', f"verified_to = {VERIFIED_TO}",
              'note = "exclusions and new investment as OFAC answers; which services, is not held"']  # fmt: skip
    for code, title, note in NOT_HELD:
        if code not in cited():
            lines += ["", "[[section]]", f"id = {quoted(code)}", f"title = {quoted(title)}",
                      'status = "not_modeled"', 'source = ""', f"note = {quoted(note)}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> None:
    law, file = shared_data() / LAW, HOME / "coverage.toml"
    if not law.exists():
        print(f"skipped: {law} is not here (set LICET_SHARED)", file=sys.stderr)
        return
    text = coverage(gzip.decompress(law.read_bytes()).decode())
    if "--check" not in sys.argv[1:]:
        file.write_text(text, "utf-8")
    elif file.read_text("utf-8") != text:
        sys.exit(f"{file.name} is not as the text says: run python tools/build_ofac_coverage.py")


if __name__ == "__main__":
    main()
