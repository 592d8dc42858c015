"""Table changes drafted from a printed text: only what differs, as rows that a package takes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.cli.command import run_command

from licet.classification.control_list import ControlList, control_list
from licet.regimes.us_ear import ear
from licet.rules.law_files import LawFile
from licet.rules.table import read_rows
from licet.services.law_drafts import AmendingDocument, LawDraftError, list_changes
from licet.services.law_packages.building import build
from licet.services.law_packages.checks import check_files
from licet.services.law_packages.package import open_package

DAY = date(2026, 12, 15)
GROUPS = ("A:1", "A:2", "A:3", "A:4", "A:5", "A:6", "D:1", "D:2", "D:3", "D:4", "D:5", "E:1", "E:2")
PLACES, _ = read_rows(LawFile("licet.regimes.us_ear") / "tables" / "destinations.csv")


def members(table: str, second: str) -> set[str]:
    """The destinations that have a row of a table in force on the day."""
    found = ear().tables[table]
    live = ((key, found.timeline(key)) for key in found.raw if key[1] == second)
    return {
        key[0] for key, line in live if line is not None and (row := line.at(DAY)) is not None and row.value
    }


def row(name: str, cells: list[str]) -> str:
    return f"<TR><TD>{escape(name)}</TD>{''.join(f'<TD>{cell}</TD>' for cell in cells)}</TR>"


def groups_xml(**changed: set[str]) -> str:
    """The Country Groups as the law in use has them; ``changed``: by group without its colon, other members."""
    live = {group: changed.get(group.replace(":", ""), members("country_groups", group)) for group in GROUPS}
    names = {place["destination"]: place["group_name"] for place in PLACES if place["group_name"]}
    parts = []
    for letter in "ADE":
        columns = [group for group in GROUPS if group.startswith(letter)]
        heads = "".join(f"<TH>[{group}] Words</TH>" for group in columns)
        rows = "".join(
            row(name, ["X" if code in live[group] else "" for group in columns])
            for code, name in names.items()
        )
        parts.append(f"<TABLE><THEAD><TR><TH>Country</TH>{heads}</TR></THEAD><TBODY>{rows}</TBODY></TABLE>")
    listed = "".join(
        f"<LI>{escape(names[code])}</LI>" for code in sorted(members("country_groups", "B")) if code in names
    )
    group_b = f"<HD1>Country Group B</HD1><SCOL2>{listed}</SCOL2><HD1>Country Group C [Reserved]</HD1>"
    section = '<DIV8 N="740.1" TYPE="SECTION"><HEAD>§ 740.1 Introduction.</HEAD><P>(a) Words.</P></DIV8>'
    return (
        f'<DIV5 N="740" TYPE="PART">{section}<DIV9 N="Supplement No. 1 to Part 740" TYPE="APPENDIX">'
        f"<HEAD>Supplement No. 1</HEAD>{parts[0]}{group_b}{parts[1]}{parts[2]}</DIV9></DIV5>"
    )


def drafted(folder: Path, text: str) -> tuple[str, str, Path]:
    """What the command says, its patch, and the folder of changed files."""
    old, new, out = folder / "old.xml", folder / "new_2026-12-15.xml", folder / "draft"
    old.write_text(groups_xml(), "utf-8")
    new.write_text(text, "utf-8")
    ended = run_command(
        "law", "draft", str(old), str(new), str(out), "--cite", "91 FR 70000", "--published", "2026-12-14",
        "--source", "made", "--from", DAY.isoformat(), env={"LICET_HOME": str(folder / "home")},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout, (out / "draft.patch").read_text("utf-8"), out / "changed"


def test_the_law_in_use_gives_no_draft(tmp_path: Path) -> None:
    said, patch, _ = drafted(tmp_path, groups_xml())
    assert said.startswith("0 changes drafted in 0 tables")
    assert patch == ""


def test_a_destination_that_joins_and_one_that_leaves_are_two_rows(tmp_path: Path) -> None:
    before = members("country_groups", "D:5")
    assert {"CN", "RU"} <= before
    assert "FJ" not in before
    said, patch, changed = drafted(tmp_path, groups_xml(D5=before - {"RU"} | {"FJ"}))
    assert "FJ joins Country Group D:5 on 2026-12-15." in said
    assert "RU leaves Country Group D:5 on 2026-12-15." in said
    added = [line for line in patch.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert added == [
        "+D:5,FJ,yes,2026-12-15,,2026-12-14,91 FR 70000,made",
        "+D:5,RU,no,2026-12-15,,2026-12-14,91 FR 70000,made",
    ]
    assert not [line for line in patch.splitlines() if line.startswith("-") and not line.startswith("---")]
    package = open_package(build("2026-12-14.1", Ed25519PrivateKey.generate(), changed))
    assert check_files(package) == ()


def test_what_cannot_be_cited_is_not_drafted() -> None:
    with pytest.raises(LawDraftError, match="--cite"):
        AmendingDocument(DAY, DAY, "a newspaper", "read")
    with pytest.raises(LawDraftError, match="read from"):
        AmendingDocument(DAY, DAY, "91 FR 70000", " ")


def test_marks_of_the_chart_begin_and_end(tmp_path: Path) -> None:
    first, second = (members("country_chart", column) for column in ("NS:1", "NS:2"))
    assert {"IS", "AL"} <= first
    assert "AL" in second
    assert "IS" not in second
    rows = row("Iceland", ["X", "X"]) + row("Albania", ["X", ""]) + row("Atlantis", ["", ""])
    chart = (
        '<DIV5 N="738" TYPE="PART"><DIV8 N="738.1" TYPE="SECTION"><HEAD>§ 738.1 Introduction.</HEAD><P>(a) Words.</P>'
        '</DIV8><DIV9 N="Supplement No. 1 to Part 738" TYPE="APPENDIX"><HEAD>Supplement</HEAD><TABLE><THEAD><TR>'
        f"<TH>Countries</TH><TH>NS 1</TH><TH>NS 2</TH></TR></THEAD><TBODY>{rows}</TBODY></TABLE></DIV9></DIV5>"
    )
    said, patch, changed = drafted(tmp_path, chart)
    assert "IS gets a mark in NS:2 of the Country Chart on 2026-12-15." in said
    assert "AL loses its mark in NS:2 of the Country Chart on 2026-12-15." in said
    assert said.count("of the Country Chart") == 2
    assert "+IS,NS:2,2026-12-15,,2026-12-14,91 FR 70000,made" in patch
    ended = [line for line in patch.splitlines() if line.startswith("+AL,NS:2,")]
    assert [line.split(",")[3] for line in ended] == ["2026-12-15"]
    assert "Atlantis is no destination" in (tmp_path / "draft" / "draft.md").read_text("utf-8")
    assert check_files(open_package(build("2026-12-14.1", Ed25519PrivateKey.generate(), changed))) == ()


def test_items_of_the_control_list_that_changed_are_rows() -> None:
    rows, _ = read_rows(LawFile("licet.classification") / "tables" / "control_list.csv")
    entry = control_list().entry("3A001")
    assert entry is not None
    first = next(passage for passage in entry.passages if passage.kind == "item")
    new = [item for item in rows if item["eccn"] != "0A501"]
    new += [{**new[0], "eccn": first.eccn, "paragraph": first.paragraph, "kind": "item", "text": "Other words",
             "seen_from": "2026-12-15", "seen_to": "2026-12-15"}]  # fmt: skip
    amendment = AmendingDocument(DAY, DAY, "91 FR 70000", "made")
    path, drafted_rows, says, unread = list_changes(ControlList(new, "made"), amendment)
    assert path == "licet.classification/tables/control_list.csv"
    assert says == [f"3A001.{first.paragraph} reads otherwise."]
    assert unread == ["ECCN 0A501 is gone from the Commerce Control List."]
    assert drafted_rows[:-1] == rows
    assert (drafted_rows[-1]["text"], drafted_rows[-1]["seen_from"]) == ("Other words", "2026-12-15")
