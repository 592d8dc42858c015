"""Build the tables of destinations, the country chart with its footnotes, and the country groups.

Without options from the structured copies of 2026-07-23 in ../shared/data. With ``--chart-xml`` and
``--groups-xml`` from eCFR XML of parts 738 and 740 as the versioner API publishes it, and then ``--as-of``
says of which day, and ``--out`` where the tables go.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from licet.lawtexts.printed_tables import Chart, Groups, read_chart, read_groups
from tools.chart_history import GONE, Gone
from tools.common import TABLES, finish, read_json, run, to_csv
from tools.destinations import TERRITORIES, UNLISTED, iso_code
from tools.group_history import (
    ALLIANCE,
    COALITION,
    HISTORY,
    SUPPLEMENTS,
    TIERS,
    Membership,
    parties_to_the_cwc,
)

CHART = "ear_structured/country_chart_2026-07-23.json"
GROUPS = "ear_structured/country_groups_2026-07-23.json"
NEEDS = (CHART, GROUPS)

DATED = ("effective_from", "effective_to", "published_on", "cite", "source")
DESTINATIONS = (
    "destination",
    "name",
    "chart_name",
    "group_name",
    "listed",
    "pointer",
    "inherits_from",
    "basis",
)


@dataclass(frozen=True)
class Edition:
    """Which text was read: the day of the eCFR and, for the chart, the rule that set it out."""

    day: str
    chart_from: str
    chart_cite: str
    chart_source: str


# The eCFR of 2026-09-01 prints one citation under the chart, 90 FR 47189: the rule of 2025-09-30 set it
# out whole and nothing has amended it since, so the chart of 2026-07-23 is the chart of that rule.
SHARED = Edition(
    "2026-07-23", "2025-09-30", "90 FR 47189",
    "eCFR of 2026-07-23, as set out whole at 90 FR 47189; its effective day not seen, publication day taken",
)  # fmt: skip


def build(data: Path) -> Mapping[str, str]:
    """Build destinations, country_chart, country_footnotes and country_groups of 2026-07-23."""
    return tables(chart_from_json(data / CHART), groups_from_json(data / GROUPS), SHARED)


def chart_from_json(path: Path) -> Chart:
    printed = read_json(path)
    rows, pointers = printed["countries"], printed["embargoed"]
    return Chart(
        tuple(c.replace(" ", ":") for c in printed["columns"]),
        {name: tuple(c.replace(" ", ":") for c in row["marks"]) for name, row in rows.items()},
        {name: row["pointer"] for name, row in pointers.items()},
        {name: tuple(row["footnotes"]) for name, row in (rows | pointers).items()},
        {int(number): text for number, text in printed["footnotes"].items()},
    )


def groups_from_json(path: Path) -> Groups:
    return {group: tuple(names) for group, names in read_json(path)["groups"].items()}


def tables(chart: Chart, groups: Groups, edition: Edition) -> Mapping[str, str]:
    """The four tables, from whatever source the chart and the groups were read."""
    return {
        "destinations.csv": to_csv((*DESTINATIONS, *DATED), _destinations(chart, groups, edition)),
        "country_chart.csv": to_csv(("destination", "column", *DATED), _marks(chart, edition)),
        "country_footnotes.csv": to_csv(
            ("destination", "footnote", "text", *DATED), _footnotes(chart, edition)
        ),
        "country_groups.csv": to_csv(
            ("group", "destination", "member", *DATED), _groups(chart, groups, edition)
        ),
    }


def _chart_dates(edition: Edition) -> dict[str, str]:
    return {
        "effective_from": edition.chart_from,
        "effective_to": "",
        "published_on": edition.chart_from,
        "cite": edition.chart_cite,
        "source": edition.chart_source,
    }


def _destinations(chart: Chart, groups: Groups, edition: Edition) -> Iterator[dict[str, str]]:
    printed = {iso_code(name): name for name in (*chart.marks, *chart.pointers)}
    grouped = {iso_code(name): name for group in sorted(groups) for name in groups[group]}
    inherit = {t.code: t for t in TERRITORIES}
    for code in sorted(printed.keys() | grouped.keys() | inherit.keys() | UNLISTED.keys()):
        heir = inherit.get(code)
        name = printed.get(code, "")
        row = {
            "destination": code,
            "name": name or grouped.get(code) or (heir.name if heir else UNLISTED.get(code, "")),
            "chart_name": name,
            "group_name": grouped.get(code, ""),
            "listed": "pointer" if name in chart.pointers else "row" if name else "",
            "pointer": chart.pointers.get(name, ""),
            "inherits_from": heir.of if heir else "",
            "basis": heir.basis if heir else "",
            **_chart_dates(edition),
        }
        if heir:
            row |= {
                "effective_from": heir.effective_from,
                "published_on": heir.published_on,
                "cite": heir.cite,
                "source": heir.source,
            }
        yield row


def _marks(chart: Chart, edition: Edition) -> Iterator[dict[str, str]]:
    for code, name in _by_code(chart.marks):
        for column in chart.marks[name]:
            yield {"destination": code, "column": column, **_chart_dates(edition)}
        for gone in GONE:
            if gone.destination == code:
                yield from (_gone(gone, column) for column in gone.columns)


def _gone(gone: Gone, column: str) -> dict[str, str]:
    """A cell that no longer stands."""
    return {
        "destination": gone.destination,
        "column": column,
        "effective_from": "1996-03-25",
        "effective_to": gone.end,
        "published_on": "1996-03-25",
        "cite": "15 CFR Part 738 Supp. 1",
        "source": gone.source,
    }


def _footnotes(chart: Chart, edition: Edition) -> Iterator[dict[str, str]]:
    for code, name in _by_code(chart.footnotes):
        for number in chart.footnotes[name]:
            yield {
                "destination": code,
                "footnote": str(number),
                "text": chart.texts[number],
                **_chart_dates(edition),
            }


def _by_code(names: Mapping[str, object]) -> list[tuple[str, str]]:
    return sorted((iso_code(name), name) for name in names)


def _listed(chart: Chart) -> list[str]:
    """The destinations that the chart lists."""
    return [iso_code(name) for name in (*chart.marks, *chart.pointers)]


def _groups(chart: Chart, groups: Groups, edition: Edition) -> Iterator[dict[str, str]]:
    """Today's members with the earliest day on which each was seen, and who else came and went."""
    current = {(group, iso_code(name)) for group, names in groups.items() for name in names}
    told = {(m.group, m.destination) for m in HISTORY}
    contradicted = [m for m in _last_words() if (m.member == "yes") != ((m.group, m.destination) in current)]
    if contradicted:
        raise ValueError(f"the history contradicts the table of {edition.day}: {contradicted}")
    members = [_seen(group, code, edition) for group, code in current - told]
    for m in sorted(
        (
            *members,
            *_supplements(),
            *parties_to_the_cwc(_listed(chart)),
            *COALITION,
            *TIERS,
            *ALLIANCE,
            *HISTORY,
        ),
        key=lambda m: (m.group, m.destination, m.effective_from),
    ):
        yield {
            "group": m.group,
            "destination": m.destination,
            "member": m.member,
            "effective_from": m.effective_from,
            "effective_to": "",
            "published_on": m.published_on,
            "cite": m.cite,
            "source": m.source,
        }


