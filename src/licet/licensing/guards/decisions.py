"""What a decision must be before it is put up, signed and announced."""

from __future__ import annotations

from licet.events.refusal import need
from licet.licensing.clock import (
    standing_recommendations,
)
from licet.licensing.guards.attempt import (
    DECISIONS,
    ESCALATION,
    REFERRAL,
    Attempt,
    denying_policy,
    proposal_of,
)
from licet.licensing.opinion import OpinionView, check_basis
from licet.licensing.states import State
from licet.rules.citation import cfr

__all__ = [
    "approves_all",
    "approves_some",
    "approves_with_conditions",
    "as_a_whole",
    "conditions_stated",
    "current_version",
    "delegated",
    "denial_grounded",
    "denies_all",
    "follows_resolution",
    "from_where",
    "no_standing_denial",
    "nothing_open",
    "policy_met",
    "resolved",
]


def current_version(attempt: Attempt) -> None:
    """The decision is on the current version and on exactly the lines that are open."""
    proposal = proposal_of(attempt)
    version, lines = attempt.case.application.version, sorted(attempt.case.open_lines)
    need(proposal.version == version, "old_version", f"the current version is {version}")
    decided = sorted(line.number for line in proposal.lines)
    need(decided == lines, "lines", f"decide lines {lines}, not {decided}", cfr("15 CFR 748.6(c)"))


def as_a_whole(attempt: Attempt) -> None:
    """Where the applicant asked for it, all is approved or all denied (748.6(c))."""
    proposal = proposal_of(attempt)
    parted = bool(proposal.approved) and bool(proposal.denied)
    whole = attempt.case.application.as_a_whole
    need(not (whole and parted), "as_a_whole", "the applicant asked for one decision", cfr("15 CFR 748.6(c)"))


def follows_resolution(attempt: Attempt) -> None:
    """It decides as was agreed or resolved, keeps every condition, and leaves out every party denied."""
    proposal, resolution = proposal_of(attempt), attempt.case.resolution
    if resolution is None:
        return
    for line in resolution.lines:
        if line.number not in attempt.case.open_lines:
            continue
        need(
            proposal.follows(line),
            "resolution",
            f"line {line.number} was resolved as {line.view}",
            ESCALATION,
        )
        if line.number in proposal.approved:
            kept = proposal.conditions_of(line.number) >= set(line.conditions)
            need(
                kept and set(line.riders) <= set(proposal.riders),
                "conditions",
                f"line {line.number}: keep all",
            )
    out = set(resolution.denied_parties) <= set(proposal.excluded_parties)
    need(out, "parties", "a party that was denied stays out", DECISIONS)


def delegated(attempt: Attempt) -> None:
    """Without a referral, the delegation of authority is named (750.3(b)(1), 750.4(c)(5))."""
    need(
        bool(proposal_of(attempt).delegation),
        "no_delegation",
        "refer, or name the delegation of authority",
        REFERRAL,
    )


def resolved(attempt: Attempt) -> None:
    """There is something agreed or resolved to follow."""
    need(attempt.case.resolution is not None, "unresolved", "nothing was agreed or resolved", ESCALATION)


def no_standing_denial(attempt: Attempt) -> None:
    """Deciding anew does not pass over an agency: one that denies is asked again, unless an appeal overruled it.

    Where no agency has reviewed the current version, the delegation of authority is named.
    """
    proposal, case = proposal_of(attempt), attempt.case
    seen = case.reviewed_version == case.application.version or bool(proposal.delegation)
    need(seen, "no_delegation", "refer this version, or name the delegation of authority", REFERRAL)
    against = [] if case.overruled else [said for said in standing_recommendations(case) if said.grounded]
    for said in against:
        lines = {line.number for line in said.lines if line.view is OpinionView.DENY} & set(proposal.approved)
        parties = {(p.role, p.name) for p in said.parties if p.view is OpinionView.DENY} - set(
            proposal.excluded_parties
        )
        refused = bool(lines or (parties and proposal.approved))
        need(not refused, "standing_denial", f"{said.agency} recommends denial; refer again", REFERRAL)


