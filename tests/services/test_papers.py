"""Papers of an authority: only where the installation is its, with a code that the installation answers."""

from pathlib import Path
from typing import Any

import pytest
from tests.licensing.world import World
from tests.services.bench import Bench

from licet.events.event import Act, Actor, Event
from licet.events.kinds import Kind
from licet.events.roles import Side, UserRole
from licet.services.cases.papers import LetterheadError, Paper, PaperKind, code_of, issuer_of

HEAD = '[BIS]\ndepartment = "Department"\nbureau = "Bureau"\nnumber_prefix = "L"\nverify_at = "https://a.example"\n'
LICENSE = Paper(PaperKind.LICENSE, "L-1", 1)


@pytest.fixture
def installation(tmp_path: Path) -> Any:
    from tests.server.conftest import Desk, Now  # noqa: PLC0415

    from licet.server.services import open_services  # noqa: PLC0415
    from licet.server.settings import Settings  # noqa: PLC0415

    now = Now()
    desk = Desk(open_services(Settings(tmp_path), now), now)
    desk.services.accounts.add_organization("acme", "Acme", Side.EXPORTER)
    yield desk
    desk.services.close()


def issued(desk: Any, by: str = "BIS", paper: Paper = LICENSE) -> Any:
    actor = Actor("ida", UserRole.ISSUING_OFFICER, by)
    events = [Event.of(Act(actor, desk.now()), Kind.ISSUED, "L-1", "acme")]
    services = desk.services
    return issuer_of(services.settings.home, services.database, events, services.key.sign, paper)


def test_only_the_installation_of_an_authority_prints_its_papers(installation: Any) -> None:
    home = installation.services.settings.home
    assert issued(installation) is None  # no letterhead
    (home / "letterhead.toml").write_text(HEAD)
    assert issued(installation) is None  # no such organization here
    installation.services.accounts.add_organization("BIS", "Bureau", Side.AUTHORITY)
    found = issued(installation)
    assert (found.department, found.bureau) == ("Department", "Bureau")
    assert code_of(installation.services.key.sign, LICENSE) in found.verification
    assert "https://a.example" in found.verification
    assert issued(installation, by="acme") is None


def test_a_number_that_is_none_of_the_authoritys_is_on_a_specimen(installation: Any) -> None:
    (installation.services.settings.home / "letterhead.toml").write_text(HEAD)
    installation.services.accounts.add_organization("BIS", "Bureau", Side.AUTHORITY)
    assert issued(installation, paper=Paper(PaperKind.LICENSE, "X-1", 1)) is None
    assert issued(installation, paper=Paper(PaperKind.RETURN, "A-1", 1)) is not None  # no number of a license


def test_an_exporter_with_a_letterhead_still_prints_specimens(installation: Any) -> None:
    home = installation.services.settings.home
    (home / "letterhead.toml").write_text(HEAD.replace("[BIS]", "[acme]"))
    assert issued(installation, by="acme") is None


@pytest.mark.parametrize(
    "text", ["[BIS]\nbureau = 'x'\n", "[BIS]\ndepartment = 1\nbureau = 'x'\n", "not toml ["]
)
def test_a_letterhead_that_cannot_be_used_is_named(installation: Any, text: str) -> None:
    (installation.services.settings.home / "letterhead.toml").write_text(text)
    with pytest.raises(LetterheadError, match="letterhead.toml"):
        issued(installation)


def test_every_paper_is_answered_for_with_its_own_code_and_no_other(installation: Any) -> None:
    Bench(installation.services.database, World()).licensed("A-1", "L-1")
    client, sign = installation.browser(), installation.services.key.sign

    def asked(number: str, paper: Paper) -> Any:
        return client.get("/api/v1/papers", params={"number": number, "code": code_of(sign, paper).lower()})

    assert asked("L-1", LICENSE).json() == {"kind": "license", "number": "L-1", "version": 1, "newest": True}
    letters = [Paper(kind, "A-1", 2) for kind in (PaperKind.INTENT_TO_DENY, PaperKind.RETURN)]
    for letter in letters:
        for number in ("A-1", "Z000001"):  # the key of the case, and the number of the application
            shown = asked(number, letter).json()
            assert shown == {"kind": letter.kind.value, "number": number, "version": 2, "newest": False}
    for number, paper in [
        ("L-2", Paper(PaperKind.LICENSE, "L-2", 1)),  # there is none
        ("L-1", Paper(PaperKind.LICENSE, "L-1", 99)),  # nor such a version
        ("L-1", Paper(PaperKind.LICENSE, "L-2", 1)),
        ("A-1", LICENSE),
        ("A-1", Paper(PaperKind.LICENSE, "A-1", 1)),
    ]:
        assert asked(number, paper).status_code == 404
