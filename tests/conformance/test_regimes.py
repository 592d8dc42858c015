"""The batch says of the golden cases of every regime what the engine says of each."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.conformance.test_batch import said_by_batch, said_by_one

from licet.engine.determine import determine
from licet.engine.joint import GOES
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.registry import PRIMARY, regimes
from licet.regimes.stand_ins import with_stand_ins
from licet.rules.answer import Answer

_ITEM = ("eccn", "kind", "us_origin", "value_usd", "schedule_b_value_usd", "order_value_usd", "quantity")
_WITH_ENTRIES = {"us_import"}
"""Regimes whose stops hang on entries that screening finds, so that their cases are answered in another test."""


@pytest.mark.parametrize("code", [code for code in regimes() if code != PRIMARY])
def test_the_batch_answers_the_cases_of_a_regime_alike(code: str) -> None:
    book = regimes()[code].rulebook
    some = [
        with_stand_ins(read_transaction(case.sale, book.vocabulary), case.listed)
        for case in cases(f"licet.regimes.{code}")
    ]
    for sale, found in zip(some, said_by_batch(some, book), strict=True):
        assert found == said_by_one(sale, book), sale


@pytest.mark.parametrize("code", [code for code in regimes() if code not in {PRIMARY, *_WITH_ENTRIES}])
def test_nothing_that_is_left_out_makes_a_stop_a_go(code: str) -> None:
    """A fact, a field of the item, the destination or a party's country: unknown, it may open a stop and no more.

    A claim that is taken back is another statement, and may.
    """
    book, known = regimes()[code].rulebook, regimes()[code].vocabulary
    checked = 0
    for case in cases(f"licet.regimes.{code}"):
        sale = with_stand_ins(read_transaction(case.sale, known), case.listed)
        if determine(sale, book, ()).answer not in {Answer.PROHIBITED, Answer.LICENSE_REQUIRED}:
            continue
        facts = {name for name in sale.facts if not known[name].is_claim}
        for what, fewer in _with_less(sale, facts):
            assert determine(fewer, book, ()).answer not in GOES, (case.name, what)
            checked += 1
    assert checked >= 10


def _with_less(sale: Transaction, facts: set[str]) -> Iterator[tuple[str, Transaction]]:
    """The transaction without each of what it states."""
    for name in facts:
        yield name, replace(sale, facts={key: value for key, value in sale.facts.items() if key != name})
    for name in _ITEM:
        if getattr(sale.item, name) is not None:
            unstated: dict[str, Any] = {name: None}
            yield f"item.{name}", replace(sale, item=replace(sale.item, **unstated))
    yield "destination", replace(sale, destination=None)
    for place, party in enumerate(sale.parties):
        if party.country is not None:
            parties = [*sale.parties]
            parties[place] = replace(party, country=None)
            yield f"parties[{place}].country", replace(sale, parties=tuple(parties))
