"""What must hold before a case may move. Each guard reads an attempt and refuses, or lets it pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licet.law.citation import Citation, cfr
from licet.licensing.application import Application
from licet.licensing.case import Case, Referral
from licet.licensing.clock import (
    appeal_deadlines,
    final_denial_day,
    silent,
    standing_recommendations,
    window_of_body,
)
from licet.licensing.completeness import gaps
from licet.licensing.days import day_of
from licet.licensing.decision import Proposal
from licet.licensing.events import Act
from licet.licensing.opinion import Recommendation, Resolution, View, check_basis
from licet.licensing.pause import Ground
from licet.licensing.refusal import Refusal
from licet.licensing.same import same_transaction
from licet.licensing.states import PENDING, State

__all__ = ["Attempt", "denying_policy"]

_ACN = re.compile(r"[A-Z][0-9]{6}")
DECISIONS = cfr("15 CFR 750.3(a)")
DENIAL = cfr("15 CFR 750.6(a)")
SILENCE = cfr("15 CFR 750.4(e)")


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries to move a case. ``details`` go into the event; ``context`` is only looked at."""

    case: Case
    act: Act
    to: State
    details: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return day_of(self.act.at)


def _need(holds: bool, code: str, message: str, cite: Citation | None = None) -> None:
    if not holds:
        raise Refusal(code, message, cite)


def denying_policy(policy: str | None) -> bool:
    """Whether a review policy starts from denial."""
    return policy is not None and "denial" in policy.casefold()


# application


def complete(one: Attempt) -> None:
    """Nothing that bars is missing (Supplements 1 and 2 to part 748)."""
    missing = [gap for gap in gaps(one.case.application) if gap.bars]
    if missing:
        text = "; ".join(f"block {gap.block}: {gap.message}" if gap.block else gap.message for gap in missing)
        raise Refusal("incomplete", text, missing[0].cite)


def no_second(one: Attempt) -> None:
    """No other application for the same transaction is pending (748.4(f))."""
    mine = one.case
    for other in one.context["others"]:
        assert isinstance(other, Case)
        pending = other.state in PENDING and other.case_id != mine.case_id
        if (
            pending
            and other.organisation == mine.organisation
            and same_transaction(other.application, mine.application)
        ):
            message = f"an application for the same transaction is pending: {other.case_id}"
            raise Refusal("second_application", message, cfr("15 CFR 748.4(f)"))


def not_laden(one: Attempt) -> None:
    """The goods are not yet laden, exported or reexported (748.4(d)(2)), but for 744.1(b)(2)."""
    application: Application = one.details.get("application") or one.case.application
    laden = application.laden_on is not None and not application.informed_in_transit
    message = f"laden or gone since {application.laden_on}; write to the Office of Export Enforcement instead"
    _need(not laden, "already_laden", message, cfr("15 CFR 748.4(d)(2)"))


def next_version(one: Attempt) -> None:
    """A change is a new version, one up; lines that are approved stay as they are."""
    new, old = one.details["application"], one.case.application
    same = all(new.line(number) == old.line(number) for number in one.case.approved_lines)
    _need(
        same,
        "approved_line",
        "a line that is approved is changed by its license, not here",
        cfr("15 CFR 750.7(c)"),
    )
    _need(
        new.version == old.version + 1, "version", f"the next version is {old.version + 1}, not {new.version}"
    )


def none_silent(one: Attempt) -> None:
    """No agency has let its days go by: its silence was about what it had seen (750.4(e))."""
    quiet = [found.agency for found in one.case.referrals if silent(one.case, found, one.day)]
    over = one.case.state in {State.REFERRED, State.AGENCY_REVIEW} and bool(quiet)
    _need(not over, "silent", f"the days of {', '.join(quiet)} are over; withdraw and apply anew", SILENCE)


def has_reason(one: Attempt) -> None:
    """The act says why."""
    _need(bool(one.act.reason.strip()), "reason", "say why")


def control_number(one: Attempt) -> None:
    """An Application Control Number: a letter and six digits (748.6(b))."""
    acn = one.details["acn"]
    _need(bool(_ACN.fullmatch(acn)), "acn", f"not a letter and six digits: {acn}", cfr("15 CFR 748.6(b)"))


# agencies


def names_agencies(one: Attempt) -> None:
    """At least one agency, none twice (750.4(c)(5))."""
    agencies = one.details["agencies"]
    _need(
        bool(agencies) and len(set(agencies)) == len(agencies), "agencies", "name each agency once", REFERRAL
    )


