"""Several regimes over one transaction: the strictest decides, each answer stays, and what was not asked is shown."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from licet.cli.explain import show
from licet.engine.determination import Determination
from licet.engine.joint import join_determinations
from licet.engine.report import to_wire
from licet.model.wire import read_transaction
from licet.presentation.summary import answer_document
from licet.regimes.registry import UnknownRegimeError, regimes, regimes_named, vocabulary_of
from licet.rules.answer import Answer, Light
from licet.services.determination import Decider, open_decider
from licet.services.limits import LimitError
from licet.services.receipts import answer_bytes, asked_again, keep
from licet.services.regimes import adopted_regimes, read_regimes
from licet.web.show.answer import answer_card

WHEAT = {
    "action": "export", "as_of": "2025-03-01", "destination": "IR",
    "item": {"description": "wheat", "kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Tehran Foods", "country": "IR", "owners": []}],
    "end_use": "none_named_in_part_744",
}  # fmt: skip
TERMS = {
    "us_person": True, "ofac_activity": "agricultural_commodities", "excluded_agricultural_or_medical_item": False,
    "military_or_police_purchaser": False, "payment_terms": "open_account", "ships_within_12_months": True,
}  # fmt: skip
PUMPS = {
    "action": "export", "as_of": "2025-03-01", "destination": "DE",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Muster Werke", "country": "DE", "owners": []}],
    "end_use": "none_named_in_part_744",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def decider(home: Path) -> Decider:
    return open_decider(home)


@pytest.fixture(scope="module")
def ask(decider: Decider) -> Callable[..., Determination]:
    def answered(sale: dict[str, Any], asked: str = "all", **facts: object) -> Determination:
        under = decider.under(read_regimes(asked))
        return under.answer(read_transaction({**sale, "facts": facts}, under.vocabulary))

    return answered


def test_one_regime_asked_by_name_answers_as_if_there_were_no_other(
    decider: Decider, ask: Callable[..., Determination]
) -> None:
    alone = ask(PUMPS, "us_ear")
    assert {"determinations", "not_examined"}.isdisjoint(to_wire(alone))
    usual = decider.answer(read_transaction(PUMPS, decider.vocabulary))
    document = answer_document(usual)
    assert document.pop("not_examined") == [
        {"regime": code, "title": regime.title} for code, regime in regimes().items() if code != "us_ear"
    ]
    assert document == answer_document(alone)


def test_the_strictest_decides_and_each_answer_stays(ask: Callable[..., Determination]) -> None:
    pay = {**PUMPS, "action": "payment", "destination": "IR"}
    joint = ask(pay, us_person=True)
    assert joint.answer is Answer.PROHIBITED
    assert joint.light is Light.RED
    assert joint.regime == "us_ofac"
    assert "31 CFR 560.204" in {cite.text for cite in joint.because[0].cites}
    by_code = {determination.regime: determination for determination in joint.determinations}
    assert by_code["us_ear"].answer is Answer.NOT_SUBJECT
    wire = to_wire(joint)
    ofac = next(item for item in wire["determinations"] if item["regime"] == "us_ofac")
    alone = to_wire(ask(pay, "us_ofac", us_person=True))
    del alone["sale"]
    assert ofac == {"regime": "us_ofac", "title": "OFAC sanctions regulations", **alone}


def test_food_for_iran_goes_where_both_laws_let_it(ask: Callable[..., Determination]) -> None:
    joint = ask(WHEAT, **TERMS)
    assert joint.answer is Answer.AUTHORIZED
    assert joint.authority[:2] == ("NLR", "31 CFR 560.530(a)(2)")
    assert any("ofac_authorization was taken" in caveat.text for caveat in joint.caveats)
    assert "ofac_authorization" not in joint.sale.facts
    stopped = ask(WHEAT, **{**TERMS, "payment_terms": "other"})
    assert stopped.answer is Answer.PROHIBITED


def test_food_for_cuba_needs_commerce_and_the_terms_of_payment(ask: Callable[..., Determination]) -> None:
    party = {"role": "ultimate_consignee", "name": "Habana Foods", "country": "CU", "owners": []}
    cuba = {**WHEAT, "destination": "CU", "parties": [party]}
    terms = {
        "us_person": True,
        "ofac_activity": "agricultural_commodities",
        "payment_terms": "cash_in_advance",
    }
    refused = ask(cuba, **terms)
    assert {determination.regime: determination.answer for determination in refused.determinations}[
        "us_ear"
    ] is Answer.LICENSE_REQUIRED
    assert refused.answer is Answer.PROHIBITED
    alone = ask(cuba, "us_ofac", **terms, commerce_authorized=True)
    assert alone.answer is Answer.AUTHORIZED
    assert ask(
        cuba, "us_ofac", **{**terms, "payment_terms": "open_account"}, commerce_authorized=True
    ).answer is (Answer.PROHIBITED)


def test_the_joint_interval_and_days_are_those_of_all(ask: Callable[..., Determination]) -> None:
    joint = ask(WHEAT, **TERMS)
    permits = [
        determination for determination in joint.determinations if not regimes()[determination.regime].filing
    ]
    assert joint.outcome.high == max(permit.outcome.high for permit in permits)
    assert joint.holds_until == min(permit.holds_until for permit in permits if permit.holds_until)
    parts = [ask(WHEAT, code, **(TERMS if code == "us_ofac" else {})) for code in ("us_ear", "us_ofac")]
    other = join_determinations(parts[::-1])
    assert (other.answer, other.light) == (
        join_determinations(parts).answer,
        join_determinations(parts).light,
    )


def test_an_undetermined_regime_keeps_a_go_from_being_one(ask: Callable[..., Determination]) -> None:
    sale = {**PUMPS, "destination": "UA", "parties": [{**PUMPS["parties"][0], "country": "UA"}]}  # type: ignore[index]
    joint = ask(sale, us_person=True)
    assert joint.answer is Answer.UNDETERMINED
    assert joint.light is Light.AMBER
    assert "facts.occupied_region_of_ukraine" in {need.path for need in joint.needs}


def test_terminal_and_page_name_what_was_not_examined(decider: Decider) -> None:
    found = decider.answer(read_transaction(PUMPS, decider.vocabulary))
    console = Console(width=200, file=StringIO())
    show(found, console)
    assert "Not examined: OFAC sanctions regulations" in console.file.getvalue()  # type: ignore[attr-defined]
    card = answer_card(found, dict(decider.vocabulary))
    assert ("Export Administration Regulations", "No license required (NLR)") in card.regimes


def test_a_receipt_keeps_the_regimes_that_were_asked(decider: Decider, home: Path) -> None:
    under = decider.under(read_regimes("all"))
    found = under.answer(read_transaction({**WHEAT, "facts": TERMS}, under.vocabulary))
    assert keep(found, under)
    kept = json.loads((home / "receipts" / f"{found.receipt.receipt_id}.json").read_text())
    again = asked_again(decider, kept["regimes"])
    assert answer_bytes(again.answer(read_transaction(kept["sale"], again.vocabulary))) == answer_bytes(found)
    assert asked_again(under, None).asked == ("us_ear",)


def test_unknown_regimes_are_refused_by_name() -> None:
    with pytest.raises(UnknownRegimeError, match="no regime is called 'us_efta'"):
        regimes_named(["us_ear", "us_efta"])
    with pytest.raises(LimitError, match="LICET_REGIMES"):
        adopted_regimes({"LICET_REGIMES": "efta"})
    assert [adopted_regime.code for adopted_regime in adopted_regimes({})] == ["us_ear"]
    assert [adopted_regime.code for adopted_regime in adopted_regimes({"LICET_REGIMES": "all"})] == list(
        regimes()
    )


def test_every_regime_says_what_a_regime_says() -> None:
    for code, regime in regimes().items():
        book = regime.rulebook
        assert (book.name, book.title) == (code, regime.title)
        listed = {rule.rule_id for chapter in regime.chapters for rule in chapter.rules()}
        assert {rule.rule_id for rule in book.rules} == listed
        assert all(cite.text.startswith((*regime.cites, "FR")) or cite.kind == "fr" for rule in book.rules
                   for cite in rule.cites if rule.cites[0].kind == "cfr")  # fmt: skip
    assert set(vocabulary_of(regimes().values())) > set(regimes()["us_ear"].vocabulary)


RADAR = {
    "action": "export", "as_of": "2025-03-01", "destination": "JP",
    "item": {"kind": "commodity", "us_origin": True, "value_usd": 900_000},
    "parties": [{"role": "ultimate_consignee", "name": "Example Avionics KK", "country": "JP", "owners": []}],
    "end_use": "none_named_in_part_744",
}  # fmt: skip
APPROVED = {
    "us_person": True, "usml_paragraph": "XI(c)(1)", "ddtc_registered": True, "significant_military_equipment": False,
    "ddtc_authorization": "DSP-5 050123456", "ddtc_authorization_covers": True,
}  # fmt: skip


def test_the_approval_of_the_agency_that_alone_controls_an_item_decides(
    ask: Callable[..., Determination],
) -> None:
    """An article of the U.S. Munitions List is not Commerce's (15 CFR 734.3(b)(1)): no ECCN is asked for."""
    joint = ask(RADAR, **APPROVED)
    by_code = {determination.regime: determination.answer for determination in joint.determinations}
    assert by_code["us_ear"] is Answer.NOT_SUBJECT
    assert joint.answer is Answer.AUTHORIZED
    assert joint.regime == "us_itar"
    assert "license or agreement of State" in joint.authority
    assert joint.needs == ()
    assert any("other_agency_authorization was taken" in caveat.text for caveat in joint.caveats)


def test_an_approval_that_does_not_cover_leaves_the_item_stopped(ask: Callable[..., Determination]) -> None:
    joint = ask(RADAR, **{**APPROVED, "ddtc_authorization_covers": False})
    assert joint.answer is Answer.LICENSE_REQUIRED
    assert joint.regime == "us_itar"


def test_an_approval_for_a_service_takes_no_goods_out_of_the_export_regulations(
    ask: Callable[..., Determination],
) -> None:
    """What State approved is the service; the item that goes with it is no article of its list."""
    goods = {**RADAR, "item": {**RADAR["item"], "eccn": "3A001.a.1"}, "destination": "CN"}  # type: ignore[dict-item]
    joint = ask(goods, **{**APPROVED, "usml_paragraph": "none", "defense_service": True})
    by_code = {determination.regime: determination.answer for determination in joint.determinations}
    assert by_code["us_ear"] not in {Answer.NOT_SUBJECT, Answer.AUTHORIZED, Answer.NO_LICENSE_REQUIRED}