def policy_met(attempt: Attempt) -> None:
    """The review policy is shown; one that starts from denial is overcome only by a judgment on record."""
    proposal, basis = proposal_of(attempt), attempt.case.application.basis
    stated = None if basis is None else basis.review_policy
    need(
        bool(proposal.policy and proposal.policy_cite),
        "policy",
        "state the review policy and its citation",
        DECISIONS,
    )
    if not (denying_policy(stated) or denying_policy(proposal.policy)):
        return
    for number in proposal.approved:
        last = next((j for j in reversed(attempt.case.judgments) if j.speaks_of(number)), None)
        message = f"line {number}: {stated or proposal.policy}; record the judgment that overcomes it"
        need(last is not None and last.answer, "judgment", message, DECISIONS)


def denial_grounded(attempt: Attempt) -> None:
    """A denial has its six contents (750.6(a)): decision, basis, considerations, modifications, contact, appeal."""
    proposal = proposal_of(attempt)
    if not proposal.denied:
        return
    both = bool(proposal.statutory_basis and proposal.regulatory_basis)
    need(both, "no_basis", "a denial cites the statutory and the regulatory basis", cfr("15 CFR 750.6(a)(2)"))
    check_basis(proposal.statutory_basis, proposal.regulatory_basis)
    explained = bool(proposal.considerations.strip()) or proposal.considerations_withheld
    need(
        explained,
        "considerations",
        "state the considerations, or that they are withheld",
        cfr("15 CFR 750.6(a)(3)"),
    )
    message = "state which modifications would allow another look, or that none would"
    need(bool(proposal.modifications.strip()), "modifications", message, cfr("15 CFR 750.6(a)(4)"))
    need(bool(proposal.contact_name.strip()), "contact", "name whom to talk to", cfr("15 CFR 750.6(a)(5)"))


def conditions_stated(attempt: Attempt) -> None:
    """Every condition has a text and speaks of lines that are approved."""
    proposal = proposal_of(attempt)
    for condition in proposal.conditions:
        need(bool(condition.text.strip()), "condition", "a condition says something")
        need(set(condition.lines) <= set(proposal.approved), "condition", f"not approved: {condition.lines}")
        known = condition.applies_to is None or condition.applies_to in {
            p.name for p in attempt.case.application.parties
        }
        need(known, "condition", f"{condition.applies_to} is no party to the transaction")


def nothing_open(attempt: Attempt) -> None:
    """No pause stands open: what was asked is answered, and Congress has had its 30 days (750.4(b))."""
    for pause in attempt.case.pauses:
        span = pause.span(attempt.day)
        running = span is not None and (span[1] is None or span[1] > attempt.day)
        need(not running, "clock_stands", f"still open: {pause.steps.title}", pause.steps.cite)


def approves_all(attempt: Attempt) -> None:
    """Every open line is approved, with no condition."""
    proposal = proposal_of(attempt)
    bare = not (proposal.denied or proposal.conditions or proposal.riders)
    need(bare, "mixed", "not everything is approved without conditions")


def approves_with_conditions(attempt: Attempt) -> None:
    """Every open line is approved, with conditions or riders."""
    proposal = proposal_of(attempt)
    need(not proposal.denied and bool(proposal.conditions or proposal.riders), "mixed", "not so approved")


def approves_some(attempt: Attempt) -> None:
    """Some lines are approved, now or before, and some denied."""
    proposal = proposal_of(attempt)
    some = bool(proposal.denied) and bool(proposal.approved or attempt.case.approved_lines)
    need(some, "mixed", "nothing approved, or nothing denied")


def denies_all(attempt: Attempt) -> None:
    """Every line is denied."""
    proposal = proposal_of(attempt)
    need(not (proposal.approved or attempt.case.approved_lines), "mixed", "something is approved")


def from_where(attempt: Attempt) -> None:
    """Back to where it came from."""
    came = attempt.case.held_from if attempt.case.state is State.HELD else attempt.case.proposed_from
    need(
        came is attempt.to,
        "from_where",
        f"it came from {came.words if came else 'nowhere'}, not {attempt.to.words}",
    )