REFERRAL = cfr("15 CFR 750.4(c)(5)")


def referred_agency(one: Attempt) -> None:
    """The agency acts for itself, was asked, and its silence has not yet been taken (750.4(d), (e))."""
    agency = one.details.get("agency") or one.details["recommendation"].agency
    _need(agency == one.act.actor.organisation, "other_agency", f"{agency} speaks for itself", DECISIONS)
    referral = one.case.referral(agency)
    if referral is None:
        raise Refusal("not_referred", f"the case was not referred to {agency}", REFERRAL)
    late = referral.recommendation is None and silent(one.case, referral, one.day)
    _need(not late, "too_late", f"{agency} was silent for 30 days and has no objection", SILENCE)


def receipt_first(one: Attempt) -> None:
    """A receipt is recorded once, and before the recommendation."""
    referral = one.case.referral(one.details["agency"])
    first = referral is not None and referral.received_on is None and referral.recommendation is None
    _need(first, "received", "the receipt is on record")


def speaks_of_lines(one: Attempt) -> None:
    """A recommendation is on the current version and on its lines; its bases are citations."""
    said: Recommendation = one.details["recommendation"]
    _speaks(one, said)


def _speaks(one: Attempt, said: Recommendation) -> None:
    version = one.case.application.version
    _need(said.version == version, "old_version", f"version {said.version} is not the current one, {version}")
    numbers = [line.number for line in said.lines]
    known = {line.number for line in one.case.application.lines}
    message = f"views on lines {numbers}, the application has {sorted(known)}"
    _need(set(numbers) <= known and len(set(numbers)) == len(numbers), "lines", message)
    check_basis(said.statutory_basis, said.regulatory_basis)


def was_silent(one: Attempt) -> None:
    """The agency has let 30 days go by (750.4(e))."""
    referral = one.case.referral(one.details["agency"])
    quiet = referral is not None and not referral.deemed and silent(one.case, referral, one.day)
    _need(quiet, "not_silent", "its days are not over", SILENCE)


def all_heard(one: Attempt) -> None:
    """Every agency has recommended or let its days go by; the Bureau has its own position."""
    case, position = one.case, one.details["position"]
    version = case.application.version
    waiting = [r.agency for r in case.referrals if not _heard(case, r, version, one.day)]
    _need(not waiting, "waiting", f"still to be heard: {', '.join(waiting)}", cfr("15 CFR 750.4(d)(2)"))
    _speaks(one, position)
    open_lines = set(case.open_lines)
    _need(
        {line.number for line in position.lines} == open_lines,
        "lines",
        f"a position on lines {sorted(open_lines)}",
    )


def _heard(case: Case, referral: Referral, version: int, on: date) -> bool:
    """Has recommended on the current version, or was silent throughout."""
    said = referral.recommendation
    return silent(case, referral, on) if said is None else said.version == version


def agree(one: Attempt) -> None:
    """All agree on every line and party."""
    _need(one.details["resolution"] is not None, "disagreement", "the agencies do not agree", ESCALATION)


def disagree(one: Attempt) -> None:
    """They disagree on a line or a party."""
    _need(one.details["resolution"] is None, "consensus", "the agencies agree", ESCALATION)


ESCALATION = cfr("15 CFR 750.4(f)")


# bodies


def in_window(one: Attempt) -> None:
    """Within 5 days of the decision (750.4(f))."""
    window = window_of_body(one.case, one.day)
    if window is None:
        raise Refusal("no_window", "there is no decision to escalate", ESCALATION)
    _need(
        not window.overdue(one.day),
        "too_late",
        f"the decision is final: {window.explain()}",
        window.term.cite,
    )


def window_over(one: Attempt) -> None:
    """Nobody escalated within 5 days; the decision is final (750.4(f))."""
    window = window_of_body(one.case, one.day)
    over = window is not None and window.overdue(one.day)
    _need(over, "too_early", "the decision may still be escalated", ESCALATION)


def dissents(one: Attempt) -> None:
    """The agency was asked, and its own view differs from the decision."""
    agency = one.act.actor.organisation
    referral, decision = one.case.referral(agency), one.case.resolution
    said = None if referral is None else referral.recommendation
    differs = said is not None and decision is not None and _differs(said, decision)
    _need(differs, "no_dissent", f"{agency} has recommended nothing else than what was decided", ESCALATION)


