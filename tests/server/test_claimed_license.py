"""A sale that claims a license is answered by the record of the caller's own organization."""

from dataclasses import replace
from typing import Any

from tests.licensing.world import World

from licet.events.roles import UserRole
from licet.licensing import applying, deciding, issuing, reviewing
from licet.server.v1.answer_schema import AnswerSchema

SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-10-10",
    "destination": "CN",
    "item": {
        "description": "modem 1",
        "kind": "commodity",
        "eccn": "EAR99",
        "us_origin": True,
        "quantity": 60,
        "unit": "pcs",
        "value_usd": 7200,
    },
    "parties": [
        {"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN", "owners": []}
    ],
    "end_use": "civil",
    "facts": {"license_number": "D1", "license_covers_sale": True},
}


def licensed(desk: Any) -> None:
    """License D1 of acme, for a hundred modems."""
    world, case_service = World(), desk.services.case_service

    def do(who: str, function: Any, reason: str = "why", **arguments: Any) -> None:
        case_service.act(world.people[who], "A-1", function, reason=reason, **arguments)

    do("manager", applying.draft, application=replace(world.application(), end_use="civil"))
    do("manager", applying.submit)
    do("registrar", reviewing.register, acn="Z123456")
    do("officer", reviewing.open_review)
    do("officer", deciding.judge, answer=True)
    do("officer", deciding.propose, proposal=world.proposal(True, delegation="Defense, 2019-03-01: EAR99"))
    do("counter", deciding.countersign)
    do("issuer", deciding.issue_decision)
    do("issuer", issuing.issue, number="D1")


def asked(desk: Any, login: str, organization: str, sale: dict[str, Any]) -> Any:
    desk.person(login, UserRole.LICENSE_MANAGER, organization=organization)
    with desk.browser() as browser:
        desk.sign_in(browser, login)
        item = browser.post("/api/v1/determinations", json=sale).json()
        (many,) = browser.post("/api/v1/determinations/many", json={"sales": [{"sale": sale}]}).json()[
            "answers"
        ]
    assert many["answer"] == item
    AnswerSchema.model_validate(item)
    return item


def test_answered_by_the_record(desk: Any) -> None:
    licensed(desk)
    own = asked(desk, "mo", "acme", SALE)
    assert (own["answer"], own["license"]["quantity_after"]) == ("authorized", "40")
    more = {**SALE, "item": {**SALE["item"], "quantity": 101}}
    assert asked(desk, "max", "acme", more)["answer"] == "license_required"


def test_another_organization_does_not_see_the_record(desk: Any) -> None:
    licensed(desk)
    other = asked(desk, "rita", "rival", SALE)
    assert "license" not in other
    assert "license_not_on_record" in {item["code"] for item in other["caveats"]}
