"""The open questions of an order book in words, and what an answer to one would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import polars as pl

from licet.model.field import FieldType, TransactionField
from licet.orders.cells import field_of_column
from licet.orders.stated import StatedFact
from licet.presentation.words import ANSWERS, amount, counted, day_words, first_up, plain
from licet.rules.answer import Answer, Light
from licet.rules.vocabulary import FactKind, FactSpec
from licet.services.stated_facts import BookQuestion, LineAnswerChange, answer_changes
from licet.web.show.field_names import field_name, need_name

__all__ = [
    "OrderFactShown",
    "PreviewShown",
    "QuestionGroup",
    "facts_shown",
    "groups_shown",
    "input_of",
    "preview_shown",
]

_YES_NO = (("yes", "Yes"), ("no", "No"))
_WHERE = {
    ".dispositions": "Decide the match in match review",
    ".owners": "Add the owners in a new upload or in the customer master",
}


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """A question of a book with the lines that ask it. ``href``: where it is answered; ``elsewhere``: where else."""

    title: str
    lines: str
    value: str
    href: str = ""
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class ValueInput:
    """How the answer to a question is given. ``options``: what may be picked; none: it is typed."""

    label: str
    options: Sequence[tuple[str, str]]
    kind: str
    hint: str
    list: str = ""


@dataclass(frozen=True, slots=True)
class PreviewShown:
    """What an answer would change: by light and answer, lines and dollars, and the sentence that says it."""

    sentence: str
    rows: Sequence[tuple[str, str, str, str, str]]


@dataclass(frozen=True, slots=True)
class OrderFactShown:
    """A fact that was stated of lines of a book, in words."""

    number: int
    title: str
    value: str
    lines: str
    who: str
    why: str
    taken_back: str


def title_of(column: str, about: str, vocabulary: Mapping[str, FactSpec]) -> str:
    """What a question asks, with the party or product that it is about."""
    name = field_name(column, vocabulary)
    return f"{name} ({about})" if about else name


def groups_shown(
    questions: Iterable[BookQuestion], vocabulary: Mapping[str, FactSpec], base: str, view: Mapping[str, str]
) -> list[QuestionGroup]:
    """Questions with the addresses at which they are answered. ``view``: what narrows the lines down."""
    found = []
    for question in questions:
        lines, value = counted(len(question.rows), "line"), amount(question.value_usd)
        if question.column:
            asked = {**view, "ask": question.column, "about": question.about}
            href = f"{base}?{urlencode({name: text for name, text in asked.items() if text})}"
            found.append(
                QuestionGroup(title_of(question.column, question.about, vocabulary), lines, value, href)
            )
            continue
        elsewhere = next((words for part, words in _WHERE.items() if part in question.path), "")
        words = elsewhere or "The file says something of this already: correct the file"
        found.append(QuestionGroup(need_name(question.path, vocabulary), lines, value, "", words))
    return found


def input_of(column: str, about: str, vocabulary: Mapping[str, FactSpec]) -> ValueInput:
    """How the value of a column is given."""
    label = title_of(column, about, vocabulary)
    spec = vocabulary.get(column.removeprefix("facts.")) if column.startswith("facts.") else None
    if spec is not None:
        if spec.kind is FactKind.YES_NO:
            return ValueInput(label, _YES_NO, "text", str(spec.cite))
        options = [(value, first_up(plain(value))) for value in spec.values]
        countries = "countries" if spec.kind is FactKind.COUNTRY else ""
        return ValueInput(
            label, options, "date" if spec.kind is FactKind.DATE else "text", str(spec.cite), countries
        )
    field = field_of_column(column)
    assert field is not None
    return _input_of_field(label, field)


def _input_of_field(label: str, field: TransactionField) -> ValueInput:
    if field.type is FieldType.YES_NO:
        return ValueInput(label, _YES_NO, "text", field.hint)
    options = [
        (value, first_up(plain(value)) + (f": {words}" if field.words_in_form else ""))
        for value, words in field.choices.items()
    ]
    kind = "date" if field.type is FieldType.DATE else "text"
    countries = "countries" if field.type is FieldType.COUNTRY else ""
    return ValueInput(label, options, kind, field.hint, countries)


_LIGHT_WORDS = {Light.GREEN.value: "become green: may go", Light.RED.value: "become red: may not go"}


def preview_shown(lines: pl.DataFrame, after: pl.DataFrame) -> PreviewShown:
    """What changes between the answers of lines now and those that they would get."""
    changes = answer_changes(lines, after)
    shown = [
        (ANSWERS[Answer(change.before)], _answer(change.answer), change.light or "amber", f"{change.lines:,}",
         amount(change.value_usd) if change.value_usd else "not said")
        for change in changes
    ]  # fmt: skip
    return PreviewShown(_sentence(changes), shown)


def _answer(answer: str | None) -> str:
    return "It could not be read" if answer is None else ANSWERS[Answer(answer)]


def _sentence(changes: Sequence[LineAnswerChange]) -> str:
    parts = []
    for light, words in _LIGHT_WORDS.items():
        some = [change for change in changes if change.light == light != change.light_before]
        if some:
            parts.append(f"{_lines(some)} {words}")
    if still := [change for change in changes if change.light == Light.AMBER.value]:
        parts.append(f"{_lines(still)} stay amber")
    changed = [change for change in changes if change.answer != change.before]
    count = sum(change.lines for change in changed)
    total = counted(sum(change.lines for change in changes), "line")
    of_all = f"{count:,} of {total}{_worth(changed)}"
    verb = "gets" if count == 1 else "get"
    return f"{of_all} {verb} another answer. {first_up('; '.join(parts))}{'.' if parts else ''}".strip()


def _lines(changes: Sequence[LineAnswerChange]) -> str:
    """How many lines, and what they are worth."""
    return f"{counted(sum(change.lines for change in changes), 'line')}{_worth(changes)}"


def _worth(changes: Sequence[LineAnswerChange]) -> str:
    """What the lines are worth together, in brackets; nothing where no line says it."""
    worth = sum(change.value_usd for change in changes)
    return f" ({amount(worth)})" if worth else ""


def facts_shown(facts: Iterable[StatedFact], vocabulary: Mapping[str, FactSpec]) -> list[OrderFactShown]:
    """Stated facts in words, the newest first."""
    return [
        OrderFactShown(
            fact.number,
            field_name(fact.column, vocabulary),
            _value_words(fact, vocabulary),
            counted(len(fact.rows), "line"),
            f"{fact.by}, {day_words(fact.at.date())}",
            fact.reason,
            fact.taken_back,
        )
        for fact in reversed(list(facts))
    ]


def _value_words(fact: StatedFact, vocabulary: Mapping[str, FactSpec]) -> str:
    options = dict(input_of(fact.column, "", vocabulary).options)
    return options.get(fact.value, fact.value)
