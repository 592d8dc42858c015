"""``licet what``, ``check-file`` and ``screen-file`` on an export with headings, numbers and days of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from licet.cli.main import app

_HEADINGS = ["VBELN", "Position", "Warenempfänger Name", "Warenempfänger Land", "Teilenr.", "AL-Nr.", "Menge", "Wert",
             "Whg", "Liefertermin", "Sachbearbeiter"]  # fmt: skip
_LANDS = ["Deutschland", "Österreich", "Südkorea", "Großbritannien", "Frankreich", "JP"]
_LINES = 300
_DEFAULTS = "".join(
    f'[{topic}]\nvalue = "{value}"\npolicy = "Export policy 2026"\nby = "Maria Lopez"\n'
    for topic, value in (
        ("action", "export"),
        ("kind", "commodity"),
        ("end_use", "civil"),
        ("us_origin", "yes"),
    )
)


def lines() -> list[list[str]]:
    def line(number: int) -> list[str]:
        name, day = (
            f"Müller & Söhne Prüftechnik {number % 40} GmbH",
            f"{number % 28 + 1:02}.{number % 12 + 1:02}.2027",
        )
        order, place = str(4_500_000 + number // 3), str(10 * (number % 3 + 1))
        worth, count = f"1.2{number % 80 + 10},50", f"{number % 9 + 1},000"
        land, part = _LANDS[number % len(_LANDS)], f"TN-{number % 17:04}"
        return [order, place, name, land, part, "EAR 99", count, worth, "EUR", day, "Häußler"]

    return [line(number) for number in range(_LINES)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "defaults.toml").write_text(_DEFAULTS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same lines twice: as text with semicolons in Windows-1252 under a title, and as a workbook."""
    folder = tmp_path_factory.mktemp("export")
    rows = [["Offene Aufträge"], [], _HEADINGS, *lines()]
    text = "\r\n".join(";".join(row) for row in rows) + "\r\n"
    (folder / "auftraege.csv").write_bytes(text.encode("cp1252"))
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "auftraege.xlsx")
    return folder


