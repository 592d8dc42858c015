"""An answer on record as it was shown: kept as JSON when it is given, and read again when its page is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from licet.engine.exceptions import ExceptionLine, ExceptionStatus
from licet.engine.wording import Expects, FactQuestion
from licet.orders.holding import LAPSE_WORDS, Lapse
from licet.presentation.words import day_words, first_up
from licet.rules.vocabulary import FactSpec
from licet.services.saved_answers import SavedAnswer
from licet.web.show.answer import AnswerCard, AnswerSource, ShownStep, asked

__all__ = [
    "EXCEPTION_WORDS",
    "AnswerRecord",
    "ExceptionShown",
    "QuestionShown",
    "ShownAnswer",
    "exceptions_shown",
    "lane_of",
    "question_shown",
    "read_shown",
    "step_words",
    "written",
]

EXCEPTION_WORDS = {
    ExceptionStatus.AVAILABLE: "Available: claim it, and it authorizes the transaction",
    ExceptionStatus.NEEDS_FACTS: "Open: depends on facts that are missing",
    ExceptionStatus.LAW_NOT_HELD: "Not decided: Licet does not hold its terms",
    ExceptionStatus.FORECLOSED: "Foreclosed",
    ExceptionStatus.OUT_OF_SCOPE: "Out of scope",
}


@dataclass(frozen=True, slots=True)
class ExceptionShown:
    """A license exception, and what becomes of it: its obstacles with their citations, and what is missing."""

    name: str
    status: str
    cites: str
    obstacles: tuple[tuple[str, str], ...]
    needs: tuple[AnswerSource, ...]
    not_held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """The question that comes next. ``expects``: the kind of answer in words; ``typed``: it is typed, not picked."""

    path: str
    text: str
    why: str
    cite: str
    expects: str
    typed: bool
    choices: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class ShownAnswer:
    """All that the page of an answer says. ``end``: the day before which its view through time ends."""

    card: AnswerCard
    steps: tuple[ShownStep, ...]
    end: date
    exceptions: tuple[ExceptionShown, ...] = ()
    question: QuestionShown | None = None
    skipped: str = ""


@dataclass(frozen=True)
class AnswerRecord:
    """An answer on record. ``history``: every answer of its reference; ``lapses``: why it no longer holds."""

    saved: SavedAnswer
    document: Mapping[str, Any]
    history: tuple[SavedAnswer, ...]
    lapses: tuple[Lapse, ...]

    @property
    def current(self) -> bool:
        """Whether it still holds and no later answer of its reference stands in its place."""
        return not self.lapses and self.saved.superseded_by is None

    @property
    def lapse_words(self) -> str:
        """Why it no longer holds."""
        return first_up("; ".join(LAPSE_WORDS[lapse] for lapse in self.lapses))


@cache
def _adapter() -> TypeAdapter[ShownAnswer]:
    return TypeAdapter(ShownAnswer)


def written(shown: ShownAnswer) -> str:
    """The page of an answer, to keep."""
    return _adapter().dump_json(shown).decode()


def read_shown(text: str | None) -> ShownAnswer | None:
    """A page that was kept; None where there is none that this version can show."""
    if text is None:
        return None
    try:
        return _adapter().validate_json(text)
    except ValidationError:
        return None


def question_shown(question: FactQuestion | None) -> QuestionShown | None:
    """The next question, without the way in which it would decide."""
    if question is None:
        return None
    typed = question.expects not in {Expects.YES_NO, Expects.CHOICE}
    return QuestionShown(
        question.path, question.text, question.why, str(question.cite), question.expects.value, typed,
        question.choices, question.examples,
    )  # fmt: skip


def exceptions_shown(
    lines: Iterable[ExceptionLine], vocabulary: dict[str, FactSpec]
) -> tuple[ExceptionShown, ...]:
    """What becomes of every license exception, the most useful first."""
    return tuple(
        ExceptionShown(
            name=f"{line.symbol} {line.paragraph or ''}".strip(),
            status=line.status.value,
            cites=", ".join(cite.text for cite in line.cites),
            obstacles=tuple((it.text, it.cite.text) for it in line.obstacles),
            needs=tuple(asked(need, vocabulary) for need in line.needs),
            not_held=tuple(it.what for it in line.not_held),
        )
        for line in lines
    )


def lane_of(steps: Sequence[ShownStep], end: date) -> list[tuple[str, date, date, str]]:
    """The steps of an answer as spans of a picture."""
    day = timedelta(days=1)
    return [
        (step.light, step.start, end if step.last is None else step.last + day, step_words(step))
        for step in steps
    ]


def step_words(step: ShownStep) -> str:
    """A span of days and its answer, briefly."""
    last = "" if step.last is None else f" through {day_words(step.last)}"
    return f"{day_words(step.start)}{last}: {step.words}"
