"""Which facts to find out, the most decisive first.

Only facts that an open rule still hangs on are asked for. They are ranked by trying them: every value that
the rule tells apart is assumed in turn, and what that decides is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from licet.engine.determination import Claimable, LawNotHeld, Need
from licet.engine.findings import Composition, RuleState, States, compose
from licet.engine.reasons import decisive
from licet.engine.view import Reading, View
from licet.engine.walk import Trace
from licet.model.fields import FIELDS
from licet.model.listing import ListEntry, Listing
from licet.rules.answer import Severity
from licet.rules.condition import (
    All,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Defined,
    In,
    InTable,
    Is,
    Not,
    ShareAtLeast,
    Some,
    Unmodeled,
)
from licet.rules.english import phrase, sentence
from licet.rules.rule import Question

__all__ = [
    "GATES",
    "OTHER",
    "OpenLeaf",
    "claimable",
    "could_be",
    "law_not_held",
    "law_not_held_by",
    "list_code",
    "need_of",
    "needs",
    "needs_of",
    "open_facts",
    "open_states",
    "open_states_of",
    "trials",
]

OTHER = "something else"
"""A trial value that no rule names."""

GATES = frozenset({"end_use", "party.elsewhere"})
"""What is asked first, and alone, where it is one of several things that a rule needs together: what a sale is for,
and in which country a party is."""

_LISTING = ".listings["
"""Stands in the paths of what lists say of an entry, which no transaction states."""

_TOO_MANY = 24
"""Beyond this many open facts the trial values of the later ones are not tried; they keep their order."""


@dataclass(frozen=True, slots=True)
class OpenLeaf:
    """An unknown leaf: where it reads, by which rule, and the values worth trying."""

    reading: Reading
    state: RuleState
    node: Condition
    listing: Listing | None


def needs(whole: Composition, states: States) -> tuple[Need, ...]:
    """The facts that would decide an undetermined answer; none when it is decided."""
    if whole.outcome.decided:
        return ()
    by_path: dict[str, list[OpenLeaf]] = {}
    for state in open_states(whole):
        for leaf in _open_leaves(state):
            by_path.setdefault(leaf.reading.where, []).append(leaf)
    found = list(by_path.values())
    ranked = sorted(found[:_TOO_MANY], key=lambda leaves: _score(leaves, states, whole), reverse=True)
    return tuple(need_of(leaf, states.view) for leaf, *_ in (*ranked, *found[_TOO_MANY:]))


def law_not_held(whole: Composition) -> tuple[LawNotHeld, ...]:
    """The law on which an undetermined answer hangs and that the rulebook does not hold; none when it is decided."""
    if whole.outcome.decided:
        return ()
    return law_not_held_by(open_states(whole))


def law_not_held_by(states: Iterable[RuleState]) -> tuple[LawNotHeld, ...]:
    """The law on which open rules hang and that the rulebook does not hold."""
    found: dict[tuple[str, str], LawNotHeld] = {}
    for state in states:
        for trace in (state.trace, state.claim_trace):
            if trace is not None and trace.truth is None:
                for node in _unmodeled(trace):
                    found.setdefault((node.section, node.what), _not_held(node, state))
                for listing in _unknown_entries(trace, None):
                    found.setdefault((_LISTING, listing.entry.entry_id), _list_not_held(listing, state))
    return tuple(found.values())


def _unmodeled(trace: Trace) -> Iterator[Unmodeled]:
    """What is not modeled below an open node, along the ways on which facts are asked for."""
    if isinstance(trace.node, Unmodeled):
        yield trace.node
    for part in _worth_asking(trace):
        yield from _unmodeled(part)


def _unknown_entries(trace: Trace, listing: Listing | None) -> Iterator[Listing]:
    """The entries of which the lists at hand do not say what held on the day: no fact of a transaction says so."""
    if trace.member is not None and isinstance(trace.member.thing, Listing):
        listing = trace.member.thing
    read = trace.reading
    if listing is not None and read is not None and read.value is None and _LISTING in read.where:
        yield listing
    for part in _worth_asking(trace):
        yield from _unknown_entries(part, listing)


def _list_not_held(listing: Listing, state: RuleState) -> LawNotHeld:
    entry = listing.entry
    what = f"what the entry {entry.name!r} was on the day asked about; adopt the list of that day"
    return LawNotHeld(list_code(entry), state.rule.cites[0], what, None, None)


def list_code(entry: ListEntry) -> str:
    """The code by which an answer says that the list of a day is not held: ``list.EL``."""
    return f"list.{entry.list_code.value}"


def _not_held(node: Unmodeled, state: RuleState) -> LawNotHeld:
    assert state.row is not None  # a rule without a text is false, not open
    days = state.row.in_force
    last = None if days.end is None else days.end - timedelta(days=1)
    return LawNotHeld(node.section, state.rule.cites[0], node.what, days.start, last)


def claimable(whole: Composition, view: View) -> tuple[Claimable, ...]:
    """Authorities, not claimed, of which each could cover every requirement that applies, nearest first.

    Where none applies for certain, every one that may. An authority whose terms are known to fail, or hang on law
    that the rulebook does not hold, is none of them.
    """
    uncovered = [finding for finding in whole.all_findings if finding.outcome.high > Severity.AUTHORIZED]
    certain = [finding for finding in uncovered if finding.applies is True]
    covering = [
        {
            state.rule.rule_id: state
            for state in (*finding.authorities, *finding.exemptions)
            if _open_to(state)
        }
        for finding in certain or uncovered
    ]
    if not covering:
        return ()
    found = [
        _claimable(state, view)
        for name, state in covering[0].items()
        if all(name in record for record in covering)
    ]
    return tuple(sorted(found, key=lambda item: len(item.needs)))


def _open_to(state: RuleState) -> bool:
    """Whether facts could still prove an authority that nobody has claimed."""
    return state.claimed is False and state.trace is not None and could_be(state.trace, wanted=True)


def could_be(trace: Trace, wanted: bool) -> bool:
    """Whether some facts would make a node true, or false, as wanted: nothing that they need is law not held."""
    if trace.truth is not None:
        return trace.truth is wanted
    parts = [part for part in trace.parts if part.truth is None]
    match trace.node:
        case Unmodeled():
            return False
        case Not():
            return could_be(parts[0], not wanted)
        case All() | Any() | Some() | Defined() if parts:
            every = isinstance(trace.node, All) is wanted
            return (all if every else any)(could_be(part, wanted) for part in parts)
    return True


def _claimable(state: RuleState, view: View) -> Claimable:
    authority = state.rule.authority or state.rule.title
    return Claimable(state.rule.rule_id, authority, state.rule.cites, needs_of(state, view))


def needs_of(state: RuleState, view: View) -> tuple[Need, ...]:
    """The facts on which an open rule hangs, each once."""
    leaves = {leaf.reading.where: leaf for leaf in _open_leaves(state)}
    return tuple(need_of(leaf, view) for leaf in leaves.values())


def open_states(whole: Composition) -> Iterator[RuleState]:
    """The rules on which an undetermined answer still hangs, for every destination that counts."""
    for part in whole.parts:
        yield from open_states_of(part)


def open_states_of(whole: Composition) -> Iterator[RuleState]:
    """The rules on which an undetermined answer still hangs, for one destination."""
    prohibited = (item for item in whole.findings if item.state.rule.question is Question.PROHIBITION)
    hanging = whole.item_truth is None and any(item.applies is None for item in prohibited)
    if whole.subject_truth is None or hanging:
        yield whole.subject
        yield from whole.exclusions
    for finding in whole.findings:
        if finding.applies is None:
            yield finding.state
            yield from (state for state in finding.exemptions if state.holds is None)
        if finding.outcome.low != finding.outcome.high:
            yield from (state for state in finding.authorities if state.holds is None)


def open_facts(whole: Composition) -> dict[str, list[OpenLeaf]]:
    """Every unknown fact that an open rule still reads, by path, with the leaves that read it."""
    found: dict[str, list[OpenLeaf]] = {}
    for state in open_states(whole):
        for leaf in _open_leaves(state, gated=False):
            found.setdefault(leaf.reading.where, []).append(leaf)
    return found


def _open_leaves(state: RuleState, *, gated: bool = True) -> Iterator[OpenLeaf]:
    for trace in (state.trace, state.claim_trace):
        if trace is not None and trace.truth is None:
            yield from _unknown(trace, state, None, gated=gated)


def _unknown(trace: Trace, state: RuleState, listing: Listing | None, *, gated: bool) -> Iterator[OpenLeaf]:
    if trace.member is not None and isinstance(trace.member.thing, Listing):
        listing = trace.member.thing
    if trace.reading is not None and trace.reading.value is None and _LISTING not in trace.reading.where:
        yield OpenLeaf(trace.reading, state, trace.node, listing)
    parts = _worth_asking(trace) if gated else _open_parts(trace)
    for part in parts:
        yield from _unknown(part, state, listing, gated=gated)


def _open_parts(trace: Trace) -> list[Trace]:
    return [part for part in decisive(trace) if part.truth is None]


def _worth_asking(trace: Trace) -> list[Trace]:
    """The open parts; where one of them is a gate (:data:`GATES`), nothing that hangs on it is asked."""
    parts = _open_parts(trace)
    gates = [part for part in parts if getattr(getattr(part.node, "field", None), "path", "") in GATES]
    return gates if gates and isinstance(trace.node, All) else parts


def _score(leaves: list[OpenLeaf], states: States, whole: Composition) -> tuple[int, int]:
    """How many trial values decide the answer, and how many change what is known at all."""
    path = leaves[0].reading.where
    touched = {leaf.state.rule.rule_id for leaf in leaves}
    tried = (states.view.assuming(path, value) for value in trials(leaves))
    found = [compose(states.without(touched, view)).outcome for view in tried]
    return sum(outcome.decided for outcome in found), sum(outcome != whole.outcome for outcome in found)


def trials(leaves: Iterable[OpenLeaf]) -> list[object]:
    """Values of one fact on both sides of every test that reads it."""
    found: dict[object, None] = {}
    for leaf in leaves:
        match leaf.node:
            case Is(_, bool()):
                found.update({True: None, False: None})
            case Is(_, value):
                found.update({value: None, OTHER: None})
            case In(_, values):
                found.update({values[0]: None, OTHER: None})
            case AtMost(_, limit) | AtLeast(_, limit):
                found.update(dict.fromkeys(_around(limit)))
            case ShareAtLeast(percent, _):
                found.update(dict.fromkeys((Decimal(percent), Decimal(0), Decimal(100))))
            case _:
                pass
    return list(found)


def _around(limit: Decimal | int | date) -> tuple[object, ...]:
    if isinstance(limit, date):
        return (limit - timedelta(days=1), limit, limit + timedelta(days=1))
    return (Decimal(limit) - 1, Decimal(limit), Decimal(limit) + 1)


def need_of(leaf: OpenLeaf, view: View) -> Need:
    """An open leaf as a need: its question, and which rule asks it."""
    path = leaf.reading.where
    row = leaf.state.row
    assert row is not None  # a rule without a text is false, not open
    return Need(path, _question(leaf, view), row.value.title, leaf.state.rule.cites[0])


def _question(leaf: OpenLeaf, view: View) -> str:
    path = leaf.reading.where
    if path.startswith("facts."):
        words = " / ".join(f"“{line.text}”" for line in view.control_lines if line.asked == path)
        question = view.book.vocabulary[path.removeprefix("facts.")].question
        return f"{question} {words}" if words else question
    if ".dispositions[" in path:
        assert leaf.listing is not None
        entry = leaf.listing.entry
        where = ", ".join(entry.countries) or "no country given"
        return (
            f"Is {leaf.listing.matched_name!r} the listed party {entry.name!r} ({entry.list_code}; {where})?"
        )
    if isinstance(leaf.node, ShareAtLeast):
        return "What share in percent does this owner hold?"
    if isinstance(leaf.node, InTable):
        return f"Find out: {phrase(leaf.node)}?"
    row = FIELDS.at(path)
    brief = "" if row is None else row.questions.brief
    return brief or f"Is this so? {sentence(leaf.node)}"
