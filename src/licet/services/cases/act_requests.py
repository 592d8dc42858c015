"""The acts of licensing that may be asked for: what each asks of the roles, and what its body holds."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass, make_dataclass
from decimal import Decimal
from inspect import Parameter, signature
from types import MappingProxyType
from typing import Any

from licet.events.decoding import read
from licet.events.roles import UserAction as A
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
from licet.licensing.case import Case
from licet.licensing.license import License
from licet.model.wire import WireError
from licet.services.cases.acts import signature_of
from licet.services.cases.injected_arguments import INJECTED

__all__ = [
    "CASE_ACTS",
    "LICENSE_ACTS",
    "NOT_BY_REQUEST",
    "RequestableAct",
    "body_of_act",
    "read_body",
]


@dataclass(frozen=True)
class RequestableAct:
    """An act that can be asked for. ``action``: what the table of roles calls it."""

    function: Callable[..., Any]
    action: A

    @property
    def title(self) -> str:
        """The first line of what the act says of itself."""
        return (self.function.__doc__ or "").strip().splitlines()[0].rstrip(".")

    @property
    def refusals(self) -> str:
        """All of what the act says of itself."""
        return " ".join((self.function.__doc__ or "").split())


CASE_ACTS: Mapping[str, RequestableAct] = MappingProxyType(
    {
        "amend": RequestableAct(applying.amend, A.DRAFT),
        "submit": RequestableAct(applying.submit, A.SUBMIT),
        "withdraw": RequestableAct(applying.withdraw, A.WITHDRAW),
        "answer": RequestableAct(applying.answer, A.ANSWER),
        "appeal": RequestableAct(applying.appeal, A.APPEAL),
        "register": RequestableAct(reviewing.register, A.REGISTER),
        "refuse_registration": RequestableAct(reviewing.refuse_registration, A.REGISTER),
        "open_review": RequestableAct(reviewing.open_review, A.OPEN_REVIEW),
        "refer": RequestableAct(reviewing.refer, A.REFER),
        "receive": RequestableAct(reviewing.receive, A.RECEIVE_REFERRAL),
        "recommend": RequestableAct(reviewing.recommend, A.RECOMMEND),
        "close_review": RequestableAct(reviewing.close_review, A.CLOSE_REVIEW),
        "to_operating_committee": RequestableAct(reviewing.to_operating_committee, A.ESCALATE_DISAGREEMENT),
        "escalate": RequestableAct(reviewing.escalate, A.ESCALATE_DECISION),
        "announce": RequestableAct(reviewing.announce, A.DECIDE_IN_BODY),
        "hold": RequestableAct(reviewing.hold, A.HOLD),
        "release": RequestableAct(reviewing.release, A.HOLD),
        "pause": RequestableAct(reviewing.pause, A.STOP_CLOCK),
        "step": RequestableAct(reviewing.step, A.STOP_CLOCK),
        "return_without_action": RequestableAct(reviewing.return_without_action, A.RETURN),
        "judge": RequestableAct(deciding.judge, A.JUDGE),
        "propose": RequestableAct(deciding.propose, A.PROPOSE),
        "countersign": RequestableAct(deciding.countersign, A.COUNTERSIGN),
        "send_back": RequestableAct(deciding.send_back, A.COUNTERSIGN),
        "issue_decision": RequestableAct(deciding.issue_decision, A.ISSUE_DECISION),
        "change_denial": RequestableAct(deciding.change_denial, A.RECONSIDER),
        "decide_appeal": RequestableAct(deciding.decide_appeal, A.DECIDE_APPEAL),
        "issue": RequestableAct(issuing.issue, A.ISSUE_LICENSE),
    }
)
"""Acts on a case, by the last part of their path."""

LICENSE_ACTS: Mapping[str, RequestableAct] = MappingProxyType(
    {
        "send_conditions": RequestableAct(administering.send_conditions, A.CONVEY_CONDITIONS),
        "acknowledge": RequestableAct(administering.acknowledge, A.ACKNOWLEDGE),
        "fulfill": RequestableAct(administering.fulfill, A.FULFILL),
        "change": RequestableAct(administering.change, A.CHANGE_LICENSE),
        "extend": RequestableAct(administering.extend, A.ADMINISTER_LICENSE),
        "suspend": RequestableAct(administering.suspend, A.ADMINISTER_LICENSE),
        "reinstate": RequestableAct(administering.reinstate, A.ADMINISTER_LICENSE),
        "revoke": RequestableAct(administering.revoke, A.ADMINISTER_LICENSE),
        "void": RequestableAct(administering.void, A.ADMINISTER_LICENSE),
        "replace": RequestableAct(administering.replace_license, A.ADMINISTER_LICENSE),
        "transfer": RequestableAct(administering.transfer, A.ADMINISTER_LICENSE),
        "reserve": RequestableAct(drawing.reserve, A.RESERVE),
        "release": RequestableAct(drawing.release, A.RESERVE),
        "ship": RequestableAct(drawing.ship, A.SHIP),
        "reverse": RequestableAct(correcting.reverse, A.REVERSE),
        "propose_adjustment": RequestableAct(correcting.propose_adjustment, A.PROPOSE_ADJUSTMENT),
        "confirm_adjustment": RequestableAct(correcting.confirm_adjustment, A.CONFIRM_ADJUSTMENT),
        "reject_adjustment": RequestableAct(correcting.reject_adjustment, A.CONFIRM_ADJUSTMENT),
    }
)
"""Acts on a license, by the last part of their path."""

NOT_BY_REQUEST: Mapping[Callable[..., Any], str] = MappingProxyType(
    {
        applying.draft: "begins a case: POST /cases",
        reviewing.deem_silent: "the clock's",
        reviewing.let_stand: "the clock's",
        deciding.make_denial_final: "the clock's",
        administering.expire: "the clock's",
        administering.exhaust: "the clock's",
        administering.lapse_conditions: "rests on an answer that this installation computes itself",
        reconciling.record_reconciliation: "rests on a customs file that this installation compares itself",
    }
)
"""Acts that nobody can ask for over HTTP, and why."""

_NONE = Parameter.empty
_FINEST, _LARGEST = -12, 18
"""How many digits after and before the point an amount may have; beyond this it is no amount."""


@functools.cache
def body_of_act(function: Callable[..., Any]) -> type:
    """A dataclass with the arguments of an act, and ``reason``; other states are given by their id."""
    mine = signature_of(function)
    case_service = {mine.act, mine.first, *INJECTED.get(function, ())}
    hints = typing.get_type_hints(function)
    given = {
        name: parameter
        for name, parameter in signature(function).parameters.items()
        if name not in case_service
    }
    needed = [
        (name, _plain_hint(hints[name])) for name, parameter in given.items() if parameter.default is _NONE
    ]
    free: list[tuple[str, Any, Any]] = [
        (name, _plain_hint(hints[name]), field(default=parameter.default))
        for name, parameter in given.items()
        if parameter.default is not _NONE
    ]
    return make_dataclass("body", [*needed, *free, ("reason", str, field(default=""))], frozen=True)


def _plain_hint(hint: Any) -> Any:
    """Any collection is a list in JSON, and a state is named by its id."""
    inner = typing.get_args(hint)
    if hint in {Case, License}:
        return str
    if {Case, License} & set(inner):
        return str | None
    origin = typing.get_origin(hint)
    if isinstance(origin, type) and origin.__module__ == "collections.abc" and len(inner) == 1:
        return tuple[inner[0], ...]  # type: ignore[valid-type]
    return hint


def read_body(function: Callable[..., Any], data: Any) -> dict[str, Any]:
    """The arguments of an act from its body. Raises WireError, which names the key."""
    try:
        found: Any = read(body_of_act(function), data)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise _located(str(error)) from error
    for at, amount in _amounts(found, ""):
        if not int(amount.as_tuple().exponent) >= _FINEST or amount.adjusted() > _LARGEST:
            raise WireError("has too many digits", key=at)
    return {item.name: getattr(found, item.name) for item in dataclasses.fields(found)}


def _located(words: str) -> WireError:
    """``body.application.lines[0].quantity: no Decimal`` with its key apart."""
    key, colon, rest = words.partition(": ")
    if not colon or " " in key:
        return WireError(words)
    return WireError(rest, key=key.removeprefix("body").removeprefix("."))


def _amounts(value: Any, at: str) -> Iterator[tuple[str, Decimal]]:
    if isinstance(value, Decimal):
        yield at, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _amounts(item, f"{at}[{number}]")
    elif is_dataclass(value) and not isinstance(value, type):
        for item in dataclasses.fields(value):
            yield from _amounts(getattr(value, item.name), f"{at}.{item.name}".removeprefix("."))
