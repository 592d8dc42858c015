"""One answer from the answers of several regimes: the strictest decides, and each stays beside it.

What is known of each regime's question is an interval of severity; the joint interval is their join, as it is for
several requirements of one regime (:mod:`licet.rules.answer`). So a go needs a go under every regime asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from licet.engine.conditions import light_of
from licet.engine.determination import (
    AnswerCondition,
    Claimable,
    Determination,
    OtherReading,
    Receipt,
    RegimeName,
)
from licet.engine.policies import review_policy
from licet.rules.answer import Answer, Light, Outcome, Severity, join

__all__ = [
    "GOES",
    "LIGHTS",
    "STRICTNESS",
    "TO_FILE",
    "UNFILED",
    "join_determinations",
    "rulebook_hash",
    "strictest_answer",
]

T = TypeVar("T")

STRICTNESS = (
    Answer.NOT_SUBJECT,
    Answer.NO_LICENSE_REQUIRED,
    Answer.AUTHORIZED,
    Answer.UNDETERMINED,
    Answer.LICENSE_REQUIRED,
    Answer.PROHIBITED,
)
"""The answers, the strictest last; what is undetermined weighs more than any go and less than a stop."""
LIGHTS = (Light.GREEN, Light.AMBER, Light.RED)
"""The lights, the worst last."""
GOES = frozenset(STRICTNESS[:3])
"""The answers that let a transaction go."""
UNFILED = frozenset((Answer.LICENSE_REQUIRED, Answer.UNDETERMINED))
"""The answers of a regime of filing by which a filing is due, or may be, that was not made."""
TO_FILE = "file_before_export"
"""The condition that such an answer leaves open."""


def strictest_answer(answers: Iterable[Answer]) -> Answer:
    """The strictest of some answers."""
    return max(answers, key=STRICTNESS.index)


def join_determinations(
    found: Sequence[Determination],
    not_examined: Iterable[RegimeName] = (),
    filing: Container[str] = frozenset(),
) -> Determination:
    """The joint answer of at least one regime; of one alone that answer itself, with what was not examined.

    ``filing``: the codes of regimes that ask for a filing and no permission. They stop nothing by themselves: what is
    still to be filed is an open condition of the joint answer.
    """
    left = tuple(not_examined)
    if len(found) == 1:
        return replace(found[0], not_examined=left) if left else found[0]
    deciding = [determination for determination in found if determination.regime not in filing] or list(found)
    answer = strictest_answer(determination.answer for determination in deciding)
    outcome = _outcome(deciding, answer)
    telling = max(deciding, key=_weight)
    ordered = (telling, *(determination for determination in found if determination is not telling))
    conditions = _each(ordered, lambda determination: determination.conditions)
    if answer in GOES:
        conditions += tuple(
            _to_file(determination)
            for determination in found
            if determination not in deciding and determination.answer in UNFILED
        )
    policies = (
        _each(ordered, lambda determination: determination.policies)
        if answer is not Answer.PROHIBITED
        else ()
    )
    until, then = _holds_until(deciding)
    undecided = answer is Answer.UNDETERMINED
    return replace(
        telling,
        answer=answer,
        light=light_of(answer, conditions),
        outcome=outcome,
        authority=_each(found, lambda determination: determination.authority) if answer in GOES else (),
        review_policy=review_policy(policies),
        policies=policies,
        prohibitions=_each(ordered, lambda determination: determination.prohibitions),
        could_claim=_claimable(deciding),
        conditions=conditions,
        needs=_each(ordered, lambda determination: determination.needs) if undecided else (),
        because=_each(ordered, lambda determination: determination.because),
        holds_until=until,
        then=then,
        caveats=_each(ordered, lambda determination: determination.caveats),
        receipt=_receipt(found),
        license=next(
            (determination.license for determination in found if determination.license is not None), None
        ),
        law_not_held=_each(ordered, lambda determination: determination.law_not_held) if undecided else (),
        verified=_each(ordered, lambda determination: determination.verified),
        other_reading=_other_reading(deciding),
        determinations=tuple(found),
        not_examined=left,
    )


def _other_reading(found: Sequence[Determination]) -> OtherReading | None:
    """The answer of all regimes under the announced positions of one; none where another regime stops it anyway."""
    for determination in found:
        other = determination.other_reading
        if other is not None:
            beside = [it for it in found if it is not determination]
            if not beside:
                return other
            strictest = max(beside, key=_weight)
            if strictest.answer in {Answer.LICENSE_REQUIRED, Answer.PROHIBITED}:
                return None
            answer = max(other.answer, strictest.answer, key=STRICTNESS.index)
            light = max(other.light, strictest.light, key=LIGHTS.index)
            return replace(other, answer=answer, light=light)
    return None


def _outcome(found: Sequence[Determination], answer: Answer) -> Outcome:
    """What is known of all regimes together; open as long as one of them is and none stops."""
    joined = join([determination.outcome for determination in found])
    if joined.answer is answer:
        return joined
    return Outcome(min(determination.outcome.low for determination in found), joined.high)


def _to_file(determination: Determination) -> AnswerCondition:
    """What is to be filed before the goods leave."""
    due = determination.answer is Answer.LICENSE_REQUIRED
    text = (
        f"File under the {determination.law} before the goods leave, "
        "and put the proof of filing on the loading document."
        if due
        else f"Find out whether a filing under the {determination.law} is due before the goods leave."
    )
    cite = next(
        (reason.cites[0] for reason in determination.because if reason.cites and reason.truth),
        determination.cites[0],
    )
    return AnswerCondition(TO_FILE, text, "open", cite)


def _weight(determination: Determination) -> tuple[int, int]:
    """How strict an answer is, by its answer and, among goes, by whether something is still to be done."""
    return STRICTNESS.index(determination.answer), LIGHTS.index(determination.light)


def _each(found: Iterable[Determination], part: Callable[[Determination], Iterable[T]]) -> tuple[T, ...]:
    """What the answers say of one thing, each once, in their order."""
    return tuple(dict.fromkeys(thing for determination in found for thing in part(determination)))


def _claimable(found: Sequence[Determination]) -> tuple[Claimable, ...]:
    """What could be claimed where one regime alone holds the transaction up: no authority reaches over two."""
    held = [determination for determination in found if determination.outcome.high > Severity.AUTHORIZED]
    return held[0].could_claim if len(held) == 1 else ()


def _holds_until(found: Sequence[Determination]) -> tuple[date | None, Answer | None]:
    """The first day on which some regime's answer changes, and the strictest answer on that day."""
    days = [determination.holds_until for determination in found if determination.holds_until is not None]
    if not days:
        return None, None
    first = min(days)
    answers = [
        determination.then
        if determination.holds_until == first and determination.then
        else determination.answer
        for determination in found
    ]
    return first, strictest_answer(answers)


def _receipt(found: Sequence[Determination]) -> Receipt:
    """The receipts of all regimes as one: it names each of them, in their order."""
    receipts = [determination.receipt for determination in found]
    return replace(
        receipts[0],
        receipt_id=_hash(receipt.receipt_id for receipt in receipts),
        rulebook=_hash(receipt.rulebook for receipt in receipts),
    )


def rulebook_hash(hashes: Sequence[str]) -> str:
    """What a receipt names as the rulebook of some regimes, given the hashes of theirs in their order."""
    return hashes[0] if len(hashes) == 1 else _hash(hashes)


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
