"""A determination in the wire format: one JSON document, the same bytes for the same answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from licet.engine.controls import ControlShown
from licet.engine.determination import (
    AnswerCondition,
    Claimable,
    Determination,
    FactShown,
    GeneralProhibition,
    LawNotHeld,
    LicenseUse,
    Need,
    OtherReading,
    Reason,
    Receipt,
    RegimeName,
)
from licet.engine.grounds import Ground
from licet.engine.ownership import HALF, OwnershipResult, ShareSpan
from licet.model.wire import write_transaction
from licet.rules.citation import Citation
from licet.rules.policy import Policy
from licet.rules.standing import Position

if TYPE_CHECKING:
    from licet.engine.exceptions import ExceptionLine

__all__ = ["exceptions_to_wire", "need_to_wire", "to_wire"]


def to_wire(found: Determination) -> dict[str, Any]:
    """Everything that an answer says, in plain JSON types; keys in a fixed order."""
    return {
        "answer": found.answer.value,
        "light": found.light.value,
        "as_of": found.sale.as_of.isoformat(),
        "known_as_of": _day(found.sale.known_as_of),
        "authority": list(found.authority),
        "review_policy": found.review_policy,
        "policies": [_policy(policy) for policy in found.policies],
        "general_prohibitions": [_prohibition(prohibition) for prohibition in found.prohibitions],
        "holds_until": _day(found.holds_until),
        "then": None if found.then is None else found.then.value,
        "needs": [need_to_wire(need) for need in found.needs],
        "law_not_held": [_not_held(item) for item in found.law_not_held],
        "law_verified_to": _day(found.law_verified_to),
        "verified": [_ground(item) for item in found.verified],
        "could_claim": [_claimable(item) for item in found.could_claim],
        "controls": [_control(item) for item in found.controls],
        "conditions": [_condition(condition) for condition in found.conditions],
        "because": [_reason(item) for item in found.because],
        "cites": _cites(found.cites),
        "caveats": [{"code": caveat.code, "text": caveat.text} for caveat in found.caveats],
        "sale": write_transaction(found.sale),
        "receipt": _receipt(found.receipt),
        **({} if found.position is Position.TEXT else {"position": found.position.value}),
        **({} if found.other_reading is None else {"other_reading": _other_reading(found.other_reading)}),
        **({} if found.license is None else {"license": _license(found.license)}),
        **({"ownership": [_ownership(item) for item in found.ownership]} if found.ownership else {}),
        **(
            {"determinations": [_of_regime(determination) for determination in found.determinations]}
            if found.determinations
            else {}
        ),
        **({"not_examined": [_regime(item) for item in found.not_examined]} if found.not_examined else {}),
    }


def _control(shown: ControlShown) -> dict[str, Any]:
    return {
        "eccn": shown.eccn,
        "destination": shown.destination,
        "reason": shown.reason,
        "column": shown.column,
        "words": shown.words,
        "covers": shown.covers,
        "marked": shown.marked,
        "requires": shown.requires,
        "cite": shown.cite.text,
    }


def _of_regime(found: Determination) -> dict[str, Any]:
    """The answer of one of several regimes; the transaction is that of all."""
    wire = to_wire(found)
    del wire["sale"]
    return {"regime": found.regime, "title": found.law, **wire}


def _regime(regime_name: RegimeName) -> dict[str, Any]:
    return {"regime": regime_name.code, "title": regime_name.title}


def exceptions_to_wire(lines: Iterable[ExceptionLine]) -> list[dict[str, Any]]:
    """What becomes of every license exception, in plain JSON types."""
    return [
        {
            "symbol": line.symbol,
            "paragraph": line.paragraph,
            "status": line.status.value,
            "rule": line.rule,
            "authority": line.authority,
            "cites": _cites(line.cites),
            "obstacles": [{"text": it.text, "cite": it.cite.text} for it in line.obstacles],
            "needs": [need_to_wire(need) for need in line.needs],
            "law_not_held": [_not_held(it) for it in line.not_held],
        }
        for line in lines
    ]


def _other_reading(other: OtherReading) -> dict[str, Any]:
    return {
        "position": other.position.value,
        "answer": other.answer.value,
        "light": other.light.value,
        "authority": list(other.authority),
        "parts_on": other.parts_on.isoformat(),
        "holds_until": _day(other.holds_until),
        "then": None if other.then is None else other.then.value,
        "because": [
            {
                "code": note.code,
                "title": note.title,
                "standing": note.standing.value,
                "from": note.days.start.isoformat(),
                "to": _day(note.days.last_day),
                "stated_on": note.stated_on.isoformat(),
                "cite": None if note.cite is None else note.cite.text,
                "source": note.source,
                "grade": note.grade.value,
            }
            for note in other.notes
        ],
    }


def _license(use: LicenseUse) -> dict[str, Any]:
    made = {field.name: getattr(use, field.name) for field in fields(use)}
    return {name: format(value, "f") if isinstance(value, Decimal) else value for name, value in made.items()}


def _ownership(ownership_result: OwnershipResult) -> dict[str, Any]:
    shares = ownership_result.shares
    return {
        "path": ownership_result.where,
        "name": ownership_result.name,
        "lists": [code.value for code in ownership_result.lists],
        "by": [
            {
                "path": owner.where,
                "name": owner.name,
                "percent": _plain(owner.percent),
                "listed": owner.listed,
            }
            for owner in ownership_result.by
        ],
        "cascading": None if shares is None else _span(shares.cascading),
        "multiplied": None if shares is None else _span(shares.multiplied),
        "readings_differ": ownership_result.readings_differ,
        "problem": ownership_result.problem or None,
    }


def _span(span: ShareSpan) -> dict[str, Any]:
    return {"low": format(span.low, "f"), "high": format(span.high, "f"), "half": span.at_least(HALF)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _cites(cites: Iterable[Citation]) -> list[dict[str, str]]:
    return [{"text": cite.text, "url": cite.url} for cite in cites]


def need_to_wire(need: Need) -> dict[str, Any]:
    """A fact to find out in the wire format."""
    return {"path": need.path, "question": need.question, "why": need.why, "cite": need.cite.text}


def _not_held(law_not_held: LawNotHeld) -> dict[str, Any]:
    return {
        "code": law_not_held.code,
        "cite": law_not_held.cite.text,
        "what": law_not_held.what,
        "from": _day(law_not_held.first),
        "to": _day(law_not_held.last),
    }


def _ground(ground: Ground) -> dict[str, Any]:
    never = ground.first == date.max
    return {
        "section": ground.code,
        "cite": ground.cite.text,
        "from": None if never else ground.first.isoformat(),
        "to": None if never else ground.last.isoformat(),
    }


def _claimable(item: Claimable) -> dict[str, Any]:
    needs = [need_to_wire(need) for need in item.needs]
    return {
        "rule": item.rule,
        "authority": item.authority,
        "cites": _cites(item.cites),
        "needs": needs,
    }


def _condition(condition: AnswerCondition) -> dict[str, Any]:
    return {
        "code": condition.code,
        "text": condition.text,
        "status": condition.status,
        "cite": condition.cite.text,
    }


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "policy": policy.text,
        "grade": policy.grade.word,
        "certain": policy.certain,
        "requirement": policy.requirement,
        "rule": policy.rule_id,
        "cite": policy.cite.text,
    }


def _prohibition(prohibition: GeneralProhibition) -> dict[str, Any]:
    return {
        "title": prohibition.title,
        "rules": list(prohibition.rules),
        "cite": prohibition.cite.text,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "says": reason.says,
        "title": reason.title,
        "truth": reason.truth,
        "cites": [cite.text for cite in reason.cites],
        "in_force": reason.in_force,
        "source": reason.source,
        "facts": [_fact(fact) for fact in reason.facts],
        "because": [_reason(inner) for inner in reason.because],
    }


def _fact(fact: FactShown) -> dict[str, Any]:
    return {"path": fact.path, "value": _plain(fact.value), "text": fact.text, "truth": fact.truth}


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else str(value)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "id": receipt.receipt_id,
        "rulebook": receipt.rulebook,
        **({} if receipt.law_package is None else {"law_package": receipt.law_package}),
        "engine": receipt.engine,
        "facts": receipt.facts,
        "lists": [
            {
                "name": used.name,
                "data_date": used.data_date.isoformat(),
                "whole": used.whole,
                "entries": used.entries,
                "fingerprint": used.fingerprint,
                "dates": {code.value: day.isoformat() for code, day in used.days},
            }
            for used in receipt.lists
        ],
        "limits": receipt.limits.to_wire(),
    }
