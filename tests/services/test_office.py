"""The one door, on SQLite and on PostgreSQL alike."""

from typing import Any

import pytest

from licet.events.event import Actor, Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserRole
from licet.licensing import administering, applying, issuing, reviewing
from licet.licensing.states import State
from licet.services.cases import ACTS, KeyReusedError, StaleVersionError

AUDITOR = Actor("ada", UserRole.AUDITOR, "acme")
RIVAL = Actor("rita", UserRole.LICENSE_MANAGER, "rival")


def test_a_case_is_led_to_a_license(bench: Any) -> None:
    bench.approved()
    bench.do("issuer", issuing.issue, number="L-1")
    assert bench.case_service.case(bench.actor("manager"), "A-1").state is State.APPROVED
    (row,) = bench.case_service.cases(bench.actor("manager"))
    assert (row.case_id, row.state, row.acn, row.value_usd) == ("A-1", State.APPROVED, "Z000001", 12000)
    (license_,) = bench.case_service.licenses(bench.actor("manager"), case_id="A-1")
    assert (license_.number, license_.licensee, license_.ended) == ("L-1", "Acme Inc.", None)
    assert bench.case_service.license(bench.actor("shipper"), "L-1").case_id == "A-1"


def test_a_number_of_a_license_and_an_id_of_a_case_are_given_once(bench: Any) -> None:
    bench.approved()
    bench.do("issuer", issuing.issue, number="L-1")
    with pytest.raises(Refusal) as refused:
        bench.do("issuer", issuing.issue, number="L-1")
    assert refused.value.code == "number"
    with pytest.raises(Refusal) as refused:
        bench.do("manager", applying.draft, "A-1", application=bench.world.application())
    assert refused.value.code == "taken"


def test_a_second_application_for_the_same_transaction_is_found_among_all(bench: Any) -> None:
    bench.registered("A-1", order_reference="PO-1")
    bench.registered("A-2", order_reference="PO-2")
    bench.do("manager", applying.draft, "A-3", application=bench.world.application(order_reference="po-1"))
    with pytest.raises(Refusal) as refused:
        bench.do("manager", applying.submit, "A-3")
    assert refused.value.code == "second_application"
    bench.do("manager", applying.draft, "A-4", application=bench.world.application())
    with pytest.raises(Refusal) as refused:
        bench.do("manager", applying.submit, "A-4")
    assert refused.value.code == "second_application"


def test_nobody_sees_another_organizations_rows(bench: Any) -> None:
    bench.approved()
    bench.do("issuer", issuing.issue, number="L-1")
    assert bench.case_service.cases(RIVAL) == bench.case_service.licenses(RIVAL) == ()
    with pytest.raises(Refusal, match="no case A-1"):
        bench.case_service.case(RIVAL, "A-1")
    with pytest.raises(Refusal, match="no license L-1"):
        bench.case_service.license(RIVAL, "L-1")
    with pytest.raises(Refusal, match="no case A-1"):
        bench.case_service.act(RIVAL, "A-1", applying.withdraw)
    with pytest.raises(Refusal, match="no case A-9"):  # the same words for what is not there at all
        bench.case_service.case(RIVAL, "A-9")


def test_an_agency_sees_what_was_referred_to_it_and_the_bureau_no_draft(bench: Any) -> None:
    bench.referred("A-1")
    bench.do("manager", applying.draft, "A-2", application=bench.world.application(order_reference="PO-2"))
    assert [row.case_id for row in bench.case_service.cases(bench.actor("DOD"))] == ["A-1"]
    assert bench.case_service.cases(bench.actor("DOE")) == ()
    assert [row.case_id for row in bench.case_service.cases(bench.actor("officer"))] == ["A-1"]
    with pytest.raises(Refusal, match="no case A-1"):
        bench.do("DOE", reviewing.receive)


def test_a_refusal_is_kept_without_the_name_in_its_words(bench: Any) -> None:
    bench.registered()
    with pytest.raises(Refusal):
        bench.do("shipper", applying.withdraw, reason="no longer")
    with pytest.raises(Refusal):
        bench.case_service.cases(Actor("stella", UserRole.STEWARD, "acme"))
    (first,) = bench.case_service.audit(AUDITOR, kind=Kind.REFUSED)  # a look that is refused writes nothing
    assert (first.event.actor.name, first.event.payload["code"]) == ("sam", "role")
    assert (first.event.payload["tried"], first.event.payload["of"]) == ("withdraw", "A-1")
    assert bench.case_service.audit(AUDITOR, person="sam") == (first,)


def test_the_same_request_under_one_key_is_done_once(bench: Any) -> None:
    ask = bench.world.application()
    first = bench.do("manager", applying.draft, None, key="k-1", application=ask)
    again = bench.do("manager", applying.draft, None, key="k-1", application=ask)
    assert (again.repeated, again.subject, again.events) == (True, first.subject, first.events)
    assert again.state == first.state
    with pytest.raises(KeyReusedError):
        bench.do("manager", applying.draft, None, key="k-1", application=bench.world.application(lines=2))
    with pytest.raises(KeyReusedError):
        bench.do("compliance", applying.draft, None, key="k-1", application=ask)
    assert len(bench.case_service.cases(bench.actor("manager"))) == 1


def test_who_acts_on_an_older_version_is_told(bench: Any) -> None:
    bench.registered()
    with pytest.raises(StaleVersionError):
        bench.do("manager", applying.withdraw, reason="no longer", expected=2)
    assert bench.do("manager", applying.withdraw, reason="no longer", expected=3).state.version == 4


def test_a_control_number_is_given_once(bench: Any) -> None:
    bench.registered("A-1", order_reference="PO-1")
    bench.do("manager", applying.draft, "A-2", application=bench.world.application(order_reference="PO-2"))
    bench.do("manager", applying.submit, "A-2")
    with pytest.raises(Refusal, match="Z000001 is the number of A-1") as twice:
        bench.do("registrar", reviewing.register, "A-2", acn="Z000001")
    assert twice.value.code == "acn"
    assert bench.do("registrar", reviewing.register, "A-2", acn="Z000002").state.acn == "Z000002"


def test_arguments_that_an_act_does_not_take_are_named(bench: Any) -> None:
    bench.registered(order_reference="PO-1")
    with pytest.raises(TypeError, match="others"):
        bench.do("manager", applying.submit, others=())
    with pytest.raises(TypeError, match="acn"):
        bench.do("registrar", reviewing.register)
    bench.approved("A-2", order_reference="PO-2")
    bench.do("issuer", issuing.issue, "A-2", number="L-2")
    with pytest.raises(TypeError, match="by is given by its id"):
        bench.do("issuer", administering.replace_license, "L-2", by=object())


def test_every_act_of_licensing_can_be_done_by_its_name() -> None:
    assert {"draft", "submit", "register", "issue", "issue_decision", "suspend"} <= set(ACTS)
