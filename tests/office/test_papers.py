"""Papers of an authority: only where the installation is its, with a code that the installation answers."""

from pathlib import Path
from typing import Any

import pytest

from licet.access.roles import Side, UserRole
from licet.licensing.events import Act, Actor, Event
from licet.licensing.kinds import Kind
from licet.office.papers import LetterheadError, code_of, genuine_version, issuer_of, number_of

HEAD = '[BIS]\ndepartment = "Department"\nbureau = "Bureau"\nnumber_prefix = "D"\nverify_at = "https://a.example"\n'


@pytest.fixture
def installation(tmp_path: Path) -> Any:
    from tests.api.conftest import Desk, Now  # noqa: PLC0415

    from licet.api.services import open_services  # noqa: PLC0415
    from licet.api.settings import Settings  # noqa: PLC0415

    now = Now()
    desk = Desk(open_services(Settings(tmp_path), now), now)
    desk.services.accounts.add_organisation("acme", "Acme", Side.EXPORTER)
    yield desk
    desk.services.close()


def issued(desk: Any, by: str = "BIS") -> Any:
    actor = Actor("ida", UserRole.ISSUING_OFFICER, by)
    events = [Event.of(Act(actor, desk.now()), Kind.ISSUED, "L-1", "acme")]
    services = desk.services
    return issuer_of(services.settings.home, services.database, events, services.key.sign, "L-1 1")


def test_only_the_installation_of_an_authority_prints_its_papers(installation: Any) -> None:
    home = installation.services.settings.home
    assert issued(installation) is None  # no letterhead
    (home / "letterhead.toml").write_text(HEAD)
    assert issued(installation) is None  # no such organization here
    installation.services.accounts.add_organisation("BIS", "Bureau", Side.AUTHORITY)
    found = issued(installation)
    assert (found.department, found.bureau) == ("Department", "Bureau")
    assert code_of(installation.services.key.sign, "L-1 1") in found.verification
    assert "https://a.example" in found.verification
    assert issued(installation, by="acme") is None
    assert number_of(home, "BIS", "100") == "D100"


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


def test_a_code_belongs_to_one_version_of_one_paper(installation: Any) -> None:
    sign = installation.services.key.sign
    code = code_of(sign, "L-1 2")
    assert genuine_version(sign, "L-1", 3, code.lower()) == 2
    assert genuine_version(sign, "L-1", 1, code) is None
    assert genuine_version(sign, "L-2", 3, code) is None
    client = installation.browser()
    asked = client.get("/api/v1/papers", params={"number": "L-1", "code": code})
    assert asked.status_code == 404  # there is no such license here
