"""A rule whose text changed: exactly the answers that rest on it are amber, one by one and in the batch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.batch.gather import lines_of
from licet.engine.determine import determine
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.us_ear import ear
from licet.rules.answer import Light
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

from .test_batch import LISTS, engine_for

CHANGED = date(2026, 10, 1)
REVIEW = AnswerPolicy(law_days=100_000, list_days=100_000, under_review=(("us.ear.744.11", CHANGED),))
BEFORE = replace(REVIEW, under_review=())


def asked(day: str, destination: str, **more: object) -> Transaction:
    data = {
        "action": "export",
        "as_of": day,
        "destination": destination,
        "end_use": "civil",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [
            {"role": "ultimate_consignee", "name": "Beispiel GmbH", "country": destination, "owners": []}
        ],
        **more,
    }
    return attach(read_transaction(data, ear().vocabulary), shipped_finder())


def test_a_go_rests_on_what_its_place_leaves_possible() -> None:
    sale = asked("2026-10-01", "DE")
    before, after = (determine(sale, ear(), LISTS, policy) for policy in (BEFORE, REVIEW))
    assert (before.light, after.light) == (Light.GREEN, Light.AMBER)
    assert before.answer is after.answer
    assert after.conditions[0].code == "law_under_review"
    assert "15 CFR 744.11(a)" in after.conditions[0].text


def test_a_go_holds_until_the_text_changes() -> None:
    found = determine(asked("2026-09-30", "DE"), ear(), LISTS, REVIEW)
    assert found.light is Light.GREEN
    assert found.holds_until == CHANGED


def test_what_does_not_rest_on_it_stays_green() -> None:
    """What is not subject to the regulations rests on no requirement of part 744."""
    (case,) = (
        golden_case
        for golden_case in cases()
        if golden_case.name == "a foreign item without US content or technology"
    )
    foreign = attach(read_transaction(case.sale, ear().vocabulary), shipped_finder())
    policy = replace(REVIEW, under_review=(("us.ear.744.11", date(2019, 1, 1)),))
    found = determine(foreign, ear(), LISTS, policy)
    assert found.light is Light.GREEN


def test_batch_is_one_by_one() -> None:
    book, finder = ear(), shipped_finder(compiled=True)
    policy = replace(REVIEW, under_review=(*REVIEW.under_review, ("us.ear.746.9", date(2019, 1, 1))))
    sales = [attach(read_transaction(case.sale, book.vocabulary), finder) for case in list(cases())[::5]]
    sales = [replace(sale, known_as_of=None) for sale in sales]
    sales += [asked(day, to) for day in ("2026-09-30", "2026-10-01") for to in ("DE", "SY", "CN")]
    lines = lines_of(sales)
    engine = engine_for(sales, book, finder.lists, lines)
    engine.policy = policy
    found = engine.answer(lines, np.array([sale.as_of.toordinal() for sale in sales]))
    amber = 0
    for sale, detail, until in zip(sales, found.detail, found.until.tolist(), strict=True):
        batch, alone = engine.memory.details.things[detail], determine(sale, book, finder.lists, policy)
        assert batch.conditions == tuple(
            (condition.code, condition.status) for condition in alone.conditions
        ), sale
        assert batch.light is alone.light
        assert (date.fromordinal(until) if until else None) == alone.holds_until, sale
        amber += ("law_under_review", "open") in batch.conditions
    assert 0 < amber < len(sales)
