"""From traces to reasons: the decisive part of a walk, with the facts and citations it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licet.engine.determination import FactShown, Reason
from licet.engine.findings import Composition, Finding, RuleState, States, compose
from licet.engine.view import View
from licet.engine.walk import Trace
from licet.model.listing import Listing
from licet.model.transaction import Transaction
from licet.rules.answer import Severity
from licet.rules.citation import Citation
from licet.rules.condition import All, Any, ShareAtLeast, Some, Unmodeled
from licet.rules.dated import Row
from licet.rules.english import phrase
from licet.rules.rule import Question, Rule, RuleText
from licet.rules.rulebook import Rulebook

__all__ = [
    "backdated_tables",
    "decisive",
    "decisive_rules",
    "definitions_used",
    "listings_found",
    "open_sections",
    "reasons",
    "resting",
    "rules_used",
]


def decisive(trace: Trace) -> tuple[Trace, ...]:
    """The parts of a node that make it what it is: the true ones of a true "or", the open ones of an open."""
    node = trace.node
    if isinstance(node, (All, Any, Some)):
        wants_all = isinstance(node, All)
        if trace.truth is None or trace.truth is not wants_all:
            return tuple(part for part in trace.parts if part.truth is trace.truth)
    if isinstance(node, ShareAtLeast):
        return tuple(part for part in trace.parts if part.truth is not False)
    return trace.parts


def resting(trace: Trace) -> Iterator[Trace]:
    """A trace and all below it that makes it what it is, in the order of the walk."""
    yield trace
    for part in decisive(trace):
        yield from resting(part)


def reasons(whole: Composition, law: str) -> tuple[Reason, ...]:
    """Why the answer is what it is, most telling first. ``law``: what the regulations are called for short."""
    return tuple(map(_reason, _texts(whole, law)))


def decisive_rules(whole: Composition) -> tuple[str, ...]:
    """The rules that the reasons name, each once, in their order."""
    named = (item.state.rule.rule_id for top in _texts(whole, "") for item in (top, *top.below))
    return tuple(dict.fromkeys(named))


class _ReasonText(NamedTuple):
    """A rule, what it says here, and what is said below it."""

    state: RuleState
    says: str
    below: tuple[_ReasonText, ...] = ()


def _texts(whole: Composition, law: str) -> list[_ReasonText]:
    if all(part.subject_truth is not True for part in whole.parts):
        acts = (act for act in whole.all_findings if _of_acts(act) and _tells(act, whole))
        found = [_finding_text(act) for act in acts]
        return [*found, *_exclusions(whole, law), _ReasonText(whole.subject, f"is it subject to {law}")]
    telling = sorted(
        (finding for finding in whole.all_findings if _tells(finding, whole)),
        key=lambda finding: -finding.outcome.low,
    )
    first = {finding.state.rule.rule_id: finding for finding in reversed(telling)}
    texts = [_finding_text(item) for item in telling if first[item.state.rule.rule_id] is item]
    return [*texts, _ReasonText(whole.subject, f"subject to {law}")]


def _of_acts(finding: Finding) -> bool:
    """Whether a finding bears on an act that is not subject by itself."""
    prohibits = finding.state.rule.question is Question.PROHIBITION and finding.applies is not False
    return finding.state.rule.activity or prohibits


def _exclusions(whole: Composition, law: str) -> Iterator[_ReasonText]:
    for state in whole.exclusions:
        if state.holds is not False:
            yield _ReasonText(state, f"excluded from {law}")


def _tells(finding: Finding, whole: Composition) -> bool:
    """Whether a finding belongs in the explanation: all that applies or is open, and what was lifted."""
    if finding.applies is True:
        return finding.outcome.low >= min(whole.outcome.low, Severity.AUTHORIZED)
    if finding.applies is None:
        return not whole.outcome.decided
    return finding.state.truth is True and any(state.holds for state in finding.exemptions)


def _finding_text(finding: Finding) -> _ReasonText:
    lifting = [
        _ReasonText(state, "lifted" if state.holds else "perhaps lifted")
        for state in finding.exemptions
        if state.holds is not False
    ]
    authorizing = [
        _ReasonText(state, _authority_words(state))
        for state in finding.authorities
        if state.claimed is not False
    ]
    return _ReasonText(finding.state, _says(finding), (*lifting, *authorizing))


def _authority_words(state: RuleState) -> str:
    if state.holds is None:
        return "authority claimed, its terms open"
    return "authorized by" if state.holds else "authority claimed, its terms not met"


def _says(finding: Finding) -> str:
    prohibited = finding.state.rule.question is Question.PROHIBITION
    what = "prohibited" if prohibited else "license required"
    if finding.applies is None:
        return f"perhaps {what}"
    return what if finding.applies else f"{what}, but lifted"


def _reason(text: _ReasonText) -> Reason:
    rule, row = text.state.rule, text.state.row
    cites = dict.fromkeys(rule.cites if row is None else (*rule.cites, row.cite))
    shown: list[FactShown] = []
    for trace in (text.state.trace, text.state.claim_trace):
        if trace is not None:
            cites.update(dict.fromkeys(_cites(trace)))
            shown.extend(_facts(trace))
    return Reason(
        rule.rule_id,
        text.says,
        rule.title if row is None else row.value.title,
        text.state.truth,
        tuple(cites),
        "" if row is None else row.source,
        "" if row is None else str(row.in_force),
        tuple(_once(shown)),
        tuple(map(_reason, text.below)),
    )


def _once(shown: list[FactShown]) -> Iterator[FactShown]:
    seen: set[tuple[str, str]] = set()
    for fact in shown:
        if (fact.path, fact.text) not in seen:
            seen.add((fact.path, fact.text))
            yield fact


def _cites(trace: Trace) -> Iterator[Citation]:
    for item in resting(trace):
        if item.rule is not None:
            yield from item.rule.cites
        if item.cite is not None and item.truth is not None:
            yield item.cite


def _facts(trace: Trace) -> Iterator[FactShown]:
    if trace.member is not None and isinstance(trace.member.thing, Listing) and trace.truth is not False:
        yield _listing_shown(trace)
        return
    if trace.reading is not None and not trace.parts:
        text = trace.why_unknown or phrase(trace.node)
        yield FactShown(trace.reading.where, trace.reading.value, text, trace.truth)
    for part in decisive(trace):
        yield from _facts(part)


def _listing_shown(trace: Trace) -> FactShown:
    assert trace.member is not None
    listing = trace.member.thing
    assert isinstance(listing, Listing)
    entry = listing.entry
    text = f"{listing.matched_name!r}: {listing.why} {entry.name!r} ({entry.list_code}, {entry.entry_id})"
    return FactShown(trace.member.where.split(".listings")[0], listing.matched_name, text, trace.truth)


def listings_found(trace: Trace | None) -> Iterator[Listing]:
    """The listings that make a true trace true."""
    if trace is None or trace.truth is not True:
        return
    if trace.member is not None and isinstance(trace.member.thing, Listing):
        yield trace.member.thing
    for part in decisive(trace):
        yield from listings_found(part)


def rules_used(whole: Composition) -> Iterator[RuleState]:
    """The rules on which the answer rests: those that apply or are open, and their exceptions in play."""
    for part in whole.parts:
        yield part.subject
        yield from (state for state in part.exclusions if state.holds is not False)
    for finding in whole.all_findings:
        if finding.applies is not False or finding.state.truth is True:
            yield finding.state
            yield from (state for state in finding.exemptions if state.holds is not False)
            yield from (state for state in finding.authorities if _in_play(state))


def definitions_used(whole: Composition) -> Iterator[tuple[Rule, Row[RuleText] | None]]:
    """The definitions on which the answer rests, with their texts; one that several rules read comes again."""
    for state in rules_used(whole):
        if state.trace is not None:
            yield from ((item.rule, item.row) for item in resting(state.trace) if item.rule is not None)


def _in_play(state: RuleState) -> bool:
    """Whether an authority bears on the answer: proved, or claimed and open or failing."""
    return state.holds is not False or (state.claim_trace is not None and state.claimed is not False)


def backdated_tables(whole: Composition) -> set[str]:
    """Tables that answered for a day before they were read, over all rules that were walked."""
    traces = (
        state.trace
        for finding in whole.all_findings
        for state in (finding.state, *filter(_in_play, finding.authorities))
    )
    nodes = (item for trace in traces if trace is not None for item in resting(trace))
    return {node.backdated for node in nodes if node.backdated is not None}


def open_sections(sale: Transaction, book: Rulebook) -> frozenset[str]:
    """The ids in ``coverage.toml`` on which the answer to a screened sale would depend and does not."""
    traces = (state.trace for state in rules_used(compose(States(View.of(sale, book)))))
    nodes = (item.node for trace in traces if trace is not None for item in resting(trace))
    return frozenset(node.section for node in nodes if isinstance(node, Unmodeled))
