"""Every page and every press on one, every role, one's own and another organization: who gets in, and nobody else."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from tests.server.test_matrix import Bench as MatrixBench

from licet.events.roles import UserAction, UserRole, may
from licet.services.cases.act_table import CASE_ACTS, LICENSE_ACTS
from licet.web import mount, static_files
from licet.web.pages import ROUTERS

A = UserAction
PUBLIC, SIGNED_IN = frozenset[UserAction](), frozenset(UserAction)
IN_PERSON = frozenset({"POST /account/password", "POST /account/second-factor"})
"""Routes for sessions alone: an API token is refused, whoever's it is."""
TABLE: dict[str, frozenset[UserAction]] = {
    "GET /": PUBLIC,
    "GET /static/{tag}/{name}": PUBLIC,
    "POST /theme": PUBLIC,
    "GET /sign-in": PUBLIC,
    "POST /sign-in": PUBLIC,
    "POST /sign-out": SIGNED_IN,
    "GET /account": SIGNED_IN,
    "POST /account/password": SIGNED_IN,
    "POST /account/second-factor": SIGNED_IN,
    "GET /ask": frozenset({A.CHECK_SALE}),
    "POST /ask": frozenset({A.CHECK_SALE}),
    "GET /answers": frozenset({A.CHECK_SALE}),
    "GET /answers.csv": frozenset({A.CHECK_SALE}),
    "GET /answers/{answer}": frozenset({A.CHECK_SALE}),
    "GET /answers/{answer}/answer.pdf": frozenset({A.CHECK_SALE}),
    "POST /answers/{answer}/again": frozenset({A.CHECK_SALE}),
    "GET /today": SIGNED_IN,
    "POST /ask/matches": frozenset({A.CHECK_SALE}),
    "POST /ask/apply": frozenset({A.DRAFT}),
    "GET /orders": frozenset({A.CHECK_SALE}),
    "POST /orders": frozenset({A.CHECK_SALE}),
    "POST /orders/example": frozenset({A.CHECK_SALE}),
    "GET /orders/{key}": frozenset({A.CHECK_SALE}),
    "POST /orders/{key}": frozenset({A.CHECK_SALE}),  # and the deed's own role: tests/e2e/test_orders.py
    "POST /orders/{key}/answers": frozenset({A.CHECK_SALE}),
    "POST /orders/{key}/columns": frozenset({A.CHECK_SALE}),
    "GET /orders/{key}/questions": frozenset({A.CHECK_SALE}),
    "POST /orders/{key}/questions": frozenset({A.DECIDE_HIT, A.RELEASE_ORDER}),
    "GET /orders/{key}/changes": frozenset({A.CHECK_SALE}),
    "GET /orders/{key}/lines/{row}": frozenset({A.CHECK_SALE}),
    "GET /orders/{key}/answers.{kind}": frozenset({A.CHECK_SALE}),
    "GET /what-if": frozenset({A.CHECK_SALE}),
    "POST /what-if": frozenset({A.CHECK_SALE}),
    "GET /what-if/{book}/{key}": frozenset({A.CHECK_SALE}),
    "GET /screening": frozenset({A.SCREEN}),
    "POST /screening": frozenset({A.SCREEN}),
    "POST /screening/decisions": frozenset({A.DECIDE_HIT, A.APPROVE_CLEARING}),
    "POST /screening/preset": frozenset({A.CHOOSE_PRESET}),
    "GET /people": frozenset({A.MANAGE_ACCOUNTS}),
    "POST /people": frozenset({A.MANAGE_ACCOUNTS}),
    "POST /people/organizations": frozenset({A.MANAGE_ACCOUNTS}),
    "POST /people/{account}": frozenset({A.MANAGE_ACCOUNTS}),
    "GET /parties": frozenset({A.SCREEN}),
    "POST /parties": frozenset({A.SCREEN}),
    "POST /parties/decisions": frozenset({A.DECIDE_HIT}),
    "GET /customers": frozenset({A.SCREEN}),
    "POST /customers": frozenset({A.MAINTAIN_CUSTOMERS}),
    "POST /customers/import": frozenset({A.MAINTAIN_CUSTOMERS}),
    "POST /customers/rescreen": frozenset({A.MAINTAIN_CUSTOMERS}),
    "GET /customers/{customer}": frozenset({A.SCREEN}),
    "POST /customers/{customer}/papers": frozenset({A.MAINTAIN_CUSTOMERS}),
    "GET /review": frozenset({A.SCREEN}),
    "POST /review": frozenset({A.DECIDE_HIT}),
    "POST /review/{decision}": frozenset({A.APPROVE_CLEARING, A.DECIDE_HIT}),
    "GET /lists": SIGNED_IN,
    "POST /lists": frozenset({A.PROPOSE_LISTS}),
    "POST /lists/{key}/adopt": frozenset({A.ADOPT_LISTS}),
    "GET /cases": frozenset({A.READ_CASES}),
    "GET /cases/{case_id}": frozenset({A.READ_CASES}),
    "GET /cases/{case_id}/application.pdf": frozenset({A.READ_CASES}),
    "GET /licenses": frozenset({A.READ_CASES}),
    "GET /licenses/{number}": frozenset({A.READ_CASES}),
    "GET /licenses/{number}/license.pdf": frozenset({A.READ_CASES}),
    "GET /statistics": frozenset({A.READ_STATISTICS}),
    "GET /audit": frozenset({A.VERIFY_AUDIT, A.EXPORT_RECORDS}),
    "POST /audit/verify": frozenset({A.VERIFY_AUDIT}),
    "POST /audit/records.zip": frozenset({A.EXPORT_RECORDS}),
    "GET /ccl": SIGNED_IN,
    "GET /ccl/{eccn}": SIGNED_IN,
    "GET /classify": SIGNED_IN,
    "POST /classify": SIGNED_IN,
    "POST /classify/keep": frozenset({A.CLASSIFY_ITEM}),
    "GET /products": frozenset({A.CHECK_SALE}),
    "POST /products": frozenset({A.CLASSIFY_ITEM}),
    "GET /bills": frozenset({A.CHECK_SALE}),
    "POST /bills": frozenset({A.CHECK_SALE}),
    "GET /products.{kind}": frozenset({A.CHECK_SALE}),
    "GET /encryption-reports": frozenset({A.CHECK_SALE}),
    "POST /encryption-reports": frozenset(
        {A.CHECK_SALE}
    ),  # keeping takes a classifier: tests/e2e/test_product_papers.py
    "POST /encryption-reports/sales": frozenset({A.CHECK_SALE}),
    "GET /suppliers": frozenset({A.CHECK_SALE}),
    "GET /letters/supplier.pdf": frozenset({A.CHECK_SALE}),
    "GET /letters/supplier-form.{kind}": frozenset({A.CHECK_SALE}),
    "GET /letters/statement.pdf": frozenset({A.CHECK_SALE}),
    "GET /letters/request.pdf": frozenset({A.CHECK_SALE}),
    "GET /products/{part:path}": frozenset({A.CHECK_SALE}),
    "POST /products/{part:path}/approval": frozenset({A.CLASSIFY_ITEM}),
    "GET /law": SIGNED_IN,
    "GET /law/rules/{rule_id}": SIGNED_IN,
    "GET /timeline": SIGNED_IN,
    **{
        f"{method} {path}/acts/{name}": frozenset({act.action})
        for method in ("GET", "POST")
        for path, acts in (("/cases/{case_id}", CASE_ACTS), ("/licenses/{number}", LICENSE_ACTS))
        for name, act in acts.items()
    },
}
"""By route, the acts of which a role must be allowed one; none: nobody is asked who they are."""
OWN = ("{case_id}", "{number}", "{answer}", "{key}/lines", "/orders/{key}", "/what-if/{book}")
"""Parts of paths that lead to what belongs to one organization."""


