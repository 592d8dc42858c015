"""Every route, every role, one's own and another organization: who gets in, and nobody else."""

import inspect
import typing
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from tests.licensing.world import World

from licet.accounts.service import NewAccount
from licet.events.event import Act
from licet.events.roles import AUTHORITY, EXPORTER, Side, UserAction, UserRole, may
from licet.licensing import (
    administering,
    applying,
    correcting,
    deciding,
    drawing,
    issuing,
    reconciling,
    reviewing,
)
from licet.licensing.opinion import OpinionView
from licet.server.oidc import router as oidc
from licet.server.operations import router as operations
from licet.services.cases import CaseService
from licet.services.cases.act_table import CASE_ACTS, EVERY_ACT, LICENSE_ACTS, UNREQUESTED_ACTS

A = UserAction
PUBLIC, SIGNED_IN = "public", "signed in"
TABLE: dict[str, Any] = {
    "GET /healthz": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /metrics": PUBLIC,  # with its own token alone
    "GET /sign-in/oidc": PUBLIC,
    "GET /sign-in/oidc/callback": PUBLIC,
    "GET /api/v1/openapi.json": PUBLIC,
    "POST /api/v1/session": PUBLIC,
    "GET /api/v1/papers": PUBLIC,  # with the code of a paper alone
    "GET /api/v1/session": SIGNED_IN,
    "DELETE /api/v1/session": SIGNED_IN,
    "GET /api/v1/accounts/{key}/tokens": A.MANAGE_ACCOUNTS,
    "DELETE /api/v1/accounts/{key}/tokens/{token}": A.MANAGE_ACCOUNTS,
    "GET /api/v1/accounts/{key}/sessions": A.MANAGE_ACCOUNTS,
    "DELETE /api/v1/accounts/{key}/sessions": A.MANAGE_ACCOUNTS,
    "POST /api/v1/password": "in person",
    "POST /api/v1/second-factor": "in person",
    "POST /api/v1/second-factor/confirmation": "in person",
    "POST /api/v1/second-factor/removal": "in person",
    "GET /api/v1/tokens": SIGNED_IN,
    "POST /api/v1/tokens": "in person",
    "DELETE /api/v1/tokens/{key}": SIGNED_IN,
    "GET /api/v1/ccl": SIGNED_IN,
    "GET /api/v1/ccl/{eccn}": SIGNED_IN,
    "GET /api/v1/ccl/{eccn}/limits": SIGNED_IN,
    "GET /api/v1/law": SIGNED_IN,
    "GET /api/v1/law/facts": SIGNED_IN,
    "GET /api/v1/law/coverage": SIGNED_IN,
    "GET /api/v1/law/reviews": SIGNED_IN,
    "GET /api/v1/law/tasks": SIGNED_IN,
    "GET /api/v1/law/packages": A.PROPOSE_LAW,
    "POST /api/v1/law/packages": A.PROPOSE_LAW,
    "POST /api/v1/law/packages/{key}/adoption": A.ADOPT_LAW,
    "GET /api/v1/timelines/{entity}": SIGNED_IN,
    "GET /api/v1/scenarios": SIGNED_IN,
    "GET /api/v1/lists": SIGNED_IN,
    "GET /api/v1/lists/snapshots": SIGNED_IN,
    "GET /api/v1/lists/diff": SIGNED_IN,
    "GET /api/v1/lists/entries/{wanted}": SIGNED_IN,
    "GET /api/v1/lists/proposals": A.PROPOSE_LISTS,
    "POST /api/v1/lists/proposals": A.PROPOSE_LISTS,
    "POST /api/v1/lists/proposals/{key}/adoption": A.ADOPT_LISTS,
    "POST /api/v1/documents": A.READ_CASES,
    "GET /api/v1/documents/{sha256}": A.READ_CASES,
    "POST /api/v1/reconciliations": A.RECONCILE,
    "POST /api/v1/determinations": A.CHECK_SALE,
    "POST /api/v1/determinations/many": A.CHECK_SALE,
    "GET /api/v1/determinations": A.CHECK_SALE,
    "GET /api/v1/determinations/{number}": A.CHECK_SALE,
    "POST /api/v1/export-filings": A.CHECK_SALE,
    "POST /api/v1/release-reviews": A.CHECK_SALE,
    "POST /api/v1/technology-control-plans": A.CHECK_SALE,
    "GET /api/v1/release-reviews/{number}": A.EXPORT_RECORDS,
    "POST /api/v1/release-reviews/{number}/blanking": A.BLANK_PERSONAL_DATA,
    "POST /api/v1/screenings": A.SCREEN,
    "POST /api/v1/screenings/many": A.SCREEN,
    "GET /api/v1/screening-preset": A.SCREEN,
    "POST /api/v1/screening-preset": A.CHOOSE_PRESET,
    "GET /api/v1/dispositions": A.SCREEN,
    "POST /api/v1/dispositions": A.DECIDE_HIT,
    "POST /api/v1/dispositions/{number}/approval": A.APPROVE_CLEARING,
    "POST /api/v1/dispositions/{number}/revocation": A.DECIDE_HIT,
    "POST /api/v1/jobs/answers": A.CHECK_SALE,
    "POST /api/v1/jobs/impact": A.CHECK_SALE,
    "GET /api/v1/jobs": A.CHECK_SALE,
    "GET /api/v1/jobs/{key}": A.CHECK_SALE,
    "GET /api/v1/jobs/{key}/answers": A.CHECK_SALE,
    "DELETE /api/v1/jobs/{key}": A.CHECK_SALE,
    "GET /api/v1/mappings": A.CHECK_SALE,
    "PUT /api/v1/mappings/{mapping}": A.CHECK_SALE,
    "DELETE /api/v1/mappings/{mapping}": A.CHECK_SALE,
    "GET /api/v1/books": A.CHECK_SALE,
    "GET /api/v1/books/{key}/lines": A.CHECK_SALE,
    "POST /api/v1/books/{key}/lines": (A.DECIDE_HIT, A.RELEASE_ORDER),
    "GET /api/v1/books/{key}/questions": A.CHECK_SALE,
    "GET /api/v1/books/{key}/facts": A.CHECK_SALE,
    "POST /api/v1/books/{key}/facts": (A.DECIDE_HIT, A.RELEASE_ORDER),
    "POST /api/v1/books/{key}/facts/{number}/withdrawal": (A.DECIDE_HIT, A.RELEASE_ORDER),
    "POST /api/v1/cases": A.DRAFT,
    "POST /api/v1/cases/from-sale": A.DRAFT,
    "GET /api/v1/cases": A.READ_CASES,
    "GET /api/v1/cases/{case_id}": A.READ_CASES,
    "GET /api/v1/cases/{case_id}/history": A.READ_CASES,
    "GET /api/v1/licenses": A.READ_CASES,
    "GET /api/v1/licenses/{number}": A.READ_CASES,
    "GET /api/v1/licenses/{number}/history": A.READ_CASES,
    "GET /api/v1/due": A.READ_CASES,
    "GET /api/v1/statistics": A.READ_STATISTICS,
    "GET /api/v1/audit": A.VERIFY_AUDIT,
    "GET /api/v1/audit/verification": A.VERIFY_AUDIT,
    "POST /api/v1/records": A.EXPORT_RECORDS,
    "GET /api/v1/organizations": A.MANAGE_ACCOUNTS,
    "POST /api/v1/organizations": A.MANAGE_ACCOUNTS,
    "GET /api/v1/customers": A.SCREEN,
    "POST /api/v1/customers": A.MAINTAIN_CUSTOMERS,
    "POST /api/v1/customers/rescreening": A.MAINTAIN_CUSTOMERS,
    "GET /api/v1/customers/{customer}": A.SCREEN,
    "PUT /api/v1/customers/{customer}/owners": A.MAINTAIN_CUSTOMERS,
    "POST /api/v1/customers/{customer}/papers": A.MAINTAIN_CUSTOMERS,
    "POST /api/v1/classification": SIGNED_IN,
    "GET /api/v1/products": A.CHECK_SALE,
    "POST /api/v1/products": A.CLASSIFY_ITEM,
    "GET /api/v1/products/{part}": A.CHECK_SALE,
    "POST /api/v1/products/{part}/classification": A.CLASSIFY_ITEM,
    "POST /api/v1/products/{part}/approval": A.CLASSIFY_ITEM,
    "POST /api/v1/bills-of-materials": A.CHECK_SALE,
    "POST /api/v1/encryption-reports/annual": A.CHECK_SALE,
    "POST /api/v1/encryption-reports/sales": A.CHECK_SALE,
    "GET /api/v1/suppliers": A.CHECK_SALE,
    "GET /api/v1/suppliers/letter": A.CHECK_SALE,
    "GET /api/v1/accounts": A.MANAGE_ACCOUNTS,
    "POST /api/v1/accounts": A.MANAGE_ACCOUNTS,
    "GET /api/v1/accounts/{key}": A.MANAGE_ACCOUNTS,
    "PATCH /api/v1/accounts/{key}": A.MANAGE_ACCOUNTS,
    "POST /api/v1/accounts/{key}/reset": A.MANAGE_ACCOUNTS,
    "GET /api/v1/webhooks": A.MANAGE_ACCOUNTS,
    "POST /api/v1/webhooks": A.MANAGE_ACCOUNTS,
    "DELETE /api/v1/webhooks/{key}": A.MANAGE_ACCOUNTS,
    "GET /api/v1/webhooks/{key}/deliveries": A.MANAGE_ACCOUNTS,
    **{f"POST /api/v1/cases/{{case_id}}/{name}": act.action for name, act in CASE_ACTS.items()},
    **{f"POST /api/v1/licenses/{{number}}/{name}": act.action for name, act in LICENSE_ACTS.items()},
}
ROLES = [role for role in UserRole if role is not UserRole.SYSTEM]
ORGANIZATIONS = {
    "acme": (Side.EXPORTER, "own"),
    "rival": (Side.EXPORTER, "other"),
    "BIS": (Side.AUTHORITY, "own"),
    "DOE": (Side.AUTHORITY, "other"),
}


