"""``licet screen`` and ``licet screen-file`` as people and scripts use them."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.cli.command import Ended, run_command

COLUMNS = (
    "source", "entity_number", "type", "programs", "name", "addresses", "federal_register_notice",
    "start_date", "end_date", "standard_order", "license_requirement", "license_policy", "alt_names",
)  # fmt: skip
PARTIES = [
    ("Zarya Trading", "1 Road, Moscow, RU", "2019-05-16", "The Dawn; Rassvet"),
    ("Wuhan Iron and Steel Group", "2 Road, Wuhan, CN", "2021-07-01", ""),
    *((f"Unlike Name Number {number}", "3 Road, Xi'an, CN", "2019-05-16", "") for number in range(30)),
]


def listed(path: Path) -> Path:
    """A small list in the official format."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.DictWriter(stream, COLUMNS, restval="")
        rows.writeheader()
        for name, address, since, aliases in PARTIES:
            rows.writerow(
                {
                    "source": "Entity List (EL) - Bureau of Industry and Security",
                    "name": name,
                    "addresses": address,
                    "start_date": since,
                    "license_policy": "Denial",
                    "alt_names": aliases,
                }
            )
    return path


@pytest.fixture
def licet(tmp_path: Path) -> Any:
    def run(*words: str) -> Ended:
        return run_command(*words, env={"LICET_HOME": str(tmp_path / "home"), "COLUMNS": "160"})

    return run


@pytest.fixture
def adopted(licet: Any, tmp_path: Path) -> None:
    path = listed(tmp_path / "csl_2022-01-10.csv")
    made = licet("lists", "adopt", str(path), "--accept-anyway", "a sample", "--as-whole")
    assert made.returncode == 0, made.stdout + made.stderr


def found(licet: Any, *words: str) -> Any:
    said = licet("screen", *words, "--json")
    assert (said.returncode, said.stderr) == (0, "")
    return json.loads(said.stdout)


def test_without_lists_the_shipped_entries_are_searched_and_it_says_so(licet: Any) -> None:
    said = licet("screen", "华为技术有限公司", "--country", "China", "--as-of", "2019-10-10")
    assert said.returncode == 0
    assert said.stdout.startswith("No list has been adopted: only the Huawei entries")
    assert "Huawei Technologies Co., Ltd.  (EL; CN)" in said.stdout
    assert "stands on the list on 2019-10-10 (84 FR 22961)" in said.stdout
    assert "The country agrees: CN." in said.stdout
    lines = [line for line in said.stdout.splitlines() if line.startswith("    ")]
    assert not any("+0." in line for line in lines), "the arithmetic is behind --explain"


def test_whether_an_entry_stands_follows_the_day(licet: Any) -> None:
    name = "Huawei Technologies Co., Ltd."
    days = {"2019-05-15": "no", "2019-05-16": "yes"}
    for day, stands in days.items():
        hits = found(licet, name, "--country", "CN", "--as-of", day)["hits"]
        best = next(hit for hit in hits if hit["entry_id"] == "EL:huawei-technologies-co-ltd:CN")
        assert (best["verdict"], best["stands"], best["score"]) == ("match", stands, 1.0)


def test_the_waterfall_adds_up_to_the_score(licet: Any) -> None:
    from math import exp  # noqa: PLC0415

    hit = found(licet, "Huawei Technologys", "--country", "CN")["hits"][0]
    odds = sum(reason["moved"] for reason in hit["reasons"])
    assert 1 / (1 + exp(-odds)) == pytest.approx(hit["score"], abs=1e-3)
    assert all(reason["words"] for reason in hit["reasons"])
    assert 0 < len(hit["why"]) <= 5
    said = licet("screen", "Huawei Technologys", "--country", "CN", "--explain")
    assert "the country is one of the entry's" in said.stdout


def test_a_clear_name_is_answered_with_its_nearest(licet: Any) -> None:
    document = found(licet, "Huber Bakery of Springfield")
    assert (document["verdict"], document["hits"]) == ("clear", [])
    said = licet("screen", "Huber Bakery of Springfield")
    assert "clear: no entry is like 'Huber Bakery of Springfield'." in said.stdout
    assert "The nearest is" in said.stdout


@pytest.mark.usefixtures("adopted")
def test_adopted_lists_are_searched_with_the_shipped_ones(licet: Any) -> None:
    document = found(licet, "Rassvet", "--country", "RU", "--as-of", "2022-02-01")
    hit = document["hits"][0]
    assert (hit["listed_name"], hit["matched_name"], hit["stands"]) == ("Zarya Trading", "Rassvet", "yes")
    assert [item["entries"] for item in document["lists"]] == [32, 153 + 16]
    assert "not the whole Consolidated Screening List" in document["caveats"][0]
    assert found(licet, "Huawei Technologies")["hits"][0]["list"] == "EL"
    assert found(licet, "Wuhan Iron and Steel Group", "--as-of", "2020-01-01")["hits"][0]["stands"] != "yes"


@pytest.mark.usefixtures("adopted")
def test_what_had_not_been_published_is_not_searched(licet: Any) -> None:
    document = found(licet, "Zarya Trading", "--known-as-of", "2021-12-31")
    assert (document["hits"], len(document["lists"])) == ([], 1)


