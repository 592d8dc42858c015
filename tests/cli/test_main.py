"""The commands as a person runs them: real processes, a home of their own."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import Ended, run_command

from licet.cli.main import main

SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-10-10",
    "destination": "CN",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
    "end_use": "none_named_in_part_744",
}


@pytest.fixture
def licet(tmp_path: Path) -> Any:
    def run(*words: str, stdin: str | None = None) -> Ended:
        return run_command(*words, env={"LICET_HOME": str(tmp_path / "home"), "COLUMNS": "100"}, stdin=stdin)

    return run


def sale_file(folder: Path, **changes: Any) -> str:
    path = folder / "sale.json"
    path.write_text(json.dumps({**SALE, **changes}), "utf-8")
    return str(path)


def test_check_answers_for_people(licet: Any, tmp_path: Path) -> None:
    said = licet("check", sale_file(tmp_path))
    assert said.returncode == 0
    assert "RED" in said.stdout
    assert "presumption of denial" in said.stdout
    assert "84 FR 22961" in said.stdout


def test_check_names_the_keys_of_the_file_last_and_nowhere_else(licet: Any, tmp_path: Path) -> None:
    path = sale_file(
        tmp_path, as_of="2026-11-02", item={"kind": "technology", "eccn": "3E001", "us_origin": True}
    )
    said = licet("check", path).stdout
    answer, _, keys = said.partition("Where your file answers these questions")
    assert "facts.for_eccn: For which item" in keys
    assert not re.search(r"\bfacts\.|\bitem\.|\bus\.ear\.", answer), answer
    assert "item.us_origin" in licet("check", path, "--trace").stdout


def test_check_prints_one_json_document(licet: Any, tmp_path: Path) -> None:
    said = licet("check", sale_file(tmp_path), "--json")
    found = json.loads(said.stdout)
    assert (found["answer"], found["light"], said.stderr) == ("license_required", "red", "")


def test_check_says_what_listed_owners_hold(licet: Any, tmp_path: Path) -> None:
    huawei = {"name": "Huawei Technologies Co., Ltd.", "country": "CN", "percent": 30}
    middle = {"name": "Middle GmbH", "country": "DE", "percent": 60, "owners": [{**huawei, "percent": 70}]}
    party = {"role": "ultimate_consignee", "name": "Buyer GmbH", "country": "DE", "owners": [huawei, middle]}
    said = licet("check", sale_file(tmp_path, destination="DE", parties=[party])).stdout
    words = " ".join(said.split())
    assert (
        "Buyer GmbH: owners on EL hold 90 to 100 percent where layers held by half count in full, or 72"
        in words
    )
    assert "by Huawei Technologies Co., Ltd.: 30 percent parties[0].owners[0]" in words


def test_the_command_line_goes_before_the_file(licet: Any, tmp_path: Path) -> None:
    found = json.loads(licet("check", sale_file(tmp_path), "--as-of", "2019-05-15", "--json").stdout)
    assert (found["answer"], found["as_of"]) == ("no_license_required", "2019-05-15")
    assert found["holds_until"] == "2019-05-16"


def test_known_as_of_cuts_what_was_published(licet: Any, tmp_path: Path) -> None:
    words = ("--as-of", "2019-05-17", "--known-as-of", "2019-05-17", "--json")
    found = json.loads(licet("check", sale_file(tmp_path), *words).stdout)
    assert found["answer"] == "no_license_required"


def test_standard_input_and_toml(licet: Any, tmp_path: Path) -> None:
    assert json.loads(licet("check", "-", "--json", stdin=json.dumps(SALE)).stdout)["light"] == "red"
    toml = tmp_path / "sale.toml"
    toml.write_text('action = "payment"\nas_of = 2019-10-10\n', "utf-8")
    assert json.loads(licet("check", str(toml), "--json").stdout)["answer"] == "not_subject"


def test_gate_speaks_by_exit_status(licet: Any, tmp_path: Path) -> None:
    assert licet("check", sale_file(tmp_path), "--gate").returncode == 1
    assert licet("check", sale_file(tmp_path)).returncode == 0
    # without adopted lists nothing is green, a payment neither
    assert licet("check", sale_file(tmp_path, action="payment"), "--gate").returncode == 1


def test_replay_gives_the_same_bytes(licet: Any, tmp_path: Path) -> None:
    first = licet("check", sale_file(tmp_path), "--json").stdout
    receipt = json.loads(first)["receipt"]["id"]
    assert licet("replay", receipt[:12]).stdout == first


def test_replay_says_again_what_was_read_otherwise(licet: Any, tmp_path: Path) -> None:
    first = licet("check", sale_file(tmp_path, destination="UK"), "--json").stdout
    answer = json.loads(first)
    assert "read_otherwise" in {item["code"] for item in answer["caveats"]}
    assert licet("replay", answer["receipt"]["id"]).stdout == first


RECEIPT_OF_0_1: dict[str, Any] = {
    "receipt": "f41c0bad962b574767bc6d43529917f4b471e9e081631d2ad796768ed1cb8ced",
    "adoption": 0,
    "answer_sha256": "24139c7c7c23b851019a6d95a694762d22c115544c1162d432677453a2a38a84",
    "sale": {
        "action": "export", "as_of": "2019-10-10", "destination": "CN",
        "item": {"description": "5G modem", "kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [{"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN"}],
        "end_use": "civil", "dates": {"contract": "2019-04-01"},
        "facts": {"certification_obtained": True, "purpose": "network_maintenance"},
    },
}  # fmt: skip
"""As `licet check` kept it at commit bc4007f."""


def test_a_receipt_of_0_1_is_refused_and_answered_anew_by_the_command_named(
    licet: Any, tmp_path: Path
) -> None:
    receipts = tmp_path / "home" / "receipts"
    receipts.mkdir(parents=True)
    old = receipts / f"{RECEIPT_OF_0_1['receipt']}.json"
    old.write_text(json.dumps(RECEIPT_OF_0_1), "utf-8")
    refused = licet("replay", "f41c0bad")
    assert (refused.returncode, refused.stdout) == (3, "")
    *_, command = refused.stderr.strip().partition(": licet ")[2].split("\n")
    anew = licet(*command.split())
    assert anew.returncode == 0, anew.stderr
    new = json.loads(anew.stdout)["receipt"]["id"]
    kept = json.loads((receipts / f"{new}.json").read_text("utf-8"))
    assert (kept["replaces"], kept["sale"]["facts"]) == (old.stem, RECEIPT_OF_0_1["sale"]["facts"])
    assert json.loads(old.read_text("utf-8")) == RECEIPT_OF_0_1
    assert licet("replay", new).stdout == anew.stdout


def test_replay_refuses_when_the_facts_were_changed(licet: Any, tmp_path: Path) -> None:
    receipt = json.loads(licet("check", sale_file(tmp_path), "--json").stdout)["receipt"]["id"]
    kept = tmp_path / "home" / "receipts" / f"{receipt}.json"
    kept.write_text(kept.read_text("utf-8").replace("Huawei Technologies", "Harmless"), "utf-8")
    said = licet("replay", str(kept))
    assert (said.returncode, said.stdout) == (3, "")


@pytest.mark.parametrize(
    "words", [("replay", "nothing here"), ("replay", "abcdef12"), ("law", "show", "no law")]
)
def test_bad_words_are_bad_input(licet: Any, words: tuple[str, ...]) -> None:
    said = licet(*words)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("licet: ")


def test_timeline_of_the_matter_on_both_axes(licet: Any) -> None:
    every = json.loads(licet("timeline", "Huawei", "--json").stdout)
    then = json.loads(licet("timeline", "Huawei", "--known-as-of", "2019-05-18", "--json").stdout)
    assert len(every) > 30
    assert len(then) == 1
    assert all(event["published_on"] <= "2019-05-18" for event in then)


def test_timeline_of_a_listed_party(licet: Any) -> None:
    said = json.loads(licet("timeline", "Huawei Tech Investment Co., Ltd.", "--json").stdout)
    assert "2019-08-19" in {event["on"] for event in said if "(EL; AR)" in event["text"]}


def test_law_show_reads_the_rule_with_its_exceptions(licet: Any) -> None:
    said = licet("law", "show", "15 CFR 744.11", "--as-of", "2019-10-10").stdout
    assert "us.ear.744.11" in said
    assert "us.ear.744.supp7.c1" in said
    rules = json.loads(licet("law", "show", "84 FR 23468", "--as-of", "2019-06-01", "--json").stdout)
    assert {rule["rule_id"] for rule in rules} >= {"us.ear.744.supp7.c1", "us.ear.744.supp7.c4"}


def test_law_facts_and_coverage(licet: Any) -> None:
    facts = json.loads(licet("law", "facts", "--json").stdout)
    assert "purpose" in {fact["name"] for fact in facts}
    assert {fact["kind"] for fact in facts} == {"yes/no", "choice", "country", "eccn", "number", "text"}
    held = {load["section"]: load["cases"] for load in json.loads(licet("law", "coverage", "--json").stdout)}
    assert "744.11" in held
    named = licet("law", "coverage", "--cases").stdout
    assert f"    - {held['740.10'][0]}\n" in named
    assert f"cases: {len(held['740.10'])}\n" in named
    assert "    KX-011: 740.14(e) of 2015 was not read" in named
    counts = json.loads(licet("law", "coverage", "--cases", "--json").stdout)["cases"]
    assert counts["text_read"] + counts["general_knowledge"] == counts["cases"]
    assert f"{counts['cases']} cases: {counts['text_read']} rest on a text that could be read" in named


def test_demo_tells_the_story_without_anything_else(licet: Any) -> None:
    said = licet("demo").stdout
    for words in ("1. New chips", "2. Parts", "3. Huawei's bank", "4. An affiliate", "5. A firm on no list"):
        assert words in said
    assert "This holds through November 18, 2019" in said


def test_a_setting_that_is_wrong_is_named_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    monkeypatch.setenv("LICET_LIST_DAYS", "soon")
    monkeypatch.setattr(sys, "argv", ["licet", "check", sale_file(tmp_path)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert capsys.readouterr().err == "licet: LICET_LIST_DAYS: 'soon' is no whole number of days above 0\n"
