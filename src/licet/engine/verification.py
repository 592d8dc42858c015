"""Whether a go rests on law and lists that were verified for its day.

Nothing here changes an answer: what is outside its span, older than a limit or not examined leaves a go what it is
and turns its light amber, with an open condition that says what to check
(docs/decisions/0110-green-within-limits.md).
One sale and a million lines share what stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntFlag

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import AnswerCondition
from licet.engine.findings import Composition
from licet.engine.grounds import (
    Ground,
    grounds_of_cells,
    grounds_of_place,
    grounds_of_rule,
    next_day_of_law,
    rules_of_place,
    rules_read,
)
from licet.engine.unknown_owners import owners_unknown
from licet.engine.view import View
from licet.model.lists import ListsUsed
from licet.rules.answer import Severity
from licet.rules.citation import Citation, cfr
from licet.rules.english import day_words
from licet.rules.rulebook import Rulebook
from licet.rules.standing import Position

__all__ = [
    "Doubt",
    "Verification",
    "doubts_of_lists",
    "grounds_used",
    "is_go",
    "open_conditions",
    "rules_rested_on",
    "verification_of",
]


class Doubt(IntFlag):
    """What keeps a go amber. The names of the conditions are :data:`CODES`, in this order."""

    LAW_OF_DATE = 1
    LAW_CHANGES = 2
    REMOVED_PARTIES = 4
    OLD_LISTS = 8
    OWNERS = 16
    ANNOUNCED = 32
    UNDER_REVIEW = 64


CODES = {
    Doubt.ANNOUNCED: "hold_against_text",
    Doubt.UNDER_REVIEW: "law_under_review",
    Doubt.LAW_OF_DATE: "check_law_of_date",
    Doubt.LAW_CHANGES: "check_law_changes",
    Doubt.REMOVED_PARTIES: "check_removed_parties",
    Doubt.OLD_LISTS: "update_lists",
    Doubt.OWNERS: "examine_owners",
}
_LISTS, _OWNED = cfr("15 CFR 744.16"), cfr("15 CFR 744.11(a)(1)")
_NAMED = 4
"""So many sections and tables are named in a condition; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What an answer rests on, the open conditions of a go, and the first later day on which its law is not verified.

    ``until``: the first later day on which any of this may differ.
    """

    grounds: tuple[Ground, ...]
    conditions: tuple[AnswerCondition, ...] = ()
    stops: date | None = None
    until: date | None = None


def is_go(whole: Composition) -> bool:
    """Whether the answer lets the sale go."""
    return whole.outcome.decided and whole.outcome.high <= Severity.AUTHORIZED


def grounds_used(whole: Composition, book: Rulebook) -> Iterator[Ground]:
    """What a go rests on by the rules that hold: what makes it subject or not, what lifts, what authorizes."""
    yield from grounds_of_rule(whole.subject.rule, book)
    for state in whole.exclusions:
        if state.holds is True:
            yield from grounds_of_rule(state.rule, book)
    for finding in whole.findings:
        for state in (*finding.exemptions, *finding.authorities):
            if state.holds is True:
                yield from grounds_of_rule(state.rule, book)


def rules_rested_on(whole: Composition, book: Rulebook) -> Iterator[str]:
    """The rules of one destination on which an answer rests by what they say, by id.

    For a go as :func:`grounds_used`; of any other answer, what applies or is open.
    """
    rules = [whole.subject.rule, *(state.rule for state in whole.exclusions if state.holds is True)]
    for finding in whole.findings:
        rules += [state.rule for state in (*finding.exemptions, *finding.authorities) if state.holds is True]
        if finding.applies is not False:
            rules.append(finding.state.rule)
    for rule in rules:
        yield from rules_read(rule, book)


def verification_of(
    whole: Composition, view: View, lists: tuple[ListsUsed, ...], policy: AnswerPolicy
) -> Verification:
    """What an answer rests on; for a go, what is open about it and until when its law is verified."""
    book, day, item = view.book, view.as_of, view.sale.item
    grounds = [ground for part in whole.parts for ground in grounds_used(part, book)]
    doubts = Doubt(0)
    ends = [element.sale.destination for element in (view, *view.also)]
    for part, end in zip(whole.parts, ends, strict=True):
        if part.item_truth is not False:
            grounds += grounds_of_place(book, day, view.known_as_of, view.sale.action, end)
            grounds += grounds_of_cells(book, day, item.eccn)
            doubts |= doubts_of_lists(lists, day, view.known_as_of, policy)
    found = tuple(dict.fromkeys(grounds))
    review = _under_review(whole, view, ends, policy)
    if not is_go(whole):
        begun = review is not None and review[1] <= day
        words = _Words(view, lists, policy, [], [], (), review)
        return Verification(found, tuple(open_conditions(Doubt.UNDER_REVIEW, words)) if begun else ())
    early, late = _outside(found, day, policy)
    doubts |= Doubt.LAW_OF_DATE if early or _before_coverage(view) else Doubt(0)
    doubts |= Doubt.LAW_CHANGES if late else Doubt(0)
    acts = any(part.subject_truth is not False for part in whole.parts)
    unknown = owners_unknown(view, policy) if acts else ()
    doubts |= Doubt.OWNERS if unknown else Doubt(0)
    doubts |= Doubt.UNDER_REVIEW if review is not None and review[1] <= day else Doubt(0)
    doubts |= Doubt.ANNOUNCED if book.position is Position.ANNOUNCED else Doubt(0)
    words = _Words(view, lists, policy, early, late, unknown, review)
    ahead = None if review is None or review[1] <= day else review[1]
    turns = (*_turns_of_law(found, policy), *_turns_of_lists(lists, policy), book.covers_from, ahead)
    until = min(
        (turn for turn in (*turns, next_day_of_law(book, day)) if turn is not None and turn > day),
        default=None,
    )
    stops = min((value for value in (_stops(found, day, policy), ahead) if value is not None), default=None)
    return Verification(found, tuple(open_conditions(doubts, words)), stops, until)


def _under_review(
    whole: Composition, view: View, ends: Iterable[object], policy: AnswerPolicy
) -> tuple[str, date] | None:
    """The rule on which the answer rests whose text changed first, and the first day of the new text."""
    if not policy.under_review:
        return None
    rested: set[str] = set()
    for part, end in zip(whole.parts, ends, strict=True):
        rested.update(rules_rested_on(part, view.book))
        if is_go(whole) and part.item_truth is not False:
            rested |= rules_of_place(view.book, view.as_of, view.known_as_of, view.sale.action, end)
    return min(
        ((rule, day) for rule, day in policy.under_review if rule in rested),
        key=lambda row: row[1],
        default=None,
    )


def _turns_of_law(grounds: Iterable[Ground], policy: AnswerPolicy) -> Iterator[date]:
    """The days on which a ground begins to be verified, and on which that is too long ago."""
    for ground in grounds:
        yield ground.first
        if (end := _end(ground.last, policy.law_days)) is not None:
            yield end


def _turns_of_lists(lists: Iterable[ListsUsed], policy: AnswerPolicy) -> Iterator[date]:
    for used in lists:
        yield used.covers_from
        if (end := _end(used.data_date, policy.list_days)) is not None:
            yield end


def _end(last: date, limit: int) -> date | None:
    """The first day that is more than so many days after a day; None beyond the last day there is."""
    return None if (date.max - last).days <= limit else last + timedelta(days=limit + 1)


def doubts_of_lists(
    lists: tuple[ListsUsed, ...], day: date, known_as_of: date | None, policy: AnswerPolicy
) -> Doubt:
    """Whether whole lists are too old for a day, or begin after it; without a whole list that is said elsewhere."""
    whole = [used for used in lists if used.whole]
    if not whole:
        return Doubt(0)
    found = Doubt(0)
    cut = day if known_as_of is None else min(day, known_as_of)
    if cut < max(used.covers_from for used in whole):
        found |= Doubt.REMOVED_PARTIES
    if (day - min(used.data_date for used in whole)).days > policy.list_days:
        found |= Doubt.OLD_LISTS
    return found


def _before_coverage(view: View) -> bool:
    known = view.known_as_of
    return min(view.as_of, known or view.as_of) < view.book.covers_from


def _outside(grounds: Iterable[Ground], day: date, policy: AnswerPolicy) -> tuple[list[Ground], list[Ground]]:
    """The grounds that were verified from a later day only (or never), and those verified too long ago."""
    every = list(grounds)
    early = [ground for ground in every if day < ground.first]
    return early, [ground for ground in every if (day - ground.last).days > policy.law_days]


def _stops(grounds: tuple[Ground, ...], day: date, policy: AnswerPolicy) -> date | None:
    """The first later day on which some ground was verified too long ago; None where one is not verified now."""
    if any(day < ground.first for ground in grounds):
        return None
    stop = _end(min((ground.last for ground in grounds), default=date.max), policy.law_days)
    return stop if stop is not None and stop > day else None


@dataclass(frozen=True, slots=True)
class _Words:
    """What the conditions of one sale say."""

    view: View
    lists: tuple[ListsUsed, ...]
    policy: AnswerPolicy
    early: list[Ground]
    late: list[Ground]
    unknown: tuple[str, ...]
    review: tuple[str, date] | None = None

    def of(self, doubt: Doubt) -> tuple[str, Citation]:
        """The words of a condition, and what it goes back to."""
        return _SAYS[doubt](self)

    def law_of_date(self) -> tuple[str, Citation]:
        view, day = self.view, self.view.as_of
        if _before_coverage(view):
            begins = day_words(view.book.covers_from)
            return f"Check the law of {day_words(day)} in full: Licet holds no law before {begins}.", _LISTS
        spans = _named(f"{ground.what} {_from(ground)}" for ground in self.early)
        return f"Check the law of {day_words(day)}. What Licet verified: {spans}.", self.early[0].cite

    def law_changes(self) -> tuple[str, Citation]:
        spans = _named(f"{ground.what} to {day_words(ground.last)}" for ground in self.late)
        text = (
            f"Check for later changes of law. Licet verified {spans}, more than {self.policy.law_days} days before"
            f" {day_words(self.view.as_of)}."
        )
        return text, self.late[0].cite

    def removed_parties(self) -> tuple[str, Citation]:
        begin = day_words(max(used.covers_from for used in self.lists if used.whole))
        return (
            f"Check the lists of that day: parties removed before {begin} are not in the lists you adopted.",
            _LISTS,
        )

    def old_lists(self) -> tuple[str, Citation]:
        oldest = min(used.data_date for used in self.lists if used.whole)
        age = (self.view.as_of - oldest).days
        text = (
            f"Update the lists and ask again: those you adopted are dated {day_words(oldest)}, {age} days before"
            f" {day_words(self.view.as_of)}; the limit is {self.policy.list_days} days."
        )
        return text, _LISTS

    def owners(self) -> tuple[str, Citation]:
        text = (
            f"Find out who owns {_named(self.unknown)}: an ownership rule is in force, and the owners are not stated."
            " State them, or an empty list of owners where you examined them and none is listed."
        )
        return text, _OWNED

    def announced(self) -> tuple[str, Citation]:
        day = self.view.as_of
        notes = [
            standing_note
            for standing_note in self.view.book.standing
            if standing_note.parts_from_text and standing_note.days.contains(day)
        ]
        says = _named(note.says for note in notes) or "positions that are not in force on this day"
        cite = next((note.cite for note in notes if note.cite is not None), _LISTS)
        return f"Hold this against the text in force: it follows {says}, not the text.", cite

    def under_review(self) -> tuple[str, Citation]:
        assert self.review is not None
        name, day = self.review
        cite = self.view.book.by_id[name].cites[0]
        text = (
            f"Have {cite} read: its text changed on {day_words(day)}, and nobody has marked the rule that Licet made"
            " of it as read."
        )
        return text, cite


_SAYS = {
    Doubt.LAW_OF_DATE: _Words.law_of_date,
    Doubt.LAW_CHANGES: _Words.law_changes,
    Doubt.REMOVED_PARTIES: _Words.removed_parties,
    Doubt.OLD_LISTS: _Words.old_lists,
    Doubt.OWNERS: _Words.owners,
    Doubt.ANNOUNCED: _Words.announced,
    Doubt.UNDER_REVIEW: _Words.under_review,
}


def open_conditions(doubts: Doubt, words: _Words | None = None) -> Iterator[AnswerCondition]:
    """A condition for each doubt, in the order of :data:`CODES`; without words where only the code is kept."""
    for doubt, code in CODES.items():
        if doubt in doubts:
            text, cite = ("", _LISTS) if words is None else words.of(doubt)
            yield AnswerCondition(code, text, "open", cite)


def _from(ground: Ground) -> str:
    if ground.first == date.max:
        return "is from general knowledge"
    return f"from {day_words(ground.first)}"


def _named(texts: Iterable[str]) -> str:
    every = list(dict.fromkeys(texts))
    more = f" and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    return f"{', '.join(every[:_NAMED])}{more}"