@pytest.mark.usefixtures("adopted")
def test_equal_names_elsewhere_are_shown_with_a_remark(licet: Any) -> None:
    hit = found(licet, "Zarya Trading", "--country", "US")["hits"][0]
    assert (hit["verdict"], hit["remark"]) == ("match", "but it is listed in RU, not in US")
    assert "it is listed in RU, not in US" in licet("screen", "Zarya Trading", "--country", "US").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("???",), "nothing in this name can be compared"),
        (("Huawei", "--country", "Ruritania"), "'Ruritania' is no country"),
        (("Huawei", "--as-of", "soon"), "--as-of: 'soon' is no date"),
    ],
)
def test_bad_input_is_named(licet: Any, words: tuple[str, ...], said: str) -> None:
    done = licet("screen", *words)
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True)


@pytest.mark.usefixtures("adopted")
def test_a_file_is_screened_into_a_workbook(licet: Any, tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.xlsx"
    people = ["7,=Zarya Trading,Russia", "8,Miller Bakery,US", "9,,US", "10,Huawei Tech Co Ltd,CN"]
    source.write_text("\n".join(["no,firm,land", *people]), "utf-8")
    columns = ("--name-column", "Firm", "--country-column", "land", "--id-column", "no")
    done = licet("screen-file", str(source), str(output), *columns, "--as-of", "2022-02-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 rows: 2 match, 0 review, 1 clear, 0 not compared" in done.stdout
    assert "1 could not be screened." in done.stdout
    head, *rows = load_workbook(output)["Hits"].iter_rows(values_only=True)
    first = dict(zip(map(str, head), rows[0], strict=True))
    assert (first["row"], first["id"], first["name"]) == (2, "7", "'=Zarya Trading")
    assert (first["listed_name"], first["stands"], first["decision"]) == ("Zarya Trading", "yes", None)
    assert "out.xlsx.bad.jsonl" in done.stdout
    bad = json.loads((tmp_path / "out.xlsx.bad.jsonl").read_text("utf-8"))
    assert (bad["number"], bad["problem"]) == (4, "no name")


def test_many_processes_answer_without_lists(licet: Any, tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("name\n" + "Miller Bakery\n" * 9000 + "Huawei Technologies\n", "utf-8")
    done = licet("screen-file", str(source), str(output), "--workers", "2", "--limit", "1", "--json")
    report = json.loads(done.stdout)
    assert (report["rows"], report["match"] + report["review"], report["clear"]) == (9001, 1, 9000)
    assert report["caveats"][0].startswith("No list has been adopted")
    with output.open(encoding="utf-8", newline="") as stream:
        assert [row["row"] for row in csv.DictReader(stream)] == ["9002"]


@pytest.mark.parametrize(
    ("source", "output", "said"),
    [
        ("none.csv", "out.csv", "none.csv: No such file"),
        ("in.csv", "out.doc", "out.doc: .doc: not one of"),
        ("in.csv", "in.csv", "would overwrite the input"),
        ("what.csv", "out.csv", "no column is known to hold the party's name"),
    ],
)
def test_a_file_that_cannot_be_is_named(
    licet: Any, tmp_path: Path, source: str, output: str, said: str
) -> None:
    (tmp_path / "in.csv").write_text("firm\nMiller\n", "utf-8")
    (tmp_path / "what.csv").write_text("what\nMiller\n", "utf-8")
    done = licet("screen-file", str(tmp_path / source), str(tmp_path / output))
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True), done.stderr
    assert (tmp_path / "in.csv").read_text("utf-8") == "firm\nMiller\n"


@pytest.mark.usefixtures("adopted")
def test_the_gate_is_open_only_for_what_was_screened_and_is_clear(licet: Any, tmp_path: Path) -> None:
    assert licet("screen", "Huber Bakery of Springfield", "--gate").returncode == 0
    assert licet("screen", "Wuhan Iron and Steel Group", "--gate").returncode == 1
    source, output = tmp_path / "in.csv", str(tmp_path / "out.csv")
    for lines, expected in [
        (["Huber Bakery of Springfield,US"], 0),
        (["Huber Bakery of Springfield,US", "Wuhan Iron and Steel Group,CN"], 1),
        (["Huber Bakery of Springfield,US", ",US"], 1),
        (["Huber Bakery of Springfield,Ruritania"], 1),
    ]:
        source.write_text("\n".join(["firm,land", *lines]), "utf-8")
        assert licet("screen-file", str(source), output, "--gate", "--overwrite").returncode == expected, (
            lines
        )


@pytest.mark.usefixtures("adopted")
def test_a_file_in_which_nothing_can_be_screened_is_no_success(licet: Any, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("customer\n#71901\n#71902\n", "utf-8")
    done = licet("screen-file", str(source), str(tmp_path / "out.csv"), "--name-column", "customer")
    assert (done.returncode, "no row could be screened" in done.stderr) == (2, True)


@pytest.mark.usefixtures("adopted")
def test_the_column_taken_is_said_and_an_order_number_is_never_a_name(licet: Any, tmp_path: Path) -> None:
    shop = tmp_path / "shop.csv"
    shop.write_text(
        "Name,Total,Billing Name,Shipping Name\n#71901,5,Wuhan Iron and Steel Group,Miller\n", "utf-8"
    )
    refused = licet("screen-file", str(shop), str(tmp_path / "out.csv"))
    assert refused.returncode == 2
    assert "several columns could hold the party: 'Billing Name', 'Shipping Name'" in refused.stderr
    assert "'Name' looks like order or item numbers (e.g. '#71901')" in refused.stderr
    both = ("--name-column", "Billing Name", "--name-column", "Shipping Name")
    done = licet("screen-file", str(shop), str(tmp_path / "out.csv"), *both)
    assert "Screening column 'Billing Name' (e.g. 'Wuhan Iron and Steel Group')" in done.stdout
    assert "2 rows: 1 match" in done.stdout
