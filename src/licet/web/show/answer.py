"""An answer as its card shows it: light and words, authority, until when, then what, why, what next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from licet.engine.determination import Determination, FactShown, Need, Reason
from licet.engine.held import Held, held_words
from licet.engine.through import Span
from licet.law.answer import Answer
from licet.law.vocabulary import FactKind, FactSpec
from licet.web.show.besides import policies, young_judgements
from licet.web.show.words import ANSWERS, LIGHTS, UNDECIDED, day_words, plain

__all__ = ["AnswerCard", "Asked", "Node", "Step", "answer_card", "asked", "node_of", "steps"]

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
class Asked:
    """A fact to find out, with the answers that can be given by one press (value and words)."""

    path: str
    question: str
    why: str
    cite: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A span of days with one answer, for the control of the date."""

    start: date
    last: date | None
    answer: str
    light: str
    words: str
    authority: str
    here: bool


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """Everything the card says, in words. ``licensable``: a license would let the sale go."""

    light: str
    licensable: bool
    light_words: str
    headline: str
    sentence: str
    authority: tuple[str, ...]
    until: str
    policy: str | None
    policies: tuple[tuple[str, str], ...]
    prohibitions: tuple[tuple[str, str], ...]
    held: tuple[Held, ...]
    young: tuple[str, ...]
    conditions: tuple[tuple[str, str, str], ...]
    claims: tuple[tuple[str, tuple[Asked, ...]], ...]
    why: tuple[Node, ...]
    caveats: tuple[tuple[str, str], ...]
    cites: tuple[tuple[str, str], ...]
    lists: tuple[str, ...]
    receipt: str
    rulebook: str


_STATUS = {
    "met": "done",
    "open": "to do before it moves",
    "standing": "standing duty",
    "depends": "perhaps owed",
}


def answer_card(found: Determination, vocabulary: dict[str, FactSpec]) -> AnswerCard:
    """The card of a determination."""
    undecided = found.answer is Answer.UNDETERMINED
    return AnswerCard(
        light=found.light.value,
        licensable=found.answer is Answer.LICENSE_REQUIRED,
        light_words=UNDECIDED if undecided else LIGHTS[found.light],
        headline=ANSWERS[found.answer],
        sentence=_sentence(found),
        authority=found.authority,
        until=_until(found),
        policy=found.review_policy,
        policies=policies(found),
        prohibitions=tuple((one.title, one.cite.text) for one in found.prohibitions),
        held=held_words(found.ownership),
        young=young_judgements(found.sale),
        conditions=tuple((_STATUS[one.status], one.text, one.cite.text) for one in found.conditions),
        claims=tuple(
            (one.authority, tuple(asked(need, vocabulary) for need in one.needs)) for one in found.could_claim
        ),
        why=tuple(node_of(reason) for reason in found.because),
        caveats=tuple((one.code, one.text) for one in found.caveats),
        cites=tuple((cite.text, cite.url) for cite in found.cites),
        lists=tuple(
            f"{used.name}, {used.entries:,} entries, of {day_words(used.data_date)}"
            for used in found.receipt.lists
        ),
        receipt=found.receipt.receipt_id,
        rulebook=found.receipt.rulebook,
    )


def _sentence(found: Determination) -> str:
    on, authority = day_words(found.sale.as_of), " and ".join(found.authority)
    known = found.sale.known_as_of
    read = "" if known is None else f", on what had been published by {day_words(known)}"
    count = len(found.needs)
    missing = (
        "it hangs on law that Licet does not hold; the reasons say which"
        if not count
        else "one fact would decide it"
        if count == 1
        else f"{count} facts are open"
    )
    said = {
        Answer.NOT_SUBJECT: "this is not subject to the Export Administration Regulations.",
        Answer.NO_LICENSE_REQUIRED: "no license is required. Write NLR on the filing.",
        Answer.AUTHORIZED: f"this may go under {authority}.",
        Answer.LICENSE_REQUIRED: "a license is required, and nothing that was said covers the sale.",
        Answer.PROHIBITED: "this is prohibited. Nobody may take part in it.",
        Answer.UNDETERMINED: f"it cannot be said yet: {missing}.",
    }[found.answer]
    return f"On {on}{read}, {said}"


def _until(found: Determination) -> str:
    if found.holds_until is None or found.then is None:
        return "With the same facts, no later day is known on which this changes."
    last = day_words(found.holds_until - timedelta(days=1))
    then = ANSWERS[found.then]
    return f"This holds through {last}. From {day_words(found.holds_until)}: {then[0].lower()}{then[1:]}."


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


def asked(need: Need, vocabulary: dict[str, FactSpec]) -> Asked:
    """A need with its choices, where it is a named fact that has some, or a yes-or-no question of the item."""
    spec = vocabulary.get(need.path.removeprefix("facts.")) if need.path.startswith("facts.") else None
    return Asked(need.path, need.question, need.why, need.cite.text, tuple(_choices(need.path, spec)))


def _choices(path: str, spec: FactSpec | None) -> Iterator[tuple[str, str]]:
    if spec is not None and spec.kind is FactKind.CHOICE:
        yield from ((value, plain(value)) for value in spec.values)
    elif (spec is not None and spec.kind is FactKind.YES_NO) or path in {
        "item.us_origin",
        "item.located_in_us",
    }:
        yield from (("yes", "Yes"), ("no", "No"))


def steps(spans: Sequence[Span], as_of: date) -> tuple[Step, ...]:
    """The spans of an answer through time, the one of the day asked about marked."""
    return tuple(
        Step(
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