def _differs(said: Recommendation, decision: Resolution) -> bool:
    for line in said.lines:
        view, decided = said.counted(line.view), decision.line(line.number)
        if view is View.NO_OBJECTION or decided is None:
            continue
        if (view is View.DENY) != (decided.view is View.DENY):
            return True
        if decided.view is not View.DENY and not set(line.conditions) <= set(decided.conditions):
            return True
    return any(_party_differs(said, decision, (party.role, party.name)) for party in said.parties)


def _party_differs(said: Recommendation, decision: Resolution, party: tuple[Any, str]) -> bool:
    views = {said.counted(one.view) for one in said.parties if (one.role, one.name) == party} - {
        View.NO_OBJECTION
    }
    return any((view is View.DENY) != (party in decision.denied_parties) for view in views)


def on_both_bases(one: Attempt) -> None:
    """In writing, by the official who may, with the statutory and the regulatory basis (750.4(f)(1)(ii), (2))."""
    statutory, regulatory = one.details["statutory_basis"], one.details["regulatory_basis"]
    both = bool(statutory and regulatory and one.act.reason.strip())
    _need(
        both,
        "no_basis",
        "cite the statutory and the regulatory basis, and say why",
        cfr("15 CFR 750.4(f)(2)"),
    )
    check_basis(statutory, regulatory)
    _need(
        bool(one.details["signed_by"].strip()),
        "official",
        "name the official who signed",
        cfr("15 CFR 750.4(f)(2)"),
    )


def decides_all(one: Attempt) -> None:
    """A body's decision speaks of every line that is open, and only says approve or deny."""
    decision: Resolution = one.details["resolution"]
    numbers = sorted(line.number for line in decision.lines)
    _need(numbers == sorted(one.case.open_lines), "lines", f"decide lines {sorted(one.case.open_lines)}")
    plain = all(line.view is not View.NO_OBJECTION for line in decision.lines)
    _need(plain, "undecided", "a decision approves or denies")
    _need(bool(one.act.reason.strip()), "reason", "say why")


# clock


def ground_allowed(one: Attempt) -> None:
    """The ground fits: Congress only for the countries named, negotiation only after an intent to deny."""
    ground, state = one.details["ground"], one.case.state
    denying = state in {State.INTENT_TO_DENY, State.PART_APPROVED}
    message = f"{ground.value.replace('_', ' ')} does not stop the clock of a case that is {state.words}"
    fits = (ground is Ground.NEGOTIATION) == denying
    _need(fits, "ground", message, cfr("15 CFR 750.4(b)(1)"))
    if ground is Ground.CONGRESS:
        named = one.case.application.destination in _DESIGNATED
        _need(named, "ground", f"only for {', '.join(sorted(_DESIGNATED))}", cfr("15 CFR 750.4(b)(6)(i)"))
    if ground is Ground.AGENCY_INFORMATION:
        _asked_in_time(one)


_DESIGNATED = frozenset({"IR", "KP", "SY"})
"""As 750.4(b)(6)(i) reads in January 2025."""


def _asked_in_time(one: Attempt) -> None:
    referral = one.case.referral(one.details["agency"])
    cite = cfr("15 CFR 750.4(d)(1)")
    if referral is None:
        raise Refusal("not_referred", "no agency that was asked needs information", cite)
    days = (one.day - referral.clock_from).days
    _need(days <= 10, "too_late", f"asked {days} days after the referral, 10 are allowed", cite)  # noqa: PLR2004


def first_step(one: Attempt) -> None:
    """A pause begins with its own first step, under a name of its own, and nothing is dated ahead or before."""
    _need(one.case.pause(one.details["pause_id"]) is None, "pause_id", "a pause of this name is on record")
    _not_ahead(one, *one.details["days"].values())


def step_in_order(one: Attempt) -> None:
    """The steps of a pause are taken in order, and none is dated ahead."""
    pause = one.case.pause(one.details["pause_id"])
    if pause is None:
        raise Refusal("no_pause", f"no pause is named {one.details['pause_id']}", cfr("15 CFR 750.4(b)"))
    step, on = one.details["step"], one.details["on"]
    _need(
        step == pause.next_step, "step", f"the next step is {pause.next_step}, not {step}", pause.steps.cite
    )
    _need(on >= max(pause.days.values()), "step", f"{on} is before the step before it", pause.steps.cite)
    _not_ahead(one, on)


def _not_ahead(one: Attempt, *days: date) -> None:
    early = one.case.registered_on
    _need(all(day <= one.day for day in days), "ahead", f"a step is not recorded before it is taken: {days}")
    _need(
        early is None or all(day >= early for day in days), "early", "before registration there is no clock"
    )


# decision


