"""The gates beside the export rules: munitions, nuclear, imports and filing."""

from collections.abc import Callable
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.registry import regimes
from licet.rules.answer import Answer, Light
from licet.services.determination import open_decider
from licet.services.regimes import read_regimes

PUMP: dict[str, Any] = {
    "action": "export", "as_of": "2025-01-27", "destination": "DE",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": 30000},
    "parties": [{"role": "ultimate_consignee", "name": "Muster Werke", "country": "DE", "owners": []}],
    "end_use": "none_named_in_part_744",
}  # fmt: skip
GATES = ("us_itar", "us_nrc", "us_doe", "us_import", "us_ftr")


@pytest.mark.parametrize("code", GATES)
def test_no_go_is_green_on_law_that_was_not_read(code: str) -> None:
    """On a day long after the newest text that a rulebook holds: never green."""
    book = regimes()[code].rulebook
    for case in list(cases(f"licet.regimes.{code}"))[::3]:
        sale = read_transaction({**case.sale, "as_of": "2027-06-01"}, book.vocabulary)
        found = determine(sale, book, ())
        if found.answer.value != "not_subject":
            assert found.light.value != "green", case.name


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Determination]:
    decider = open_decider(tmp_path_factory.mktemp("home"))

    def answered(sale: dict[str, Any], asked: str, **facts: object) -> Determination:
        under = decider.under(read_regimes(asked))
        return under.answer(read_transaction({**sale, "facts": facts}, under.vocabulary))

    return answered


def test_a_filing_that_is_due_stops_nothing_beside_other_regimes(ask: Callable[..., Determination]) -> None:
    joint = ask(PUMP, "us_ear,us_ftr")
    assert joint.answer is Answer.NO_LICENSE_REQUIRED
    assert [condition.code for condition in joint.conditions if condition.code == "file_before_export"] == [
        "file_before_export"
    ]
    filed = ask(PUMP, "us_ear,us_ftr", itn="X20250127000001")
    assert "file_before_export" not in {condition.code for condition in filed.conditions}
    assert filed.authority == ("NLR", "AES ITN")
    assert ask(PUMP, "us_ftr").answer is Answer.LICENSE_REQUIRED


def test_an_article_of_the_munitions_list_is_never_an_ear_green(ask: Callable[..., Determination]) -> None:
    joint = ask(PUMP, "us_ear,us_itar", usml_paragraph="XI(c)(1)", ddtc_registered=True)
    assert (joint.answer, joint.light) == (Answer.LICENSE_REQUIRED, Light.RED)
    assert joint.determinations[0].answer is Answer.NO_LICENSE_REQUIRED
    doubted = ask(PUMP, "us_ear,us_itar", commodity_jurisdiction_pending=True)
    assert doubted.light is Light.RED


def test_an_import_is_held_against_the_makers_of_the_regime(ask: Callable[..., Determination]) -> None:
    goods = {
        "action": "import", "destination": "US", "item": {"kind": "commodity"},
        "parties": [{"role": "manufacturer", "name": "Ninestar Corporation", "country": "CN"}],
    }  # fmt: skip
    before = ask({**goods, "as_of": "2023-06-11"}, "us_ear,us_import", hts_code="8443.99")
    after = ask({**goods, "as_of": "2023-06-12"}, "us_ear,us_import", hts_code="8443.99")
    assert before.answer is Answer.NO_LICENSE_REQUIRED
    assert (before.holds_until, before.then) == (after.sale.as_of, Answer.PROHIBITED)
    assert after.answer is Answer.PROHIBITED


def test_an_eccn_that_names_the_items_of_another_agency_is_no_go(ask: Callable[..., Determination]) -> None:
    item: dict[str, Any] = {"kind": "commodity", "us_origin": True, "value_usd": 30000}
    for eccn, code in (
        ("9A005", "us_itar"),
        ("9A104", "us_itar"),
        ("0C001", "us_nrc"),
        ("1C012", "us_nrc"),
    ):
        sale = {**PUMP, "item": {**item, "eccn": eccn}}
        assert ask(sale, code).answer is Answer.UNDETERMINED, eccn
    sale = {**PUMP, "item": {**item, "eccn": "9A005"}}
    assert ask(sale, "us_itar", usml_paragraph="none").answer is Answer.NOT_SUBJECT
    assert ask(PUMP, "us_nrc").answer is Answer.NOT_SUBJECT
