"""Questions in words: every path has its own, what the examples show is accepted, choices are those of the law."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from licet.engine.answers import AnswerContext, with_answer
from licet.engine.determination import Need
from licet.engine.findings import States, evaluate
from licet.engine.needs import OTHER, OpenLeaf, need_of, trials
from licet.engine.view import Reading, View
from licet.engine.wording import Expects, word
from licet.model.transaction import Action, Role, Transaction
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.rules.checks import FIXED_PATHS
from licet.rules.citation import cfr
from licet.rules.condition import AtLeast, AtMost, Condition, Field, In, Is, ShareAtLeast
from licet.rules.vocabulary import FactKind, FactSpec
from licet.watchlists.countries import iso2

DESK = AnswerContext(ear(), iso2, "tester", date(2026, 7, 1), "Huawei Technologies Co., Ltd.")
CITE = cfr("15 CFR 744.1")
ASKED = sorted(FIXED_PATHS - {"dates.en_route_since"})  # a claim is never asked for
FACTS = sorted(ear().vocabulary)
PARTY = ["parties[0].country", "parties[0].name", "parties[0].takes_possession_as_agent"]
MADE = Is(Field("made", "made"), True)
EMPTY = {"as_of": "2026-07-01", "parties": [{"role": "end_user", "name": "A firm on no list"}]}


def sale(**told: object) -> Transaction:
    return read_transaction({**EMPTY, **told}, ear().vocabulary)


def leaf(path: str, node: Condition = MADE) -> OpenLeaf:
    """A leaf of some rule that reads the path."""
    state = evaluate(ear().by_id["us.ear.746.2"], View.of(sale(), ear()))
    return OpenLeaf(Reading(None, path), state, node, None)


@pytest.mark.parametrize("path", [*ASKED, *PARTY])
def test_every_path_has_a_question_of_its_own(path: str) -> None:
    question = need_of(leaf(path), View.of(sale(), ear())).question
    assert not question.startswith("Is this so?")


@pytest.mark.parametrize("path", [*ASKED, *PARTY, *(f"facts.{name}" for name in FACTS)])
def test_what_the_examples_show_is_accepted(path: str) -> None:
    asked = word(Need(path, "What is it?", "to know", CITE), leaf(path), sale(), ear(), None)
    assert asked.why
    assert asked.path == path
    for example in asked.examples:
        found = with_answer(EMPTY | {"item": {}, "dates": {}, "facts": {}}, asked, example, DESK)
        assert read_transaction(found, ear().vocabulary) != sale()


def test_every_end_use_of_the_rulebook_can_be_chosen() -> None:
    asked = word(Need("end_use", "?", "", CITE), leaf("end_use"), sale(), ear(), None)
    assert {value for value, _ in asked.choices} == set(ear().end_uses)


@pytest.mark.parametrize("action", Action)
def test_of_a_person_it_is_asked_in_other_words(action: Action) -> None:
    for path in ("destination", "parties", "item.eccn", "item.us_origin"):
        need = Need(path, "?", "", CITE)
        plain = word(need, leaf(path), sale(), ear(), None).text
        here = word(need, leaf(path), sale(action=action.value), ear(), None).text
        deemed = action in {Action.DEEMED_EXPORT, Action.DEEMED_REEXPORT}
        assert (here != plain) == (deemed and path != "item.us_origin")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("1a001", "commodity"),
        ("1B001", "commodity"),
        ("1C001", "commodity"),
        ("1D001", "software"),
        ("1E001", "technology"),
    ],
)
def test_the_product_group_says_what_kind_it_is(typed: str, kind: str) -> None:
    asked = word(Need("item.eccn", "?", "", CITE), leaf("item.eccn"), sale(), ear(), None)
    assert with_answer({"item": {}}, asked, typed, DESK)["item"] == {"eccn": typed.upper(), "kind": kind}


@pytest.mark.parametrize(
    ("says", "role"),
    [
        ("receiver", Role.ULTIMATE_CONSIGNEE),
        ("consignee", Role.ULTIMATE_CONSIGNEE),
        ("Ultimate Consignee", Role.ULTIMATE_CONSIGNEE),
        ("buyer", Role.PURCHASER),
        ("purchaser", Role.PURCHASER),
        ("user", Role.END_USER),
        ("end user", Role.END_USER),
        ("intermediate consignee", Role.INTERMEDIATE_CONSIGNEE),
        ("agent", Role.INTERMEDIATE_CONSIGNEE),
        ("forwarder", Role.FREIGHT_FORWARDER),
        ("freight forwarder", Role.FREIGHT_FORWARDER),
        ("bank", Role.BANK),
        ("other", Role.OTHER),
    ],
)
def test_a_word_before_a_name_is_its_part_in_the_sale(says: str, role: Role) -> None:
    asked = word(Need("parties", "?", "", CITE), leaf("parties"), sale(), ear(), None)
    told = with_answer({}, asked, f"Muster GmbH (DE); {says}: ACME Ltd (GB)", DESK)["parties"]
    assert told[0] == {"role": "ultimate_consignee", "name": "Muster GmbH", "country": "DE"}
    assert told[1] == {"role": role.value, "name": "ACME Ltd", "country": "GB"}


def test_a_date_is_typed_as_year_month_day() -> None:
    asked = word(Need("dates.contract", "?", "why", CITE), leaf("dates.contract"), sale(), ear(), None)
    assert asked.expects is Expects.DATE
    assert with_answer({}, asked, "2019-04-01", DESK)["dates"] == {"contract": "2019-04-01"}


@pytest.mark.parametrize(
    ("node", "values"),
    [
        (Is(Field("x", "x"), True), [True, False]),
        (Is(Field("x", "x"), "CN"), ["CN", OTHER]),
        (In(Field("x", "x"), ("CN", "RU")), ["CN", OTHER]),
        (ShareAtLeast(50, MADE), [Decimal(50), Decimal(0), Decimal(100)]),
        (AtMost(Field("x", "x"), Decimal(500)), [Decimal(499), Decimal(500), Decimal(501)]),
        (AtLeast(Field("x", "x"), 10), [Decimal(9), Decimal(10), Decimal(11)]),
        (
            AtMost(Field("x", "x"), date(2019, 5, 16)),
            [date(2019, 5, 16) + timedelta(days=shift) for shift in (-1, 0, 1)],
        ),
    ],
)
def test_a_fact_is_tried_on_both_sides_of_every_test(node: Condition, values: list[object]) -> None:
    assert trials([leaf("x", node)]) == values


def test_needs_of_an_answer_are_asked_by_the_rule_that_reads_them() -> None:
    view = View.of(sale(), ear())
    need = need_of(leaf("facts.purpose"), view)
    assert need.question == ear().vocabulary["purpose"].question
    assert need.cite in ear().by_id["us.ear.746.2"].cites
    assert States(view).view is view


@pytest.mark.parametrize(
    ("path", "text", "example"),
    [
        ("parties[1].country", "In which country is Buyer?", "Germany"),
        ("parties[0].country", "In which country is the end user?", "Germany"),
        ("parties[1].owners[1].country", "In which country is Holding?", "Germany"),
        ("parties[1].owners[1].owners[0].percent", "What share of Buyer does Fund hold?", "50"),
        ("parties[0].name", "What is the full legal name of the end user?", "Muster GmbH"),
        ("parties[0].takes_possession_as_agent", "Does the end user take hold of the item itself", "no"),
    ],
)
def test_a_question_on_a_party_or_owner_names_it_and_its_answer_is_put_where_it_belongs(
    path: str, text: str, example: str
) -> None:
    holding = {"name": "Holding", "owners": [{"name": "Fund"}]}
    buyer = {"role": "purchaser", "name": "Buyer", "owners": [{"name": "Other"}, holding]}
    told = {**EMPTY, "parties": [{"role": "end_user"}, buyer]}
    before = read_transaction(told, ear().vocabulary)
    asked = word(Need(path, "?", "to know", CITE), leaf(path), before, ear(), None)
    assert asked.text.startswith(text)
    assert asked.examples[0] == example
    after = read_transaction(with_answer(told, asked, example, DESK), ear().vocabulary)
    assert after != before
    assert str(_at(path, after)) in {"DE", "50", "Muster GmbH", "False"}


def _at(path: str, sale: object) -> object:
    """What stands in a sale under a path."""
    here: Any = sale
    for name, place in re.findall(r"(\w+)(?:\[(\d+)\])?", path):
        here = getattr(here, name)[int(place)] if place else getattr(here, name)
    return here


@pytest.mark.parametrize("kind", [kind for kind in FactKind if kind is not FactKind.TEXT])
def test_the_examples_of_every_kind_of_fact_are_accepted(kind: FactKind) -> None:
    spec = FactSpec("made", kind, "What is it?", CITE, "made", values=("one", "two"))
    book = replace(ear(), vocabulary={"made": spec})
    asked = word(Need("facts.made", "?", "", CITE), leaf("facts.made"), sale(), book, None)
    assert asked.examples
    for example in asked.examples:
        told = with_answer(EMPTY, asked, example, replace(DESK, book=book))
        assert "made" in read_transaction(told, book.vocabulary).facts


def test_where_the_law_names_no_end_uses_any_words_will_do() -> None:
    book = replace(ear(), end_uses=frozenset())
    asked = word(Need("end_use", "?", "", CITE), leaf("end_use"), sale(), book, None)
    assert (asked.choices, asked.expects) == ((), Expects.TEXT)