def _last_words() -> list[Membership]:
    last = {(m.group, m.destination): m for m in sorted(HISTORY, key=lambda m: m.effective_from)}
    return list(last.values())


def _seen(group: str, code: str, edition: Edition) -> Membership:
    return Membership(
        group, code, "yes", edition.day, edition.day, "15 CFR Part 740 Supp. 1",
        f"eCFR of {edition.day}; earlier days not seen",
    )  # fmt: skip


def _supplements() -> Iterator[Membership]:
    for s in SUPPLEMENTS:
        for name in s.names:
            yield Membership(s.group, iso_code(name), "yes", s.published_on, s.published_on, s.cite, s.source)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--chart-xml", type=Path, help="eCFR XML of part 738")
    parser.add_argument("--groups-xml", type=Path, help="eCFR XML of part 740")
    parser.add_argument("--as-of", help="the day of that XML, YYYY-MM-DD")
    parser.add_argument("--out", type=Path, default=TABLES, help="folder for the tables")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a table differs")
    options = parser.parse_args(argv)
    if not options.chart_xml and not options.groups_xml:
        return run(build, NEEDS, ["--check"] if options.check else [])
    if not (options.chart_xml and options.groups_xml and options.as_of):
        parser.error("--chart-xml, --groups-xml and --as-of go together")
    chart = read_chart(options.chart_xml.read_text(encoding="utf-8"))
    groups = read_groups(options.groups_xml.read_text(encoding="utf-8"))
    edition = Edition(
        options.as_of,
        options.as_of,
        "15 CFR Part 738 Supp. 1",
        f"eCFR of {options.as_of}; earlier days not seen",
    )
    return finish(tables(chart, groups, edition), check=options.check, folder=options.out)


if __name__ == "__main__":
    raise SystemExit(main())
