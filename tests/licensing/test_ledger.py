"""The ledger: postings that add up, both bounds, the tolerance of 15 CFR 750.11, corrections by two persons."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from licet.events.event import Event, Refusal
from licet.licensing import administering
from licet.licensing.change import Change, ChangeKind
from licet.licensing.correcting import (
    ReversalGround,
    confirm_adjustment,
    propose_adjustment,
    reject_adjustment,
    reverse,
)
from licet.licensing.decision import ConditionTerms
from licet.licensing.drawing import release, reserve, ship
from licet.licensing.issuing import issue
from licet.licensing.ledger import NOTHING, Draw, LedgerAccount, LedgerAmount, granting
from licet.licensing.license import License, LicenseStatus, apply_license, fold_license, journal
from licet.licensing.opinion import OpinionView
from licet.licensing.scope import LicensedParty
from licet.licensing.tolerance import Remaining, overdrawn, remaining, tolerance_left
from licet.model.transaction import ItemKind, Role

A = OpinionView.APPROVE
HUAWEI = LicensedParty(Role.ULTIMATE_CONSIGNEE, "Huawei Device Co., Ltd.", "CN")
GROUND = ReversalGround


def issued(world: Any, *conditions: ConditionTerms, lines: int = 1, **changes: Any) -> Event:
    items = {"lines": changes.pop("items")} if "items" in changes else {}
    application = replace(world.application(lines=lines), **items, **changes)
    case = world.agreed(*[A] * len(application.lines), application=application)
    proposal = world.proposal(*[True] * len(application.lines), conditions=conditions)
    found: Event = issue(world.decided(case, proposal), world.act("issuer", 22), "D1000001")
    return found


def licensed(world: Any, *conditions: ConditionTerms, lines: int = 1, **changes: Any) -> License:
    return apply_license(None, issued(world, *conditions, lines=lines, **changes))


def draw(quantity: str | None = "10", value: str = "1200", line: int = 1, **changes: Any) -> Draw:
    amount = None if quantity is None else Decimal(quantity)
    made = Draw(line, amount, Decimal(value), "CN", (HUAWEI,), "consumer broadband", None)
    return replace(made, **changes)


def shipped(world: Any, made: License, *draws: Draw, day: int = 30) -> License:
    for index, item in enumerate(draws, start=len(made.ledger.shipments) + 1):
        made = apply_license(made, ship(made, world.act("shipper", day), f"S{index}", item, itn=f"X{index}"))
    return made


def refusal(call: Any, *args: Any, **named: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        call(*args, **named)
    return refused.value


# amounts


def test_what_is_issued_stands_on_two_accounts(world: Any) -> None:
    made = licensed(world)
    granted = LedgerAmount(Decimal(100), Decimal(12000))
    assert made.ledger.balance(1, LedgerAccount.AVAILABLE) == granted
    assert made.ledger.balance(1, LedgerAccount.AUTHORIZED) == -granted
    left = remaining(made.scope, made.ledger, 1)
    assert left == Remaining(1, Decimal(100), "pcs", Decimal(12000), Decimal(13200))


def test_value_may_exceed_by_a_tenth_while_units_remain(world: Any) -> None:
    """LC-001, 15 CFR 750.11(b): 90 of 100 for 95 % of the value, then the last 10 for 14.5 % more."""
    made = shipped(world, licensed(world), draw("90", "11400"))
    assert remaining(made.scope, made.ledger, 1).at_most == Decimal(1800)
    cent = refusal(ship, made, world.act("shipper", 31), "S2", draw("10", "1800.01"))
    assert (cent.code, str(cent.cite)) == ("overdrawn_value", "15 CFR 750.11(b)")
    full = shipped(world, made, draw("10", "1740"))
    assert full.ledger.gone(1) == LedgerAmount(Decimal(100), Decimal(13140))
    assert full.status(date(2030, 1, 1)) is LicenseStatus.EXPIRED
    assert full.status(world.day + timedelta(days=31)) is LicenseStatus.EXHAUSTED


def test_no_unit_more_once_all_are_shipped(world: Any) -> None:
    """LC-003, 15 CFR 750.11(a): the tolerance is of value, never of quantity."""
    made = shipped(world, licensed(world), draw("100", "10800"))
    assert remaining(made.scope, made.ledger, 1).at_most == 0
    found = refusal(ship, made, world.act("shipper", 31), "S2", draw("1", "600"))
    assert (found.code, str(found.cite)) == ("exhausted", "15 CFR 750.11(a)")
    two = shipped(world, licensed(world, lines=2), draw("100", "10800"))
    more = refusal(ship, two, world.act("shipper", 31), "S2", draw("1", "600"))
    assert (more.code, str(more.cite)) == ("overdrawn_quantity", "15 CFR 750.11(a)")
    assert ship(two, world.act("shipper", 31), "S2", draw("1", "600", line=2)).kind.value == "license.shipped"


def test_lines_share_one_tolerance_of_the_value_of_the_license(world: Any) -> None:
    """Two lines of USD 12,000: together they may exceed by USD 2,400, one alone as well."""
    made = licensed(world, lines=2)
    license_ = shipped(world, made, draw("50", "14400"))
    assert tolerance_left(license_.scope, license_.ledger, 1) == 0
    assert remaining(license_.scope, license_.ledger, 1).at_most == 0
    assert remaining(license_.scope, license_.ledger, 2).at_most == Decimal(12000)
    over = refusal(ship, license_, world.act("shipper", 31), "S2", draw("50", "12000.01", line=2))
    assert over.code == "overdrawn_value"
    assert (
        refusal(ship, made, world.act("shipper", 31), "S2", draw("50", "14400.01")).code == "overdrawn_value"
    )


def test_a_stipulated_tolerance_counts_instead(world: Any) -> None:
    made = licensed(world)
    for rate, most in (("0", "12000"), ("0.05", "12600")):
        lines = tuple(replace(line, tolerance=Decimal(rate)) for line in made.scope.lines)
        bound = replace(made, scope=replace(made.scope, lines=lines))
        shipped(world, bound, draw("99", most))
        over = Decimal(most) + Decimal("0.01")
        found = refusal(ship, bound, world.act("shipper", 30), "S1", draw("99", str(over)))
        assert found.code == "overdrawn_value"


def test_technology_is_bound_by_its_value_alone(world: Any) -> None:
    line = replace(world.line(), kind=ItemKind.TECHNOLOGY, quantity=None, unit=None, unit_price=None)
    line = replace(line, value=Decimal(500))
    made = licensed(world, items=(line,), special={"o": "drawings"}, letter="what it is")
    assert refusal(ship, made, world.act("shipper", 30), "S1", draw("1", "100")).code == "unit"
    made = shipped(world, made, draw(None, "400"))
    over = refusal(ship, made, world.act("shipper", 31), "S2", draw(None, "100.01"))
    assert (over.code, str(over.cite)) == ("overdrawn_value", "15 CFR 750.7(f)")
    assert remaining(made.scope, made.ledger, 1).at_most == Decimal(100)
    assert (
        shipped(world, made, draw(None, "100")).status(world.day + timedelta(days=40)) is LicenseStatus.VALID
    )


@pytest.mark.parametrize(
    ("quantity", "value"),
    [("0", "1"), ("-1", "1"), ("1", "0"), ("1", "-5"), ("0.0000001", "1"), ("1", "0.001"), ("NaN", "1"),
     ("1", "Infinity"), ("1e15", "1")],
)  # fmt: skip
def test_amounts_are_above_zero_and_exact(world: Any, quantity: str, value: str) -> None:
    made = licensed(world)
    assert refusal(ship, made, world.act("shipper", 30), "S1", draw(quantity, value)).code == "amount"
    assert refusal(reserve, made, world.act("shipper", 30), "R1", draw(quantity, value)).code == "amount"


# scope and standing


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"line": 2}, "line"),
        ({"unit": "kg"}, "unit"),
        ({"quantity": None}, "unit"),
        ({"destination": "HK"}, "destination"),
        ({"end_use": "military"}, "end_use"),
        ({"parties": (replace(HUAWEI, name="Somebody Else"),)}, "party"),
        ({"parties": (replace(HUAWEI, country="HK"),)}, "party"),
        ({"parties": (HUAWEI, replace(HUAWEI, role=Role.END_USER))}, "party"),
        ({"parties": ()}, "consignee"),
    ],
)
def test_what_the_license_does_not_name_is_not_drawn(world: Any, changes: Any, code: str) -> None:
    made = licensed(world)
    assert refusal(ship, made, world.act("shipper", 30), "S1", draw(**changes)).code == code
    assert refusal(reserve, made, world.act("shipper", 30), "R1", draw(**changes)).code == code


def test_a_forwarder_and_a_bank_need_not_be_named(world: Any) -> None:
    bank = LicensedParty(Role.BANK, "Bank", "DE")
    assert shipped(world, licensed(world), draw(parties=(HUAWEI, bank))).ledger.shipments


def test_a_license_that_does_not_stand_is_not_drawn_on(world: Any) -> None:
    made = licensed(world)
    held = apply_license(made, administering.suspend(made, world.act("issuer", 40)))
    assert refusal(ship, held, world.act("shipper", 41), "S1", draw()).code == "suspended"
    assert refusal(reserve, held, world.act("shipper", 41), "R1", draw()).code == "suspended"
    late = (made.expires_on - world.day).days + 2
    assert refusal(ship, made, world.act("shipper", late), "S1", draw()).code == "expired"
    revoked = apply_license(made, administering.revoke(made, world.act("issuer", 40)))
    assert refusal(ship, revoked, world.act("shipper", 41), "S1", draw()).code == "revoked"


def test_posted_the_morning_after_but_not_before_the_license_last_changed(world: Any) -> None:
    made = licensed(world)
    late, last = (made.expires_on - world.day).days + 1, made.expires_on
    assert ship(made, world.act("shipper", late), "S1", draw(), on=last).payload["on"] == last.isoformat()
    laden = ship(made, world.act("shipper", late), "S1", draw(), laden_on=last)
    assert laden.payload["laden_on"] == last.isoformat(), "15 CFR 758.4(b)(2)(i)"
    tomorrow = world.day + timedelta(days=31)
    assert refusal(ship, made, world.act("shipper", 30), "S1", draw(), on=tomorrow).code == "day"
    held = apply_license(made, administering.suspend(made, world.act("issuer", 40)))
    back = apply_license(held, administering.reinstate(held, world.act("issuer", 50)))
    found = refusal(ship, back, world.act("shipper", 51), "S1", draw(), on=world.day + timedelta(days=45))
    assert found.code == "day", "it was suspended on that day"


def test_open_conditions_bar_a_shipment_and_not_a_reservation(world: Any) -> None:
    terms = ConditionTerms("have the statement", before_shipment=True)
    made = licensed(world, terms)
    kept = apply_license(made, reserve(made, world.act("shipper", 30), "R1", draw()))
    found = refusal(ship, kept, world.act("shipper", 31), "S1", draw(), reservation_id="R1")
    assert (found.code, str(found.cite)) == ("condition_open", "15 CFR 750.7(d)")
    done = apply_license(kept, administering.fulfill(kept, world.act("manager", 32), "C1"))
    sent = ship(done, world.act("shipper", 33), "S1", draw(), reservation_id="R1")
    assert apply_license(done, sent).ledger.used(1).quantity == 10


# reservations


def test_out_of_a_reservation_and_what_it_does_not_need_goes_back(world: Any) -> None:
    made = licensed(world)
    made = apply_license(made, reserve(made, world.act("manager", 30), "R1", draw("60", "7200")))
    assert remaining(made.scope, made.ledger, 1).quantity == 40
    assert (
        refusal(ship, made, world.act("shipper", 31), "S1", draw("41", "4000")).code == "overdrawn_quantity"
    )
    part = apply_license(
        made, ship(made, world.act("shipper", 31), "S1", draw("40", "5000"), reservation_id="R1")
    )
    assert part.ledger.reservations["R1"].left == LedgerAmount(Decimal(20), Decimal(2200))
    rest = apply_license(
        part, ship(part, world.act("shipper", 32), "S2", draw("20", "2000"), reservation_id="R1")
    )
    assert rest.ledger.balance(1, LedgerAccount.RESERVED) == NOTHING
    assert rest.ledger.balance(1, LedgerAccount.AVAILABLE) == LedgerAmount(Decimal(40), Decimal(5000))
    gone = refusal(ship, rest, world.act("shipper", 33), "S3", draw("1", "1"), reservation_id="R1")
    assert gone.code == "no_reservation"
    dearer = apply_license(made, reserve(made, world.act("manager", 31), "R2", draw("40", "4800")))
    costs = ship(dearer, world.act("shipper", 32), "S1", draw("60", "8400"), reservation_id="R1")
    assert apply_license(dearer, costs).ledger.used(1).value == Decimal(13200)
    over = refusal(ship, dearer, world.act("shipper", 32), "S1", draw("60", "8400.01"), reservation_id="R1")
    assert over.code == "overdrawn_value"
    other = draw("10", "1200", parties=(HUAWEI, LicensedParty(Role.BANK, "Bank", "DE")))
    strange = refusal(ship, made, world.act("shipper", 32), "S1", other, reservation_id="R1")
    assert strange.code == "other_than_reserved"


def test_released_and_nothing_is_done_twice(world: Any) -> None:
    made = licensed(world)
    made = apply_license(made, reserve(made, world.act("manager", 30), "R1", draw()))
    assert refusal(reserve, made, world.act("manager", 31), "R1", draw()).code == "duplicate"
    freed = apply_license(made, release(made, world.act("manager", 31), "R1"))
    assert freed.ledger.balance(1, LedgerAccount.AVAILABLE) == LedgerAmount(Decimal(100), Decimal(12000))
    assert refusal(release, freed, world.act("manager", 32), "R1").code == "no_reservation"
    sent = shipped(world, freed, draw(), day=33)
    assert refusal(ship, sent, world.act("shipper", 34), "S1", draw()).code == "duplicate"


# corrections


def test_what_never_left_comes_back_and_ends_the_exhaustion(world: Any) -> None:
    full = shipped(world, licensed(world), draw("100", "12000"))
    assert full.exhausted_on is not None
    assert administering.exhaust(full, world.act("clock", 31)).kind.value == "license.exhausted"
    part = LedgerAmount(Decimal(40), Decimal(4800))
    act = world.act("shipper", 31, "stopped on the pier")
    back = apply_license(full, reverse(full, act, "V1", "S1", GROUND.NOT_EXPORTED, amount=part))
    assert back.exhausted_on is None
    assert remaining(back.scope, back.ledger, 1).quantity == 40
    assert back.ledger.shipments["S1"].left == LedgerAmount(Decimal(60), Decimal(7200))
    rest = apply_license(back, reverse(back, act, "V2", "S1", GROUND.NOT_EXPORTED))
    assert rest.ledger.gone(1) == NOTHING
    assert refusal(reverse, rest, act, "V3", "S1", GROUND.NOT_EXPORTED).code == "no_shipment"
    assert refusal(reverse, full, world.act("shipper", 31), "V1", "S1", GROUND.NOT_EXPORTED).code == "reason"
    assert refusal(administering.exhaust, back, world.act("clock", 32)).code == "not_exhausted"
    for quantity, value in (("101", "12000"), ("100", "11999"), ("99", "12000"), ("0", "5")):
        wrong = LedgerAmount(Decimal(quantity), Decimal(value))
        found = refusal(reverse, full, act, "V1", "S1", GROUND.NOT_EXPORTED, amount=wrong)
        assert found.code == "amount"


def test_what_was_not_delivered_is_kept_for_the_same_consignee(world: Any) -> None:
    """LC-015, 15 CFR 758.4(c): the same license, the same consignee, and the evidence first."""
    sent = shipped(world, licensed(world), draw())
    act = world.act("shipper", 40, "the vessel sank")
    bare = refusal(reverse, sent, act, "V1", "S1", GROUND.NOT_DELIVERED)
    assert (bare.code, str(bare.cite)) == ("document", "15 CFR 758.4(c)")
    lost = apply_license(sent, reverse(sent, act, "V1", "S1", GROUND.NOT_DELIVERED, document="e" * 64))
    assert remaining(lost.scope, lost.ledger, 1).quantity == 90
    held = refusal(release, lost, world.act("manager", 41), "V1")
    assert (held.code, str(held.cite)) == ("reship", "15 CFR 758.4(c)")
    again = apply_license(lost, ship(lost, world.act("shipper", 42), "S2", draw(), reservation_id="V1"))
    assert again.ledger.gone(1) == LedgerAmount(Decimal(10), Decimal(1200))


def test_an_adjustment_takes_two_persons(world: Any) -> None:
    made = shipped(world, licensed(world), draw("50", "6000"))
    act = world.act("manager", 40, "two more were packed")
    more = LedgerAmount(Decimal(2), Decimal(240))
    assert refusal(propose_adjustment, made, world.act("manager", 40), "J1", 1, more).code == "reason"
    made = apply_license(made, propose_adjustment(made, act, "J1", 1, more, document="d" * 64))
    assert made.ledger.used(1).quantity == 50, "a proposal posts nothing"
    assert refusal(confirm_adjustment, made, world.act("manager", 41), "J1").code == "role"
    both = replace(made, acts=(*made.acts, ("abe", made.acts[-1][1])))
    assert refusal(confirm_adjustment, both, world.act("approver", 41), "J1").code == "separation"
    done = apply_license(made, confirm_adjustment(made, world.act("approver", 41), "J1"))
    assert done.ledger.gone(1) == LedgerAmount(Decimal(52), Decimal(6240))
    assert refusal(confirm_adjustment, done, world.act("approver", 42), "J1").code == "no_adjustment"
    not_so = apply_license(made, reject_adjustment(made, world.act("approver", 41, "counted again"), "J1"))
    assert not_so.ledger.adjustments["J1"].confirmed is False
    assert refusal(confirm_adjustment, not_so, world.act("approver", 42), "J1").code == "no_adjustment"


def test_an_adjustment_neither_overdraws_nor_gives_back_what_never_left(world: Any) -> None:
    made = shipped(world, licensed(world), draw("50", "6000"))
    act = world.act("manager", 40, "as counted")
    more = refusal(ship, made, world.act("shipper", 40), "S9", draw("51"))
    assert (more.code, str(more.cite)) == ("overdrawn_quantity", "15 CFR 750.7(f)"), "not all are shipped"
    over = refusal(propose_adjustment, made, act, "J1", 1, LedgerAmount(Decimal(51), Decimal(1)))
    assert (over.code, str(over.cite)) == ("overdrawn_quantity", "15 CFR 764.5")
    back = refusal(propose_adjustment, made, act, "J1", 1, LedgerAmount(Decimal(-51), Decimal(-1)))
    assert back.code == "given_back"
    fewer = LedgerAmount(Decimal(-30), Decimal(-3600))
    made = apply_license(made, propose_adjustment(made, act, "J1", 1, fewer))
    made = apply_license(made, confirm_adjustment(made, world.act("approver", 41), "J1"))
    assert remaining(made.scope, made.ledger, 1).quantity == 80
    twice = refusal(reverse, made, world.act("shipper", 42, "error"), "V1", "S1", GROUND.NOT_EXPORTED)
    assert twice.code == "given_back"
    act = world.act("manager", 43, "as counted")
    assert refusal(propose_adjustment, made, act, "J2", 1, NOTHING).code == "amount"
    assert refusal(propose_adjustment, made, act, "J2", 7, fewer).code == "line"


def test_a_change_keeps_what_was_drawn(world: Any) -> None:
    made = shipped(world, licensed(world), draw("50", "6000"))
    wish = Change(ChangeKind.PRICE_LOWER, new_value=Decimal(7000))

    def valued(value: str) -> Any:
        line = replace(made.scope.lines[0], value=Decimal(value))
        return replace(made.scope, lines=(line,))

    event, _ = administering.change(made, world.act("manager", 40), wish, valued("7000"))
    after = apply_license(made, event)
    assert after.ledger.balance(1, LedgerAccount.AVAILABLE) == LedgerAmount(Decimal(50), Decimal(1000))
    assert after.ledger.balance(1, LedgerAccount.AUTHORIZED) == LedgerAmount(Decimal(-100), Decimal(-7000))
    lower = replace(wish, new_value=Decimal(5000))
    found = refusal(administering.change, made, world.act("manager", 40), lower, valued("5000"))
    assert found.code == "overdrawn_value"
    none = replace(made.scope, lines=())
    assert refusal(administering.change, made, world.act("manager", 40), lower, none).code == "lines"


def test_roles_and_rivals(world: Any) -> None:
    made = licensed(world)
    assert refusal(ship, made, world.act("manager", 30), "S1", draw()).code == "role"
    assert refusal(ship, made, world.act("issuer", 30), "S1", draw()).code == "role"
    act = world.act("shipper", 30)
    rival = replace(act, actor=replace(act.actor, organization="rival"))
    assert refusal(ship, made, rival, "S1", draw()).code == "not_yours"
    assert refusal(ship, made, world.act("shipper", 1), "S1", draw()).code == "backdated"


# no interleaving


AMOUNTS = st.sampled_from(["1", "2.5", "7", "30", "99"])
PRICES = st.sampled_from(["80", "120", "131.99", "150"])


class Interleaved(RuleBasedStateMachine):
    """Anybody does anything in any order; whatever is not refused leaves a ledger that adds up."""

    world: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.events = [issued(self.world, lines=2)]
        self.made = fold_license(self.events)
        self.day, self.names, self.refused = 30, 0, 0

    def name(self) -> str:
        self.names += 1
        return f"N{self.names}"

    def attempt(self, call: Any, who: str, *args: Any, **named: Any) -> None:
        self.day += 1
        try:
            event = call(self.made, self.world.act(who, self.day, "why"), *args, **named)
        except Refusal:
            self.refused += 1
        else:
            self.events.append(event)
            self.made = apply_license(self.made, event)

    def one(self, line: int, quantity: str, price: str) -> Draw:
        value = (Decimal(quantity) * Decimal(price)).quantize(Decimal("0.01"))
        return draw(quantity, str(value), line)

    @rule(line=st.integers(1, 2), quantity=AMOUNTS, price=PRICES)
    def reserve(self, line: int, quantity: str, price: str) -> None:
        self.attempt(reserve, "manager", self.name(), self.one(line, quantity, price))

    @rule(line=st.integers(1, 2), quantity=AMOUNTS, price=PRICES)
    def ship(self, line: int, quantity: str, price: str) -> None:
        self.attempt(ship, "shipper", self.name(), self.one(line, quantity, price))

    @precondition(lambda self: self.made.ledger.reservations)
    @rule(data=st.data(), quantity=AMOUNTS, price=PRICES)
    def ship_reserved(self, data: Any, quantity: str, price: str) -> None:
        found = self.made.ledger.reservations[data.draw(self.chosen("reservations"))]
        how_many = data.draw(st.sampled_from([quantity, str(found.left.quantity)]))
        made = self.one(found.draw.line, how_many, price)
        self.attempt(ship, "shipper", self.name(), made, reservation_id=found.drawn_id)

    @precondition(lambda self: self.made.ledger.reservations)
    @rule(data=st.data())
    def release(self, data: Any) -> None:
        self.attempt(release, "manager", data.draw(self.chosen("reservations")))

    @precondition(lambda self: self.made.ledger.shipments)
    @rule(data=st.data(), lost=st.booleans(), half=st.booleans())
    def reverse(self, data: Any, lost: bool, half: bool) -> None:
        name = data.draw(self.chosen("shipments"))
        left = self.made.ledger.shipments[name].left
        part = LedgerAmount(left.quantity / 2, (left.value / 2).quantize(Decimal("0.01"))) if half else None
        ground = GROUND.NOT_DELIVERED if lost else GROUND.NOT_EXPORTED
        self.attempt(reverse, "shipper", self.name(), name, ground, amount=part, document="d" * 64)

    @rule(line=st.integers(1, 2), quantity=st.integers(-40, 40), value=st.integers(-5000, 5000))
    def adjust(self, line: int, quantity: int, value: int) -> None:
        name = self.name()
        self.attempt(
            propose_adjustment, "manager", name, line, LedgerAmount(Decimal(quantity), Decimal(value))
        )

    @precondition(lambda self: self.made.ledger.adjustments)
    @rule(data=st.data())
    def confirm(self, data: Any) -> None:
        self.attempt(confirm_adjustment, "approver", data.draw(self.chosen("adjustments")))

    @rule(value=st.integers(5000, 23999))
    def lower(self, value: int) -> None:
        scope, half = self.made.scope, Decimal(value) / 2
        lines = tuple(replace(line, value=half) for line in scope.lines)
        wish = Change(ChangeKind.PRICE_LOWER, new_value=half * 2)
        self.attempt(
            lambda *given: administering.change(*given)[0], "manager", wish, replace(scope, lines=lines)
        )

    def chosen(self, what: str) -> st.SearchStrategy[str]:
        return st.sampled_from(sorted(getattr(self.made.ledger, what)))

    @invariant()
    def nothing_is_overdrawn(self) -> None:
        scope, ledger = self.made.scope, self.made.ledger
        assert overdrawn(scope, ledger) is None
        excess = Decimal(0)
        for line in scope.lines:
            left = remaining(scope, ledger, line.number)
            assert left.quantity is not None
            assert left.quantity >= 0
            assert 0 <= left.value <= left.at_most
            for account in (LedgerAccount.RESERVED, LedgerAccount.SHIPPED):
                assert ledger.balance(line.number, account).quantity >= 0
                assert ledger.balance(line.number, account).value >= 0
            gone = ledger.gone(line.number)
            assert min(gone.quantity, gone.value) >= 0
            excess += max(Decimal(0), ledger.used(line.number).value - line.value)
        assert excess <= scope.value / 10

    @invariant()
    def sums_are_zero_and_balances_are_the_sums_of_postings(self) -> None:
        sums: dict[tuple[int, LedgerAccount], LedgerAmount] = {}
        postings = [posting for _, posting in journal(self.events)]
        assert len(postings) >= len(list(granting(fold_license(self.events[:1]).scope.lines)))
        for posting in postings:
            key = (posting.line, posting.account)
            sums[key] = sums.get(key, NOTHING) + posting.amount
        assert {key: posting for key, posting in sums.items() if not posting.is_nothing} == {
            key: posting for key, posting in self.made.ledger.balances.items() if not posting.is_nothing
        }
        for line in (1, 2):
            total = sum((self.made.ledger.balance(line, account) for account in LedgerAccount), NOTHING)
            assert total.is_nothing

    @invariant()
    def records_agree_with_accounts(self) -> None:
        ledger = self.made.ledger
        for line in (1, 2):
            for account, kept in (
                (LedgerAccount.RESERVED, ledger.reservations),
                (LedgerAccount.SHIPPED, ledger.shipments),
            ):
                total = sum((drawn.left for drawn in kept.values() if drawn.draw.line == line), NOTHING)
                assert total == ledger.balance(line, account)

    @invariant()
    def no_value_is_held_without_units(self) -> None:
        kept = (*self.made.ledger.reservations.values(), *self.made.ledger.shipments.values())
        assert all(drawn.left.value == 0 for drawn in kept if drawn.left.quantity == 0)

    def teardown(self) -> None:
        assert fold_license(self.events) == self.made
        assert fold_license(Event.from_plain(event.to_plain()) for event in self.events) == self.made


def test_no_interleaving_overdraws(world: Any) -> None:
    Interleaved.world = world
    run_state_machine_as_test(
        Interleaved, settings=settings(max_examples=60, stateful_step_count=30, deadline=None)
    )
