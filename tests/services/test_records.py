"""Records of a transaction by party, country or reference; documents by their hash; personal data blanked."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from licet.events.event import Actor, Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserRole
from licet.licensing import applying
from licet.licensing.application import Document, DocumentKind
from licet.storage.audit import verify
from licet.storage.database import Database
from licet.storage.events import row_hash
from licet.storage.personal import BLANK, hash_of

AUDITOR = Actor("ada", UserRole.AUDITOR, "acme")
STEWARD = Actor("stella", UserRole.STEWARD, "acme")
RIVAL = Actor("rob", UserRole.AUDITOR, "rival")
RIVALS_MANAGER = Actor("rita", UserRole.LICENSE_MANAGER, "rival")
LETTER = b"%PDF-1.7 a letter of explanation"


@pytest.fixture
def story(bench: Any) -> Any:
    """Two transactions of acme, one with a document, a license and a shipment; one of a rival with the same party."""
    sha256 = bench.case_service.add_document(bench.actor("manager"), "letter.pdf", LETTER)
    letter = Document(DocumentKind.LETTER_OF_EXPLANATION, sha256, "letter")
    bench.licensed("A-1", order_reference="PO-77", documents=(letter,))
    bench.ship("L-1", "S-1", itn="X20191010000001", reference="INV-5")
    bench.registered("A-2", order_reference="PO-78", destination="HK")
    ask = bench.world.application(order_reference="PO-77", documents=(letter,))
    bench.case_service.act(RIVALS_MANAGER, "R-1", applying.draft, application=ask)
    return bench


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"party": "huawei  DEVICE"}, ["A-1", "A-2", "L-1"]),
        ({"party": "no such"}, []),
        ({"country": "hk"}, ["A-2"]),
        ({"reference": "PO-77"}, ["A-1", "L-1"]),
        ({"reference": "inv-5"}, ["A-1", "L-1"]),
        ({"reference": "X20191010000001"}, ["A-1", "L-1"]),
        ({"reference": "S-1"}, ["A-1", "L-1"]),
        ({"reference": "L-1"}, ["A-1", "L-1"]),
        ({"reference": "z000002"}, ["A-2"]),
        ({"reference": hashlib.sha256(LETTER).hexdigest()}, ["A-1", "L-1"]),
        ({"party": "huawei", "country": "HK"}, ["A-2"]),
        ({"reference": "%"}, []),
    ],
)
def test_records_are_found_by_party_country_or_any_reference(
    story: Any, asked: Any, found: list[str]
) -> None:
    records = story.case_service.records(AUDITOR, **asked)
    assert [subject for _, subject in records.subjects] == found
    assert {event.subject for event in records.events} == set(found)


def test_a_rival_finds_its_own_records_alone(story: Any) -> None:
    assert [item for _, item in story.case_service.records(RIVAL, reference="PO-77").subjects] == ["R-1"]
    assert story.case_service.records(RIVAL, reference="L-1").events == ()
    with pytest.raises(ValueError, match="say a party"):
        story.case_service.records(AUDITOR)
    with pytest.raises(Refusal) as refused:
        story.case_service.records(story.actor("shipper"), party="huawei")
    assert refused.value.code == "role"


def test_a_refusal_about_a_case_is_among_its_records(story: Any) -> None:
    with pytest.raises(Refusal):
        story.do("shipper", applying.withdraw, "A-2", reason="no longer")
    kinds = [event.event.kind for event in story.case_service.records(AUDITOR, reference="A-2").events]
    assert kinds == [Kind.DRAFTED, Kind.SUBMITTED, Kind.REGISTERED, Kind.REFUSED]


def test_the_zip_can_be_checked_without_licet(story: Any) -> None:
    out = io.BytesIO()
    bundle = story.case_service.export_records(AUDITOR, out, party="Huawei", reference="PO-77")
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["asked"] == {"party": "Huawei", "reference": "PO-77"}
    assert manifest["files"] == {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in files.items()
    }
    assert files[f"documents/{hashlib.sha256(LETTER).hexdigest()}"] == LETTER
    rows = [json.loads(line) for line in files["rows.jsonl"].splitlines()]
    assert [row["kind"] for row in rows][-2:] == ["license.issued", "license.shipped"]
    assert all(row["hash"] == row_hash(row) for row in rows)
    people = json.loads(files["personal.json"])
    assert all(hash_of(item["salt"], item["value"]) == key for key, item in people.items())
    (kept,) = story.case_service.audit(AUDITOR, kind=Kind.EXPORTED)
    assert kept.event.payload["manifest"] == bundle.manifest_sha256


def test_to_name_the_hash_of_a_foreign_document_is_not_to_have_it(story: Any) -> None:
    sha256 = hashlib.sha256(LETTER).hexdigest()
    assert story.case_service.document(story.actor("shipper"), sha256) == LETTER
    assert story.case_service.document(story.actor("DOD"), sha256) == LETTER
    for stranger in (RIVALS_MANAGER, story.actor("DOE")):
        with pytest.raises(Refusal, match="no document"):
            story.case_service.document(stranger, sha256)
    out = io.BytesIO()
    story.case_service.export_records(RIVAL, out, reference="PO-77")
    assert not any(name.startswith("documents/") for name in zipfile.ZipFile(out).namelist())


def test_the_same_bytes_are_kept_once_and_bad_ones_refused(story: Any) -> None:
    manager = story.actor("manager")
    assert story.case_service.add_document(manager, "again.pdf", LETTER) == hashlib.sha256(LETTER).hexdigest()
    assert len(story.case_service.audit(AUDITOR, kind=Kind.DOCUMENT_ADDED)) == 1
    with pytest.raises(ValueError, match="from 1 to"):
        story.case_service.add_document(manager, "empty.pdf", b"")


def test_personal_data_are_blanked_and_the_log_still_verifies(story: Any, database: Database) -> None:
    before = story.case_service.case(story.actor("manager"), "A-1")
    assert before.applications[0].applicant.contact_name == "Mia Moss"
    hashes = story.case_service.blank(STEWARD, ["Mia Moss", "mia"], reason="she asked for it, 2026-11-24")
    assert len(hashes) == 2
    after = story.case_service.case(story.actor("manager"), "A-1")
    assert after.applications[0].applicant.contact_name.startswith(BLANK)
    assert {name.startswith(BLANK) for name, _ in after.acts[:2]} == {True}
    assert after.acts[0][0] == after.acts[1][0]  # still one person's
    assert after.state is before.state
    with database.reading() as connection:
        assert verify(connection).good
    assert story.case_service.blank(STEWARD, ["nobody"], reason="she asked for it") == ()
    assert (
        story.case_service.act(
            RIVALS_MANAGER, "R-1", applying.amend, application=story.world.application(version=2)
        )
        .state.applications[0]
        .applicant.contact_name
        == "Mia Moss"
    )  # each its own
    with pytest.raises(Refusal):
        story.case_service.blank(AUDITOR, ["rae"], reason="none of hers")