class Pages:
    """The server of the matrix of the program interface, with its pages and a book of acme's."""

    def __init__(self, bench: Any) -> None:
        self.bench = bench
        app = bench.desk.app
        mount(app, bench.desk.services)
        services = bench.desk.services
        of_acme = (account for account in services.accounts.accounts() if account.organization.key == "acme")
        user: Any = SimpleNamespace(account=next(of_acme))
        self.book = services.order_books.put(user, "book.csv", b"id,destination\n1,CN\n", (None, None))

    def ask(self, route: str, token: str | None) -> Any:
        method, _, path = route.partition(" ")
        filled = path.replace("{part:path}", "P-1").format(
            case_id="A-1", number="L-1", key=self.book.key, book=self.book.key, row="1", kind="csv", tag="x",
            name="x", decision="1", rule_id="us.ear.744.11", eccn="3A001", answer="1", account="x", customer="C-1",
        )  # fmt: skip
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return self.bench.client.request(method, filled, headers=headers, follow_redirects=False)


@pytest.fixture(scope="module")
def pages(desk_at: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    made = Pages(MatrixBench(desk_at(tmp_path_factory.mktemp("pages"))))
    yield made
    made.bench.desk.services.close()


def test_no_page_is_without_an_entry() -> None:
    served = {
        f"{method} {route.path}"
        for router in (*ROUTERS, static_files.router)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert served == set(TABLE)


@pytest.mark.parametrize("route", TABLE)
def test_nobody_gets_in_without_signing_in(pages: Pages, route: str) -> None:
    answer = pages.ask(route, None)
    asked = answer.status_code == 401 or answer.headers.get("location", "").startswith("/sign-in?next=")
    assert (asked and route != "POST /sign-in") is bool(TABLE[route]), answer.text[:200]


@pytest.mark.parametrize("route", [route for route, who in TABLE.items() if who])
def test_every_role_gets_what_the_table_gives_it(pages: Pages, route: str) -> None:
    owned = any(part in route for part in OWN)
    for (role, organization), token in pages.bench.tokens.items():
        answer = pages.ask(route, token)
        allowed = route not in IN_PERSON and (
            TABLE[route] == SIGNED_IN or any(may(role, action) for action in TABLE[route])
        )
        said = f"{role} of {organization}: {answer.status_code} {answer.text[:300]}"
        assert (answer.status_code == 403) is not allowed, said
        assert answer.status_code < 500, said
        assert answer.status_code != 401, said
        if allowed and owned and organization == "rival":
            assert answer.status_code == 404, said
        if allowed and role is UserRole.AGENCY_REVIEWER and organization == "DOE" and "{case_id}" in route:
            assert answer.status_code == 404, said


@pytest.mark.parametrize("path", ["/answers?words=a%00b", "/orders/a%00b", "/cases/a%00b", "/licenses/%00"])
def test_a_nul_character_is_not_taken(pages: Pages, path: str) -> None:
    headers = {"Authorization": f"Bearer {pages.bench.tokens[UserRole.LICENSE_MANAGER, 'acme']}"}
    assert pages.bench.client.get(path, headers=headers).status_code == 422
    headers = {"Authorization": f"Bearer {pages.bench.tokens[UserRole.COMPLIANCE_OFFICER, 'acme']}"}
    asked = pages.bench.client.post("/review", data={"name": "a\0b"}, headers=headers)
    assert (asked.status_code, "NUL" in asked.text) == (422, True)


ODD = ("9" * 4500, "9" * 20, str(2**63), "-1", "\u0663", "\u00b2")
NUMBERS = ("after", "answer", "from", "new", "old", "page", "row", "step", "take_back", "to", "version")


def test_a_number_beyond_all_is_no_error_of_the_program(pages: Pages) -> None:
    token = pages.bench.tokens[UserRole.ADMINISTRATOR, "acme"]
    person = next(account.key for account in pages.bench.desk.services.accounts.accounts())
    for odd in ODD:
        values = dict.fromkeys(NUMBERS, odd)
        asked = [
            ("GET", "/lists", token), ("GET", "/audit", pages.bench.tokens[UserRole.AUDITOR, "acme"]),
            ("GET", "/answers", pages.bench.tokens[UserRole.COMPLIANCE_OFFICER, "acme"]),
            ("POST", f"/people/{person}", token),
            *((method, path.format(quote(odd)), pages.bench.tokens[UserRole.COMPLIANCE_OFFICER, "acme"])
              for method, path in (("GET", "/answers/{}"), ("POST", "/answers/{}/again"), ("POST", "/review/{}"))),
        ]  # fmt: skip
        for method, path, who in asked:
            given: dict[str, Any] = {"params": values} if method == "GET" else {"data": values}
            headers = {"Authorization": f"Bearer {who}"}
            answer = pages.bench.client.request(method, path, headers=headers, **given)
            assert answer.status_code < 500, (path, odd[:30], answer.text[:300])
