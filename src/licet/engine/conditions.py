"""What is to be done with a sale: the obligations of what applies, of what covers it, and duties beside these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from licet.engine.determination import Condition
from licet.engine.findings import RuleState, Whole, both
from licet.facts.lists import ListsUsed
from licet.law.answer import Answer, Light, Severity
from licet.law.citation import cfr
from licet.law.condition import Condition as Test
from licet.law.rule import Obligation, Occasion, Question, Rule
from licet.law.rulebook import Rulebook

__all__ = ["conditions_of", "light_of"]


def light_of(answer: Answer, conditions: tuple[Condition, ...]) -> Light:
    """The light for people: green only where nothing is left to do before the item moves."""
    if answer in {Answer.LICENSE_REQUIRED, Answer.PROHIBITED}:
        return Light.RED
    open_still = any(condition.status == "open" for condition in conditions)
    return Light.AMBER if answer is Answer.UNDETERMINED or open_still else Light.GREEN


def conditions_of(
    whole: Whole,
    book: Rulebook,
    lists: tuple[ListsUsed, ...],
    state_of: Callable[[Rule], RuleState],
    truth_of: Callable[[Test], bool | None],
) -> Iterator[Condition]:
    """What is to be done with a sale: ``state_of`` says what a duty's rule says, ``truth_of`` what a test does.

    The same duty owed on several grounds is said once, as the ground on which most is still to do has it. Duties
    with one code and different words, such as the conditions of a license, are different duties.
    """
    if whole.outcome.answer is Answer.NOT_SUBJECT:
        return
    if not any(used.whole for used in lists):
        yield _SCREEN_ALL
    owed: dict[tuple[str, str], Condition] = {}
    for one in (*_obliging(whole), *_duties(whole, book, state_of)):
        duty = one.duty
        made = Condition(duty.code, duty.text, _status(one, truth_of), duty.cite)
        known = owed.get((duty.code, duty.text))
        if known is None or _PRESSING[made.status] < _PRESSING[known.status]:
            owed[duty.code, duty.text] = made
    yield from owed.values()


_PRESSING = {"open": 0, "standing": 1, "depends": 2, "met": 3}


@dataclass(frozen=True, slots=True)
class _Owed:
    """An obligation, and whether it is certain that it is owed."""

    duty: Obligation
    certain: bool


def _status(owed: _Owed, truth_of: Callable[[Test], bool | None]) -> str:
    if owed.duty.met is not None and truth_of(owed.duty.met) is True:
        return "met"
    if owed.duty.before:
        return "open"  # what may have to be done first is open until it is done or known not to be owed
    return "standing" if owed.certain else "depends"


def _obliging(whole: Whole) -> Iterator[_Owed]:
    applying = (finding.state for finding in whole.findings if finding.applies is True)
    for state in (*applying, *whole.authorities):
        if state.row is not None:
            yield from (_Owed(duty, certain=True) for duty in state.row.value.obligations)


def _duties(whole: Whole, book: Rulebook, state_of: Callable[[Rule], RuleState]) -> Iterator[_Owed]:
    """What must be done beside any requirement, or must be taken to be so while that is open."""
    for rule in book.by_question[Question.DUTY]:
        occasion = _occurs(rule.occasion, whole)
        if occasion is False:
            continue
        state = state_of(rule)
        owed = both(occasion, state.truth)
        if owed is not False and state.row is not None:
            yield from (_Owed(duty, owed is True) for duty in state.row.value.obligations)


def _occurs(occasion: Occasion, whole: Whole) -> bool | None:
    """Whether the answer is one with which such a duty goes; None while the answer is open."""
    low, high = whole.outcome.low, whole.outcome.high
    match occasion:
        case Occasion.ANY:
            return True
        case Occasion.MOVING:
            return low < Severity.LICENSE_REQUIRED
        case Occasion.UNLICENSED:
            return False if low >= Severity.AUTHORIZED else True if high < Severity.AUTHORIZED else None
        case Occasion.LICENSED:
            if low >= Severity.LICENSE_REQUIRED or high < Severity.AUTHORIZED:
                return False
            return True if low is high else None
        case Occasion.APPLYING:
            return whole.outcome.answer is Answer.LICENSE_REQUIRED


_SCREEN_ALL = Condition(
    "screen_all_lists",
    "Screen every party against the whole Consolidated Screening List: only the Huawei entries that come "
    "with Licet were consulted (`licet lists adopt FILE` or `licet lists update`).",
    "open",
    cfr("15 CFR 744.16"),
)
