"""What each rule says of a sale, and the outcome of every requirement with its exceptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from licet.engine.view import View
from licet.engine.walk import Trace, earliest, walk
from licet.law.answer import Outcome, Severity, join
from licet.law.dated import Row
from licet.law.rule import Question, Rule, RuleText

__all__ = ["Finding", "RuleState", "States", "Whole", "compose", "evaluate", "same_truths"]

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

    A rule that was not asked for does not bear on the outcome until one that was changes.
    """

    view: View
    known: dict[str, RuleState] = field(default_factory=dict)

    def of(self, rule: Rule) -> RuleState:
        """The state of a rule, walked now if it was not yet."""
        state = self.known.get(rule.rule_id)
        if state is None:
            state = self.known[rule.rule_id] = evaluate(rule, self.view)
        return state

    def on(self, view: View) -> States:
        """The same rules on a later day, walking again only those whose truth may have changed."""
        return States(view, {name: state for name, state in self.known.items() if not _due(state, view)})

    def without(self, rules: set[str], view: View) -> States:
        """The same rules under a view that differs only for some of them."""
        return States(view, {name: state for name, state in self.known.items() if name not in rules})

    def until(self) -> date | None:
        """The first later day on which one of them may differ."""
        return earliest([state.until for state in self.known.values()])


@dataclass(slots=True)
class Finding:
    """One requirement or prohibition, net of its exemptions, and what authority there is for it."""

    state: RuleState
    applies: Truth
    outcome: Outcome
    exemptions: tuple[RuleState, ...]
    authorities: tuple[RuleState, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """All findings of a sale on a day, joined."""

    subject: RuleState
    subject_truth: Truth
    exclusions: tuple[RuleState, ...]
    findings: tuple[Finding, ...]
    outcome: Outcome

    @property
    def authorities(self) -> tuple[RuleState, ...]:
        """The authorities proved for requirements that apply, each once, in the rulebook's order."""
        proved = {
            state.rule.rule_id: state
            for finding in self.findings
            if finding.applies is True
            for state in finding.authorities
            if state.holds is True
        }
        return tuple(proved.values())


def both(one: Truth, other: Truth) -> Truth:
    """Kleene's "and"."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


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
    return all(
        (state.truth, state.claimed) == (now.truth, now.claimed)
        for state in list(before.known.values())
        for now in (after.of(state.rule),)
    )


def compose(states: States) -> Whole:
    """Join what the rules say into one outcome."""
    book = states.view.book
    subject = states.of(book.by_question[Question.SUBJECT][0])
    exclusions = _exceptions(subject.rule, states, Question.EXEMPTION) if subject.truth is not False else ()
    is_subject = both(subject.truth, negate(either(*(state.holds for state in exclusions))))
    findings = tuple(
        _finding(states.of(rule), is_subject, states)
        for question in (Question.PROHIBITION, Question.REQUIREMENT)
        for rule in book.by_question[question]
    )
    telling = [finding.outcome for finding in findings if finding.outcome is not _NOTHING]
    outcome = join([_base(is_subject), *telling])
    return Whole(subject, is_subject, exclusions, findings, outcome)


def _exceptions(rule: Rule, states: States, kind: Question) -> tuple[RuleState, ...]:
    hanging = states.view.book.exceptions.get(rule.rule_id, ())
    return tuple(states.of(one) for one in hanging if one.question is kind)


def _base(subject: Truth) -> Outcome:
    low = Severity.NO_LICENSE_REQUIRED if subject is True else Severity.NOT_SUBJECT
    high = Severity.NOT_SUBJECT if subject is False else Severity.NO_LICENSE_REQUIRED
    return Outcome(low, high)


def _finding(state: RuleState, is_subject: Truth, states: States) -> Finding:
    applies = state.truth if state.rule.activity else both(is_subject, state.truth)
    if applies is False:
        return Finding(state, False, _NOTHING, (), ())
    exemptions = _exceptions(state.rule, states, Question.EXEMPTION)
    applies = both(applies, negate(either(*(one.holds for one in exemptions))))
    authorities = _exceptions(state.rule, states, Question.AUTHORITY) if applies is not False else ()
    covered = either(*(one.holds for one in authorities))
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
