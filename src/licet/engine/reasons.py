"""From traces to reasons: the decisive part of a walk, with the facts and citations it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from licet.engine.determination import FactShown, Reason
from licet.engine.findings import Finding, RuleState, Whole
from licet.engine.walk import Trace
from licet.facts.listing import Listing
from licet.law.answer import Severity
from licet.law.citation import Citation
from licet.law.condition import All, Any, ShareAtLeast, Some
from licet.law.english import phrase
from licet.law.rule import Question

__all__ = [
    "backdated_tables",
    "decisive",
    "decisive_rules",
    "definitions_used",
    "listings_found",
    "reasons",
    "rules_used",
]


def decisive(trace: Trace) -> tuple[Trace, ...]:
    """The parts of a node that make it what it is: the true ones of a true "or", the open ones of an open."""
    node = trace.node
    if isinstance(node, (All, Any, Some)) and trace.parts:
        wants_all = isinstance(node, All)
        if trace.truth is None or trace.truth is not wants_all:
            return tuple(part for part in trace.parts if part.truth is trace.truth)
    if isinstance(node, ShareAtLeast):
        return tuple(part for part in trace.parts if part.truth is not False)
    return trace.parts


def reasons(whole: Whole) -> tuple[Reason, ...]:
    """Why the answer is what it is, most telling first."""
    return tuple(_reason(*one) for one in _told(whole))


def decisive_rules(whole: Whole) -> tuple[str, ...]:
    """The rules that the reasons name, each once, in their order."""
    named = (
        state.rule.rule_id for one in _told(whole) for state in (one[0], *(below[0] for below in one[2]))
    )
    return tuple(dict.fromkeys(named))


_Told = tuple[RuleState, str, tuple["_Told", ...]]
"""A rule, what it says here, and what is said below it."""


def _told(whole: Whole) -> list[_Told]:
    if whole.subject_truth is not True:
        acts = (one for one in whole.findings if one.state.rule.activity and _tells(one, whole))
        found = [_finding_told(one) for one in acts]
        return [*found, *_exclusions(whole), (whole.subject, "is it subject to the EAR", ())]
    telling = sorted(
        (finding for finding in whole.findings if _tells(finding, whole)),
        key=lambda finding: -finding.outcome.low,
    )
    return [*(_finding_told(finding) for finding in telling), (whole.subject, "subject to the EAR", ())]


def _exclusions(whole: Whole) -> Iterator[_Told]:
    for state in whole.exclusions:
        if state.holds is not False:
            yield state, "excluded from the EAR", ()


def _tells(finding: Finding, whole: Whole) -> bool:
    """Whether a finding belongs in the explanation: all that applies or is open, and what was lifted."""
    if finding.applies is True:
        return finding.outcome.low >= min(whole.outcome.low, Severity.AUTHORIZED)
    if finding.applies is None:
        return not whole.outcome.decided
    return finding.state.truth is True


def _finding_told(finding: Finding) -> _Told:
    lifting: list[_Told] = [
        (state, "lifted" if state.holds else "perhaps lifted", ())
        for state in finding.exemptions
        if state.holds is not False
    ]
    authorizing: list[_Told] = [
        (state, _authority_words(state), ()) for state in finding.authorities if state.claimed is not False
    ]
    return finding.state, _says(finding), (*lifting, *authorizing)


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


def _reason(state: RuleState, says: str, below: tuple[_Told, ...]) -> Reason:
    row, trace = state.row, state.trace
    cites = dict.fromkeys(state.rule.cites)
    shown: list[FactShown] = []
    if row is not None:
        cites = dict.fromkeys((*state.rule.cites, row.cite))
    for one in (trace, state.claim_trace):
        if one is not None:
            cites.update(dict.fromkeys(_cites(one)))
            shown.extend(_facts(one))
    return Reason(
        state.rule.rule_id,
        says,
        state.rule.title if row is None else row.value.title,
        state.truth,
        tuple(cites),
        "" if row is None else row.source,
        "" if row is None else str(row.in_force),
        tuple(_once(shown)),
        tuple(_reason(*one) for one in below),
    )


def _once(shown: list[FactShown]) -> Iterator[FactShown]:
    seen: set[tuple[str, str]] = set()
    for fact in shown:
        if (fact.path, fact.text) not in seen:
            seen.add((fact.path, fact.text))
            yield fact


def _cites(trace: Trace) -> Iterator[Citation]:
    if trace.rule is not None:
        yield from trace.rule.cites
    if trace.cite is not None and trace.truth is not None:
        yield trace.cite
    for part in decisive(trace):
        yield from _cites(part)


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


def rules_used(whole: Whole) -> Iterator[RuleState]:
    """The rules on which the answer rests: those that apply or are open, and their exceptions in play."""
    yield whole.subject
    yield from (state for state in whole.exclusions if state.holds is not False)
    for finding in whole.findings:
        if finding.applies is not False or finding.state.truth is True:
            yield finding.state
            yield from (state for state in finding.exemptions if state.holds is not False)
            yield from (state for state in finding.authorities if _in_play(state))


def definitions_used(whole: Whole) -> Iterator[Trace]:
    """The definitions on which the answer rests, as they were walked; one that several rules read comes again."""
    for state in rules_used(whole):
        if state.trace is not None:
            yield from _definitions(state.trace)


def _definitions(trace: Trace) -> Iterator[Trace]:
    if trace.rule is not None:
        yield trace
    for part in decisive(trace):
        yield from _definitions(part)


def _in_play(state: RuleState) -> bool:
    """Whether an authority bears on the answer: proved, or claimed and open or failing."""
    return state.holds is not False or (state.claim_trace is not None and state.claimed is not False)


def backdated_tables(whole: Whole) -> set[str]:
    """Tables that answered for a day before they were read, over all rules that were walked."""
    found: set[str] = set()
    for finding in whole.findings:
        for state in (finding.state, *filter(_in_play, finding.authorities)):
            if state.trace is not None:
                _backdated(state.trace, found)
    return found


def _backdated(trace: Trace, found: set[str]) -> None:
    if trace.backdated is not None:
        found.add(trace.backdated)
    for part in decisive(trace):
        _backdated(part, found)
