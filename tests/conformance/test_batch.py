"""The batch says of a million sales what the engine says of each: law 4 of the house."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.engine.batch.answers import BatchEngine
from licet.engine.batch.columns import Lines
from licet.engine.batch.gather import lines_of
from licet.engine.batch.memory import Memory
from licet.engine.batch.world import World
from licet.engine.determination import Determination
from licet.engine.determine import authority_of, determine
from licet.engine.findings import States, compose
from licet.engine.view import View
from licet.model.lists import ListsUsed
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.us_ear import ear
from licet.rules.rulebook import Rulebook
from licet.scenarios.apply import suppose
from licet.scenarios.scenario_file import read_scenario, shipped_scenarios
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

MANY = int(os.environ.get("LICET_CONFORMANCE_SALES", "0"))
LISTS = (ListsUsed("made", date(2026, 7, 31), True, 1, "0" * 64),)


class Maker(Protocol):
    def sale(self, seed: int) -> Transaction: ...


@dataclass(frozen=True)
class Said:
    """All that both say of a sale."""

    answer: str
    light: str
    authority: tuple[str, ...]
    rules: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    law_not_held: tuple[str, ...]
    review_policy: str | None
    until: date | None
    then: tuple[str, tuple[str, ...]] | None
    verified: date | None


def said_by_one(sale: Transaction, book: Rulebook, lists: tuple[ListsUsed, ...] = LISTS) -> Said:
    found: Determination = determine(sale, book, lists)
    rules = dict.fromkeys(reason.rule for top in found.because for reason in (top, *top.because))
    return Said(
        found.answer,
        found.light,
        found.authority,
        tuple(rules),
        tuple((condition.code, condition.status) for condition in found.conditions),
        tuple(sorted({need.path for need in found.needs})),
        tuple(sorted({gap.code for gap in found.law_not_held})),
        found.review_policy,
        found.holds_until,
        None if found.holds_until is None else _outcome(replace(sale, as_of=found.holds_until), book),
        found.law_verified_to,
    )


def _outcome(sale: Transaction, book: Rulebook) -> tuple[str, tuple[str, ...]]:
    whole = compose(States(View.of(sale, book).quick))
    return whole.outcome.answer, authority_of(whole, book)


def said_by_batch(
    sales: Sequence[Transaction], book: Rulebook, lists: tuple[ListsUsed, ...] = LISTS
) -> list[Said]:
    lines = lines_of(sales)
    return said_of(engine_for(sales, book, lists, lines), lines, sales)


def engine_for(
    sales: Sequence[Transaction], book: Rulebook, lists: tuple[ListsUsed, ...], lines: Lines
) -> BatchEngine:
    (known,) = {sale.known_as_of for sale in sales}
    eccn = lines.frames["line"].columns.get("item.eccn")
    world = World(book, known, lines.entries)

    return BatchEngine(Memory(book, known), world, lists, () if eccn is None else eccn.values)


def said_of(engine: BatchEngine, lines: Lines, sales: Sequence[Transaction]) -> list[Said]:
    """What an engine says of the lines of some sales."""
    memory = engine.memory
    found = engine.answer(lines, np.array([sale.as_of.toordinal() for sale in sales]))
    said = []
    every = zip(found.detail, found.until.tolist(), found.then, found.verified.tolist(), strict=True)
    for detail, until, then, verified in every:
        item = memory.details.things[detail]
        said.append(
            Said(
                item.answer,
                item.light,
                item.authority,
                item.rules,
                item.conditions,
                item.needs,
                item.law_not_held,
                item.review_policy,
                date.fromordinal(until) if until else None,
                memory.outcomes.things[then] if until else None,
                date.fromordinal(verified) if verified else None,
            )
        )
    return said


def test_golden_cases() -> None:
    book, finder = ear(), shipped_finder(compiled=True)
    sales = [attach(read_transaction(case.sale, book.vocabulary), finder) for case in cases()]
    for known in {sale.known_as_of for sale in sales}:
        some = [sale for sale in sales if sale.known_as_of == known]
        batch = said_by_batch(some, book, finder.lists)
        for sale, found in zip(some, batch, strict=True):
            assert found == said_by_one(sale, book, finder.lists), sale


_GRANT = """
name = "granted"
title = "a license with every kind of scope"
why = "to try"
effective = 2019-01-01
[[license]]
title = "a license to one party"
parties = ["Huawei Technologies Co., Ltd."]
eccns = ["5A991", "EAR99", "3A001.a"]
destinations = ["CN"]
groups = ["D:1"]
[[license]]
title = "a license for a matter"
value_usd_at_most = 5000
matter = "huawei"
low_level = true
end_uses = ["civil"]
"""


def test_golden_cases_under_every_scenario_that_ships() -> None:
    scenarios = [*shipped_scenarios().values(), read_scenario(_GRANT.encode(), "granted.toml")]
    world = suppose(scenarios, ear(), shipped_finder(compiled=True))
    sales = [attach(read_transaction(case.sale, world.book.vocabulary), world.finder) for case in cases()]
    answers = set()
    for known in {sale.known_as_of for sale in sales}:
        some = [sale for sale in sales if sale.known_as_of == known]
        batch = said_by_batch(some, world.book, world.finder.lists)
        for sale, found in zip(some, batch, strict=True):
            assert found == said_by_one(sale, world.book, world.finder.lists), sale
            answers |= set(found.authority)
    assert [name for name in answers if "a license to one party" in name]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.sampled_from([None, date(2019, 10, 10), date(2024, 1, 1)]))
def test_made_sales(maker: Maker, seed: int, known: date | None) -> None:
    sales = [replace(maker.sale(seed + number), known_as_of=known) for number in range(80)]
    for sale, found in zip(sales, said_by_batch(sales, ear()), strict=True):
        assert found == said_by_one(sale, ear()), sale


def test_a_flag_that_asks_one_thing_of_this_item_and_another_of_that() -> None:
    eccns = ["0A501", "0A505", "5A001", "5D001", "3D001", "3E001", "4D001", "4D001.a", "1D999", "1E994"]
    open_sales = [_open_sale(eccn, destination) for eccn in eccns for destination in ("CN", "RU", None)]
    claims = [_open_sale(eccn, "MY", license_exception_claimed="GBS") for eccn in ("1A004", "1A005")]
    told = [
        replace(claim, facts={**claim.facts, "ccl_allows_exception": yes})
        for claim in claims
        for yes in (True, False)
    ]
    sales = [*open_sales, *claims, *told]
    batch = said_by_batch(sales, ear())
    assert batch == [said_by_one(sale, ear()) for sale in sales]
    assert {"item.eccn", "destination"} <= {need for found in batch for need in found.needs}
    assert batch[-2].authority != batch[-1].authority


def _open_sale(eccn: str, destination: str | None, **facts: object) -> Transaction:
    """A sale of which little is known."""
    told = {"action": "export", "as_of": "2026-09-01", "destination": destination, "end_use": "civil"}
    item = {"eccn": eccn, "kind": "commodity", "us_origin": True}
    party = {"role": "ultimate_consignee", "name": "A firm on no list", "country": "MY", "owners": []}
    return read_transaction({**told, "item": item, "parties": [party], "facts": facts}, ear().vocabulary)


@pytest.mark.skipif(
    not MANY, reason="LICET_CONFORMANCE_SALES says how many sales to compare (100000 takes long)"
)
def test_as_many_as_asked_for(maker: Maker) -> None:
    for start in range(0, MANY, 2000):
        sales = [maker.sale(start + number) for number in range(2000)]
        for sale, found in zip(sales, said_by_batch(sales, ear()), strict=True):
            assert found == said_by_one(sale, ear()), sale