def current_version(one: Attempt) -> None:
    """The decision is on the current version and on exactly the lines that are open."""
    proposal = _proposal(one)
    version, lines = one.case.application.version, sorted(one.case.open_lines)
    _need(proposal.version == version, "old_version", f"the current version is {version}")
    decided = sorted(line.number for line in proposal.lines)
    _need(decided == lines, "lines", f"decide lines {lines}, not {decided}", cfr("15 CFR 748.6(c)"))


def as_a_whole(one: Attempt) -> None:
    """Where the applicant asked for it, all is approved or all denied (748.6(c))."""
    proposal = _proposal(one)
    parted = bool(proposal.approved) and bool(proposal.denied)
    whole = one.case.application.as_a_whole
    _need(
        not (whole and parted), "as_a_whole", "the applicant asked for one decision", cfr("15 CFR 748.6(c)")
    )


def follows_resolution(one: Attempt) -> None:
    """It decides as was agreed or resolved, keeps every condition, and leaves out every party denied."""
    proposal, resolution = _proposal(one), one.case.resolution
    if resolution is None:
        return
    for line in resolution.lines:
        if line.number not in one.case.open_lines:
            continue
        _need(
            proposal.follows(line),
            "resolution",
            f"line {line.number} was resolved as {line.view}",
            ESCALATION,
        )
        if line.number in proposal.approved:
            kept = proposal.conditions_of(line.number) >= set(line.conditions)
            _need(
                kept and set(line.riders) <= set(proposal.riders),
                "conditions",
                f"line {line.number}: keep all",
            )
    out = set(resolution.denied_parties) <= set(proposal.excluded_parties)
    _need(out, "parties", "a party that was denied stays out", DECISIONS)


def delegated(one: Attempt) -> None:
    """Without a referral, the delegation of authority is named (750.3(b)(1), 750.4(c)(5))."""
    _need(
        bool(_proposal(one).delegation),
        "no_delegation",
        "refer, or name the delegation of authority",
        REFERRAL,
    )


def resolved(one: Attempt) -> None:
    """There is something agreed or resolved to follow."""
    _need(one.case.resolution is not None, "unresolved", "nothing was agreed or resolved", ESCALATION)


def no_standing_denial(one: Attempt) -> None:
    """Deciding anew does not pass over an agency: one that denies is asked again, unless an appeal overruled it.

    Where no agency has reviewed the current version, the delegation of authority is named.
    """
    proposal, case = _proposal(one), one.case
    seen = case.reviewed_version == case.application.version or bool(proposal.delegation)
    _need(seen, "no_delegation", "refer this version, or name the delegation of authority", REFERRAL)
    against = [] if case.overruled else [said for said in standing_recommendations(case) if said.grounded]
    for said in against:
        lines = {line.number for line in said.lines if line.view is View.DENY} & set(proposal.approved)
        parties = {(p.role, p.name) for p in said.parties if p.view is View.DENY} - set(
            proposal.excluded_parties
        )
        refused = bool(lines or (parties and proposal.approved))
        _need(not refused, "standing_denial", f"{said.agency} recommends denial; refer again", REFERRAL)


def policy_met(one: Attempt) -> None:
    """The review policy is shown; one that starts from denial is overcome only by a judgement on record."""
    proposal, basis = _proposal(one), one.case.application.basis
    stated = None if basis is None else basis.review_policy
    _need(
        bool(proposal.policy and proposal.policy_cite),
        "policy",
        "state the review policy and its citation",
        DECISIONS,
    )
    if not (denying_policy(stated) or denying_policy(proposal.policy)):
        return
    for number in proposal.approved:
        last = next((j for j in reversed(one.case.judgements) if j.speaks_of(number)), None)
        message = f"line {number}: {stated or proposal.policy}; record the judgement that overcomes it"
        _need(last is not None and last.answer, "judgement", message, DECISIONS)


def denial_grounded(one: Attempt) -> None:
    """A denial has its six contents (750.6(a)): decision, basis, considerations, modifications, contact, appeal."""
    proposal = _proposal(one)
    if not proposal.denied:
        return
    both = bool(proposal.statutory_basis and proposal.regulatory_basis)
    _need(
        both, "no_basis", "a denial cites the statutory and the regulatory basis", cfr("15 CFR 750.6(a)(2)")
    )
    check_basis(proposal.statutory_basis, proposal.regulatory_basis)
    told = bool(proposal.considerations.strip()) or proposal.considerations_withheld
    _need(
        told,
        "considerations",
        "state the considerations, or that they are withheld",
        cfr("15 CFR 750.6(a)(3)"),
    )
    message = "state which modifications would allow another look, or that none would"
    _need(bool(proposal.modifications.strip()), "modifications", message, cfr("15 CFR 750.6(a)(4)"))
    _need(bool(proposal.contact_name.strip()), "contact", "name whom to talk to", cfr("15 CFR 750.6(a)(5)"))