@pytest.fixture
def licet(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    monkeypatch.setenv("LICET_HOME", str(home))

    def run(*words: object) -> tuple[int, str]:
        found = CliRunner().invoke(app, [str(word) for word in words])
        return found.exit_code, found.output

    return run


def test_a_testers_export_is_answered_in_one_run(
    licet: Callable[..., tuple[int, str]], export: Path, tmp_path: Path
) -> None:
    """300 of 300 lines once the mapping is confirmed, from text and workbook alike, with the policies used."""
    out = tmp_path / "out.csv"
    status, said = licet("check-file", export / "auftraege.csv", out)
    assert status == 2
    assert "nobody confirmed" in said
    assert not out.exists()
    status, said = licet(
        "check-file", export / "auftraege.csv", out, "--mapping", "erp", "--confirm", "--workers", 1
    )
    assert status == 0, said
    assert "300 lines answered, 0 could not be read" in said
    assert "By policy, the end use is civil (Export policy 2026, Maria Lopez)." in said
    answers = pl.read_csv(out, infer_schema=False)
    assert answers["Warenempfänger Name"][1] == "Müller & Söhne Prüftechnik 1 GmbH"
    assert answers["Sachbearbeiter"].unique().to_list() == ["Häußler"]
    assert answers["file_row"].to_list() == [str(row) for row in range(4, _LINES + 4)]
    assert answers["defaults"].str.contains("Maria Lopez").all()
    assert set(answers["answer"]) == {"no_license_required"}
    assert (
        licet("check-file", export / "auftraege.csv", out, "--mapping", "erp")[0] == 2
    )  # nothing is replaced unasked
    other = tmp_path / "out.xlsx"
    status, said = licet("check-file", export / "auftraege.xlsx", other, "--mapping", "erp", "--workers", 1)
    assert (status, other.exists()) == (0, True), said
    assert "300 lines answered" in said
    status, said = licet("explain", f"{out}.receipt.json", 1)
    assert status == 0, said
    assert "Export policy 2026, Maria Lopez" in " ".join(said.split())


def test_what_no_line_and_no_policy_says_is_named(
    licet: Callable[..., tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "a.csv", tmp_path / "out.csv"
    source.write_text("Auftrag;Kunde;Land;Material;ECCN\n1;Muster GmbH;DE;A-1;EAR99\n2;A GmbH;AT;A-2;EAR99\n")
    assert "set by no policy" not in licet("check-file", source, out, "--confirm", "--workers", 1)[1]
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "defaults.toml").write_text(_DEFAULTS.replace(_DEFAULTS.partition("[kind]")[0], ""))
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    status, said = licet("check-file", source, out, "--confirm", "--overwrite", "--workers", 1)
    assert status == 0, said
    assert "Not stated, and set by no policy: action (2 lines)" in said
    assert 'licet defaults set action=... --policy "where it is written"' in " ".join(said.split())
    act = ["defaults", "set", "action=export", "--policy", "Export policy", "--by", "Maria Lopez"]
    status, said = licet(*act)
    assert status == 0, said
    assert said.startswith("By policy, the action is export (Export policy, Maria Lopez, since ")
    said = licet("check-file", source, out, "--confirm", "--overwrite", "--workers", 1)[1]
    assert "Not stated" not in said
    assert "By policy, the action is export" in said


def test_a_customer_who_is_taken_for_the_consignee_is_named_so(
    licet: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    source, out = tmp_path / "a.csv", tmp_path / "out.csv"
    source.write_text("Auftrag;Kunde;Land;Material;Menge\n4711;Muster GmbH;DE;A-1;2\n", "utf-8")
    assert "the customer is taken for the ultimate consignee" in licet("what", source)[1]
    assert licet("check-file", source, out, "--confirm", "--workers", 1)[0] == 0
    assert "No consignee is named" in pl.read_csv(out)["defaults"][0]
    source.write_text(
        "Auftrag;Kunde;Warenempfänger;Land;Material;Menge\n1;Muster GmbH;Beispiel AG;DE;A;2\n", "utf-8"
    )
    assert "is taken for" not in licet("what", source)[1]


def test_every_fault_of_a_file_is_told_with_a_copy_to_correct(
    licet: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    rows = lines()[:4]
    rows[1][6], rows[2][3], rows[3][5] = "k.A.", "Nirgendwo", "3,00E+01"
    source = tmp_path / "a.csv"
    source.write_text("\n".join(";".join(row) for row in [_HEADINGS, *rows]), "utf-8")
    out = tmp_path / "out.csv"
    status, said = licet("check-file", source, out, "--confirm", "--workers", 1)
    assert status == 1, said
    found = [json.loads(line) for line in Path(f"{out}.bad.jsonl").read_text("utf-8").splitlines()]
    assert [(item["row"], item["key"], item["value"]) for item in found if "problem" in item] == [
        ("3", "Menge", "k.A."),
        ("4", "Warenempfänger Land", "Nirgendwo"),
        ("5", "AL-Nr.", "3,00E+01"),
    ]
    copy = Path(f"{out}.correct.csv")
    fixed = (
        copy.read_text("utf-8-sig")
        .replace("k.A.", "2,000")
        .replace("Nirgendwo", "Japan")
        .replace("3,00E+01", "3E001")
    )
    copy.write_text(fixed, "utf-8")
    status, said = licet("check-file", copy, tmp_path / "again.csv", "--confirm", "--workers", 1)
    assert status == 0, said
    assert "3 lines answered" in said


def test_what_says_which_command_takes_a_file(
    licet: Callable[..., tuple[int, str]], export: Path, tmp_path: Path
) -> None:
    status, said = licet("what", export / "auftraege.csv", "--save", "shown", "--json")
    document = json.loads(said)
    assert (status, document["what"], document["encoding"]) == (0, "orders", "Windows-1252")
    assert document["mapping"]["consignee.name"] == "Warenempfänger Name"
    assert document["carried_along"] == ["Sachbearbeiter"]
    sale, feed = tmp_path / "sale.json", tmp_path / "feed.json"
    sale.write_text('{"action": "export", "destination": "DE", "item": {}, "parties": []}', "utf-8")
    feed.write_text('{"results": [{"document_number": "2026-1", "title": "T"}]}', "utf-8")
    assert "one transaction" in licet("what", sale)[1]
    assert "Federal Register" in licet("what", feed)[1]
    assert licet("what", export / "auftraege.csv", "--column", "nonsense=Menge")[0] == 2


def test_every_party_of_a_shop_export_is_screened(
    licet: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    """The column Name holds order numbers; the companies stand under Billing and Shipping."""
    source = tmp_path / "shop.csv"
    source.write_text(
        "Name,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Billing Country,Shipping Name,"
        "Shipping Country\n"
        "#71901,1,Cable,5.00,Acme Inc.,US,Huawei Technologies Co. Ltd.,CN\n#71901,2,Hub,7.00,,,,\n",
        "utf-8",
    )
    out = tmp_path / "out.csv"
    status, said = licet("screen-file", source, out)
    assert status == 2
    assert "--mapping NAME --confirm" in said
    status, said = licet("screen-file", source, out, "--confirm", "--workers", 1)
    assert status == 0, said
    hits = pl.read_csv(out, infer_schema=False)
    assert set(hits["name"]) == {"Huawei Technologies Co. Ltd."}
    assert set(hits["row"]) == {"2", "3"}
    assert hits["Lineitem name"].to_list().count("Cable") == hits.filter(pl.col("row") == "2").height
