"""The matrix of roles and actions, complete and from the other side: what each role may, written out by role."""

import itertools

import pytest

from licet.events.roles import (
    APART,
    AUTHORITY,
    EXPORTER,
    MAY,
    NEVER_TOGETHER,
    Apart,
    UserAction,
    UserRole,
    conflict,
    incompatible,
    may,
)

A, R = UserAction, UserRole
LOOK = {A.CHECK_SALE, A.SCREEN, A.READ_CASES}

EXPECTED: dict[UserRole, set[UserAction]] = {
    R.REQUESTER: LOOK | {A.DRAFT},
    R.CLASSIFIER: LOOK | {A.CLASSIFY_ITEM},
    R.COMPLIANCE_OFFICER: LOOK
    | {
        A.DECIDE_HIT,
        A.APPROVE_CLEARING,
        A.CHOOSE_PRESET,
        A.DRAFT,
        A.ANSWER,
        A.FULFILL,
        A.EXPORT_RECORDS,
        A.READ_STATISTICS,
        A.MAINTAIN_CUSTOMERS,
    },
    R.APPROVER: LOOK | {A.RELEASE_ORDER, A.CONFIRM_ADJUSTMENT, A.APPROVE_CLEARING},
    R.LICENSE_MANAGER: LOOK
    | {
        A.DRAFT,
        A.SUBMIT,
        A.WITHDRAW,
        A.ANSWER,
        A.APPEAL,
        A.CONVEY_CONDITIONS,
        A.ACKNOWLEDGE,
        A.FULFILL,
        A.CHANGE_LICENSE,
        A.RESERVE,
        A.REVERSE,
        A.PROPOSE_ADJUSTMENT,
        A.RECONCILE,
        A.READ_STATISTICS,
        A.RECORD_LICENSE,
        A.MAINTAIN_CUSTOMERS,
    },
    R.SHIPPER: LOOK | {A.RESERVE, A.SHIP, A.REVERSE},
    R.OPERATOR: {A.PROPOSE_LISTS, A.ADOPT_LISTS, A.PROPOSE_LAW, A.ADOPT_LAW},
    R.STEWARD: {A.CHECK_SALE, A.SCREEN, A.PROPOSE_LISTS, A.BLANK_PERSONAL_DATA},
    R.AUDITOR: LOOK | {A.RECONCILE, A.READ_STATISTICS, A.EXPORT_RECORDS, A.VERIFY_AUDIT},
    R.ADMINISTRATOR: {A.VERIFY_AUDIT, A.MANAGE_ACCOUNTS},
    R.REGISTRAR: LOOK | {A.READ_STATISTICS, A.REGISTER},
    R.LICENSING_OFFICER: LOOK
    | {
        A.READ_STATISTICS,
        A.OPEN_REVIEW,
        A.REFER,
        A.CLOSE_REVIEW,
        A.ESCALATE_DISAGREEMENT,
        A.JUDGE,
        A.STOP_CLOCK,
        A.HOLD,
        A.RETURN,
        A.PROPOSE,
        A.RECONSIDER,
    },
    R.AGENCY_REVIEWER: LOOK | {A.READ_STATISTICS, A.RECEIVE_REFERRAL, A.RECOMMEND, A.ESCALATE_DECISION},
    R.CHAIR: LOOK | {A.READ_STATISTICS, A.DECIDE_IN_BODY, A.JUDGE, A.DECIDE_APPEAL},
    R.COUNTERSIGNER: LOOK | {A.READ_STATISTICS, A.COUNTERSIGN},
    R.ISSUING_OFFICER: LOOK | {A.READ_STATISTICS, A.ISSUE_DECISION, A.ISSUE_LICENSE, A.ADMINISTER_LICENSE},
    R.STATISTICIAN: {A.READ_STATISTICS, A.VERIFY_AUDIT},
    R.SYSTEM: {A.RUN_CLOCK},
}


@pytest.mark.parametrize(("role", "action"), list(itertools.product(UserRole, UserAction)))
def test_the_matrix(role: UserRole, action: UserAction) -> None:
    assert may(role, action) is (action in EXPECTED[role])


def test_every_action_is_in_the_table_and_somebody_may() -> None:
    assert set(MAY) == set(UserAction)
    assert all(MAY.values())


def test_every_role_has_a_side_but_the_clock_and_the_operator() -> None:
    assert set(UserRole) - {R.SYSTEM, R.OPERATOR} == EXPORTER | AUTHORITY
    assert not EXPORTER & AUTHORITY


@pytest.mark.parametrize("pair", APART, ids=lambda item: f"{item.first.name}-{item.second.name}")
def test_acts_apart_are_refused_both_ways(pair: Apart) -> None:
    first, second = pair.first, pair.second
    assert conflict(first, {second})
    assert conflict(second, {first})
    assert conflict(first, set()) is None


def test_nobody_can_take_a_case_through_alone() -> None:
    """Whoever did any of the signing acts may do no other of them."""
    signing = (A.DRAFT, A.PROPOSE, A.COUNTERSIGN, A.ISSUE_DECISION)
    for first, second in itertools.permutations(signing, 2):
        assert conflict(first, {second}), (first, second)


@pytest.mark.parametrize("pair", sorted(map(sorted, NEVER_TOGETHER)), ids="-".join)
def test_roles_that_exclude_each_other(pair: list[UserRole]) -> None:
    assert len(pair) == 2
    assert incompatible([*pair, R.SYSTEM])


def test_roles_that_one_person_may_hold() -> None:
    assert incompatible([R.REQUESTER, R.LICENSE_MANAGER, R.SHIPPER]) == ()
    assert incompatible([R.COMPLIANCE_OFFICER, R.APPROVER]) == ()
    assert incompatible([R.REGISTRAR, R.LICENSING_OFFICER]) == ()


def test_nobody_stands_on_both_sides_or_audits_own_work() -> None:
    for seller, officer in itertools.product(EXPORTER - {R.AUDITOR, R.ADMINISTRATOR}, AUTHORITY):
        assert incompatible([seller, officer])
    for role in set(UserRole) - {R.AUDITOR, R.STATISTICIAN}:
        assert incompatible([R.AUDITOR, role])
