"""How an application will be reviewed, and which of several review policies is the strictest.

An application is reviewed under every policy that applies and granted only if all of them allow it (15 CFR
742.1(f), 742.4(b)), so the strictest one is what an exporter has to reckon with. The order is that of how
little an applicant can hope for: see docs/decisions/0027.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, auto

from licet.rules.citation import Citation

__all__ = ["Grade", "Policy", "grade_of_entry", "grade_of_rule", "strictest", "tidy"]


class Grade(IntEnum):
    """How strict a review policy is, the mildest first."""

    APPROVAL = auto()
    FAVORABLE = auto()
    CASE_BY_CASE = auto()
    ELSEWHERE = auto()
    """It is said in another place, which is not read: at least a review, perhaps more."""
    PRESUMPTION_OF_DENIAL = auto()
    """Denied unless the applicant rebuts the presumption."""
    DENIAL = auto()
    """Denied; nothing has to be rebutted, so there is less to hope for than against a presumption."""

    @property
    def word(self) -> str:
        """For programs: ``case_by_case``."""
        return self.name.lower()


_WORDS: tuple[tuple[str, Grade], ...] = (
    ("presumption of approval", Grade.APPROVAL),
    ("general policy of approval", Grade.APPROVAL),
    ("favorable", Grade.FAVORABLE),
    ("case-by-case", Grade.CASE_BY_CASE),
    ("as ", Grade.ELSEWHERE),
    ("presumption of denial", Grade.PRESUMPTION_OF_DENIAL),
    ("policy of denial", Grade.DENIAL),
    ("general policy of denial", Grade.DENIAL),
)
"""The words with which every review policy of a rule begins."""

_IN_ENTRIES: tuple[tuple[str, Grade], ...] = tuple(
    row for row in _WORDS if row[0] not in {"as ", "favorable"}
)

_SHORT = 40
"""Policies no longer than this are set in lower case throughout, so that equal ones read equal."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A review policy: its words, how strict it is, the rule it stands in, and for which requirement.

    ``certain``: False where it applies only if something that is not known makes it so.
    """

    text: str
    grade: Grade
    rule_id: str
    requirement: str
    cite: Citation
    certain: bool = True


def grade_of_rule(text: str) -> Grade:
    """The grade of a review policy of a rule, by the words with which it begins. Raises ValueError for others.

    >>> grade_of_rule("case-by-case; denied where it makes a material contribution").word
    'case_by_case'
    """
    for words, grade in _WORDS:
        if text.startswith(words):
            return grade
    raise ValueError(f"a review policy begins with {', '.join(words for words, _ in _WORDS)}, not {text!r}")


def grade_of_entry(text: str) -> Grade:
    """The grade of the policy of a list entry, whose words are free: the strictest one that they name.

    >>> grade_of_entry("Case-by-case for medicine; presumption of denial for all other items.").word
    'presumption_of_denial'
    """
    lowered = text.lower()
    return max((grade for words, grade in _IN_ENTRIES if words in lowered), default=Grade.ELSEWHERE)


def tidy(text: str) -> str:
    """The policy of a list entry as it is shown: without the last stop, short ones in lower case."""
    words = text.strip().rstrip(".")
    return words.lower() if len(words) < _SHORT else words[:1].lower() + words[1:]


def strictest(policies: Iterable[Policy]) -> Policy | None:
    """The strictest of some policies, the first of several that are equally strict; None of none."""
    return max(policies, key=lambda policy: policy.grade, default=None)