def conditions_stated(one: Attempt) -> None:
    """Every condition has a text and speaks of lines that are approved."""
    proposal = _proposal(one)
    for condition in proposal.conditions:
        _need(bool(condition.text.strip()), "condition", "a condition says something")
        _need(set(condition.lines) <= set(proposal.approved), "condition", f"not approved: {condition.lines}")
        known = condition.applies_to is None or condition.applies_to in {
            p.name for p in one.case.application.parties
        }
        _need(known, "condition", f"{condition.applies_to} is no party to the transaction")


def nothing_open(one: Attempt) -> None:
    """No pause stands open: what was asked is answered, and Congress has had its 30 days (750.4(b))."""
    for pause in one.case.pauses:
        span = pause.span(one.day)
        running = span is not None and (span[1] is None or span[1] > one.day)
        _need(not running, "clock_stands", f"still open: {pause.steps.title}", pause.steps.cite)


def approves_all(one: Attempt) -> None:
    """Every open line is approved, with no condition."""
    proposal = _proposal(one)
    bare = not (proposal.denied or proposal.conditions or proposal.riders)
    _need(bare, "mixed", "not everything is approved without conditions")


def approves_with_conditions(one: Attempt) -> None:
    """Every open line is approved, with conditions or riders."""
    proposal = _proposal(one)
    _need(not proposal.denied and bool(proposal.conditions or proposal.riders), "mixed", "not so approved")


def approves_some(one: Attempt) -> None:
    """Some lines are approved, now or before, and some denied."""
    proposal = _proposal(one)
    some = bool(proposal.denied) and bool(proposal.approved or one.case.approved_lines)
    _need(some, "mixed", "nothing approved, or nothing denied")


def denies_all(one: Attempt) -> None:
    """Every line is denied."""
    proposal = _proposal(one)
    _need(not (proposal.approved or one.case.approved_lines), "mixed", "something is approved")


def from_where(one: Attempt) -> None:
    """Back to where it came from."""
    came = one.case.held_from if one.case.state is State.HELD else one.case.proposed_from
    _need(
        came is one.to, "from_where", f"it came from {came.words if came else 'nowhere'}, not {one.to.words}"
    )


def _proposal(one: Attempt) -> Proposal:
    found = one.details.get("proposal") or one.case.proposal
    assert isinstance(found, Proposal)
    return found


# after the decision


def day_45_not_past(one: Attempt) -> None:
    """The applicant is advised of a change by the 45th day (750.6(b))."""
    final = final_denial_day(one.case)
    _need(
        final is None or one.day <= final,
        "final",
        f"the denial is final since {final}",
        cfr("15 CFR 750.6(b)"),
    )


def day_45_come(one: Attempt) -> None:
    """A denial is final on the 45th day after the notification, not before (750.6(b))."""
    final = final_denial_day(one.case)
    come = final is not None and one.day >= final
    _need(come, "not_final", f"the denial becomes final on {final}", cfr("15 CFR 750.6(b)"))


def appeal_in_time(one: Attempt) -> None:
    """An appeal is received within 45 days, by the later of the two anchors (750.6(b), 756.2(c)(1))."""
    last = max((found.due for found in appeal_deadlines(one.case) if found.due is not None), default=None)
    message = f"an appeal had to be received by {last}"
    _need(last is not None and one.day <= last, "too_late", message, cfr("15 CFR 756.2(c)(1)"))


def appeal_stated(one: Attempt) -> None:
    """An appeal has a full statement of why the action has an adverse effect and should be reversed."""
    _need(
        bool(one.details["statement"].strip()),
        "statement",
        "an appeal states its reasons",
        cfr("15 CFR 756.2(c)(2)"),
    )


def deficiencies_named(one: Attempt) -> None:
    """A return says what is deficient and what would correct it, or that none is needed (750.4(a)(2), (c)(3))."""
    named = bool(one.details["deficiencies"]) and bool(one.details["action_needed"].strip())
    needless = bool(one.details["not_required"].strip())
    message = "name the deficiencies and what would correct them, or say that no license is required"
    _need(named or needless, "deficiencies", message, cfr("15 CFR 750.4(a)(2)"))
