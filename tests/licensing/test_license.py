"""Licenses: scope, validity, conditions, changes, and what ends them; with the worked examples of parts 750, 758."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from licet.engine.determine import determine
from licet.events.event import Event, Refusal
from licet.licensing import administering
from licet.licensing.administering import Transferee
from licet.licensing.application import ApplicationParty, Document, DocumentKind
from licet.licensing.change import Change, ChangeClass, ChangeKind, classify
from licet.licensing.days import federal_holidays, next_business_day
from licet.licensing.decision import ConditionTerms
from licet.licensing.issuing import issue
from licet.licensing.license import License, LicenseStatus, apply_license, fold_license
from licet.licensing.opinion import OpinionView
from licet.licensing.scope import LicenseScope
from licet.licensing.using import license_due, standing
from licet.licensing.validity import departs_in_time, validity
from licet.model.transaction import Action, Role
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

A, D = OpinionView.APPROVE, OpinionView.DENY
HUAWEI = "Huawei Device Co., Ltd."


def licensed(world: Any, *conditions: ConditionTerms, application: Any = None, **changes: Any) -> License:
    proposal = world.proposal(True, conditions=conditions, **changes)
    case = world.decided(world.agreed(A, application=application), proposal)
    return apply_license(None, issue(case, world.act("issuer", 22), "D1000001"))


def on(world: Any, day: int) -> date:
    found: date = world.day + timedelta(days=day)
    return found


# issue


def test_a_license_covers_what_was_approved_and_nothing_else(world: Any) -> None:
    two = world.application(lines=2)
    other = ApplicationParty(Role.INTERMEDIATE_CONSIGNEE, "Forwarder", "1 Road", "HK")
    two = replace(two, parties=(*two.parties, other))
    case = world.then(world.agreed(A, D, application=two))
    out = ((Role.INTERMEDIATE_CONSIGNEE, "Forwarder"),)
    case = world.decided(case, world.proposal(True, False, excluded_parties=out))
    event = issue(case, world.act("issuer", 22), "D1000001")
    made = fold_license([event])
    assert [line.number for line in made.scope.lines] == [1]
    assert [party.name for party in made.scope.parties] == [HUAWEI]
    assert (made.scope.value, made.scope.lines[0].tolerance) == (Decimal(12000), Decimal("0.10"))
    assert fold_license([Event.from_plain(event.to_plain())]) == made
    with pytest.raises(Refusal) as again:
        issue(case, world.act("issuer", 23), "D1000002", issued=[made])
    assert again.value.code == "already_issued"
    with pytest.raises(Refusal) as twice:
        issue(case, world.act("issuer", 23), "D1000001", issued=[made])
    assert twice.value.code == "number"


def test_an_application_is_never_an_authority(world: Any) -> None:
    for case in (world.registered(), world.agreed(A), world.decided(world.agreed(D), world.proposal(False))):
        with pytest.raises(Refusal) as refused:
            issue(case, world.act("issuer", 60), "D1000001")
        assert refused.value.code == "not_approved"


def test_a_support_document_not_yet_had_bars_shipment_not_the_license(world: Any) -> None:
    """15 CFR 748.9(e)(1)."""
    line = world.line(eccn="3A001", quantity=500)
    application = replace(world.application(), lines=(line,))
    made = licensed(world, application=application)
    (condition,) = made.conditions
    assert condition.before_shipment
    assert "748.10" in condition.text
    assert not standing(made, on(world, 30)).usable
    made = apply_license(
        made, administering.fulfill(made, world.act("manager", 31), condition.condition_id, "f" * 64)
    )
    assert standing(made, on(world, 31)).usable
    had = Document(DocumentKind.PRC_END_USER_STATEMENT, "0" * 64, "statement")
    assert licensed(world, application=replace(application, documents=(had,))).conditions == ()


# validity


@pytest.mark.parametrize(
    ("issued", "changes", "last"),
    [
        (date(2020, 3, 2), {}, date(2024, 3, 2)),
        (date(2020, 2, 29), {}, date(2024, 2, 29)),
        (date(2024, 1, 31), {"emergency": True}, date(2024, 2, 29)),  # LC-011
        (date(2024, 1, 31), {"emergency": True, "stated": date(2024, 2, 10)}, date(2024, 2, 10)),
        (date(2024, 1, 31), {"emergency": True, "stated": date(2024, 5, 1)}, date(2024, 2, 29)),
        (date(2020, 3, 2), {"short_supply": True}, date(2021, 3, 2)),
        (date(2020, 3, 2), {"stated": date(2022, 6, 1)}, date(2022, 6, 1)),
        (date(2015, 12, 25), {}, date(2019, 12, 26)),  # Christmas, a Wednesday
        (date(2016, 7, 4), {}, date(2020, 7, 6)),  # a holiday on a Saturday: to Monday
        (date(2017, 7, 4), {}, date(2021, 7, 6)),  # on a Sunday, observed on Monday: to Tuesday
        (date(2016, 7, 11), {}, date(2020, 7, 11)),  # a plain Saturday is no holiday
        (date(2018, 11, 22), {"stated": date(2019, 11, 28)}, date(2019, 11, 29)),  # Thanksgiving
        (date(2020, 6, 19), {}, date(2024, 6, 20)),  # Juneteenth, since 2021
    ],
)
def test_validity(issued: date, changes: Any, last: date) -> None:
    assert validity(issued, **changes).last_day == last


def test_firearms_are_licensed_for_one_year(world: Any) -> None:
    line = replace(licensed(world).scope.lines[0], eccn="0A501.a")
    assert validity(date(2024, 7, 1), [line]).last_day == date(2025, 7, 1)


def test_a_state_holiday_rolls_too() -> None:
    day = date(2024, 4, 15)  # Patriots' Day in Massachusetts
    assert validity(date(2020, 4, 15), state_holidays=[day]).last_day == date(2024, 4, 16)
    assert validity(date(2020, 4, 15)).last_day == day


def test_the_holidays_of_2024() -> None:
    assert sorted(day.isoformat()[5:] for day in federal_holidays(2024)) == [
        "01-01",
        "01-15",
        "02-19",
        "05-27",
        "06-19",
        "07-04",
        "09-02",
        "10-14",
        "11-11",
        "11-28",
        "12-25",
    ]
    assert len(federal_holidays(2020)) == 10
    assert next_business_day(date(2024, 12, 24)) == date(2024, 12, 26)


def test_goods_laden_before_midnight_may_depart() -> None:
    """LC-013, 15 CFR 758.4(b)."""
    last = date(2024, 5, 1)
    assert departs_in_time(last, date(2024, 5, 2), laden_on=last)
    assert departs_in_time(last, date(2024, 5, 3), ready_on_pier_for_vessel_at_pier=last)
    assert departs_in_time(last, date(2024, 5, 3), delay_excused_by_authority=True)
    assert not departs_in_time(last, date(2024, 5, 2), laden_on=date(2024, 5, 2))
    assert not departs_in_time(last, None)
    assert departs_in_time(last, last)


# conditions


def test_conditions_are_conveyed_acknowledged_and_done(world: Any) -> None:
    """LC-027: the licensee must convey conditions in writing (15 CFR 750.7(d))."""
    terms = (
        ConditionTerms("no resale", applies_to=HUAWEI, acknowledge=True),
        ConditionTerms("report every half year", due_days=180),
    )
    made = licensed(world, *terms)
    now = standing(made, on(world, 30))
    assert [str(refusal.cite) for refusal in now.against] == ["15 CFR 750.7(d)"]
    assert "conveyed" in now.against[0].message
    with pytest.raises(Refusal) as early:
        administering.acknowledge(made, world.act("manager", 30), "C1", "d" * 64, "L. Wang")
    assert early.value.code == "not_sent"
    made = apply_license(
        made, administering.send_conditions(made, world.act("manager", 31), ["C1"], "e" * 64)
    )
    assert not standing(made, on(world, 31)).usable
    made = apply_license(
        made, administering.acknowledge(made, world.act("manager", 40), "C1", "d" * 64, "L. Wang")
    )
    assert standing(made, on(world, 40)).usable
    due = [(deadline.term.code, deadline.due) for deadline in license_due([made], on(world, 40))]
    assert due == [("condition", on(world, 202)), ("expiry", made.expires_on)]
    late = standing(made, on(world, 203))
    assert [condition.condition_id for condition in late.overdue] == ["C2"]
    assert late.usable
    done = administering.fulfill(made, world.act("manager", 210), "C2")
    assert done.payload["late"] is True
    assert standing(apply_license(made, done), on(world, 210)).open_conditions == ()


def test_conditions_lapse_when_the_item_becomes_free(world: Any) -> None:
    """LC-025, 15 CFR 750.7(i): for what happens from that day; what was done before stays punishable."""
    application = replace(
        world.application(),
        destination="DE",
        parties=(ApplicationParty(Role.ULTIMATE_CONSIGNEE, "Quiet Garden Tools", "1 Weg", "DE"),),
    )
    made = licensed(world, ConditionTerms("no resale"), application=application)
    sale = {
        "action": "export",
        "as_of": "2020-06-01",
        "destination": "DE",
        "item": {"eccn": "EAR99", "kind": "commodity", "us_origin": True},
        "parties": [
            {"role": "ultimate_consignee", "name": "Quiet Garden Tools", "country": "DE", "owners": []}
        ],
        "end_use": "civil",
    }
    book, finder = ear(), shipped_finder(compiled=True)
    found = determine(attach(read_transaction(sale, book.vocabulary), finder), book, finder.lists)
    assert found.answer is Answer.NO_LICENSE_REQUIRED
    lapsed = apply_license(made, administering.lapse_conditions(made, world.act("manager", 300), found))
    (condition,) = lapsed.conditions
    assert condition.binds(date(2020, 5, 31))
    assert not condition.binds(date(2020, 6, 1))
    with pytest.raises(Refusal) as again:
        administering.lapse_conditions(lapsed, world.act("manager", 301), found)
    assert again.value.code == "no_conditions"
    with pytest.raises(Refusal) as other:
        administering.lapse_conditions(licensed(world, ConditionTerms("x")), world.act("manager", 300), found)
    assert other.value.code == "other_sale"
    held = replace(found, answer=Answer.LICENSE_REQUIRED)
    with pytest.raises(Refusal) as still:
        administering.lapse_conditions(made, world.act("manager", 300), held)
    assert (still.value.code, str(still.value.cite)) == ("still_controlled", "15 CFR 750.7(i)")


# changes

K = ChangeKind


def facts(*names: str) -> dict[str, bool]:
    return dict.fromkeys(names, True)


@pytest.mark.parametrize(
    ("change", "result", "cite"),
    [
        (Change(K.PRICE_LOWER, new_value=Decimal(11999)), "non_material", "(c)(1)(i)"),
        (Change(K.PRICE_LOWER, new_value=Decimal(12000)), "replacement", "(c)(1)(i)"),
        (
            Change(K.PRICE_WITHIN_TOLERANCE, new_value=Decimal(13200), facts=facts("units_remain")),
            "non_material",
            "(c)(1)(ii)",
        ),
        (
            Change(K.PRICE_WITHIN_TOLERANCE, new_value=Decimal(13201), facts=facts("units_remain")),
            "replacement",
            "(c)(1)(ii)",
        ),
        (Change(K.PRICE_WITHIN_TOLERANCE, new_value=Decimal(13200)), "replacement", "(c)(1)(ii)"),
        (Change(K.PRICE_BY_COSTS, facts=facts("justified_by_costs")), "non_material", "(c)(1)(iii)"),
        (Change(K.PRICE_BY_STATEMENT, facts=facts("conforms_to_statement")), "replacement", "(c)(1)(iv)"),
        (
            Change(K.INTERMEDIATE_CONSIGNEE, country="SG", facts=facts("no_consolidated_shipment")),
            "replacement",
            "(c)(1)(v)",
        ),
        (
            Change(K.INTERMEDIATE_CONSIGNEE, country="CN", facts=facts("no_consolidated_shipment")),
            "non_material",
            "(c)(1)(v)",
        ),
        (Change(K.INTERMEDIATE_CONSIGNEE, country="CN"), "replacement", "(c)(1)(v)"),
        (Change(K.UNLOADING_EN_ROUTE, facts=facts("through_bill_of_lading")), "replacement", "(c)(1)(vi)"),
        (Change(K.ADDRESS, country="CN", party="huawei device co., ltd."), "non_material", "(c)(1)(vii)"),
        (Change(K.ADDRESS, country="HK", party=HUAWEI), "replacement", "(c)(1)(vii)"),
        (Change(K.ADDRESS, country="CN", party="Somebody"), "replacement", "(c)(1)(vii)"),
        (
            Change(
                K.ECCN_OR_WORDING,
                facts=facts(
                    "official_revision_or_wording_only", "same_item", "no_increase_of_price_or_quantity"
                ),
            ),
            "non_material",
            "(c)(1)(viii)",
        ),
        (
            Change(K.AMONG_END_USERS, facts=facts("all_named_with_location", "conditions_can_be_met")),
            "non_material",
            "(c)(1)(ix)",
        ),
        (Change(K.MT_MINIMUM, facts=facts("within_742_5_b_3")), "non_material", "(c)(1)(x)"),
        (Change(K.RUSSIA_HTS, facts=facts("for_divestiture")), "replacement", "(c)(1)(xi)"),
        (Change(K.NAME), "new_application", "(c)(2)(iv)"),  # LC-007
        (Change(K.NAME, facts=facts("no_change_of_ownership_or_legal_status")), "with_approval", "(c)(2)"),
        (
            Change(K.NAME, facts=facts("no_change_of_ownership_or_legal_status", "approved_by_bis")),
            "non_material",
            "(c)(2)",
        ),
        (Change(K.VALIDITY), "with_approval", "(g)(1)"),
        (Change(K.OTHER), "replacement", "(c)(1)"),
    ],
)
def test_a_change_is_non_material_under_one_paragraph_or_takes_more(
    world: Any, change: Change, result: str, cite: str
) -> None:
    found = classify(change, licensed(world).scope)
    assert (found.result.value, found.cite.text) == (result, f"15 CFR 750.7{cite}")


def test_every_kind_of_change_is_classified(world: Any) -> None:
    scope = licensed(world).scope
    for kind in ChangeKind:
        found = classify(Change(kind), scope)
        assert found.result is not ChangeClass.NON_MATERIAL, "nothing was stated, so nothing may be assumed"
        assert found.why


def test_only_a_non_material_change_is_made_at_once(world: Any) -> None:
    made = licensed(world)
    cheaper = Change(K.PRICE_LOWER, new_value=Decimal(11000))
    line = replace(made.scope.lines[0], value=Decimal(11000), unit_price=Decimal(110))
    after: LicenseScope = replace(made.scope, lines=(line,))
    event, found = administering.change(made, world.act("manager", 30), cheaper, after)
    assert found.result is ChangeClass.NON_MATERIAL
    assert apply_license(made, event).scope.value == Decimal(11000)
    with pytest.raises(Refusal) as refused:
        administering.change(made, world.act("manager", 30), Change(K.OTHER), after)
    assert (refused.value.code, str(refused.value.cite)) == ("replacement", "15 CFR 750.7(c)(1)")


# what ends or moves a license


def test_suspended_reinstated_revoked(world: Any) -> None:
    made = licensed(world)
    held = apply_license(made, administering.suspend(made, world.act("issuer", 40)))
    assert (held.status(on(world, 39)), held.status(on(world, 40))) == (
        LicenseStatus.VALID,
        LicenseStatus.SUSPENDED,
    )
    assert str(standing(held, on(world, 41)).against[0].cite) == "15 CFR 750.8(a)"
    with pytest.raises(Refusal):
        administering.extend(held, world.act("issuer", 41, "delay"), date(2025, 1, 1))
    back = apply_license(held, administering.reinstate(held, world.act("issuer", 50)))
    assert back.status(on(world, 50)) is LicenseStatus.VALID
    with pytest.raises(Refusal):
        administering.reinstate(back, world.act("issuer", 51))
    gone = apply_license(back, administering.revoke(back, world.act("issuer", 60)))
    assert gone.status(on(world, 60)) is LicenseStatus.REVOKED
    with pytest.raises(Refusal) as twice:
        administering.revoke(gone, world.act("issuer", 61))
    assert twice.value.code == "not_valid"


def test_a_false_statement_voids_from_issue(world: Any) -> None:
    """LC-009, 15 CFR 750.7(a)(2)."""
    made = licensed(world)
    event = administering.void(made, world.act("issuer", 100, "the end use was false"))
    assert event.payload["as_of"] == made.issued_on.isoformat()
    assert apply_license(made, event).status(made.issued_on) is LicenseStatus.VOID


def test_transferred_once_and_only_to_somebody_under_us_jurisdiction(world: Any) -> None:
    """LC-017, 15 CFR 750.10(a)."""
    made = licensed(world)
    foreign = Transferee(
        "Acme GmbH", subject_to_us_jurisdiction=False, principal_party=True, assumes_all=True
    )
    with pytest.raises(Refusal, match="jurisdiction"):
        administering.transfer(made, world.act("issuer", 30), foreign)
    with pytest.raises(Refusal, match="principal party"):
        administering.transfer(
            made,
            world.act("issuer", 30),
            replace(foreign, subject_to_us_jurisdiction=True, principal_party=None),
        )
    home = replace(foreign, name="Acme Two Inc.", subject_to_us_jurisdiction=True)
    moved = apply_license(made, administering.transfer(made, world.act("issuer", 30), home))
    assert moved.licensee == "Acme Two Inc."
    with pytest.raises(Refusal) as twice:
        administering.transfer(moved, world.act("issuer", 31), home)
    assert twice.value.code == "transferred"
    reexport = replace(made, scope=replace(made.scope, action=Action.REEXPORT))
    with pytest.raises(Refusal) as abroad:
        administering.transfer(reexport, world.act("issuer", 30), home)
    assert abroad.value.code == "not_export"


def test_replaced_expired_extended_exhausted(world: Any) -> None:
    made = licensed(world)
    other = replace(made, number="D2", replaces=made.number)
    gone = apply_license(made, administering.replace_license(made, world.act("issuer", 50), other))
    assert (gone.status(on(world, 50)), gone.replaced_by) == (LicenseStatus.REPLACED, "D2")
    with pytest.raises(Refusal):
        administering.replace_license(made, world.act("issuer", 50), replace(other, replaces=None))
    assert made.status(made.expires_on) is LicenseStatus.VALID
    assert made.status(made.expires_on + timedelta(days=1)) is LicenseStatus.EXPIRED
    with pytest.raises(Refusal) as early:
        administering.expire(made, world.act("clock", 30))
    assert early.value.code == "not_expired"
    later = apply_license(
        made, administering.extend(made, world.act("issuer", 60, "long project"), date(2026, 12, 25))
    )
    assert later.expires_on == date(2026, 12, 28)  # Christmas on a Friday, then the weekend
    with pytest.raises(Refusal):
        administering.extend(made, world.act("issuer", 60, " "), date(2026, 12, 25))


def test_only_lines_of_the_license_and_days_after_issue(world: Any) -> None:
    made = licensed(world)
    assert standing(made, on(world, 30), [1]).usable
    assert standing(made, on(world, 30), [2]).against[0].code == "line"
    assert standing(made, on(world, 20)).against[0].code == "not_issued"


def test_the_exporter_cannot_administer_and_rivals_cannot_touch(world: Any) -> None:
    made = licensed(world)
    with pytest.raises(Refusal) as role:
        administering.reinstate(
            apply_license(made, administering.suspend(made, world.act("issuer", 40))),
            world.act("manager", 41),
        )
    assert role.value.code == "role"
    with pytest.raises(Refusal) as backdated:
        administering.suspend(made, world.act("issuer", 1))
    assert backdated.value.code == "backdated"
