"""An order book uploaded again: holds stay on its lines, a release on a line that is the same, copies get neither."""

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.server.test_books import COLUMNS, act, answered, lists, signed_in, standing

from licet.events.roles import UserRole
from licet.web import mount

R = UserRole


@pytest.fixture(scope="module")
def desk(desk_at: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home = tmp_path_factory.mktemp("continued")
    opened = desk_at(home)
    lists(home, 1, "Nobody Knows Them")
    opened.services.decider.refresh()
    mount(opened.app, opened.services)
    opened.services.jobs.start()
    for role in (R.COMPLIANCE_OFFICER, R.APPROVER):
        opened.person(str(role), role)
    opened.person("other", R.COMPLIANCE_OFFICER, organization="beta")
    yield opened
    opened.services.jobs.stop()
    opened.services.close()


def book(*lines: tuple[str, str]) -> bytes:
    """By line its reference and its value."""
    rows = [
        {"id": name, **COLUMNS, "item.value_usd": value, "ultimate_consignee.name": "Muster GmbH"}
        for name, value in lines
    ]
    return pl.DataFrame(rows).write_csv().encode()


def put(desk: Any, client: Any, content: bytes, continues: str = "", name: str = "book.csv") -> str:
    data = {"csrf": client.csrf, "as_of": "", "known_as_of": "", "continues": continues}
    made = client.post("/orders", data=data, files={"file": (name, content)}, follow_redirects=False)
    assert made.status_code == 303, made.text
    key = str(made.headers["location"].rpartition("/")[2])
    answered(desk, "acme", key)
    return key


def states(client: TestClient, key: str) -> list[str]:
    return [f"{state} {' '.join(why)}".strip() for state, why in standing(client, key)]


def test_holds_and_releases_follow_the_lines_of_a_book_over_uploads(desk: Any) -> None:
    cora, ada = signed_in(desk, "compliance_officer"), signed_in(desk, "approver")
    first = put(
        desk, cora, book(("A", "100"), ("B", "200"), ("C", "300"), ("D", "400"), ("E", "500")), "none"
    )
    act(cora, first, "hold", "3")
    for row in ("1", "2", "4"):
        act(cora, first, "ask", row)
        act(ada, first, "release", row)
    assert states(cora, first) == ["released", "released", "held", "released", "held"]

    again = book(("D", "400"), ("D", "400"), ("C", "999"), ("B", "250"), ("A", "100"), ("F", "100"))
    second = put(desk, cora, again)  # the same file name
    assert states(cora, second) == [
        *("held", "held"),  # copies inherit no clearance
        "held",  # held by a person, whatever it says now
        "held line",  # a release lapses with the content
        "released",
        "held",
    ]
    page = cora.get(f"/orders/{second}").text
    assert "1 line is new, 2 are changed, 1 is the same, 2 are not told apart, 1 is gone." in page
    narrowed = cora.get(f"/orders/{second}?since=changed").text
    assert "Line 3 in full" in narrowed
    assert "Line 5 in full" not in narrowed
    changes = cora.get(f"/orders/{second}/changes").text
    assert "300, now 999" in changes
    assert "replaced by" in cora.get("/orders").text
    line = cora.get(f"/orders/{second}/lines/3").text
    assert "In an earlier upload" in line

    act(ada, first, "hold", "1")  # after the second upload, in the first
    assert states(cora, second)[4] == "held"
    third = put(desk, cora, again, second)
    assert states(cora, third)[2:] == states(cora, second)[2:]
    kept = cora.delete(f"/api/v1/jobs/{second}")
    assert (kept.status_code, kept.json()["type"]) == (409, "urn:licet:problem:book-in-use")


def test_lines_that_a_person_held_and_that_are_gone_are_named(desk: Any) -> None:
    cora = signed_in(desk, "compliance_officer")
    first = put(desk, cora, book(("A", "1"), ("B", "2"), ("C", "3")), "none", "gone.csv")
    act(cora, first, "hold", "2")
    second = put(desk, cora, book(("A", "1")), first, "other name.csv")
    page = cora.get(f"/orders/{second}/changes").text
    assert "1 line that a person held is gone" in page
    assert page.index(f"/orders/{first}/lines/2") < page.index(f"/orders/{first}/lines/3")
    unrelated = put(desk, cora, book(("B", "2")), "none", "gone.csv")
    assert cora.get(f"/orders/{unrelated}/changes").status_code == 404


def test_what_is_replaced_is_an_answered_book_of_ones_own(desk: Any) -> None:
    cora, other = signed_in(desk, "compliance_officer"), signed_in(desk, "other")
    first = put(desk, cora, book(("A", "1")), "none", "own.csv")
    data = {"csrf": other.csrf, "continues": first}  # type: ignore[attr-defined]
    refused = other.post("/orders", data=data, files={"file": ("own.csv", book(("A", "1")))})
    assert refused.status_code == 422
    assert "no answered order book that it could replace" in refused.text
    files = {"orders": ("own.csv", book(("A", "1")))}
    asked = other.post(
        "/api/v1/jobs/answers",
        data={"continues": first},
        files=files,
        headers={"X-CSRF-Token": other.csrf},  # type: ignore[attr-defined]
    )
    assert asked.status_code == 422, asked.text
    made = cora.post(
        "/api/v1/jobs/answers",
        data={"continues": first},
        files=files,
        headers={"X-CSRF-Token": cora.csrf},  # type: ignore[attr-defined]
    )
    assert made.status_code == 202, made.text
    answered(desk, "acme", made.json()["key"])
    assert "1 line is the same." in cora.get(f"/orders/{made.json()['key']}").text
