"""The review table is exhaustive, every state can be reached and left, and what it refuses it explains."""

import itertools
from typing import Any

import pytest

from licet.events.event import Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserAction, UserRole, may
from licet.licensing import applying, guards, reviewing
from licet.licensing.opinion import OpinionView
from licet.licensing.states import FINAL, PENDING, CaseOutcome, State, outcome_of
from licet.licensing.table import TABLE, refusal_of, rows

CASE_KINDS = [kind for kind in Kind if kind.stream == "case"]


@pytest.mark.parametrize(("state", "kind"), list(itertools.product(State, Kind)))
def test_every_state_and_event_is_allowed_or_refused_with_a_reason(state: State, kind: Kind) -> None:
    refusal = refusal_of(state, kind)
    if rows(state, kind):
        assert refusal is None
        return
    assert refusal is not None
    assert len(refusal.message) > 10
    assert refusal.code in {"closed", "not_now", "not_of_cases"}


def test_rows_are_told_apart_and_somebody_may_take_each() -> None:
    keys = [(row.state, row.kind, row.to) for row in TABLE]
    assert len(keys) == len(set(keys))
    for row in TABLE:
        assert any(may(role, row.action) for role in UserRole), row
        assert row.kind.stream == "case"
        assert all(guard.__doc__ for guard in row.guards)


def test_every_kind_of_case_event_but_the_draft_has_a_row() -> None:
    assert {row.kind for row in TABLE} == set(CASE_KINDS) - {Kind.DRAFTED}


def test_every_state_is_reached_from_the_draft_and_only_final_ones_are_not_left() -> None:
    reached, fresh = {State.DRAFT}, {State.DRAFT}
    while fresh:
        fresh = {row.to for row in TABLE if row.state in fresh} - reached
        reached |= fresh
    assert reached == set(State)
    left = {row.state for row in TABLE if row.to is not row.state}
    assert set(State) - left == FINAL


def test_every_guard_is_used_and_every_refusal_has_a_test_of_its_own_name() -> None:
    written = {
        item
        for name, item in vars(guards).items()
        if callable(item)
        and getattr(item, "__module__", "").startswith(f"{guards.__name__}.")
        and name[0].islower()
    }
    used = {guard for row in TABLE for guard in row.guards}
    assert written - used == {guards.denying_policy}


DECIDED = {State.APPROVED, State.APPROVED_WITH_CONDITIONS, State.PART_APPROVED, State.INTENT_TO_DENY}


def test_only_two_signatures_and_an_issue_lead_to_a_decision() -> None:
    for row in TABLE:
        if row.to in DECIDED and row.to is not row.state:
            assert (row.state, row.action) == (State.COUNTERSIGNED, UserAction.ISSUE_DECISION)
        if row.to is State.COUNTERSIGNED and row.state is not row.to:
            assert (row.state, row.action) == (State.AWAITING_SIGNATURE, UserAction.COUNTERSIGN)
        if row.to is State.AWAITING_SIGNATURE and row.state is not row.to:
            must = {
                guards.current_version,
                guards.as_a_whole,
                guards.policy_met,
                guards.denial_grounded,
                guards.conditions_stated,
            }
            asked = {guards.delegated, guards.resolved, guards.no_standing_denial}
            assert must < set(row.guards)
            assert asked & set(row.guards)


def test_every_state_counts_as_one_outcome() -> None:
    for state in State:
        found = outcome_of(state, CaseOutcome.DENIED)
        assert (found is None) is (state is State.DRAFT)
        assert (found is CaseOutcome.PENDING) is (state in PENDING)


def test_the_wrong_role_side_and_person_are_refused(world: Any) -> None:
    case = world.opened()
    with pytest.raises(Refusal) as role:
        reviewing.refer(case, world.act("chair", 2), ["DOD"])
    assert role.value.code == "role"
    case = world.referred(["DOD"])
    with pytest.raises(Refusal) as other:
        reviewing.recommend(case, world.act("DOD", 10), world.views("DOE", OpinionView.APPROVE))
    assert other.value.code == "other_agency"
    draft = world.drafted()
    world.people["rival"] = world.people["manager"].__class__("mo", UserRole.LICENSE_MANAGER, "rival")
    with pytest.raises(Refusal) as rival:
        applying.submit(draft, world.act("rival"))
    assert rival.value.code == "not_yours"
    world.people["insider"] = world.people["manager"].__class__("ina", UserRole.REGISTRAR, "acme")
    submitted = world.then(draft, lambda item: applying.submit(item, world.act("manager")))
    with pytest.raises(Refusal) as insider:
        reviewing.register(submitted, world.act("insider"), "Z000001")
    assert insider.value.code == "own_case"
    with pytest.raises(Refusal) as early:
        reviewing.register(submitted, world.act("registrar", -1), "Z000001")
    assert early.value.code == "backdated"
