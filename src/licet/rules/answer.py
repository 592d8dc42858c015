"""Answers and their algebra.

Answers form a chain of severity. What is known of one question is an interval on that chain: a requirement
that certainly applies and certainly lacks authority is ``[license_required, license_required]``; one whose
authority is claimed but open is ``[authorized, license_required]``. All that applies to a sale is joined by
taking the greater of both bounds, so the join is commutative, associative and idempotent, and learning a
fact can only narrow the interval (monotone in knowledge). The properties are tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import reduce

__all__ = ["Answer", "Light", "Outcome", "Severity", "join"]


class Answer(StrEnum):
    """The six answers of a determination."""

    NOT_SUBJECT = "not_subject"
    NO_LICENSE_REQUIRED = "no_license_required"
    AUTHORIZED = "authorized"
    LICENSE_REQUIRED = "license_required"
    PROHIBITED = "prohibited"
    UNDETERMINED = "undetermined"


class Light(StrEnum):
    """The answer for people in a hurry; never shown without words."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Severity(IntEnum):
    """The chain from least to most restrictive."""

    NOT_SUBJECT = 0
    NO_LICENSE_REQUIRED = 1
    AUTHORIZED = 2
    LICENSE_REQUIRED = 3
    PROHIBITED = 4

    @property
    def answer(self) -> Answer:
        return Answer[self.name]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of one question: at least ``low``, at most ``high``.

    >>> held, needed = Severity.AUTHORIZED, Severity.LICENSE_REQUIRED
    >>> Outcome.certain(held).join(Outcome.certain(needed)).answer
    <Answer.LICENSE_REQUIRED: 'license_required'>
    """

    low: Severity
    high: Severity

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(
                f"an outcome runs from low to high, not from {self.low.name} to {self.high.name}"
            )

    @classmethod
    def certain(cls, severity: Severity) -> Outcome:
        return cls(severity, severity)

    def join(self, other: Outcome) -> Outcome:
        """What is known of both questions together."""
        return Outcome(max(self.low, other.low), max(self.high, other.high))

    def refines(self, other: Outcome) -> bool:
        """Whether this says all that ``other`` says, or more."""
        return other.low <= self.low and self.high <= other.high

    @property
    def answer(self) -> Answer:
        """The answer for people: certain, or certainly red, or undetermined.

        A license that is perhaps not needed and covers it for certain authorizes it either way.

        >>> Outcome(Severity.LICENSE_REQUIRED, Severity.PROHIBITED).answer
        <Answer.LICENSE_REQUIRED: 'license_required'>
        """
        if self.low == self.high or self.low >= Severity.LICENSE_REQUIRED:
            return self.low.answer
        if self.low is Severity.NO_LICENSE_REQUIRED and self.high is Severity.AUTHORIZED:
            return Answer.AUTHORIZED
        return Answer.UNDETERMINED

    @property
    def decided(self) -> bool:
        return self.answer is not Answer.UNDETERMINED


def join(outcomes: list[Outcome]) -> Outcome:
    """All outcomes joined; of none, nothing is subject to anything."""
    return reduce(Outcome.join, outcomes, Outcome.certain(Severity.NOT_SUBJECT))
