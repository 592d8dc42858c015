"""Whatever is done in whatever order, on either store: the chain verifies, projections are what the log makes, and
the ledger is what a few lines of arithmetic say.
"""

import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from licet.events.event import Actor, Refusal
from licet.events.roles import UserRole
from licet.licensing import administering, applying, correcting, drawing
from licet.licensing.ledger import LedgerAccount, LedgerAmount
from licet.licensing.statistics import statistics
from licet.services.cases import CaseService
from licet.storage.audit import verify
from licet.storage.database import Database
from licet.storage.events import read
from licet.storage.replay import differences
from licet.storage.schema_events import event as table

UNITS, VALUE, TOLERANCE = Decimal(100), Decimal(12000), Decimal(13200)
BACK = correcting.ReversalGround.NOT_EXPORTED
STEWARD = Actor("stella", UserRole.STEWARD, "acme")
AMOUNTS = st.tuples(st.integers(1, 60), st.sampled_from([60, 120, 140]))
_COUNTER = itertools.count()


class Store(RuleBasedStateMachine):
    """One license of 100 units for 12,000 dollars, and everything that people do with it."""

    database: ClassVar[Database]
    bench: ClassVar[Any]

    @initialize()
    def begin(self) -> None:
        number = next(_COUNTER)
        self.case_id, self.number = f"A-{number}", f"L-{number}"
        self.bench.day, self.steps = 0, 0
        self.bench.licensed(self.case_id, self.number, order_reference=f"PO-{number}")
        self.shipped: dict[str, tuple[int, int]] = {}
        self.reserved: dict[str, tuple[int, int]] = {}
        self.suspended = False

    def name(self) -> str:
        self.steps += 1
        return f"P-{self.steps}"

    def try_to(self, who: str, function: Callable[..., Any], **arguments: Any) -> bool:
        try:
            self.bench.do(who, function, self.number, reason="as the file shows", **arguments)
        except Refusal:
            return False
        return True

    def fits(self, units: int, value: int) -> bool:
        """15 CFR 750.11: units bind; value may exceed by a tenth."""
        every = [*self.shipped.values(), *self.reserved.values()]
        return (
            sum(number for number, _ in every) + units <= UNITS
            and sum(number for _, number in every) + value <= TOLERANCE
        )

    def full(self) -> bool:
        return sum(number for number, _ in self.shipped.values()) == UNITS

    @rule(amount=AMOUNTS)
    def ship(self, amount: tuple[int, int]) -> None:
        units, value = amount[0], amount[0] * amount[1]
        name, may = self.name(), self.fits(units, value) and not self.suspended and not self.full()
        done = self.try_to("shipper", drawing.ship, shipment_id=name, draw=self.bench.draw(units, value))
        assert done <= may
        if done:
            self.shipped[name] = (units, value)

    @rule(amount=AMOUNTS)
    def reserve(self, amount: tuple[int, int]) -> None:
        units, value = amount[0], amount[0] * amount[1]
        name, may = self.name(), self.fits(units, value) and not self.suspended and not self.full()
        done = self.try_to(
            "manager", drawing.reserve, reservation_id=name, draw=self.bench.draw(units, value)
        )
        assert done <= may
        if done:
            self.reserved[name] = (units, value)

    @precondition(lambda self: self.reserved)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.reserved)))
        if self.try_to("manager", drawing.release, reservation_id=name):
            del self.reserved[name]

    @precondition(lambda self: self.shipped)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.shipped)))
        assert self.try_to(
            "shipper", correcting.reverse, reversal_id=self.name(), shipment_id=name, ground=BACK
        )
        del self.shipped[name]

    @rule()
    def suspend_or_reinstate(self) -> None:
        function = administering.reinstate if self.suspended else administering.suspend
        if self.try_to("issuer", function):
            self.suspended = not self.suspended

    @rule()
    def a_day_passes(self) -> None:
        self.bench.day += 1

    @rule()
    def somebody_tries_what_is_not_hers(self) -> None:
        assert not self.try_to("shipper", administering.revoke)

    @rule()
    def begin_another_program(self) -> None:
        """Nothing that was folded before is at hand."""
        self.bench.case_service = CaseService(self.database, clock=self.bench.clock)

    @rule()
    def blank_somebody(self) -> None:
        self.bench.case_service.blank(STEWARD, ["Mia Moss", "sam"], reason="asked for")

    @rule()
    def draft_another(self) -> None:
        name = f"{self.case_id}-{self.name()}"
        ask = self.bench.world.application(order_reference=name)
        self.bench.do("manager", applying.draft, name, application=ask)
        self.bench.do("manager", applying.submit, name)

    @invariant()
    def balances_are_what_arithmetic_says(self) -> None:
        rows = {
            balance.account: balance
            for balance in self.bench.case_service.balances(self.bench.actor("manager"), self.number)
        }
        for account, kept in ((LedgerAccount.SHIPPED, self.shipped), (LedgerAccount.RESERVED, self.reserved)):
            row = rows.get(account)
            found = LedgerAmount() if row is None else LedgerAmount(row.quantity, row.value_usd)
            assert found == LedgerAmount(
                Decimal(sum(units for units, _ in kept.values())),
                Decimal(sum(value for _, value in kept.values())),
            )
        assert (
            sum(item.quantity for item in rows.values()) == sum(item.value_usd for item in rows.values()) == 0
        )

    def teardown(self) -> None:
        with self.database.reading() as connection:
            assert verify(connection).good
            assert differences(connection) == ()
            events = [stored.event for stored in read(connection, table.select())]
        day = self.bench.clock().date()
        counted = self.bench.case_service.statistics(self.bench.actor("officer"), day)
        assert counted == statistics((event for event in events if event.kind.stream == "case"), day)


def test_whatever_is_done_the_store_agrees_with_the_log(database: Database, bench: Any) -> None:
    class Here(Store):
        pass

    Here.database, Here.bench = database, bench
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
