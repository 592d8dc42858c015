"""An answer as its card shows it: light and words, authority, until when, then what, why, what next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from licet.engine.determination import Determination, FactShown, Need, Reason
from licet.engine.owned_shares import OwnedShare, held_words
from licet.engine.through import AnswerSpan
from licet.model.field import FieldType
from licet.model.fields import FIELDS
from licet.presentation.control_words import control_words
from licet.presentation.regime_words import regime_lines
from licet.presentation.summary import answered_for, holds_words, law_words, light_words, lists_words, summary
from licet.presentation.words import ANSWERS, plain
from licet.rules.answer import Answer
from licet.rules.vocabulary import FactKind, FactSpec
from licet.web.show.besides import policies, young_judgments
from licet.web.show.next_act import next_act

__all__ = ["AnswerCard", "AnswerSource", "Node", "ShownStep", "answer_card", "asked", "node_of", "steps"]

_TRUTHS = {True: "yes", False: "no", None: "not known"}


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the reasoning in the tree; ``open_now``: shown unfolded at first."""

    says: str
    title: str
    cites: tuple[tuple[str, str], ...]
    in_force: str
    source: str
    rule: str
    facts: tuple[tuple[str, str, str, str], ...]
    inner: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """A fact to find out, with the answers that can be given by one press (value and words)."""

    path: str
    question: str
    why: str
    cite: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A span of days with one answer, for the control of the date."""

    start: date
    last: date | None
    answer: str
    light: str
    words: str
    authority: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCard:
    """Everything the card says, in words. ``licensable``: a license would let the sale go.

    Fields that are added later have defaults: answers on record lack them.
    """

    light: str
    licensable: bool
    light_words: str
    headline: str
    answered_for: tuple[tuple[str, str], ...]
    sentence: str
    authority: tuple[str, ...]
    regimes: tuple[tuple[str, str], ...] = ()
    until: str
    policy: str | None
    policies: tuple[tuple[str, str], ...]
    prohibitions: tuple[tuple[str, str], ...]
    held: tuple[OwnedShare, ...]
    young: tuple[str, ...]
    conditions: tuple[tuple[str, str, str], ...]
    claims: tuple[tuple[str, tuple[AnswerSource, ...]], ...]
    why: tuple[Node, ...]
    caveats: tuple[tuple[str, str], ...]
    cites: tuple[tuple[str, str], ...]
    lists: tuple[str, ...]
    law: str
    receipt: str
    rulebook: str
    next: str = ""
    controls: tuple[tuple[str, str], ...] = ()


_STATUS = {
    "met": "done",
    "open": "to do before it moves",
    "standing": "standing duty",
    "depends": "perhaps owed",
}


def answer_card(found: Determination, vocabulary: dict[str, FactSpec]) -> AnswerCard:
    """The card of a determination."""
    return AnswerCard(
        light=found.light.value,
        licensable=found.answer is Answer.LICENSE_REQUIRED,
        light_words=light_words(found),
        headline=ANSWERS[found.answer],
        answered_for=answered_for(found),
        sentence=summary(found),
        authority=found.authority,
        regimes=regime_lines(found),
        until=holds_words(found),
        policy=found.review_policy,
        policies=policies(found),
        prohibitions=tuple((prohibition.title, prohibition.cite.text) for prohibition in found.prohibitions),
        held=held_words(found.ownership),
        young=young_judgments(found.sale),
        conditions=tuple(
            (_STATUS[condition.status], condition.text, condition.cite.text) for condition in found.conditions
        ),
        claims=tuple(
            (claimable.authority, tuple(asked(need, vocabulary) for need in claimable.needs))
            for claimable in found.could_claim
        ),
        why=tuple(node_of(reason) for reason in found.because),
        caveats=tuple((caveat.code, caveat.text) for caveat in found.caveats),
        cites=tuple((cite.text, cite.url) for cite in found.cites),
        lists=tuple(lists_words(used, found.sale.as_of) for used in found.receipt.lists),
        law=law_words(found),
        receipt=found.receipt.receipt_id,
        rulebook=found.receipt.rulebook,
        next=next_act(found),
        controls=tuple(control_words(shown) for shown in found.controls if shown.requires is not False),
    )


def node_of(reason: Reason) -> Node:
    """A reason with all below it."""
    return Node(
        says=reason.says,
        title=reason.title,
        cites=tuple((cite.text, cite.url) for cite in reason.cites),
        in_force=reason.in_force,
        source=reason.source,
        rule=reason.rule,
        facts=tuple(_fact(fact) for fact in reason.facts),
        inner=tuple(node_of(inner) for inner in reason.because),
    )


def _fact(fact: FactShown) -> tuple[str, str, str, str]:
    given = "" if isinstance(fact.value, bool) or fact.value is None else str(fact.value)
    return _TRUTHS[fact.truth], fact.text, given, fact.path


def asked(need: Need, vocabulary: dict[str, FactSpec]) -> AnswerSource:
    """A need with its choices, where it is a named fact that has some, or a yes-or-no question of the item."""
    spec = vocabulary.get(need.path.removeprefix("facts.")) if need.path.startswith("facts.") else None
    return AnswerSource(need.path, need.question, need.why, need.cite.text, tuple(_choices(need.path, spec)))


def _choices(path: str, spec: FactSpec | None) -> Iterator[tuple[str, str]]:
    if spec is not None and spec.kind is FactKind.CHOICE:
        yield from ((value, plain(value)) for value in spec.values)
    elif (spec is not None and spec.kind is FactKind.YES_NO) or (
        (field := FIELDS.at(path)) is not None and field.type is FieldType.YES_NO
    ):
        yield from (("yes", "Yes"), ("no", "No"))


def steps(spans: Sequence[AnswerSpan], as_of: date) -> tuple[ShownStep, ...]:
    """The spans of an answer through time, the one of the day asked about marked."""
    return tuple(
        ShownStep(
            span.start,
            None if span is spans[-1] else span.end - timedelta(days=1),
            span.answer.value,
            span.light.value,
            ANSWERS[span.answer],
            " and ".join(span.authority),
            span.start <= as_of < span.end,
        )
        for span in spans
    )
