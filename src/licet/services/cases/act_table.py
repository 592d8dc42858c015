"""The acts of licensing, one row each.

A row is all that is said of an act beside its function, its role (:mod:`licet.events.roles`) and, for a case, its
transitions (:mod:`licet.licensing.table`). The route, the command, the form on the page, the button and the guide are
made from it. To add an act, follow "Add an act" in CONTRIBUTING.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from licet.events.kinds import Kind
from licet.events.roles import UserAction
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
from licet.services.cases import form_plans as plan
from licet.services.cases import offers as when
from licet.services.cases import supplied_arguments as supply
from licet.services.cases.act_row import ActRow, Supply

__all__ = ["ACTS", "CASE_ACTS", "EVERY_ACT", "LICENSE_ACTS", "UNREQUESTED_ACTS", "row_of", "supplied_to"]

_CLOCK = "the clock's"
K, A = Kind, UserAction

CASE_ACTS: Mapping[str, ActRow] = MappingProxyType(
    {
        "amend": ActRow(applying.amend, A.DRAFT, "Change the application", (K.AMENDED,), plan=plan.amend),
        "submit": ActRow(
            applying.submit,
            A.SUBMIT,
            "Submit the application",
            (K.SUBMITTED,),
            supplied={"others": supply.other_cases},
        ),
        "withdraw": ActRow(applying.withdraw, A.WITHDRAW, "Withdraw the application", (K.WITHDRAWN,)),
        "answer": ActRow(applying.answer, A.ANSWER, "Answer the authority", (K.ANSWERED,)),
        "appeal": ActRow(applying.appeal, A.APPEAL, "Appeal", (K.APPEALED,)),
        "register": ActRow(
            reviewing.register,
            A.REGISTER,
            "Register",
            (K.REGISTERED,),
            supplied={"registered": supply.registered_cases},
        ),
        "refuse_registration": ActRow(
            reviewing.refuse_registration, A.REGISTER, "Return it unregistered", (K.REFUSED_REGISTRATION,)
        ),
        "open_review": ActRow(
            reviewing.open_review, A.OPEN_REVIEW, "Take it up for review", (K.REVIEW_OPENED,)
        ),
        "refer": ActRow(reviewing.refer, A.REFER, "Refer to agencies", (K.REFERRED,), plan=plan.refer),
        "receive": ActRow(
            reviewing.receive,
            A.RECEIVE_REFERRAL,
            "Record the receipt of the referral",
            (K.RECEIVED_BY_AGENCY,),
            when=when.not_received,
        ),
        "recommend": ActRow(
            reviewing.recommend,
            A.RECOMMEND,
            "Recommend",
            (K.RECOMMENDED,),
            when=when.agency_asked,
            plan=plan.recommend,
        ),
        "close_review": ActRow(
            reviewing.close_review,
            A.CLOSE_REVIEW,
            "Close the review by agencies",
            (K.REVIEW_CLOSED,),
            plan=plan.close_review,
        ),
        "to_operating_committee": ActRow(
            reviewing.to_operating_committee,
            A.ESCALATE_DISAGREEMENT,
            "Refer to the Operating Committee",
            (K.ESCALATED,),
        ),
        "escalate": ActRow(
            reviewing.escalate,
            A.ESCALATE_DECISION,
            "Take the decision one body up",
            (K.ESCALATED,),
            when=when.agency_asked,
        ),
        "announce": ActRow(
            reviewing.announce,
            A.DECIDE_IN_BODY,
            "Announce what the body decided",
            (K.BODY_DECIDED,),
            plan=plan.announce,
        ),
        "hold": ActRow(reviewing.hold, A.HOLD, "Hold without action", (K.HELD,)),
        "release": ActRow(reviewing.release, A.HOLD, "Go on with the review", (K.RELEASED,)),
        "pause": ActRow(reviewing.pause, A.STOP_CLOCK, "Stop the clock", (K.PAUSED,), plan=plan.pause),
        "step": ActRow(
            reviewing.step,
            A.STOP_CLOCK,
            "Take the next step of a pause",
            (K.RESUMED,),
            when=when.pause_open,
            plan=plan.step,
        ),
        "return_without_action": ActRow(
            reviewing.return_without_action, A.RETURN, "Return without action", (K.RETURNED,)
        ),
        "judge": ActRow(deciding.judge, A.JUDGE, "Record a judgment", (K.JUDGED,)),
        "propose": ActRow(
            deciding.propose, A.PROPOSE, "Propose a decision", (K.DECISION_PROPOSED,), plan=plan.propose
        ),
        "countersign": ActRow(deciding.countersign, A.COUNTERSIGN, "Countersign", (K.COUNTERSIGNED,)),
        "send_back": ActRow(deciding.send_back, A.COUNTERSIGN, "Send back, not signed", (K.SENT_BACK,)),
        "issue_decision": ActRow(
            deciding.issue_decision, A.ISSUE_DECISION, "Announce the decision", (K.APPROVED, K.INTENT_TO_DENY)
        ),
        "change_denial": ActRow(
            deciding.change_denial, A.RECONSIDER, "Change the intent to deny", (K.DENIAL_CHANGED,)
        ),
        "decide_appeal": ActRow(
            deciding.decide_appeal, A.DECIDE_APPEAL, "Decide the appeal", (K.APPEAL_DECIDED,)
        ),
        "issue": ActRow(
            issuing.issue,
            A.ISSUE_LICENSE,
            "Issue the license",
            (K.ISSUED,),
            when=when.line_unlicensed,
            supplied={"issued": supply.issued_licenses},
        ),
    }
)
"""Acts on a case, by the last part of their path."""

LICENSE_ACTS: Mapping[str, ActRow] = MappingProxyType(
    {
        "send_conditions": ActRow(
            administering.send_conditions,
            A.CONVEY_CONDITIONS,
            "Convey conditions",
            (K.CONDITIONS_SENT,),
            when=when.has_conditions,
            plan=plan.several_conditions,
        ),
        "acknowledge": ActRow(
            administering.acknowledge,
            A.ACKNOWLEDGE,
            "Record an acknowledgement",
            (K.CONDITION_ACKNOWLEDGED,),
            when=when.condition_unacknowledged,
            plan=plan.one_condition,
        ),
        "fulfill": ActRow(
            administering.fulfill,
            A.FULFILL,
            "Record a condition as done",
            (K.CONDITION_DONE,),
            when=when.condition_undone,
            plan=plan.one_condition,
        ),
        "change": ActRow(
            administering.change,
            A.CHANGE_LICENSE,
            "Make a non-material change",
            (K.CHANGED,),
            when=when.valid,
            plan=plan.change,
        ),
        "extend": ActRow(
            administering.extend, A.ADMINISTER_LICENSE, "Extend", (K.EXTENDED,), when=when.valid
        ),
        "suspend": ActRow(
            administering.suspend, A.ADMINISTER_LICENSE, "Suspend", (K.SUSPENDED,), when=when.valid
        ),
        "reinstate": ActRow(
            administering.reinstate, A.ADMINISTER_LICENSE, "Reinstate", (K.REINSTATED,), when=when.suspended
        ),
        "revoke": ActRow(
            administering.revoke, A.ADMINISTER_LICENSE, "Revoke", (K.REVOKED,), when=when.revocable
        ),
        "void": ActRow(
            administering.void, A.ADMINISTER_LICENSE, "Declare void", (K.VOIDED,), when=when.not_void
        ),
        "replace": ActRow(
            administering.replace_license,
            A.ADMINISTER_LICENSE,
            "End it, since another replaces it",
            (K.REPLACED,),
            when=when.replaceable,
        ),
        "transfer": ActRow(
            administering.transfer, A.ADMINISTER_LICENSE, "Transfer", (K.TRANSFERRED,), when=when.transferable
        ),
        "reserve": ActRow(
            drawing.reserve, A.RESERVE, "Reserve", (K.RESERVED,), when=when.valid, plan=plan.reserve
        ),
        "release": ActRow(
            drawing.release,
            A.RESERVE,
            "Give a reservation back",
            (K.RELEASED_RESERVATION,),
            when=when.reserved,
            plan=plan.release,
        ),
        "ship": ActRow(
            drawing.ship, A.SHIP, "Post a shipment", (K.SHIPPED,), when=when.not_void, plan=plan.ship
        ),
        "reverse": ActRow(
            correcting.reverse,
            A.REVERSE,
            "Reverse a shipment",
            (K.REVERSED,),
            when=when.shipped,
            plan=plan.reverse,
        ),
        "propose_adjustment": ActRow(
            correcting.propose_adjustment,
            A.PROPOSE_ADJUSTMENT,
            "Propose an adjustment",
            (K.ADJUSTMENT_PROPOSED,),
            when=when.not_void,
            plan=plan.propose_adjustment,
        ),
        "confirm_adjustment": ActRow(
            correcting.confirm_adjustment,
            A.CONFIRM_ADJUSTMENT,
            "Confirm an adjustment",
            (K.ADJUSTED,),
            when=when.adjustment_open,
            plan=plan.open_adjustments,
        ),
        "reject_adjustment": ActRow(
            correcting.reject_adjustment,
            A.CONFIRM_ADJUSTMENT,
            "Reject an adjustment",
            (K.ADJUSTMENT_REJECTED,),
            when=when.adjustment_open,
            plan=plan.open_adjustments,
        ),
    }
)
"""Acts on a license, by the last part of their path."""

UNREQUESTED_ACTS: Mapping[str, ActRow] = MappingProxyType(
    {
        "draft": ActRow(
            applying.draft,
            A.DRAFT,
            "Begin an application",
            (K.DRAFTED,),
            not_by_request="begins a case: POST /cases",
        ),
        "deem_silent": ActRow(
            reviewing.deem_silent,
            A.RUN_CLOCK,
            "Take silence for no objection",
            (K.DEEMED_NO_OBJECTION,),
            not_by_request=_CLOCK,
        ),
        "let_stand": ActRow(
            reviewing.let_stand,
            A.RUN_CLOCK,
            "Let a decision stand",
            (K.DECISION_STOOD,),
            not_by_request=_CLOCK,
        ),
        "make_denial_final": ActRow(
            deciding.make_denial_final, A.RUN_CLOCK, "Make a denial final", (K.DENIED,), not_by_request=_CLOCK
        ),
        "expire": ActRow(administering.expire, A.RUN_CLOCK, "Expire", (K.EXPIRED,), not_by_request=_CLOCK),
        "exhaust": ActRow(
            administering.exhaust,
            A.RUN_CLOCK,
            "Record that nothing is left",
            (K.EXHAUSTED,),
            not_by_request=_CLOCK,
        ),
        "lapse_conditions": ActRow(
            administering.lapse_conditions,
            A.FULFILL,
            "Let conditions lapse",
            (K.CONDITIONS_LAPSED,),
            not_by_request="rests on an answer that this installation computes itself",
        ),
        "record_reconciliation": ActRow(
            reconciling.record_reconciliation,
            A.RECONCILE,
            "Record a reconciliation",
            (K.RECONCILED,),
            not_by_request="rests on a customs file that this installation compares itself",
        ),
    }
)
"""Acts that nobody can ask for over HTTP."""

EVERY_ACT: tuple[ActRow, ...] = (*CASE_ACTS.values(), *LICENSE_ACTS.values(), *UNREQUESTED_ACTS.values())
"""The rows of all acts."""

ACTS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {row.function.__name__: row.function for row in EVERY_ACT}
)
"""The functions of all acts, as the guide lists them (``docs/guide/licensing.md``)."""


@cache
def row_of(function: Callable[..., Any]) -> ActRow | None:
    """The row of a function; None: it is no act of the table."""
    return next((row for row in EVERY_ACT if row.function is function), None)


def supplied_to(function: Callable[..., Any]) -> Mapping[str, Supply]:
    """The arguments of an act that the case service supplies, each with how it is had."""
    row = row_of(function)
    return {} if row is None else row.supplied
