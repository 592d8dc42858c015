"""Order books under several regimes: the joint answer of each line, and what each regime says of it."""

import json
from pathlib import Path

import polars as pl
import pytest

from licet.regimes.registry import regimes
from licet.services.determination import open_decider
from licet.services.order_runs import OrderRun, explained, run

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
