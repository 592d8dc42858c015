"""What is to be done with a sale: the obligations of what applies, of what covers it, and duties beside these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from licet.engine.determination import AnswerCondition
from licet.engine.findings import Composition, RuleState, both
from licet.model.lists import ListsUsed
from licet.rules.answer import Answer, Light, Severity
from licet.rules.citation import cfr
from licet.rules.condition import Condition as Test
from licet.rules.rule import Obligation, Occasion, Question, Rule
from licet.rules.rulebook import Rulebook

__all__ = ["conditions_of", "light_of"]


def light_of(answer: Answer, conditions: tuple[AnswerCondition, ...]) -> Light:
    """The light for people: green only where nothing is left to do before the item moves."""
    if answer in {Answer.LICENSE_REQUIRED, Answer.PROHIBITED}:
        return Light.RED
    open_still = any(condition.status == "open" for condition in conditions)
    return Light.AMBER if answer is Answer.UNDETERMINED or open_still else Light.GREEN


def conditions_of(
    whole: Composition,
    book: Rulebook,
    lists: tuple[ListsUsed, ...],
    state_of: Callable[[Rule], RuleState],
    truth_of: Callable[[Test], bool | None],
    *,
    waits: bool,
) -> Iterator[AnswerCondition]:
    """What is to be done with a sale: ``state_of`` says what a duty's rule says, ``truth_of`` what a test does.

    ``waits``: whether somebody proposed what to think of a hit, and nobody whose role allows it has decided.
    A duty that is owed on several grounds is said once, on the first that is certain, unless another ground leaves it
    open. What requirements and authorities oblige to in different words, such as the conditions of a license, are
    different duties though they share a code.
    """
    if waits:
        yield _REVIEW
    if whole.outcome.answer is not Answer.NOT_SUBJECT and not any(used.whole for used in lists):
        yield _SCREEN_ALL
    owed: dict[tuple[str, str], _Owed] = {}
    grounds = [((item.duty.code, item.duty.text), item) for item in _obliging(whole)]
    codes = {code: (code, text) for (code, text), _ in reversed(grounds)}
    duties = _duties(whole, book, state_of)
    grounds += [(codes.get(duty.duty.code, (duty.duty.code, "")), duty) for duty in duties]
    for key, item in grounds:
        known = owed.get(key)
        if known is None or _replaces(item, known, truth_of):
            owed[key] = item
    for item in owed.values():
        yield AnswerCondition(item.duty.code, item.duty.text, _status(item, truth_of), item.duty.cite)


def _replaces(owed: _Owed, known: _Owed, truth_of: Callable[[Test], bool | None]) -> bool:
    """Whether a further ground of a duty speaks for it: it is certain and the other not, or leaves it open."""
    mine, other = (_status(ground, truth_of) for ground in (owed, known))
    if "open" in {mine, other}:
        return mine == "open" != other
    return owed.certain and not known.certain


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


def _obliging(whole: Composition) -> Iterator[_Owed]:
    applying = (finding.state for finding in whole.all_findings if finding.applies is True)
    for state in (*applying, *whole.authorities):
        assert state.row is not None  # a rule without a text neither applies nor covers
        yield from (_Owed(duty, certain=True) for duty in state.row.value.obligations)


def _duties(whole: Composition, book: Rulebook, state_of: Callable[[Rule], RuleState]) -> Iterator[_Owed]:
    """What must be done beside any requirement, or must be taken to be so while that is open."""
    for rule in book.by_question[Question.DUTY]:
        occasion = _occurs(rule.occasion, whole)
        if occasion is False:
            continue
        state = state_of(rule)
        owed = both(occasion, state.truth)
        if owed is not False:
            assert state.row is not None
            yield from (_Owed(duty, owed is True) for duty in state.row.value.obligations)


def _occurs(occasion: Occasion, whole: Composition) -> bool | None:
    """Whether the answer is one with which such a duty goes; None while the answer is open."""
    low, high = whole.outcome.low, whole.outcome.high
    if occasion is Occasion.OTHER_ACT or high is Severity.NOT_SUBJECT:
        return occasion is Occasion.OTHER_ACT
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


_REVIEW = AnswerCondition(
    "waits_for_review",
    "A judgment about a match on a list waits for review: somebody whose role allows it must decide, and a second "
    "person approve where that is needed.",
    "open",
    cfr("15 CFR Part 732 Supp. 3"),
)
_SCREEN_ALL = AnswerCondition(
    "screen_all_lists",
    "Screen every party against the whole Consolidated Screening List: only the Huawei entries and some "
    "removed parties that come with Licet were consulted (`licet lists adopt FILE` or `licet lists update`).",
    "open",
    cfr("15 CFR 744.16"),
)
