"""The tables of law in the package: dated, cited, complete, and free of conflicts. Needs no other file."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from licet.regimes.us_ear import ear
from licet.regimes.us_ear.item_flags import BY_PARAGRAPH, LVS_LISTS
from licet.regimes.us_ear.part_734.direct_product import SUPPLEMENT_4
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval

TABLES = Path(__file__).resolve().parents[2] / "src/licet/regimes/us_ear/tables"
DATED = {"effective_from", "effective_to", "published_on", "cite", "source"}
KEYS = {
    "huawei": ("entry_id",),
    "huawei_aliases": ("entry_id", "alias"),
    "removed_parties": ("entry_id",),
    "destinations": ("destination",),
    "country_chart": ("destination", "column"),
    "country_footnotes": ("destination", "footnote"),
    "country_groups": ("group", "destination"),
    "eccn": ("eccn",),
    "eccn_controls": ("eccn", "line"),
    "exceptions": ("eccn", "exception"),
    "paragraphs": ("eccn", "basis", "source"),
    "supp2_744": ("item",),
    "tariff_codes": ("list", "code"),
    "license_exceptions": ("symbol", "status"),
    "item_lists_740": ("list", "within"),
    "item_lists_742": ("list", "within"),
    "item_lists_744": ("list", "within"),
    "item_lists_734": ("list", "within"),
}
UNDATED = {
    "verified": ("table", "key"),
    "occupied_places": ("place", "kind", "country"),
    "anchors": ("title", "place", "as_of"),
}
"""What is no row of law: how far the law was read, names of places, and prints of the texts that were read."""
Record = dict[str, str]


def read(name: str) -> list[Record]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_table_is_tested() -> None:
    assert {path.stem for path in TABLES.glob("*.csv")} == set(KEYS) | set(UNDATED)


@pytest.mark.parametrize("name", UNDATED)
def test_every_undated_row_names_its_source_and_stands_once(name: str) -> None:
    rows = read(name)
    assert rows
    assert all(row["source"] for row in rows)
    keys = [tuple(row[k] for k in UNDATED[name]) for row in rows]
    assert sorted(set(keys)) == sorted(keys)
    for row in rows:
        if name == "occupied_places":
            Citation.parse(row["cite"])
        elif name == "anchors":
            date.fromisoformat(row["as_of"])
        else:
            assert date.fromisoformat(row["verified_from"]) <= date.fromisoformat(row["verified_to"])


@pytest.mark.parametrize("name", KEYS)
def test_every_row_is_dated_and_cited(name: str) -> None:
    rows = read(name)
    assert rows
    assert set(rows[0]) >= DATED
    for row in rows:
        Citation.parse(row["cite"])
        assert row["source"], row
        date.fromisoformat(row["published_on"])


@pytest.mark.parametrize("name", KEYS)
def test_no_two_rows_of_one_key_conflict(name: str) -> None:
    grouped: dict[tuple[str, ...], list[Row[Record]]] = defaultdict(list)
    for row in read(name):
        end = date.fromisoformat(row["effective_to"]) if row["effective_to"] else None
        span = Interval(date.fromisoformat(row["effective_from"]), end)
        known = date.fromisoformat(row["published_on"])
        grouped[tuple(row[k] for k in KEYS[name])].append(
            Row(span, known, row, Citation.parse(row["cite"]), row["source"])
        )
    for key, rows in grouped.items():
        Timeline(f"{name} {key}", rows)


def state(entry_id: str, day: str) -> Record | None:
    live = [r for r in read("huawei") if r["entry_id"] == entry_id and r["effective_from"] <= day]
    return max(live, key=lambda r: r["published_on"], default=None)


def test_huawei_itself_through_time() -> None:
    parent = "EL:huawei-technologies-co-ltd:CN"
    assert state(parent, "2019-05-15") is None
    days = ["2019-05-16", "2020-05-15", "2020-06-18", "2020-08-17", "2022-02-03", "2022-09-09"]
    states = [state(parent, day) for day in days]
    assert [s and (s["cite"], s["footnotes"], s["excludes"]) for s in states] == [
        ("84 FR 22961", "", ""),
        ("85 FR 29849", "1", ""),
        ("85 FR 36719", "1", "standards_technology"),
        ("85 FR 51596", "1;2", "standards_technology;cybersecurity_disclosure"),
        ("87 FR 6022", "1;2", "standards_technology;cybersecurity_disclosure"),
        ("87 FR 55241", "1;2", "cybersecurity_disclosure"),
    ]


def test_153_entities_all_under_presumption_of_denial() -> None:
    rows = read("huawei")
    assert len({r["entry_id"] for r in rows}) == 153
    assert {r["policy"] for r in rows} == {"Presumption of denial"}


def test_affiliates_inside_the_parents_row_are_unknown_in_summer_2019() -> None:
    inside = [r for r in read("huawei") if r["listed_under"]]
    assert len({r["entry_id"] for r in inside}) == 22
    assert {(r["listed_since_known"], r["not_before"]) for r in inside} == {("no", "2019-05-16")}


def test_every_alias_belongs_to_an_entry() -> None:
    entries = {r["entry_id"] for r in read("huawei")}
    assert {r["entry_id"] for r in read("huawei_aliases")} <= entries


def test_the_chart_marks_only_its_own_rows() -> None:
    destinations = {r["destination"]: r for r in read("destinations")}
    marks = read("country_chart")
    assert {r["destination"] for r in marks} <= {d for d, r in destinations.items() if r["listed"] == "row"}
    # AT:1 and AT:2 have no mark left: what they control goes to destinations that are pointers.
    live = [r for r in marks if not r["effective_to"]]
    assert len({r["column"] for r in live}) == 14
    assert {r["column"][:2] for r in live} == {"CB", "NP", "NS", "MT", "RS", "FC", "CC"}


def test_embargoed_rows_are_pointers_and_never_empty_rows() -> None:
    pointers = {r["destination"] for r in read("destinations") if r["listed"] == "pointer"}
    assert pointers == {"CU", "IR", "KP", "SY"}
    assert not pointers & {r["destination"] for r in read("country_chart")}


def test_who_inherits_is_no_row_of_its_own_but_liechtenstein() -> None:
    rows = {r["destination"]: r for r in read("destinations")}
    heirs = {d: r["inherits_from"] for d, r in rows.items() if r["inherits_from"]}
    assert [d for d in heirs if rows[d]["listed"]] == ["LI"]
    assert (heirs["HK"], heirs["LI"], heirs["KY"], heirs["GL"]) == ("CN", "CH", "GB", "DK")
    assert {rows[h]["listed"] for d, h in heirs.items() if h != "US"} == {"row"}
    assert "MO" not in heirs
    for unlisted in ("CK", "NU", "PS", "AQ"):  # known, so that the answer says what law is not held
        assert (rows[unlisted]["listed"], rows[unlisted]["inherits_from"]) == ("", "")


def test_liechtenstein_has_the_marks_of_switzerland() -> None:
    marks = {d: {r["column"] for r in read("country_chart") if r["destination"] == d} for d in ("LI", "CH")}
    assert marks["LI"] == marks["CH"]


def member(group: str, destination: str, day: str) -> bool:
    rows = [
        r
        for r in read("country_groups")
        if (r["group"], r["destination"]) == (group, destination) and r["effective_from"] <= day
    ]
    return bool(rows) and max(rows, key=lambda r: r["published_on"])["member"] == "yes"


def test_groups_through_time() -> None:
    assert member("E:1", "SD", "2020-06-01")
    assert not member("E:1", "SD", "2021-01-14")
    assert member("E:2", "CU", "2019-10-10")
    assert not member("E:1", "CU", "2026-07-23")
    assert member("D:5", "KH", "2026-02-03")
    assert not member("D:5", "KH", "2026-02-04")
    assert member("B", "NI", "2024-03-14")
    assert member("D:5", "NI", "2024-03-15")
    assert not member("B", "NI", "2024-03-15")
    assert not member("D:5", "MO", "2026-07-23")  # Macau is named beside D:5 wherever it is meant


def marked(column: str, day: str = "9999-12-31") -> set[str]:
    """Destinations with a mark in a column on a day; without a day, those whose mark has no end."""
    return {
        r["destination"]
        for r in read("country_chart")
        if r["column"] == column and r["effective_from"] <= day < (r["effective_to"] or "9999-12-32")
    }


def test_marks_that_ended_hold_up_to_their_day() -> None:
    """89 FR 28594 of April 19, 2024 (Australia, Britain) and 86 FR 4929 of January 14, 2021 (Sudan)."""
    for column in ("NS:1", "MT:1", "RS:1"):
        assert marked(column, "2024-04-18") >= {"AU", "GB"}
        assert not marked(column, "2024-04-19") & {"AU", "GB"}
    for column in ("AT:1", "AT:2"):
        assert marked(column, "2021-01-13") == {"SD"}
        assert marked(column, "2021-01-14") == set()


def rows_of_the_chart() -> set[str]:
    return {r["destination"] for r in read("destinations") if r["listed"] == "row"}


def group(name: str) -> set[str]:
    return {r["destination"] for r in read("country_groups") if r["group"] == name and r["member"] == "yes"}


def test_the_chart_agrees_with_the_words_of_part_742() -> None:
    """742.4(a)(1), (2), 742.6(a)(1), (4) and 742.3(a)(1), (2) say in words whom four columns spare."""
    rows = rows_of_the_chart()
    assert rows - marked("NS:1") == {"AU", "CA", "GB"}
    assert rows - marked("RS:1") == {"AU", "CA", "GB"}
    partners = group("A:1") - {"US"} | {"LI"}  # Liechtenstein as Switzerland
    assert rows - marked("NS:2") == partners
    assert rows - marked("RS:2") == partners | {"IN"}
    assert rows - marked("NP:1") == (group("A:4") - {"US"}) | {"LI"}
    assert marked("NP:2") == (group("D:2") & rows) | {"CN", "MO"}


def test_every_column_of_a_control_is_one_of_the_chart() -> None:
    columns = {r["column"] for r in read("eccn_controls")} - {""}
    chart = {r["column"] for r in read("country_chart")} | {"AT:1", "AT:2"}
    assert columns <= chart


def test_every_control_and_exception_belongs_to_an_entry() -> None:
    entries = {r["eccn"] for r in read("eccn")}
    assert {r["eccn"] for r in read("eccn_controls")} <= entries
    assert {r["eccn"] for r in read("exceptions")} <= entries


def test_named_destinations_and_groups_of_controls_exist() -> None:
    known = {r["destination"] for r in read("destinations")} | {r["group"] for r in read("country_groups")}
    for row in read("eccn_controls"):
        for word in f"{row['to']};{row['not_to']}".split(";"):
            assert word in known | {"", "*"}, row


def test_paragraphs_of_a_control_are_of_its_own_entry() -> None:
    for row in read("eccn_controls"):
        paragraphs = [
            p for p in f"{row['scope']};{row['except']}".split(";") if p not in {"", "entire", "text"}
        ]
        assert all(p.startswith(f"{row['eccn']}.") for p in paragraphs), row
        assert (row["scope"] == "text") <= (row["exact"] == "no")


def test_supplement_2_of_part_744_names_entries_of_the_list() -> None:
    items = {r["eccn"]: r for r in read("supp2_744")}
    assert len(items) == 52
    assert set(items) <= {r["eccn"] for r in read("eccn")}
    assert (items["5A992"]["whole"], items["3A991"]["whole"], items["5D992"]["whole"]) == (
        "yes",
        "yes",
        "yes",
    )
    assert (items["5A991"]["whole"], items["5A991"]["within"]) == ("no", "5A991.a;5A991.b.7;5A991.f")
    assert items["9A012"]["effective_from"] == "2026-08-13"


def test_every_list_of_items_is_read_by_a_rule() -> None:
    """Footnotes 7 and 10 of the chart once stood in a list that no rule read: sales went free."""
    rules = repr(ear().rules)
    lists = {row["list"] for name in KEYS if name.startswith("item_lists") for row in read(name)}
    inside = {name for pair in BY_PARAGRAPH.values() for name in pair} | set(
        LVS_LISTS
    )  # read by the flags of the exceptions
    assert {name for name in lists - inside if f"'item.is.{name}'" not in rules} == set()


def test_lists_of_supplements_stand_beside_the_groups() -> None:
    assert len(group("740.S3")) == 36
    assert {"SM", "VA"} < group("744.S3")


def test_every_removed_party_ends_with_its_removal() -> None:
    states = defaultdict(list)
    for row in read("removed_parties"):
        states[row["entry_id"]].append(row["listed"])
    assert all(said == ["yes"] * (len(said) - 1) + ["no"] and len(said) > 1 for said in states.values())


def test_the_countries_of_supplement_4_to_part_742_are_those_of_the_table() -> None:
    """The rule for footnote 5 names them itself, so that answers of earlier days do not rest on the table."""
    table = {row["destination"] for row in read("country_groups") if row["group"] == "742.S4"}
    assert set(SUPPLEMENT_4) == table
