"""An office on each kind of database, with a clock that the test sets, and one application's whole way."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.licensing.world import World

from licet.events.event import Actor
from licet.licensing import applying, deciding, drawing, issuing, reviewing
from licet.licensing.ledger import Draw
from licet.licensing.opinion import OpinionView
from licet.licensing.scope import LicensedParty
from licet.model.transaction import Role
from licet.services.cases import CaseService, Done
from licet.storage.database import Database


class Bench:
    """An office, its clock, and the people of :class:`World` who act in it by their parts."""

    def __init__(self, database: Database, world: World) -> None:
        self.world = world
        self.day = 0
        self.case_service = CaseService(database, clock=self.clock)

    def clock(self) -> datetime:
        """Noon in Washington, so many days after registration."""
        start: datetime = datetime(
            self.world.day.year, self.world.day.month, self.world.day.day, 16, tzinfo=UTC
        )
        return start + timedelta(days=self.day)

    def actor(self, who: str) -> Actor:
        found: Actor = self.world.people[who]
        return found

    def do(
        self, who: str, function: Any, subject: str | None = "A-1", reason: str = "", **arguments: Any
    ) -> Done:
        return self.case_service.act(self.actor(who), subject, function, reason=reason, **arguments)

    def registered(self, case_id: str = "A-1", **changes: Any) -> None:
        self.do("manager", applying.draft, case_id, application=self.world.application(**changes))
        self.do("manager", applying.submit, case_id)
        self.do("registrar", reviewing.register, case_id, acn=f"Z{case_id[2:]:0>6}")

    def referred(self, case_id: str = "A-1", **changes: Any) -> None:
        self.registered(case_id, **changes)
        self.do("officer", reviewing.open_review, case_id)
        self.do("officer", reviewing.refer, case_id, agencies=["DOD"])

    def approved(self, case_id: str = "A-1", **changes: Any) -> None:
        self.referred(case_id, **changes)
        self.do(
            "DOD", reviewing.recommend, case_id, recommendation=self.world.views("DOD", OpinionView.APPROVE)
        )
        self.do(
            "officer", reviewing.close_review, case_id, position=self.world.views("BIS", OpinionView.APPROVE)
        )
        self.do("officer", deciding.judge, case_id, reason="consumer goods, sold everywhere", answer=True)
        self.do("officer", deciding.propose, case_id, proposal=self.world.proposal(True))
        self.do("counter", deciding.countersign, case_id)
        self.do("issuer", deciding.issue_decision, case_id)

    def licensed(self, case_id: str = "A-1", number: str = "L-1", **changes: Any) -> None:
        self.approved(case_id, **changes)
        self.do("issuer", issuing.issue, case_id, number=number)

    def draw(self, quantity: int = 10, value: int = 1200) -> Draw:
        """So many of the modems on line 1, to the consignee on the license."""
        consignee = LicensedParty(Role.ULTIMATE_CONSIGNEE, "Huawei Device Co., Ltd.", "CN")
        return Draw(1, Decimal(quantity), Decimal(value), "CN", (consignee,), "consumer broadband")

    def ship(self, number: str, shipment: str, quantity: int = 10, value: int = 1200, **more: Any) -> Done:
        draw = self.draw(quantity, value)
        return self.do("shipper", drawing.ship, number, shipment_id=shipment, draw=draw, **more)
