"""How an application for the sale would be reviewed, and under which general prohibitions the sale falls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from licet.engine.determination import GeneralProhibition
from licet.engine.findings import Composition, Finding, RuleState
from licet.engine.reasons import listings_found
from licet.engine.view import View, entry_state
from licet.rules.answer import Answer, Severity
from licet.rules.citation import Citation
from licet.rules.policy import Policy, grade_of_entry, grade_of_rule, strictest, tidy
from licet.rules.rule import ENTRY_POLICY, Rule
from licet.rules.rulebook import Rulebook

__all__ = ["entry_words", "policies_of", "prohibitions_of", "review_policy"]

Words = tuple[str, Citation]
"""The policy of a list entry in the list's own words, and what says so."""


def policies_of(
    whole: Composition,
    book: Rulebook,
    state_of: Callable[[Rule], RuleState],
    words_of: Callable[[Finding], Iterable[Words]],
) -> Iterator[Policy]:
    """Every review policy of the requirements that nothing covers, in the rulebook's order.

    ``state_of``: what a rule on reviews says. ``words_of``: what the list entries say that a requirement rests
    on. A requirement of which no such rule is certain has the policy of its own text. Policies that may apply are
    told with the others: the strictest of all is what an applicant has to reckon with.
    """
    if whole.outcome.answer is Answer.PROHIBITED:
        return  # there is nothing to apply for
    for finding in whole.findings:
        if finding.outcome.low >= Severity.LICENSE_REQUIRED:
            yield from _of_finding(finding, book, state_of, words_of)


def _of_finding(
    finding: Finding,
    book: Rulebook,
    state_of: Callable[[Rule], RuleState],
    words_of: Callable[[Finding], Iterable[Words]],
) -> Iterator[Policy]:
    requirement = finding.state.rule
    reviews = [(rule, state_of(rule).truth) for rule in book.policies.get(requirement.rule_id, ())]
    for rule, truth in reviews:
        if truth is not False:
            yield _policy(rule, requirement, rule.policy or "", certain=truth is True)
    if any(truth is True for _, truth in reviews):
        return
    row = finding.state.row
    assert row is not None  # a rule without a text requires nothing
    own = requirement.policy if row.value.policy is None else row.value.policy
    if own is not None and own != ENTRY_POLICY:
        yield _policy(requirement, requirement, own, certain=True)
        return
    for words, cite in sorted(set(words_of(finding))):
        text = tidy(words)
        yield Policy(text, grade_of_entry(words), requirement.rule_id, requirement.rule_id, cite)


def _policy(rule: Rule, requirement: Rule, text: str, *, certain: bool) -> Policy:
    """The policy that a rule states for a requirement."""
    return Policy(text, grade_of_rule(text), rule.rule_id, requirement.rule_id, rule.cites[0], certain)


def entry_words(finding: Finding, view: View) -> Iterator[Words]:
    """The policies of the entries that make a requirement apply."""
    for listing in listings_found(finding.state.trace):
        _, row = entry_state(listing.entry, view.as_of, view.known_as_of)
        if row is not None and row.value.policy:
            yield row.value.policy, row.cite


def review_policy(policies: Iterable[Policy]) -> str | None:
    """The words of the strictest policy."""
    found = strictest(policies)
    return None if found is None else found.text


def prohibitions_of(
    whole: Composition, book: Rulebook, state_of: Callable[[Rule], RuleState]
) -> Iterator[GeneralProhibition]:
    """The general prohibitions under which the sale falls, each with the requirements that it collects here."""
    found: dict[str, list[str]] = {}
    frames: dict[str, Rule] = {}
    for finding in whole.all_findings:
        if finding.applies is True:
            for rule in book.frames.get(finding.state.rule.rule_id, ()):
                if state_of(rule).truth is True:
                    frames[rule.rule_id] = rule
                    collected = found.setdefault(rule.rule_id, [])
                    if finding.state.rule.rule_id not in collected:
                        collected.append(finding.state.rule.rule_id)
    for rule_id in sorted(found):
        yield GeneralProhibition(frames[rule_id].title, tuple(found[rule_id]), frames[rule_id].cites[0])
