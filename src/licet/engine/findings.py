"""What each rule says of a sale, and the outcome of every requirement with its exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from licet.engine.view import View
from licet.engine.walk import Trace, earliest, walk
from licet.rules.answer import Answer, Outcome, Severity, join
from licet.rules.dated import Row
from licet.rules.rule import Question, Rule, RuleText

__all__ = ["Composition", "Finding", "RuleState", "States", "compose", "evaluate", "joined", "same_truths"]

Truth = bool | None


@dataclass(slots=True)
class RuleState:
    """One rule on one day. ``claimed``: whether the authority was chosen (True where none need be)."""

    rule: Rule
    row: Row[RuleText] | None
    truth: Truth
    until: date | None
    trace: Trace | None = None
    claimed: Truth = True
    claim_trace: Trace | None = None

    @property
    def holds(self) -> Truth:
        """Whether the rule applies, its claim included."""
        return both(self.claimed, self.truth)


@dataclass
class States:
    """Rules on one day, each walked when first asked for: exceptions of a rule that does not apply never are.

    A rule that was not asked for does not bear on the outcome until one that was changes. ``others``: the same
    transaction taken to end in each further country that counts as a destination (:meth:`View.also`).
    """

    view: View
    known: dict[str, RuleState] = field(default_factory=dict)
    moved: tuple[States, ...] | None = None

    @cached_property
    def others(self) -> tuple[States, ...]:
        if self.moved is not None:
            return self.moved
        return tuple(States(view) for view in self.view.also)

    def of(self, rule: Rule) -> RuleState:
        """The state of a rule, walked now if it was not yet."""
        state = self.known.get(rule.rule_id)
        if state is None:
            state = self.known[rule.rule_id] = evaluate(rule, self.view)
        return state

    def on(self, view: View) -> States:
        """The same rules on a later day, walking again only those whose truth may have changed."""
        known = {name: state for name, state in self.known.items() if not _due(state, view)}
        others = tuple(other.on(other.view.on(view.as_of)) for other in self.others)
        return States(view, known, others)

    def without(self, rules: set[str], view: View) -> States:
        """The same rules under a view that differs only for some of them."""
        also = view.also
        if [item.sale.destination for item in also] != [other.view.sale.destination for other in self.others]:
            return States(view, self.but(rules))
        others = (States(item, old.but(rules)) for item, old in zip(also, self.others, strict=True))
        return States(view, self.but(rules), tuple(others))

    def but(self, rules: set[str]) -> dict[str, RuleState]:
        """What is known of the other rules."""
        return {name: state for name, state in self.known.items() if name not in rules}

    def until(self) -> date | None:
        """The first later day on which one of them may differ."""
        ends = [state.until for state in self.known.values()]
        return earliest([*ends, *(other.until() for other in self.others)])


@dataclass(slots=True)
class Finding:
    """One requirement or prohibition, net of its exemptions, and what authority there is for it."""

    state: RuleState
    applies: Truth
    outcome: Outcome
    exemptions: tuple[RuleState, ...]
    authorities: tuple[RuleState, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """All findings of a sale on a day, joined.

    ``subject_truth``: whether the item and what is done with it are subject; ``item_truth``: the item alone, by
    which prohibitions go. ``others``: the findings for each further country that counts as a destination.
    ``outcome``, here and in each of them, is that of all together: the strictest.
    """

    subject: RuleState
    subject_truth: Truth
    item_truth: Truth
    exclusions: tuple[RuleState, ...]
    findings: tuple[Finding, ...]
    outcome: Outcome
    others: tuple[Composition, ...] = ()

    @property
    def parts(self) -> tuple[Composition, ...]:
        """This, and the same for each further destination."""
        return (self, *self.others)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """The findings for every destination."""
        return tuple(finding for part in self.parts for finding in part.findings)

    @property
    def authorities(self) -> tuple[RuleState, ...]:
        """The authorities proved for requirements that apply, each once, in the rulebook's order.

        Those for requirements that are only perhaps there as well, where the answer rests on them.
        """
        perhaps = self.outcome.answer is Answer.AUTHORIZED
        proved = {
            state.rule.rule_id: state
            for finding in self.all_findings
            if finding.applies is True or (finding.applies is None and perhaps)
            for state in finding.authorities
            if state.holds is True
        }
        return tuple(proved.values())


def both(truth: Truth, other: Truth) -> Truth:
    """Kleene's "and"."""
    if truth is False or other is False:
        return False
    return None if truth is None or other is None else True


def either(*truths: Truth) -> Truth:
    """Kleene's "or"."""
    if True in truths:
        return True
    return None if None in truths else False


def negate(truth: Truth) -> Truth:
    """Kleene's "not"."""
    return None if truth is None else not truth


