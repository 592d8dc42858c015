"""The page on which one sale is asked about: its form, what was found of its parties, and its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from licet.engine.answers import AnswerContext, AnswerError
from licet.engine.interview import Interview
from licet.model.fields import FIELDS
from licet.model.order import order_of
from licet.model.transaction import Role, Transaction
from licet.model.wire import WireError, read_transaction, write_transaction
from licet.presentation.summary import answer_document
from licet.regimes.shipped_entries import huawei_entries
from licet.rules.vocabulary import FactSpec
from licet.screening.attach import attach
from licet.screening.decided import NOBODY, DecisionScope
from licet.services.determination import Decider
from licet.watchlists.countries import iso2
from licet.web.show.answer import AnswerCard, ShownStep
from licet.web.show.ask_order import OrderShown, order_shown
from licet.web.show.field_names import ShownProblem, problem_of
from licet.web.show.form_fields import (
    FormField,
    ItemForm,
    PartyForm,
    drawn,
    form_fields,
    item_form,
    party_form,
)
from licet.web.show.matches import looked_up
from licet.web.show.pictures import Lane, strip
from licet.web.show.record import (
    EXCEPTION_WORDS,
    ExceptionShown,
    QuestionShown,
    ShownAnswer,
    lane_of,
    step_words,
)
from licet.web.show.sale_form import fields_of, form_path, one_item_path, order_document, sale_of
from licet.web.show.shown_answer import shown_answer

__all__ = ["AskPage", "Said", "answered", "blank", "on_record", "with_row"]

_PROBLEMS_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Said:
    """A named fact that was said: its field, question, value, and the values it may have ((), for any text)."""

    path: str
    question: str
    value: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AskPage:
    """All that the page shows.

    ``problems``: what is wrong with the form, field by field; ``problem``: why a reply or an act was not taken.
    """

    fields: Mapping[str, str]
    parties: Sequence[PartyForm]
    rest: Sequence[tuple[str, str]]
    said: Sequence[Said]
    skipped: str = ""
    problems: Sequence[ShownProblem] = ()
    problem: tuple[str, str] | None = None
    sale: Transaction | None = None
    document: Mapping[str, Any] | None = None
    shown: ShownAnswer | None = None
    more_items: Sequence[str] = ()
    order: OrderShown | None = None

    @property
    def items(self) -> list[ItemForm]:
        """The items of an order, the first one too; nothing for a transaction of one item."""
        return (
            [item_form(base, self.fields) for base in ("item", *self.more_items)] if self.more_items else []
        )

    @property
    def sections(self) -> dict[str, list[FormField]]:
        """The fields outside parties, by section."""
        return form_fields(self.fields)

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        return {problem.path: problem.text for problem in self.problems}

    @property
    def all_fields(self) -> dict[str, str]:
        """The sale that was answered, as fields of a form."""
        return {} if self.sale is None else fields_of(write_transaction(self.sale))

    @property
    def card(self) -> AnswerCard | None:
        return None if self.shown is None else self.shown.card

    @property
    def steps(self) -> Sequence[ShownStep]:
        return () if self.shown is None else self.shown.steps

    @property
    def question(self) -> QuestionShown | None:
        return None if self.shown is None else self.shown.question

    @property
    def exceptions(self) -> Sequence[tuple[str, Sequence[ExceptionShown]]]:
        """What becomes of license exceptions, those of one status together."""
        every = () if self.shown is None else self.shown.exceptions
        groups = (
            (words, [shown for shown in every if shown.status == status])
            for status, words in EXCEPTION_WORDS.items()
        )
        return [(words, some) for words, some in groups if some]

    @property
    def here(self) -> int:
        """The place of the step of the day asked about."""
        return next((place for place, step in enumerate(self.steps) if step.here), 0)

    @property
    def picture(self) -> str:
        """The answer through time."""
        if self.shown is None or self.sale is None or not self.steps:
            return ""
        lane = Lane("The answer through time", lane_of(self.steps, self.shown.end))
        return strip(lane, self.steps[0].start, self.shown.end, self.sale.as_of)

    @property
    def window_end(self) -> str:
        return "" if self.shown is None else self.shown.end.isoformat()

    @property
    def sale_json(self) -> str:
        return (
            ""
            if self.sale is None
            else json.dumps(write_transaction(self.sale), ensure_ascii=False, indent=2)
        )

    @property
    def steps_json(self) -> str:
        return json.dumps([step_words(step) for step in self.steps], ensure_ascii=False)

    @property
    def here_words(self) -> str:
        """The span of the day asked about, briefly."""
        return step_words(self.steps[self.here])


def blank(today: date) -> AskPage:
    """The page before anything was said."""
    return _form({"as_of": today.isoformat(), "parties": [{"role": "ultimate_consignee"}]}, {})


def with_row(shown: AskPage, add: str) -> AskPage:
    """The page with an empty row for one party (``party``) or item more, or for an owner (its party's place)."""
    parties = [
        party_form(party.index, shown.fields, party.looked, more_owners=int(party.base == add))
        for party in shown.parties
    ]
    if add == "item":
        last = shown.more_items[-1] if shown.more_items else "items[-1]"
        return replace(shown, more_items=(*shown.more_items, f"items[{int(last[6:-1]) + 1}]"))
    if add == "party":
        index = max((party.index for party in parties), default=-1) + 1
        parties.append(party_form(index, {f"parties[{index}].role": Role.PURCHASER.value}))
    return replace(shown, parties=parties)


def answered(
    pairs: Sequence[tuple[str, str]],
    decider: Decider,
    by: str,
    today: date,
    reply: str | None = None,
    scope: DecisionScope = NOBODY,
) -> AskPage:
    """The page of a filled form. ``reply``: what was typed in answer to the question that was asked.

    Where a field cannot be read nothing is answered and no name is looked up. ``scope``: whose decisions about hits
    count. Hits are decided beside the names, and not asked about.
    """
    vocabulary = decider.vocabulary
    form = dict(pairs)
    problems = _problems(pairs, vocabulary, today)
    if problems:
        return replace(_as_typed(pairs, vocabulary), problems=problems)
    order = order_document(pairs, vocabulary)
    if order is not None:
        return _answered_order(
            _as_typed(pairs, vocabulary, decider.of(scope)), order, decider.of(scope), today, scope
        )
    data = sale_of(pairs, vocabulary)
    context = AnswerContext(decider.rulebook, iso2, by, today, huawei_entries()[0].name)
    skipped = tuple(text for text in form.get("skipped", "").split() if text)
    decider = decider.of(scope)
    decisions = decider.decisions(scope)
    talk = Interview(
        data, context, lambda sale: attach(decisions.applied(sale), decider.screener), skipped, judges=False
    )
    typed = ""
    if reply is not None:
        talk, typed = _replied(talk, reply)
    sale = read_transaction(talk.data, vocabulary, default_as_of=today)
    decided = decisions.applied(sale)
    found = _form(write_transaction(sale), vocabulary, decider, decided)
    answer, passed = decider.answer(decided), " ".join(talk.skipped)
    question = None if answer.outcome.decided else talk.question
    shown = shown_answer(answer, attach(decided, decider.screener), decider, form, question, passed)
    found = replace(found, skipped=passed, sale=decided, document=answer_document(answer), shown=shown)
    return replace(found, problem=("reply", typed)) if typed else found


def _problems(
    pairs: Sequence[tuple[str, str]], vocabulary: Mapping[str, FactSpec], today: date
) -> tuple[ShownProblem, ...]:
    """Everything that cannot be read: the fields at fault are left out, and the rest read again."""
    left, found = list(pairs), []
    while True:
        try:
            _read_form(left, vocabulary, today)
        except WireError as error:
            for problem in error.every:
                typed = next((text for path, text in left if path == problem.key), "")
                found.append(problem_of(problem.key, problem.message, typed, vocabulary))
            keys = [problem.key for problem in error.every]
            rest = [pair for pair in left if not any(_below(pair[0], key) for key in keys)]
            if len(rest) == len(left) or len(found) >= _PROBLEMS_AT_MOST:
                return tuple(found)
            left = rest
        else:
            return tuple(found)


def _read_form(pairs: Sequence[tuple[str, str]], vocabulary: Mapping[str, FactSpec], today: date) -> None:
    """Read a form of one item or of several. Raises WireError with the fields of the form that are at fault."""
    order = order_document(pairs, vocabulary)
    if order is None:
        read_transaction(sale_of(pairs, vocabulary), vocabulary, default_as_of=today)
        return
    try:
        order_of(order, lambda line: read_transaction(line, vocabulary, default_as_of=today))
    except WireError as error:
        raise WireError.joined(
            tuple(WireError(problem.message, key=form_path(problem.key)) for problem in error.every)
        ) from error


def _below(path: str, key: str) -> bool:
    """Whether a field is the one of a key, or inside it; a key with no field of its own stands for its row."""
    row = key.rpartition(".")[0] if key.endswith((".name", ".role")) else key
    return path == key or path.startswith((f"{row}.", f"{row}[")) if row else True


def _replied(talk: Interview, reply: str) -> tuple[Interview, str]:
    """The interview after an answer, or with what is wrong with it. An empty reply leaves the question open."""
    try:
        return (talk.answer(reply) if reply.strip() else talk.skip()), ""
    except AnswerError as error:
        return talk, str(error)


def on_record(sale: Transaction, shown: ShownAnswer | None, decider: Decider) -> AskPage:
    """The page of an answer on record, with the form filled by what it answered."""
    found = _form(write_transaction(sale), decider.vocabulary, decider, sale)
    return replace(found, sale=sale, shown=shown, skipped="" if shown is None else shown.skipped)


def _form(
    wire: Mapping[str, Any],
    vocabulary: Mapping[str, Any],
    decider: Decider | None = None,
    sale: Transaction | None = None,
) -> AskPage:
    fields = fields_of(wire)
    parties = []
    for index, party in enumerate(wire.get("parties", [])):
        known = None if sale is None else sale.parties[index]
        looked = (
            None if decider is None else looked_up(decider, party.get("name"), party.get("country"), known)
        )
        parties.append(party_form(index, fields, looked))
    return _shown_form(fields, parties, vocabulary)


def _shown_form(
    fields: Mapping[str, str], parties: Sequence[PartyForm], vocabulary: Mapping[str, Any]
) -> AskPage:
    """The form with its fields: what has none of its own is carried along."""
    known = {path: value for path, value in fields.items() if _of_form(path)}
    return AskPage(
        known,
        parties or [party_form(0, {"parties[0].role": Role.ULTIMATE_CONSIGNEE.value})],
        [(path, value) for path, value in known.items() if not drawn(path)],
        [_said(path, value, vocabulary) for path, value in fields.items() if path.startswith("facts.")],
    )


def _of_form(path: str) -> bool:
    """Whether a field is one of the form's own; facts of an item are, those of the transaction are shown apart."""
    plain = one_item_path(path)
    return FIELDS.at(plain) is not None or (plain != path and plain.startswith("facts."))


def _as_typed(
    pairs: Sequence[tuple[str, str]], vocabulary: Mapping[str, Any], decider: Decider | None = None
) -> AskPage:
    """The form as it was filled. ``decider``: looks up its names; None: the form cannot be read."""
    fields = {path: text for path, text in pairs if text.strip()}
    rows, items = (
        sorted({int(path[len(name) :].partition("]")[0]) for path in fields if path.startswith(name)})
        for name in ("parties[", "items[")
    )
    parties = []
    for row in rows or [0]:
        name, country = (fields.get(f"parties[{row}].{field}", "") for field in ("name", "country"))
        looked = (
            None if decider is None else looked_up(decider, name or None, iso2(country) if country else None)
        )
        parties.append(party_form(row, fields, looked))
    shown = _shown_form(fields, parties, vocabulary)
    return replace(shown, more_items=tuple(f"items[{place}]" for place in items))


def _answered_order(
    shown: AskPage, document: Mapping[str, Any], decider: Decider, today: date, scope: DecisionScope
) -> AskPage:
    """The page of an order of several items, each answered, and the order as a whole."""
    order = order_of(document, lambda line: read_transaction(line, decider.vocabulary, default_as_of=today))
    found = decider.determine_order(order, scope=scope)
    return replace(shown, order=order_shown(found, decider, shown.fields))


def _said(path: str, value: str, vocabulary: Mapping[str, Any]) -> Said:
    spec = vocabulary.get(path.removeprefix("facts."))
    choices: tuple[tuple[str, str], ...] = ()
    if spec is not None and spec.kind.value == "yes/no":
        choices = (("yes", "Yes"), ("no", "No"))
    elif spec is not None and spec.values:
        choices = tuple((item, item.replace("_", " ")) for item in spec.values)
    return Said(path, path if spec is None else spec.question, value, choices)
