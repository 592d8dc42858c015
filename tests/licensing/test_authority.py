"""A sale that claims a license on record: authorized as far as it is covered and not used up, and no further."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.licensing.world import World

from licet.engine.determination import Determination
from licet.engine.report import to_wire
from licet.events.refusal import Refusal
from licet.licensing import administering
from licet.licensing.claim import LicenseOf, answer_sale
from licet.licensing.decision import ConditionTerms
from licet.licensing.drawing import ship
from licet.licensing.issuing import issue
from licet.licensing.ledger import Draw
from licet.licensing.license import License, apply_license
from licet.licensing.opinion import OpinionView
from licet.licensing.scope import LicensedParty
from licet.licensing.tolerance import remaining
from licet.model.transaction import Role
from licet.model.wire import read_transaction, write_transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer, Light
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

HUAWEI = "Huawei Device Co., Ltd."


WORLD = World()
QUIET = {"role": "end_user", "name": "Quiet Co", "country": "CN", "owners": []}
BOOK, FINDER = ear(), shipped_finder(compiled=True)
AUTHORIZED, REQUIRED, OPEN = Answer.AUTHORIZED, Answer.LICENSE_REQUIRED, Answer.UNDETERMINED


def licensed(world: Any, *conditions: ConditionTerms, lines: int = 1) -> License:
    application = replace(world.application(lines=lines), end_use="civil")
    case = world.agreed(*[OpinionView.APPROVE] * lines, application=application)
    case = world.decided(case, world.proposal(*[True] * lines, conditions=conditions))
    return apply_license(None, issue(case, world.act("issuer", 22), "D1000001"))


def shipped(world: Any, made: License, quantity: int, value: int, day: int = 30) -> License:
    event = ship(made, world.act("shipper", day), f"S{quantity}", draw(quantity, value))
    return apply_license(made, event)


def draw(quantity: int, value: int) -> Draw:
    party = LicensedParty(Role.ULTIMATE_CONSIGNEE, HUAWEI, "CN")
    return Draw(1, Decimal(quantity), Decimal(value), "CN", (party,), "civil")


def wire(**changes: Any) -> dict[str, Any]:
    sale: dict[str, Any] = {
        "action": "export",
        "as_of": "2019-11-20",
        "destination": "CN",
        "item": {
            "description": "Modem 1",
            "kind": "commodity",
            "eccn": "EAR99",
            "us_origin": True,
            "quantity": 10,
            "unit": "pcs",
            "value_usd": 1200,
        },
        "parties": [{"role": "ultimate_consignee", "name": HUAWEI, "country": "CN", "owners": []}],
        "end_use": "civil",
        "facts": {"license_number": "D1000001"},
    }
    for key, value in changes.items():
        if key in sale["item"]:
            sale["item"][key] = value
        elif key in {"license_number", "license_covers_sale"}:
            sale["facts"][key] = value
        else:
            sale[key] = value
    return sale


def answer(of: LicenseOf | None, **changes: Any) -> Determination:
    sale = read_transaction(wire(**changes), BOOK.vocabulary)
    return answer_sale(attach(sale, FINDER), BOOK, FINDER.lists, of)


def record(made: License) -> LicenseOf:
    return lambda number: made if number == made.number else None


def test_authorized_with_what_remains(world: Any) -> None:
    made = shipped(world, licensed(world), 50, 6000)
    found = answer(record(made))
    assert (found.answer, found.authority) == (AUTHORIZED, ("license D1000001",))
    use = found.license
    assert use is not None
    assert (use.line, use.value_after) == (1, Decimal(4800))
    assert (use.quantity, use.quantity_after) == (Decimal(50), Decimal(40))
    assert use.value_after_with_tolerance == Decimal(6000)
    (left,) = [condition.text for condition in found.conditions if condition.code == "license_remaining"]
    assert "40 pcs and USD 4800 of line 1" in left
    assert found.holds_until == made.expires_on + timedelta(days=1)
    assert found.then is REQUIRED
    told = to_wire(found)["license"]
    assert (told["number"], told["quantity_after"], told["version"]) == ("D1000001", "40", 2)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, AUTHORIZED),
        ({"quantity": 50, "value_usd": 7200}, AUTHORIZED),  # all that is left, with the tolerance
        ({"quantity": 51}, REQUIRED),
        ({"quantity": 50, "value_usd": "7200.01"}, REQUIRED),
        ({"quantity": None}, OPEN),
        ({"value_usd": None}, OPEN),
        ({"unit": None}, OPEN),
        ({"unit": "kg"}, REQUIRED),
        ({"eccn": "5A991", "license_covers_sale": True}, REQUIRED),
        ({"kind": "software"}, REQUIRED),
        ({"destination": "HK"}, REQUIRED),
        ({"action": "reexport"}, REQUIRED),
        ({"parties": [{"role": "end_user", "name": HUAWEI, "country": "CN", "owners": []}]}, REQUIRED),
        (
            {"parties": [*wire()["parties"], QUIET]},
            REQUIRED,
        ),
        (
            {"parties": [*wire()["parties"], {**QUIET, "role": "bank"}]},
            AUTHORIZED,
        ),
        ({"description": "modem, the other one"}, OPEN),
        ({"description": None}, OPEN),
        ({"description": "modem, the other one", "license_covers_sale": True}, AUTHORIZED),
        ({"description": "other", "license_covers_sale": True, "quantity": 51}, REQUIRED),
        ({"license_covers_sale": False}, REQUIRED),
        ({"as_of": "2019-10-31"}, REQUIRED),  # not yet issued
        ({"as_of": "2023-11-02"}, REQUIRED),  # expired
    ],
)  # fmt: skip
def test_the_record_decides_what_it_can(world: Any, changes: Any, expected: Answer) -> None:
    made = shipped(world, licensed(world), 50, 6000)
    found = answer(record(made), **changes)
    assert found.answer is expected, found.needs
    if expected is OPEN:
        asked = {need.path for need in found.needs}
        assert asked & {"item.quantity", "item.value_usd", "item.unit", "facts.license_covers_sale"}


def test_another_end_use_in_words_is_for_a_person_to_judge(world: Any) -> None:
    made = licensed(world)
    made = replace(made, scope=replace(made.scope, end_use="broadband for homes"))
    found = answer(record(made))
    assert (found.answer, [need.path for need in found.needs]) == (OPEN, ["facts.license_covers_sale"])
    assert answer(record(made), license_covers_sale=True).answer is AUTHORIZED


def test_learning_a_fact_never_takes_a_proved_authority_away(world: Any) -> None:
    """Law 1: with less stated the answer is open or the same, never the other way round."""
    made = licensed(world)
    whole = wire()
    assert answer(record(made)).answer is AUTHORIZED
    for key in ("description", "eccn", "kind", "quantity", "unit", "value_usd"):
        less = {**whole, "item": {**whole["item"], key: None}}
        sale = read_transaction(less, BOOK.vocabulary)
        found = answer_sale(attach(sale, FINDER), BOOK, FINDER.lists, record(made))
        assert found.answer in {AUTHORIZED, OPEN}, key
    for key in ("name", "country"):
        party = {**whole["parties"][0], key: None}
        assert answer(record(made), parties=[party]).answer in {AUTHORIZED, OPEN}, key


def test_a_license_that_does_not_stand_authorizes_nothing(world: Any) -> None:
    made = licensed(world)
    held = apply_license(made, administering.suspend(made, world.act("issuer", 40)))
    found = answer(record(held))
    assert found.answer is REQUIRED
    assert found.license is not None
    assert found.license.status == "suspended"
    assert "suspended" in str(to_wire(found)["because"])
    assert answer(record(held), as_of="2019-11-18").answer is AUTHORIZED, "before the suspension"


def test_open_conditions_are_said_and_keep_it_from_green(world: Any) -> None:
    terms = ConditionTerms("no resale", applies_to=HUAWEI, acknowledge=True)
    made = licensed(world, terms, ConditionTerms("report", due_days=180))
    found = answer(record(made))
    texts = {
        condition.text: condition.status
        for condition in found.conditions
        if condition.code == "license_condition"
    }
    assert list(texts.values()) == ["open", "standing"]
    assert "conveyed in writing and to be acknowledged" in next(iter(texts))
    assert (found.answer, found.light) == (AUTHORIZED, Light.AMBER)


def test_without_a_record_the_license_is_as_stated_and_says_so(world: Any) -> None:
    stated = {"license_number": "D9", "license_covers_sale": True}
    for of in (None, record(licensed(world))):
        found = answer(of, **stated)
        assert found.answer is AUTHORIZED
        assert found.license is None
        codes = {caveat.code for caveat in found.caveats}
        assert ("license_not_on_record" if of else "license_as_stated") in codes


@settings(max_examples=60, deadline=None)
@given(
    before=st.lists(st.tuples(st.integers(1, 60), st.integers(1, 9000)), max_size=3),
    quantity=st.integers(1, 110),
    value=st.integers(1, 14000),
)
def test_an_answer_and_the_ledger_never_disagree(
    before: list[tuple[int, int]], quantity: int, value: int
) -> None:
    """What is answered as authorized can be posted, and what cannot be posted is not."""
    made = licensed(WORLD)
    for index, (units, worth) in enumerate(before):
        try:
            event = ship(made, WORLD.act("shipper", 30), f"P{index}", draw(units, worth))
        except Refusal:
            continue
        made = apply_license(made, event)
    found = answer(record(made), quantity=quantity, value_usd=value)
    try:
        event = ship(made, WORLD.act("shipper", 41), "S", draw(quantity, value))
    except Refusal:
        assert found.answer is REQUIRED
        return
    assert found.answer is AUTHORIZED
    assert found.license is not None
    after = apply_license(made, event)
    left = remaining(after.scope, after.ledger, 1)
    use = found.license
    assert (use.quantity_after, use.value_after) == (left.quantity, left.value)
    assert use.value_after_with_tolerance == left.at_most


def test_the_receipt_changes_with_the_record(world: Any) -> None:
    made = licensed(world)
    first, again = answer(record(made)), answer(record(made))
    assert first.receipt == again.receipt
    used = answer(record(shipped(world, made, 1, 120)))
    assert used.receipt.receipt_id != first.receipt.receipt_id
    assert read_transaction(write_transaction(first.sale), BOOK.vocabulary).facts == first.sale.facts


def test_two_lines_of_one_eccn_are_told_apart_by_their_words(world: Any) -> None:
    made = shipped(world, licensed(world, lines=2), 100, 12000)
    assert answer(record(made), description="modem 1").answer is REQUIRED
    second = answer(record(made), description="modem 2")
    assert second.answer is AUTHORIZED
    assert second.license is not None
    assert second.license.line == 2
    assert answer(record(made), description="something").answer is OPEN