def evaluate(rule: Rule, view: View) -> RuleState:
    """Walk a rule's text of the day.

    Whole, for the trace, where it applies or is open; else, and where nobody claims it, only as far as its truth
    asks for.
    """
    change = rule.next_change(view.as_of, view.known_as_of)
    row = rule.at(view.as_of, view.known_as_of)
    if row is None or row.value.condition is None:
        return RuleState(rule, None, False, change, claimed=False)
    if row.value.claim is None:
        trace = walk(row.value.condition, view.quick)
        if trace.truth is not False and view.thorough:
            trace = walk(row.value.condition, view)
        return RuleState(rule, row, trace.truth, earliest([change, trace.until]), trace)
    chosen = walk(row.value.claim, view)
    trace = walk(row.value.condition, view.quick if chosen.truth is False else view)
    ends = [change, trace.until, chosen.until]
    return RuleState(rule, row, trace.truth, earliest(ends), trace, chosen.truth, chosen)


def _due(state: RuleState, view: View) -> bool:
    return state.until is not None and state.until <= view.as_of


def same_truths(before: States, after: States) -> bool:
    """Whether all rules say on both days what they said; walks those that were due."""
    return all(same_truths(*pair) for pair in zip(before.others, after.others, strict=True)) and all(
        (state.truth, state.claimed) == (now.truth, now.claimed)
        for state in list(before.known.values())
        for now in (after.of(state.rule),)
    )


def compose(states: States) -> Composition:
    """Join what the rules say into one outcome, over every destination that counts."""
    return joined(_compose(states), [_compose(other) for other in states.others])


def joined(whole: Composition, others: Sequence[Composition]) -> Composition:
    """The findings for several destinations as one: the strictest outcome is that of all."""
    if not others:
        return whole
    outcome = join([whole.outcome, *(other.outcome for other in others)])
    return replace(whole, outcome=outcome, others=tuple(replace(other, outcome=outcome) for other in others))


def _compose(states: States) -> Composition:
    book = states.view.book
    subject = states.of(book.by_question[Question.SUBJECT][0])
    exclusions = _exceptions(subject.rule, states, Question.EXEMPTION) if subject.truth is not False else ()
    of_items = [state.holds for state in exclusions if not state.rule.activity]
    of_acts = [state.holds for state in exclusions if state.rule.activity]
    is_item = both(subject.truth, negate(either(*of_items)))
    is_subject = both(is_item, negate(either(*of_acts)))
    findings = tuple(
        _finding(states.of(rule), truth, states)
        for question, truth in ((Question.PROHIBITION, is_item), (Question.REQUIREMENT, is_subject))
        for rule in book.by_question[question]
    )
    telling = [finding.outcome for finding in findings if finding.outcome is not _NOTHING]
    outcome = join([_base(is_subject), *telling])
    return Composition(subject, is_subject, is_item, exclusions, findings, outcome)


def _exceptions(rule: Rule, states: States, kind: Question) -> tuple[RuleState, ...]:
    hanging = states.view.book.exceptions.get(rule.rule_id, ())
    return tuple(states.of(item) for item in hanging if item.question is kind)


def _base(subject: Truth) -> Outcome:
    low = Severity.NO_LICENSE_REQUIRED if subject is True else Severity.NOT_SUBJECT
    high = Severity.NOT_SUBJECT if subject is False else Severity.NO_LICENSE_REQUIRED
    return Outcome(low, high)


def _finding(state: RuleState, is_subject: Truth, states: States) -> Finding:
    applies = state.truth if state.rule.activity else both(is_subject, state.truth)
    if applies is False:
        return Finding(state, False, _NOTHING, (), ())
    exemptions = _exceptions(state.rule, states, Question.EXEMPTION)
    applies = both(applies, negate(either(*(exemption.holds for exemption in exemptions))))
    authorities = _exceptions(state.rule, states, Question.AUTHORITY) if applies is not False else ()
    covered = either(*(authority.holds for authority in authorities))
    return Finding(state, applies, _outcome(state.rule, applies, covered), exemptions, authorities)


_NOTHING = Outcome.certain(Severity.NOT_SUBJECT)
"""The outcome of what does not apply: it adds nothing to any other."""


def _outcome(rule: Rule, applies: Truth, covered: Truth) -> Outcome:
    if applies is False:
        return _NOTHING
    prohibited = rule.question is Question.PROHIBITION
    worst = Severity.PROHIBITED if prohibited else Severity.LICENSE_REQUIRED
    high = Severity.AUTHORIZED if covered is True else worst
    low = worst if covered is False else Severity.AUTHORIZED
    return Outcome(low if applies is True else Severity.NOT_SUBJECT, high)
