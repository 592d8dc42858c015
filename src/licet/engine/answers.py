"""Answers of people read into the sale: what was typed becomes the wire format, or a clear error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.engine.wording import Expects, FactQuestion
from licet.errors import LicetError
from licet.model.numbers import NumberRangeError, bounded_number
from licet.model.transaction import Role
from licet.rules.rulebook import Rulebook

__all__ = ["AnswerContext", "AnswerError", "with_answer"]


class AnswerError(LicetError, ValueError):
    """An answer that cannot be used, with what to type instead."""


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """What reading an answer needs. ``country_of``: the code for a country's name, None for none.

    ``by`` and ``today``: who answers, and when; recorded with a judgment whether a name is a listed party's.
    ``listed``: a name on the lists, to try whether a party could decide an answer.
    """

    book: Rulebook
    country_of: Callable[[str], str | None]
    by: str
    today: date
    listed: str


_YES = frozenset({"y", "yes", "true", "j", "ja"})
_NO = frozenset({"n", "no", "false", "nein"})
_STEP = re.compile(r"(?P<key>[a-z_]+)(?:\[(?P<index>\d+)\])?")
_COUNTRY_AFTER = re.compile(r"(?P<name>.+?)(?<!\s)\s*+\((?P<country>[A-Za-z]{2})\)")
_ROLES: Mapping[str, Role] = {
    "receiver": Role.ULTIMATE_CONSIGNEE,
    "consignee": Role.ULTIMATE_CONSIGNEE,
    "ultimate consignee": Role.ULTIMATE_CONSIGNEE,
    "buyer": Role.PURCHASER,
    "purchaser": Role.PURCHASER,
    "user": Role.END_USER,
    "end user": Role.END_USER,
    "intermediate consignee": Role.INTERMEDIATE_CONSIGNEE,
    "agent": Role.INTERMEDIATE_CONSIGNEE,
    "forwarder": Role.FREIGHT_FORWARDER,
    "freight forwarder": Role.FREIGHT_FORWARDER,
    "bank": Role.BANK,
    "other": Role.OTHER,
}
_KIND_OF_GROUP = {"A": "commodity", "B": "commodity", "C": "commodity", "D": "software", "E": "technology"}
"""The product groups of the Commerce Control List, 15 CFR 738.2(b)."""


def with_answer(
    data: Mapping[str, Any], question: FactQuestion, typed: str, context: AnswerContext
) -> dict[str, Any]:
    """The sale in the wire format with an answer in it. Raises AnswerError."""
    text = " ".join(typed.split())
    if not text:
        raise AnswerError(f"An answer is needed: {question.expects.value}. `unknown` skips the question.")
    found = deepcopy(dict(data))
    if question.expects is Expects.SAME_PARTY:
        _judge(found, question.path, text, context)
    elif question.expects is Expects.PARTIES:
        found["parties"] = [*found.get("parties", ()), *_parties(text, context)]
    else:
        _put(found, question.path, _READERS[question.expects](text, question, context))
        if question.path == "item.eccn" and found["item"]["eccn"] != "EAR99":
            found["item"].setdefault("kind", _KIND_OF_GROUP[found["item"]["eccn"][1]])
    return found


def _put(data: dict[str, Any], path: str, value: object) -> None:
    *above, last = path.split(".")
    _at(data, above)[last] = value


def _at(data: dict[str, Any], steps: list[str]) -> dict[str, Any]:
    for step in steps:
        found = _STEP.fullmatch(step)
        assert found is not None
        inner = data.setdefault(found["key"], {} if found["index"] is None else [])
        data = inner if found["index"] is None else inner[int(found["index"])]
    return data


def _judge(data: dict[str, Any], path: str, text: str, context: AnswerContext) -> None:
    said, _, reason = (part.strip() for part in text.partition(":"))
    if said.lower() not in _YES | _NO or not reason:
        raise AnswerError("Type yes or no, a colon and your reason: `no: other address and owners`.")
    where, _, entry = path.partition(".dispositions[")
    judged = {
        "entry": entry.removesuffix("]"),
        "same": said.lower() in _YES,
        "by": context.by,
        "on": context.today.isoformat(),
        "why": reason,
    }
    _at(data, where.split(".")).setdefault("dispositions", []).append(judged)


def _parties(text: str, context: AnswerContext) -> list[dict[str, Any]]:
    found = [
        _party(word.strip(), number, context)
        for number, word in enumerate(filter(str.strip, text.split(";")))
    ]
    if not found:
        raise AnswerError("A name is needed, such as `Muster GmbH (DE)`.")
    return found


def _party(text: str, number: int, context: AnswerContext) -> dict[str, Any]:
    says, colon, after = text.partition(":")
    role = _ROLES.get(says.strip().lower()) if colon else None
    if colon and role is None:
        raise AnswerError(f"{says.strip()!r} is no part in a sale; known are {', '.join(_ROLES)}.")
    name = after.strip() if colon else text
    if role is None:
        role = Role.ULTIMATE_CONSIGNEE if number == 0 else Role.END_USER
    found = _COUNTRY_AFTER.fullmatch(name)
    country = None if found is None else context.country_of(found["country"])
    party: dict[str, Any] = {"role": role.value, "name": name}
    if found is not None and country is not None:
        party.update(name=found["name"], country=country)
    if not party["name"]:
        raise AnswerError(f"A name is needed after `{says.strip()}:`.")
    return party


def _yes_no(text: str, question: FactQuestion, context: AnswerContext) -> bool:  # noqa: ARG001  # all readers look alike
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise AnswerError(f"{text!r} is neither yes nor no. `unknown` skips the question.")


def _choice(text: str, question: FactQuestion, context: AnswerContext) -> str:  # noqa: ARG001
    values = [value for value, _ in question.choices]
    by_number = {str(number): value for number, value in enumerate(values, 1)}
    if text in by_number:
        return by_number[text]
    word = text.lower().replace(" ", "_")
    if word in values:
        return word
    raise AnswerError(f"{text!r} is not on the list: type a number from 1 to {len(values)}, or the word.")


def _country(text: str, question: FactQuestion, context: AnswerContext) -> str:
    code = context.country_of(text)
    if code is None:
        raise AnswerError(f"No country is known by {text!r}: give its English name or its two-letter code.")
    of_law = question.path == "destination" or question.path.startswith("facts.")
    if of_law and context.book.destinations and code not in context.book.destinations:
        raise AnswerError(f"The tables of the regulations do not know {text} ({code}) as a destination.")
    return code


_ECCN = re.compile(r"(?P<base>[0-9][A-E][0-9]{3})(?P<rest>(?:\.[a-z0-9]+)*)", re.IGNORECASE)


def _eccn(text: str, question: FactQuestion, context: AnswerContext) -> str:  # noqa: ARG001
    plain = text.replace(" ", "")
    if plain.upper() == "EAR99":
        return "EAR99"
    found = _ECCN.fullmatch(plain)
    if found is None:
        raise AnswerError(f"{text!r} is no ECCN: type EAR99, or a number such as 5A992.c.")
    if context.book.resolvers.controls(found["base"].upper(), context.today) is None:
        raise AnswerError(f"{found['base'].upper()} is not on the Commerce Control List; look it up again.")
    return found["base"].upper() + found["rest"].lower()


def _number(text: str, question: FactQuestion, context: AnswerContext) -> str:  # noqa: ARG001
    plain = text.removesuffix("%").strip().removeprefix("$").replace(",", "").strip()
    try:
        value = bounded_number(plain)
    except NumberRangeError as error:
        raise AnswerError(f"The number {error}.") from None
    except ValueError:
        raise AnswerError(f"{text[:40]!r} is no number; type digits only, such as 12.5.") from None
    most = 100 if question.expects is Expects.PERCENT else None
    if value < 0 or (most is not None and value > most):
        raise AnswerError(f"{text!r} is out of range: 0 {'or more' if most is None else 'to 100'}.")
    return str(value)


def _date(text: str, question: FactQuestion, context: AnswerContext) -> str:  # noqa: ARG001
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise AnswerError(f"{text!r} is no day: type year, month and day, such as 2019-10-10.") from None


def _text(text: str, question: FactQuestion, context: AnswerContext) -> str:  # noqa: ARG001
    return text


_READERS: Mapping[Expects, Callable[[str, FactQuestion, AnswerContext], object]] = {
    Expects.YES_NO: _yes_no,
    Expects.CHOICE: _choice,
    Expects.COUNTRY: _country,
    Expects.ECCN: _eccn,
    Expects.PERCENT: _number,
    Expects.NUMBER: _number,
    Expects.DATE: _date,
    Expects.TEXT: _text,
}
