"""Releases of technology to a person: which countries count, what the petition says, and when a status changes it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from licet.documents import technology_control_plan
from licet.events.event import Act, Actor
from licet.events.refusal import Refusal
from licet.events.roles import UserRole
from licet.model.people import Access, ReleaseReview, read_release_request
from licet.model.wire import WireError
from licet.services.cases import CaseService
from licet.services.cases.releases import blank_person, keep_release_review, person_of, release_reviews
from licet.services.determination import Decider, open_decider
from licet.services.releases import PETITION, review_document, review_release
from licet.storage.audit import verify
from licet.storage.database import open_database
from licet.storage.events import Stored
from licet.storage.server import rows_of

NOW = datetime(2026, 9, 10, 15, tzinfo=UTC)
MANUAL = {"name": "manual", "eccn": "EAR99", "end_use": "none_named_in_part_744"}
RADAR = {"name": "radar", "facts": {"usml_paragraph": "XI(d)"}}
CHINESE = {"country": "CN", "kind": "citizen", "since": "1990-01-01"}
CANADIAN = {"country": "CA", "kind": "permanent_resident", "since": "2015-01-01"}


@pytest.fixture(scope="module")
def decider(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    return open_decider(tmp_path_factory.mktemp("home"))


def request(*statuses: dict[str, Any], technologies: Any = (MANUAL,), **more: Any) -> dict[str, Any]:
    person = {"number": "E-1", "name": "Wei Example", "statuses": list(statuses)}
    return {
        "employer": "Acme Inc.", "as_of": "2026-09-10", "person": person,
        "technologies": list(technologies), **more,
    }  # fmt: skip


def review(decider: Decider, *statuses: dict[str, Any], technologies: Any = (MANUAL,)) -> ReleaseReview:
    return review_release(decider, read_release_request(request(*statuses, technologies=technologies)))


def kept_anywhere(home: Path, text: str) -> bool:
    """Whether some table of the database holds a text."""
    rows = rows_of(home, "SELECT value FROM personal") + rows_of(home, "SELECT payload FROM event")
    return any(text in str(cell) for row in rows for cell in row if cell is not None)


def accesses(kept: Stored) -> list[str]:
    """What a kept review says of each technology."""
    releases: Any = kept.event.payload["releases"]
    return [release["access"] for release in releases]


def countries(found: ReleaseReview, regime: str) -> tuple[str, ...]:
    return next(law.countries for law in found.releases[0].regimes if law.regime == regime)


def test_the_most_recent_status_counts_for_commerce_and_every_one_for_state(decider: Decider) -> None:
    found = review(decider, CHINESE, CANADIAN)
    assert countries(found, "us_ear") == ("CA",)
    assert countries(found, "us_itar") == ("CN", "CA")


def test_a_citizenship_that_was_given_up_counts_for_state_alone(decider: Decider) -> None:
    given_up = {**CHINESE, "until": "2014-12-31"}
    found = review(decider, given_up, CANADIAN, technologies=[RADAR])
    assert countries(found, "us_ear") == ("CA",)
    assert countries(found, "us_itar") == ("CN", "CA")
    (radar,) = found.releases
    assert radar.access is Access.BARRED
    assert {law.regime: law.answer.value for law in radar.regimes}["us_itar"] == "prohibited"


def test_a_residency_that_ended_counts_no_more(decider: Decider) -> None:
    found = review(decider, CHINESE, {**CANADIAN, "until": "2026-09-09"})
    assert countries(found, "us_ear") == ("CN",)
    assert countries(found, "us_itar") == ("CN",)


def test_a_us_person_may_see_everything(decider: Decider) -> None:
    resident = {"country": "US", "kind": "permanent_resident", "since": "2020-01-01"}
    found = review(decider, CHINESE, resident, technologies=[MANUAL, RADAR])
    assert [release.access for release in found.releases] == [Access.ALLOWED, Access.ALLOWED]
    assert found.petition is None


def test_the_day_of_permanent_residence_opens_and_its_end_closes(decider: Decider) -> None:
    resident = {"country": "US", "kind": "permanent_resident", "since": "2027-03-01", "until": "2027-12-31"}
    found = review(decider, CHINESE, resident, technologies=[RADAR])
    assert [(change.day, change.before, change.after) for change in found.changes] == [
        (date(2027, 3, 1), Access.BARRED, Access.ALLOWED),
        (date(2028, 1, 1), Access.ALLOWED, Access.BARRED),
    ]


def test_without_the_order_of_statuses_an_answer_that_hangs_on_it_is_open(decider: Decider) -> None:
    etch = {"name": "etch", "eccn": "3E001", "end_use": "none_named_in_part_744",
            "facts": {"for_eccn": "3B001.c.1.a"}}  # fmt: skip
    ordered = review(decider, CHINESE, {**CANADIAN, "kind": "citizen"}, technologies=[etch])
    assert ordered.releases[0].access is Access.ALLOWED
    unordered = review(
        decider,
        {"country": "CN", "kind": "citizen"},
        {"country": "CA", "kind": "citizen"},
        technologies=[etch],
    )
    assert unordered.releases[0].access is Access.UNDETERMINED
    law = unordered.releases[0].regimes[0]
    assert any("Since when" in question for question in law.open)


def test_the_petition_says_what_the_answers_say(decider: Decider) -> None:
    german = {"country": "DE", "kind": "citizen"}
    assert review(decider, german).petition == PETITION[False]
    assert review(decider, german, technologies=[MANUAL, RADAR]).petition == PETITION[True]
    unknown = {"name": "unknown"}
    assert review(decider, german, technologies=[MANUAL, unknown]).petition is None


def test_an_approval_of_state_is_a_license_that_is_required(decider: Decider) -> None:
    approved = {
        "name": "radar",
        "facts": {
            "usml_paragraph": "XI(d)", "ddtc_authorization": "TAA-1", "ddtc_authorization_covers": True,
            "ddtc_registered": True,
        },
    }  # fmt: skip
    found = review(decider, {"country": "DE", "kind": "citizen"}, technologies=[approved])
    assert found.releases[0].access is Access.ALLOWED
    assert found.petition == PETITION[True]


def test_a_plan_is_printed_where_something_is_kept_from_the_person(decider: Decider) -> None:
    found = review(decider, CHINESE, technologies=[MANUAL, RADAR])
    printed = technology_control_plan(found, NOW)
    assert printed.pdf.startswith(b"%PDF")
    assert printed.pdf == technology_control_plan(found, NOW).pdf
    with pytest.raises(ValueError, match="no plan is needed"):
        technology_control_plan(review(decider, {"country": "DE", "kind": "citizen"}), NOW)


def test_all_that_is_wrong_with_a_request_is_said_at_once() -> None:
    bad = request({"country": "China", "kind": "citizen"}, {"country": "CN", "kind": "subject"}, salary=1)
    bad["technologies"] = []
    with pytest.raises(WireError) as raised:
        read_release_request(bad)
    keys = {problem.key for problem in raised.value.every}
    assert keys == {"salary", "person.statuses[0].country", "person.statuses[1].kind", "technologies"}


def test_a_fact_or_an_eccn_that_nobody_knows_is_refused_with_its_place(decider: Decider) -> None:
    with pytest.raises(WireError) as raised:
        review(decider, CHINESE, technologies=[MANUAL, {"name": "odd", "facts": {"colour": "red"}}])
    assert raised.value.key == "technologies[1].facts"
    with pytest.raises(WireError) as raised:
        review(decider, CHINESE, technologies=[{"name": "odd", "eccn": "9Z999"}])
    assert raised.value.key == "technologies[0].eccn"


def test_a_review_is_kept_and_its_person_blanked_while_the_log_verifies(
    decider: Decider, tmp_path: Path
) -> None:
    cases = CaseService(open_database(tmp_path), clock=lambda: NOW)
    officer = Actor("mia", UserRole.COMPLIANCE_OFFICER, "Acme Inc.")
    steward = Actor("sue", UserRole.STEWARD, "Acme Inc.")
    found = review(decider, CHINESE, technologies=[RADAR])
    keep_release_review(cases, Act(officer, NOW), found)
    (kept,) = release_reviews(cases, officer, "E-1")
    said = person_of(kept)
    assert said is not None
    assert said["name"] == "Wei Example"
    assert accesses(kept) == ["barred"]
    assert kept_anywhere(tmp_path, "Wei Example")
    with pytest.raises(Refusal):
        blank_person(cases, officer, "E-1", reason="asked for")
    assert len(blank_person(cases, steward, "E-1", reason="asked for")) == 1
    assert blank_person(cases, steward, "E-1", reason="again") == ()
    (kept,) = release_reviews(cases, officer, "E-1")
    assert person_of(kept) is None
    assert not kept_anywhere(tmp_path, "Wei Example")
    with cases.database.reading() as connection:
        assert verify(connection).good
    assert accesses(kept) == ["barred"]
    stranger = Actor("max", UserRole.COMPLIANCE_OFFICER, "Other Inc.")
    assert release_reviews(cases, stranger, "E-1") == ()


def test_the_document_of_a_review_names_every_law(decider: Decider) -> None:
    document = review_document(review(decider, CHINESE, technologies=[MANUAL]))
    assert [law["regime"] for law in document["releases"][0]["regimes"]] == ["us_ear", "us_itar", "us_doe"]
