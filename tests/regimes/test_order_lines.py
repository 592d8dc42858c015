"""Order books under several regimes: the joint answer of each line, and what each regime says of it."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from licet.regimes.registry import regimes
from licet.services.determination import open_decider
from licet.services.order_runs import OrderRun, explained, run
from licet.services.scenarios import ScenarioQuestion, look_ahead

LINES = """id,action,as_of,destination,item.kind,item.eccn,item.us_origin,end_use,ultimate_consignee.name,\
ultimate_consignee.country,facts.us_person,facts.ssi_directive,facts.government_party
go,export,2025-03-01,DE,commodity,EAR99,true,none_named_in_part_744,Muster Werke,DE,true,,
iran,payment,2025-03-01,IR,,,,,Tehran Foods,IR,true,,
state,export,2025-03-01,DE,commodity,EAR99,true,none_named_in_part_744,Rhein Pumpen,DE,true,0,IR
ukraine,export,2025-03-01,UA,commodity,EAR99,true,none_named_in_part_744,Kyiv Clinic,UA,true,,
"""


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, object]]:
    home = tmp_path_factory.mktemp("home")
    orders, out = home / "orders.csv", home / "out.csv"
    orders.write_text(LINES, "utf-8")
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("LICET_REGIMES", "us_ear,us_ofac")
        return home, out, run(OrderRun(orders, out), home)


def test_every_line_has_the_strictest_answer_and_each_regimes_own(
    answered: tuple[Path, Path, dict[str, object]],
) -> None:
    _, out, result = answered
    table = pl.read_csv(out, infer_schema_length=0)
    said = dict(zip(table["id"], table["answer"], strict=True))
    assert said == {
        "go": "no_license_required", "iran": "prohibited", "state": "prohibited", "ukraine": "undetermined",
    }  # fmt: skip
    assert table["us_ofac.answer"].to_list()[1] == "prohibited"
    assert table["us_ear.answer"].to_list()[2] == "no_license_required"
    assert table["authority"].to_list()[0] == "NLR"
    assert "facts.occupied_region_of_ukraine" in table["us_ofac.needs"].to_list()[3]
    assert result["regimes"] == ["us_ear", "us_ofac"]
    assert result["not_examined"] == [code for code in regimes() if code not in {"us_ear", "us_ofac"}]


def test_a_line_is_explained_under_the_regimes_of_its_run(
    answered: tuple[Path, Path, dict[str, object]],
) -> None:
    home, out, result = answered
    table = pl.read_csv(out, infer_schema_length=0)
    receipt = Path(str(result["receipt"]))
    assert set(json.loads(receipt.read_text("utf-8"))["regimes"]) == {"us_ear", "us_ofac"}
    for row, answer, light in zip(table["row"], table["answer"], table["light"], strict=True):
        found = explained(receipt, int(row), home)
        assert (found.answer.value, found.light.value) == (answer, light)
        assert {determination.regime for determination in found.determinations} == {"us_ear", "us_ofac"}


def test_a_run_under_one_regime_is_as_it_was(tmp_path: Path) -> None:
    orders, out = tmp_path / "orders.csv", tmp_path / "out.csv"
    orders.write_text("id,action,as_of,destination\na,export,2025-03-01,DE\n", "utf-8")
    result = run(OrderRun(orders, out), tmp_path)
    assert result["not_examined"] == [code for code in regimes() if code != "us_ear"]
    assert not [name for name in pl.read_csv(out).columns if "us_" in name]
    assert "regimes" not in json.loads(Path(str(result["receipt"])).read_text("utf-8"))
    decider = open_decider(tmp_path)
    assert decider.reading is decider.rulebook


def test_a_filing_that_is_due_keeps_a_line_from_green_as_it_does_one_transaction(tmp_path: Path) -> None:
    orders, out = tmp_path / "orders.csv", tmp_path / "out.csv"
    orders.write_text(
        "id,action,as_of,destination,item.kind,item.eccn,item.us_origin,item.value_usd,end_use,"
        "ultimate_consignee.name,ultimate_consignee.country,facts.itn\n"
        "due,export,2025-01-20,DE,commodity,EAR99,true,50000,none_named_in_part_744,Muster Werke,DE,\n"
        "filed,export,2025-01-20,DE,commodity,EAR99,true,50000,none_named_in_part_744,Muster Werke,DE,X1\n"
        "small,export,2025-01-20,DE,commodity,EAR99,true,500,none_named_in_part_744,Muster Werke,DE,\n",
        "utf-8",
    )
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("LICET_REGIMES", "us_ear,us_ftr")
        result = run(OrderRun(orders, out), tmp_path)
        table = pl.read_csv(out, infer_schema_length=0)
        alone = [explained(Path(str(result["receipt"])), int(row), tmp_path) for row in table["row"]]
    assert ["file_before_export" in (text or "") for text in table["conditions"]] == [True, False, False]
    assert table["light"].to_list() == [determination.light.value for determination in alone]
    assert table["authority"].to_list() == ["; ".join(determination.authority) for determination in alone]
    for text, determination in zip(table["conditions"], alone, strict=True):
        assert all(condition.code in text for condition in determination.conditions)


IMPORTS = """id,action,as_of,destination,item.kind,item.us_origin,facts.country_of_origin,facts.hts_code,\
manufacturer.name,manufacturer.country
listed,import,2026-09-01,US,commodity,false,CN,8443.99,Ninestar Corporation,CN
other,import,2026-09-01,US,commodity,false,DE,8443.99,Beispiel Maschinen GmbH,DE
"""


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_the_parties_that_come_with_a_regime_are_found_in_files(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import from a maker on the UFLPA Entity List, in a file as alone."""
    monkeypatch.setenv("LICET_REGIMES", "us_ear,us_import")
    orders, out = tmp_path / f"orders.{ending}", tmp_path / "out.csv"
    if ending == "csv":
        orders.write_text(IMPORTS, "utf-8")
    else:
        rows = [line.split(",") for line in IMPORTS.splitlines()[1:]]
        lines = [
            {
                "id": row[0], "action": "import", "as_of": row[2], "destination": "US",
                "item": {"kind": "commodity", "us_origin": False},
                "facts": {"country_of_origin": row[6], "hts_code": row[7]},
                "parties": [{"role": "manufacturer", "name": row[8], "country": row[9]}],
            }
            for row in rows
        ]  # fmt: skip
        orders.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    result = run(OrderRun(orders, out), tmp_path)
    table = pl.read_csv(out, infer_schema_length=0)
    assert table["us_import.answer"].to_list() == ["prohibited", "no_license_required"]
    assert table["answer"].to_list() == ["prohibited", "no_license_required"]
    receipt = Path(str(result["receipt"]))
    assert [explained(receipt, row, tmp_path).answer.value for row in (1, 2)] == table["answer"].to_list()


def test_a_scenario_is_held_against_the_answers_of_every_regime(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_REGIMES", "us_ear,us_ofac,us_import")
    orders, day = tmp_path / "orders.csv", date(2025, 3, 1)
    orders.write_text(LINES, "utf-8")
    run(OrderRun(orders, tmp_path / "out.csv", as_of=day), tmp_path)
    now = pl.read_csv(tmp_path / "out.csv", infer_schema_length=0)["answer"].to_list()
    question = ScenarioQuestion(orders, ("reprieve-ends-2019-11-18",), as_of=day, then=day, known_as_of=day)
    seen = look_ahead(question, tmp_path)
    assert seen.other_law.lines["answer"].to_list() == now
    assert now[1] == "prohibited"
