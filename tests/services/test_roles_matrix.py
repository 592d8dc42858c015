"""The matrix of roles at the one door: who may not is refused at every step, and every refusal is on record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licet.events.event import Actor, Refusal
from licet.events.kinds import Kind
from licet.events.roles import AUTHORITY, EXPORTER, MAY, UserAction, UserRole
from licet.licensing import (
    administering,
    applying,
    correcting,
    deciding,
    drawing,
    issuing,
    reconciling,
    reviewing,
)
from licet.licensing.decision import ConditionTerms
from licet.licensing.ledger import LedgerAmount
from licet.licensing.opinion import OpinionView
from licet.licensing.pause import PauseGround
from licet.services.cases.deadlines import CLOCK
from licet.storage.audit import verify
from licet.storage.database import Database
from licet.storage.events import read
from licet.storage.schema_events import event as table

A, D = OpinionView.APPROVE, OpinionView.DENY
SHA = "0" * 64


@dataclass
class Step:
    who: str
    function: Callable[..., Any]
    subject: str = "A-1"
    day: int = 0
    arguments: dict[str, Any] = field(default_factory=dict)


def step(
    who: str, function: Callable[..., Any], subject: str = "A-1", day: int = 0, **arguments: Any
) -> Step:
    return Step(who, function, subject, day, arguments)


def story(world: Any) -> Iterator[Step]:
    """Every act that stands in the table of roles, on the way of a few applications."""
    terms = (ConditionTerms("no resale", (1,), acknowledge=True, applies_to="Huawei Device Co., Ltd."),)
    two = world.application(lines=2, order_reference="PO-1")
    yield step("manager", applying.draft, application=two)
    yield step("manager", applying.submit)
    yield step("registrar", reviewing.register, acn="Z000001")
    yield step("officer", reviewing.open_review, day=1)
    yield step("officer", reviewing.pause, day=1, pause_id="p", ground=PauseGround.APPLICANT)
    yield step("manager", applying.answer, day=2, text="as asked")
    yield step("officer", reviewing.step, day=2, pause_id="p", name="received")
    yield step("officer", reviewing.refer, day=3, agencies=["DOD"])
    yield step("DOD", reviewing.receive, day=3)
    yield step("officer", reviewing.hold, day=4)
    yield step("officer", reviewing.release, day=4)
    yield step("DOD", reviewing.recommend, day=10, recommendation=world.views("DOD", D, D))
    yield step("officer", reviewing.close_review, day=11, position=world.views("BIS", A, D))
    yield step("officer", reviewing.to_operating_committee, day=11)
    yield step("chair", reviewing.announce, day=20, resolution=world.decision(A, D))
    yield step(
        "DOD", reviewing.escalate, day=22, statutory_basis=["50 USC 4813"], regulatory_basis=["15 CFR 744.11"],
        signed_by="A. Ssistant",
    )  # fmt: skip
    yield step("chair", reviewing.announce, day=30, resolution=world.decision(A, D))
    yield step("clock", reviewing.let_stand, day=36)
    yield step("officer", deciding.judge, day=37, answer=True)
    yield step("officer", deciding.propose, day=37, proposal=world.proposal(True, False, conditions=terms))
    yield step("counter", deciding.countersign, day=38)
    yield step("issuer", deciding.issue_decision, day=39)
    yield step("issuer", issuing.issue, day=39, number="L-1")
    yield from license_acts(world)
    yield step("clock", deciding.make_denial_final, day=90)
    yield step("manager", applying.appeal, day=91, statement="line 2 is a part of line 1")
    yield step("under", deciding.decide_appeal, day=92, reverse=False)
    yield from short_ways(world)


def license_acts(_world: Any) -> Iterator[Step]:
    yield step("manager", administering.send_conditions, "L-1", 40, conditions=["C1"], document=SHA)
    yield step(
        "manager", administering.acknowledge, "L-1", 41, condition="C1", document=SHA, signed_by="L. Wei"
    )
    yield step("shipper", drawing.reserve, "L-1", 42, reservation_id="R-1")
    yield step("shipper", drawing.release, "L-1", 42, reservation_id="R-1")
    yield step("shipper", drawing.ship, "L-1", 43, shipment_id="S-1", itn="X1")
    yield step(
        "shipper", correcting.reverse, "L-1", 44, reversal_id="S-2", shipment_id="S-1",
        ground=correcting.ReversalGround.NOT_EXPORTED,
    )  # fmt: skip
    amount = LedgerAmount(Decimal(1), Decimal(120))
    yield step(
        "manager", correcting.propose_adjustment, "L-1", 45, adjustment_id="J-1", line=1, amount=amount
    )
    yield step("approver", correcting.confirm_adjustment, "L-1", 46, adjustment_id="J-1")
    found = reconciling.reconcile((), ())
    yield step("manager", reconciling.record_reconciliation, "L-1", 46, document=SHA, found=found)
    yield step("issuer", administering.suspend, "L-1", 47)
    yield step("issuer", administering.reinstate, "L-1", 48)
    yield step("issuer", administering.extend, "L-1", 49, until=date(2024, 6, 3))


def short_ways(world: Any) -> Iterator[Step]:
    for case_id, order in (("A-2", "PO-2"), ("A-3", "PO-3"), ("A-4", "PO-4")):
        yield step(
            "manager", applying.draft, case_id, 100, application=world.application(order_reference=order)
        )
        yield step("manager", applying.submit, case_id, 100)
    yield step("manager", applying.withdraw, "A-2", 101)
    yield step("registrar", reviewing.refuse_registration, "A-3", 101, deficiencies=["x"], action_needed="y")
    yield step("registrar", reviewing.register, "A-4", 101, acn="Z000004")
    yield step("officer", reviewing.open_review, "A-4", 102)
    yield step("officer", reviewing.return_without_action, "A-4", 103, deficiencies=["x"], action_needed="y")


def actor_of(role: UserRole) -> Actor:
    if role is UserRole.SYSTEM:
        return CLOCK
    if role in EXPORTER:
        return Actor(f"other {role.value}", role, "acme")
    return Actor(f"other {role.value}", role, "DOD" if role is UserRole.AGENCY_REVIEWER else "BIS")


def arguments_of(bench: Any, item: Step) -> dict[str, Any]:
    draws = {"draw": bench.draw()} if item.function in {drawing.reserve, drawing.ship} else {}
    return {"reason": "as the file shows", **item.arguments, **draws}


def refusals(database: Database) -> list[Any]:
    with database.reading() as connection:
        return [
            stored.event
            for stored in read(connection, table.select().where(table.c.kind == Kind.REFUSED.value))
        ]


def test_at_every_step_every_other_role_is_refused_and_that_is_kept(bench: Any, database: Database) -> None:
    bench.world.people["approver"] = Actor("abe", UserRole.APPROVER, "acme")
    acted, tried = set(), 0
    for item in story(bench.world):
        bench.day = item.day
        arguments, subject = arguments_of(bench, item), item.subject
        before = len(refusals(database))
        expected = []
        action = ACTIONS[item.function]
        for role in UserRole:
            if role in MAY[action]:
                continue
            with pytest.raises(Refusal) as refused:
                bench.case_service.act(actor_of(role), subject, item.function, **arguments)
            assert refused.value.code in {"role", "not_found"}, (item, role)
            expected.append((actor_of(role).name, role, item.function.__name__, subject, refused.value.code))
        kept = [
            (
                event.actor.name,
                event.actor.role,
                event.payload["tried"],
                event.payload["of"],
                event.payload["code"],
            )
            for event in refusals(database)[before:]
        ]
        assert kept == expected
        tried += len(expected)
        bench.do(item.who, item.function, subject, **arguments)
        acted.add(action)
    assert tried > 500
    looked = {
        UserAction.READ_CASES, UserAction.READ_STATISTICS, UserAction.EXPORT_RECORDS, UserAction.VERIFY_AUDIT,
        UserAction.BLANK_PERSONAL_DATA,
    }  # fmt: skip
    elsewhere = {
        UserAction.CHECK_SALE, UserAction.CLASSIFY_ITEM, UserAction.SCREEN, UserAction.DECIDE_HIT,
        UserAction.APPROVE_CLEARING, UserAction.RELEASE_ORDER, UserAction.ADOPT_LISTS, UserAction.PROPOSE_LISTS,
        UserAction.MANAGE_ACCOUNTS, UserAction.MAINTAIN_CUSTOMERS, UserAction.CHOOSE_PRESET,
        UserAction.PROPOSE_LAW, UserAction.ADOPT_LAW,
    }  # fmt: skip
    assert set(MAY) - acted - looked - elsewhere == NOT_IN_THE_STORY
    with database.reading() as connection:
        assert verify(connection).good


NOT_IN_THE_STORY = {
    UserAction.RECONSIDER,
    UserAction.FULFILL,
    UserAction.CHANGE_LICENSE,
    UserAction.RECORD_LICENSE,
}
"""Acts of the same kind, whose roles the pure tests of ``tests/accounts`` and ``tests/licensing`` hold."""

ACTIONS: dict[Callable[..., Any], UserAction] = {
    applying.draft: UserAction.DRAFT,
    applying.submit: UserAction.SUBMIT,
    applying.answer: UserAction.ANSWER,
    applying.appeal: UserAction.APPEAL,
    applying.withdraw: UserAction.WITHDRAW,
    reviewing.register: UserAction.REGISTER,
    reviewing.refuse_registration: UserAction.REGISTER,
    reviewing.open_review: UserAction.OPEN_REVIEW,
    reviewing.pause: UserAction.STOP_CLOCK,
    reviewing.step: UserAction.STOP_CLOCK,
    reviewing.refer: UserAction.REFER,
    reviewing.receive: UserAction.RECEIVE_REFERRAL,
    reviewing.hold: UserAction.HOLD,
    reviewing.release: UserAction.HOLD,
    reviewing.recommend: UserAction.RECOMMEND,
    reviewing.close_review: UserAction.CLOSE_REVIEW,
    reviewing.to_operating_committee: UserAction.ESCALATE_DISAGREEMENT,
    reviewing.announce: UserAction.DECIDE_IN_BODY,
    reviewing.escalate: UserAction.ESCALATE_DECISION,
    reviewing.let_stand: UserAction.RUN_CLOCK,
    reviewing.return_without_action: UserAction.RETURN,
    deciding.judge: UserAction.JUDGE,
    deciding.propose: UserAction.PROPOSE,
    deciding.countersign: UserAction.COUNTERSIGN,
    deciding.issue_decision: UserAction.ISSUE_DECISION,
    deciding.make_denial_final: UserAction.RUN_CLOCK,
    deciding.decide_appeal: UserAction.DECIDE_APPEAL,
    issuing.issue: UserAction.ISSUE_LICENSE,
    administering.send_conditions: UserAction.CONVEY_CONDITIONS,
    administering.acknowledge: UserAction.ACKNOWLEDGE,
    administering.suspend: UserAction.ADMINISTER_LICENSE,
    administering.reinstate: UserAction.ADMINISTER_LICENSE,
    administering.extend: UserAction.ADMINISTER_LICENSE,
    drawing.reserve: UserAction.RESERVE,
    drawing.release: UserAction.RESERVE,
    drawing.ship: UserAction.SHIP,
    correcting.reverse: UserAction.REVERSE,
    correcting.propose_adjustment: UserAction.PROPOSE_ADJUSTMENT,
    correcting.confirm_adjustment: UserAction.CONFIRM_ADJUSTMENT,
    reconciling.record_reconciliation: UserAction.RECONCILE,
}


LOOKS: dict[UserAction, Callable[[Any, Actor], Any]] = {
    UserAction.READ_CASES: lambda case_service, actor: case_service.cases(actor),
    UserAction.READ_STATISTICS: lambda case_service, actor: case_service.statistics(
        actor, date(2019, 12, 31)
    ),
    UserAction.EXPORT_RECORDS: lambda service, actor: service.records(actor, party="huawei"),
    UserAction.VERIFY_AUDIT: lambda case_service, actor: case_service.audit(actor),
    UserAction.BLANK_PERSONAL_DATA: lambda case_service, actor: case_service.blank(
        actor, ["nobody"], reason="asked for"
    ),
}


@pytest.mark.parametrize("action", LOOKS)
def test_every_look_is_refused_to_every_other_role_and_only_acts_are_kept(
    bench: Any, database: Database, action: UserAction
) -> None:
    refused = []
    for role in UserRole:
        if role in MAY[action]:
            LOOKS[action](bench.case_service, actor_of(role))
            continue
        with pytest.raises(Refusal, match="may not"):
            LOOKS[action](bench.case_service, actor_of(role))
        refused.append((role, action.value))
    kept = refused if action is UserAction.BLANK_PERSONAL_DATA else []  # a look writes nothing into the log
    assert [(event.actor.role, event.payload["tried"]) for event in refusals(database)] == kept
    assert len(refused) == len(set(UserRole) - MAY[action])
    assert AUTHORITY | EXPORTER | {UserRole.SYSTEM, UserRole.OPERATOR} == set(UserRole)