class Bench:
    """A server with a case and a license of acme, and a token for every role of every organization."""

    def __init__(self, desk: Any) -> None:
        self.desk, self.client = desk, desk.browser()
        self.document = desk.app.openapi()
        self._lead(desk.services.case_service)
        self.tokens = {(role, name): self._token(role, name) for role in ROLES for name in self._of(role)}

    @staticmethod
    def _of(role: UserRole) -> list[str]:
        return [
            name
            for name, (side, _) in ORGANIZATIONS.items()
            if role in {UserRole.AUDITOR, UserRole.ADMINISTRATOR}
            or role in (EXPORTER if side is Side.EXPORTER else AUTHORITY)
        ]

    def _token(self, role: UserRole, organization: str) -> str:
        accounts = self.desk.services.accounts
        if organization not in {item.key for item in accounts.organizations()}:
            accounts.add_organization(organization, organization, ORGANIZATIONS[organization][0])
        login = f"{role}.{organization}".lower()
        who = accounts.add(NewAccount(login, login, organization, {role}, None, "https://id.example", login))
        scopes = [action for action in UserAction if may(role, action)]
        return str(self.desk.services.sessions.make_token(who, "t", scopes, 300).secret)

    def _lead(self, case_service: CaseService) -> None:
        """A case of acme's to a license, by the people of the tests of licensing."""
        made = World()
        steps: list[tuple[str, Any, str, dict[str, Any]]] = [
            ("manager", applying.draft, "", {"application": made.application()}),
            ("manager", applying.submit, "", {}),
            ("registrar", reviewing.register, "", {"acn": "Z000001"}),
            ("officer", reviewing.open_review, "", {}),
            ("officer", reviewing.refer, "", {"agencies": ["DOD"]}),
            ("DOD", reviewing.recommend, "", {"recommendation": made.views("DOD", OpinionView.APPROVE)}),
            ("officer", reviewing.close_review, "", {"position": made.views("BIS", OpinionView.APPROVE)}),
            ("officer", deciding.judge, "sold everywhere", {"answer": True}),
            ("officer", deciding.propose, "", {"proposal": made.proposal(True)}),
            ("counter", deciding.countersign, "", {}),
            ("issuer", deciding.issue_decision, "", {}),
            ("issuer", issuing.issue, "", {"number": "L-1"}),
        ]
        for who, function, reason, arguments in steps:
            case_service.act(made.people[who], "A-1", function, reason=reason, **arguments)

    def ask(self, route: str, token: str | None) -> Any:
        method, _, path = route.partition(" ")
        wanted = self.document["paths"].get(path, {}).get(method.lower(), {})
        filled = path.format(
            case_id="A-1",
            number="L-1" if "licenses" in path else "1",
            key="0" * 32,
            token="0" * 32,
            customer="C-1",
            part="P-1",
            mapping="our-erp",
            entity="huawei",
            eccn="3A001",
            wanted="x",
            sha256="0" * 64,
        )
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        body = wanted.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        given = {} if body is None else {"json": self.example(body)}
        return self.client.request(method, filled, headers=headers, **given)

    def example(self, schema: dict[str, Any]) -> Any:
        """The least that a schema takes."""
        if "$ref" in schema:
            return self.example(self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        if "enum" in schema:
            return schema["enum"][0]
        if "anyOf" in schema:
            return self.example(schema["anyOf"][0])
        match schema.get("type"):
            case "object":
                wanted = schema.get("required", ())
                return {name: self.example(schema["properties"][name]) for name in wanted}
            case "array":
                return [self.example(schema["items"])] * max(1, schema.get("minItems", 0))
            case "boolean":
                return True
            case "integer" | "number":
                return 1
            case _:
                return "2019-10-10" if schema.get("format") == "date" else "text"


@pytest.fixture(scope="module")
def bench(desk_at: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    desk = desk_at(tmp_path_factory.mktemp("matrix"))
    yield Bench(desk)
    desk.services.close()


def test_no_route_is_without_an_entry(bench: Bench) -> None:
    documented = {
        f"{method.upper()} {path}" for path, item in bench.document["paths"].items() for method in item
    }
    bare = {route for route in TABLE if "/api/v1" not in route} | {"GET /api/v1/openapi.json"}
    served = {
        f"GET {route.path}"
        for router in (operations, oidc)
        for route in router.routes
        if isinstance(route, APIRoute)
    }
    assert documented | bare == set(TABLE)
    assert served | {"GET /api/v1/openapi.json"} == bare


def acts_of_licensing() -> Iterator[Callable[..., Any]]:
    """The public functions of ``licet.licensing`` that take an act."""
    for module in (applying, reviewing, deciding, issuing, administering, drawing, correcting, reconciling):
        for name in module.__all__:
            found = getattr(module, name)
            if inspect.isfunction(found) and Act in typing.get_type_hints(found).values():
                yield found


def test_every_act_is_a_route_or_says_why_not() -> None:
    assert {row.function for row in EVERY_ACT} == set(acts_of_licensing())
    assert all(row.not_by_request for row in UNREQUESTED_ACTS.values())


@pytest.mark.parametrize("route", TABLE)
def test_nobody_gets_in_without_signing_in(bench: Bench, route: str) -> None:
    answer = bench.ask(route, None)
    kind = answer.json().get("type") if answer.headers["content-type"].endswith("json") else None
    assert (kind == "urn:licet:problem:not-signed-in") is (TABLE[route] != PUBLIC)


@pytest.mark.parametrize("route", [route for route, who in TABLE.items() if who != PUBLIC])
def test_every_role_gets_what_the_table_gives_it(bench: Bench, route: str) -> None:
    who = TABLE[route]
    for (role, organization), token in bench.tokens.items():
        answer = bench.ask(route, token)
        problem = answer.json().get("type", "") if answer.status_code >= 400 else ""
        actions = who if isinstance(who, tuple) else (who,) if isinstance(who, UserAction) else ()
        allowed = who == SIGNED_IN or any(may(role, action) for action in actions)
        said = f"{role} of {organization}: {answer.status_code} {answer.text[:200]}"
        assert (problem == "urn:licet:problem:not-allowed") is not allowed, said
        assert problem not in {"urn:licet:problem:refused:role", "urn:licet:problem:not-signed-in"}, said
        assert answer.status_code < 500, said
        if allowed and organization == "rival" and ("{case_id}" in route or "licenses/{number}" in route):
            assert answer.status_code == 404, said


def test_no_role_turns_a_hit_by_stating_what_it_thinks_of_it(bench: Bench) -> None:
    party = {"role": "end_user", "name": "Huawei Device Co., Ltd.", "country": "CN"}
    sale: dict[str, Any] = {
        "action": "export", "as_of": "2019-10-10", "destination": "CN", "end_use": "civil",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    }  # fmt: skip
    judged = {
        "entry": "EL:huawei-device-co-ltd:CN", "same": False, "on": "2019-10-09", "why": "x", "evidence": ["y"],
        "status": "recorded", "approved_by": "somebody", "by": "",
    }  # fmt: skip
    asked = 0
    for (role, organization), token in bench.tokens.items():
        if not may(role, A.CHECK_SALE):
            continue
        headers, asked = {"Authorization": f"Bearer {token}"}, asked + 1
        plain, stated = (
            bench.client.post(
                "/api/v1/determinations", json={**sale, "parties": [{**party, **more}]}, headers=headers
            ).json()
            for more in ({}, {"dispositions": [{**judged, "by": f"{role}.{organization}".lower()}]})
        )
        assert (plain["answer"], plain["light"]) == ("license_required", "red"), (role, organization)
        assert (stated["answer"], stated["light"]) == ("license_required", "red"), (role, organization)
        assert ("waits_for_review", "open") in [
            (item["code"], item["status"]) for item in stated["conditions"]
        ]
    assert asked == sum(may(role, A.CHECK_SALE) for role, _ in bench.tokens)


def test_what_a_token_is_not_for_it_cannot_do(bench: Bench) -> None:
    who = bench.desk.services.accounts.with_subject("https://id.example", "license_manager.acme")
    narrow = bench.desk.services.sessions.make_token(who, "t", [A.SCREEN], 1).secret
    assert bench.ask("POST /api/v1/screenings", narrow).status_code == 200
    assert bench.ask("POST /api/v1/determinations", narrow).status_code == 403
    assert TestClient(bench.desk.app, base_url="http://localhost").get(
        "/api/v1/session", headers={"Authorization": f"Bearer {narrow}"}
    ).json()["scopes"] == ["screen a name"]
