"""A determination in the wire format: one JSON document, the same bytes for the same answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from licet.engine.determination import (
    AnswerCondition,
    Claimable,
    Determination,
    FactShown,
    GeneralProhibition,
    LawNotHeld,
    LicenseUse,
    Need,
    Reason,
    Receipt,
    RegimeName,
)
from licet.engine.exceptions import ExceptionLine
from licet.engine.grounds import Ground
from licet.engine.ownership import HALF, OwnershipResult, ShareSpan
from licet.model.wire import write_transaction
from licet.rules.citation import Citation
from licet.rules.policy import Policy

__all__ = ["exceptions_to_wire", "to_wire"]


def to_wire(found: Determination) -> dict[str, Any]:
    """Everything that an answer says, in plain JSON types; keys in a fixed order."""
    return {
        "answer": found.answer.value,
        "light": found.light.value,
        "as_of": found.sale.as_of.isoformat(),
        "known_as_of": _day(found.sale.known_as_of),
        "authority": list(found.authority),
        "review_policy": found.review_policy,
        "policies": [_policy(one) for one in found.policies],
        "general_prohibitions": [_prohibition(one) for one in found.prohibitions],
        "holds_until": _day(found.holds_until),
        "then": None if found.then is None else found.then.value,
        "needs": [_need(need) for need in found.needs],
        "law_not_held": [_not_held(one) for one in found.law_not_held],
        "law_verified_to": _day(found.law_verified_to),
        "verified": [_ground(one) for one in found.verified],
        "could_claim": [_claimable(one) for one in found.could_claim],
        "conditions": [_condition(one) for one in found.conditions],
        "because": [_reason(one) for one in found.because],
        "cites": _cites(found.cites),
        "caveats": [{"code": one.code, "text": one.text} for one in found.caveats],
        "sale": write_transaction(found.sale),
        "receipt": _receipt(found.receipt),
        **({} if found.license is None else {"license": _license(found.license)}),
        **({"ownership": [_ownership(one) for one in found.ownership]} if found.ownership else {}),
        **(
            {"determinations": [_of_regime(one) for one in found.determinations]}
            if found.determinations
            else {}
        ),
        **({"not_examined": [_regime(one) for one in found.not_examined]} if found.not_examined else {}),
    }


def _of_regime(found: Determination) -> dict[str, Any]:
    """The answer of one of several regimes; the transaction is that of all."""
    wire = to_wire(found)
    del wire["sale"]
    return {"regime": found.regime, "title": found.law, **wire}


def _regime(one: RegimeName) -> dict[str, Any]:
    return {"regime": one.code, "title": one.title}


def exceptions_to_wire(lines: Iterable[ExceptionLine]) -> list[dict[str, Any]]:
    """What becomes of every license exception, in plain JSON types."""
    return [
        {
            "symbol": one.symbol,
            "paragraph": one.paragraph,
            "status": one.status.value,
            "rule": one.rule,
            "authority": one.authority,
            "cites": _cites(one.cites),
            "obstacles": [{"text": it.text, "cite": it.cite.text} for it in one.obstacles],
            "needs": [_need(need) for need in one.needs],
            "law_not_held": [_not_held(it) for it in one.not_held],
        }
        for one in lines
    ]


def _license(use: LicenseUse) -> dict[str, Any]:
    made = {one.name: getattr(use, one.name) for one in fields(use)}
    return {name: format(value, "f") if isinstance(value, Decimal) else value for name, value in made.items()}


def _ownership(one: OwnershipResult) -> dict[str, Any]:
    shares = one.shares
    return {
        "path": one.where,
        "name": one.name,
        "lists": [code.value for code in one.lists],
        "by": [
            {
                "path": owner.where,
                "name": owner.name,
                "percent": _plain(owner.percent),
                "listed": owner.listed,
            }
            for owner in one.by
        ],
        "cascading": None if shares is None else _span(shares.cascading),
        "multiplied": None if shares is None else _span(shares.multiplied),
        "readings_differ": one.readings_differ,
        "problem": one.problem or None,
    }


def _span(span: ShareSpan) -> dict[str, Any]:
    return {"low": format(span.low, "f"), "high": format(span.high, "f"), "half": span.at_least(HALF)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _cites(cites: Iterable[Citation]) -> list[dict[str, str]]:
    return [{"text": cite.text, "url": cite.url} for cite in cites]


def _need(need: Need) -> dict[str, Any]:
    return {"path": need.path, "question": need.question, "why": need.why, "cite": need.cite.text}


def _not_held(one: LawNotHeld) -> dict[str, Any]:
    return {
        "code": one.code,
        "cite": one.cite.text,
        "what": one.what,
        "from": _day(one.first),
        "to": _day(one.last),
    }


def _ground(one: Ground) -> dict[str, Any]:
    never = one.first == date.max
    return {
        "section": one.code,
        "cite": one.cite.text,
        "from": None if never else one.first.isoformat(),
        "to": None if never else one.last.isoformat(),
    }


def _claimable(one: Claimable) -> dict[str, Any]:
    needs = [_need(need) for need in one.needs]
    return {"rule": one.rule, "authority": one.authority, "cites": _cites(one.cites), "needs": needs}


def _condition(one: AnswerCondition) -> dict[str, Any]:
    return {"code": one.code, "text": one.text, "status": one.status, "cite": one.cite.text}


def _policy(one: Policy) -> dict[str, Any]:
    return {
        "policy": one.text,
        "grade": one.grade.word,
        "certain": one.certain,
        "requirement": one.requirement,
        "rule": one.rule_id,
        "cite": one.cite.text,
    }


def _prohibition(one: GeneralProhibition) -> dict[str, Any]:
    return {"title": one.title, "rules": list(one.rules), "cite": one.cite.text}


def _reason(one: Reason) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "says": one.says,
        "title": one.title,
        "truth": one.truth,
        "cites": [cite.text for cite in one.cites],
        "in_force": one.in_force,
        "source": one.source,
        "facts": [_fact(fact) for fact in one.facts],
        "because": [_reason(inner) for inner in one.because],
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
    return [_plain(one) for one in value] if isinstance(value, tuple) else str(value)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "id": receipt.receipt_id,
        "rulebook": receipt.rulebook,
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
