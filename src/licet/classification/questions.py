"""What an interview asks and what it was told: a question is asked when its answer is not there yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from licet.classification.amounts import Amount
from licet.classification.quantities import QuantityError, amount
from licet.errors import LicetError

__all__ = [
    "NONE",
    "Candidate",
    "Form",
    "Inquiry",
    "NotAnsweredError",
    "QuestionAnswer",
    "QuestionAnswerError",
    "ReviewQuestion",
    "Value",
]

Value = bool | float | str | Amount | None
"""What an answer says; None: unknown. Several choices are one text, with blanks between them."""


NONE = "none"
"""The choice of none of those that are offered."""


class Form(StrEnum):
    """What an answer looks like."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    SEVERAL = "several"
    """One or more of the choices, or none of them."""


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
                return amount(typed, self.unit)
            except QuantityError as error:
                raise QuestionAnswerError(f"{error}; or unknown") from error
        if self.form is Form.SEVERAL:
            return self._several(plain)
        return self._choice(plain)

    def _several(self, plain: str) -> str:
        parts = [part for part in re.split(r"[\s,;]+", plain) if part and part != "and"]
        chosen = list(dict.fromkeys(self._choice(part) for part in parts))
        if not chosen or (NONE in chosen and len(chosen) > 1):
            raise QuestionAnswerError(
                f"{plain!r}: type numbers or names with commas between them, none or unknown"
            )
        return " ".join(chosen)

    def _choice(self, plain: str) -> str:
        names = {value.lower(): value for value, _ in self.choices}
        by_number = {str(number): value for number, value in enumerate(names.values(), 1)}
        if plain in by_number:
            return by_number[plain]
        if plain in names:
            return names[plain]
        raise QuestionAnswerError(
            f"{plain!r} is no choice: type one of {', '.join(names.values())}, its number, or unknown"
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an item may be while something is not known. ``eccns``: the nearest first; ``decides``: what would decide.

    ``key``: the question that was answered with "unknown".
    """

    eccns: tuple[str, ...]
    decides: str
    key: str = ""

    def __str__(self) -> str:
        return f"{' or '.join(self.eccns)}: {self.decides}" if self.eccns else self.decides


class NotAnsweredError(LicetError, LookupError):
    """The next thing to know. ``question``: what to ask."""

    def __init__(self, question: ReviewQuestion) -> None:
        super().__init__(question.text)
        self.question = question


@dataclass(slots=True)
class Inquiry:
    """The answers that are there, and those that were used, in order."""

    answers: Mapping[str, QuestionAnswer]
    description: str = ""
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

    def amount(self, question: ReviewQuestion) -> Amount | None:
        """An amount in the unit of the question."""
        value = self.ask(question)
        if isinstance(value, Amount):
            return value
        exact = isinstance(value, (int, float)) and not isinstance(value, bool)
        return Amount.exactly(float(value)) if exact else None  # type: ignore[arg-type]

    def choice(self, question: ReviewQuestion) -> str | None:
        """A choice."""
        value = self.ask(question)
        return value if isinstance(value, str) else None

    def several(self, question: ReviewQuestion) -> tuple[str, ...] | None:
        """The choices made; empty: none of them."""
        value = self.choice(question)
        return None if value is None else tuple(part for part in value.split() if part != NONE)
