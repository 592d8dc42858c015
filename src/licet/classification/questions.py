"""What an interview asks and what it was told: a question is asked when its answer is not there yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from licet.classification.quantities import QuantityError, quantity
from licet.errors import LicetError

__all__ = [
    "Form",
    "Inquiry",
    "NotAnsweredError",
    "QuestionAnswer",
    "QuestionAnswerError",
    "ReviewQuestion",
    "Value",
]

Value = bool | float | str | None
"""What an answer says; None: unknown."""


class Form(StrEnum):
    """What an answer looks like."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """A question. ``key``: its stable name; ``why``: what it decides; ``choices``: value and text of each."""

    key: str
    text: str
    form: Form
    cite: str
    why: str
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    shown: tuple[str, ...] = ()
    """Texts of the law to read before answering."""

    def read(self, typed: str) -> Value:
        """The value of what a person typed; "unknown" gives None. Raises AnswerError, which says what to type."""
        plain = typed.strip().lower()
        if plain in {"unknown", "?", "skip"}:
            return None
        if self.form is Form.YES_NO:
            if plain in {"yes", "y", "true"}:
                return True
            if plain in {"no", "n", "false"}:
                return False
            raise QuestionAnswerError(f"{typed!r} is no answer: type yes, no or unknown")
        if self.form is Form.NUMBER:
            try:
                return quantity(typed, self.unit)
            except QuantityError as error:
                raise QuestionAnswerError(f"{error}; or unknown") from error
        names = [value for value, _ in self.choices]
        if plain.isdigit() and 0 < int(plain) <= len(names):
            return names[int(plain) - 1]
        if plain in names:
            return plain
        raise QuestionAnswerError(
            f"{typed!r} is no choice: type one of {', '.join(names)}, its number, or unknown"
        )


class QuestionAnswerError(LicetError, ValueError):
    """What was typed answers the question not; the message says what to type."""


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """An answer with who gave it, when, and on what ground (a data sheet, a test, a supplier's letter)."""

    value: Value
    who: str = ""
    on: date | None = None
    why: str = ""


class NotAnsweredError(LicetError, LookupError):
    """The next thing to know. ``question``: what to ask."""

    def __init__(self, question: ReviewQuestion) -> None:
        super().__init__(question.text)
        self.question = question


@dataclass(slots=True)
class Inquiry:
    """The answers that are there, and those that were used, in order."""

    answers: Mapping[str, QuestionAnswer]
    path: list[tuple[ReviewQuestion, QuestionAnswer]] = field(default_factory=list)

    def ask(self, question: ReviewQuestion) -> Value:
        """The answer. Raises NotAnsweredError where there is none yet."""
        answer = self.answers.get(question.key)
        if answer is None:
            raise NotAnsweredError(question)
        if all(question.key != asked.key for asked, _ in self.path):
            self.path.append((question, answer))
        return answer.value

    def yes(self, question: ReviewQuestion) -> bool | None:
        """A yes or no."""
        value = self.ask(question)
        return None if value is None else value is True

    def number(self, question: ReviewQuestion) -> float | None:
        """A number in the unit of the question."""
        value = self.ask(question)
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def choice(self, question: ReviewQuestion) -> str | None:
        """A choice."""
        value = self.ask(question)
        return value if isinstance(value, str) else None
