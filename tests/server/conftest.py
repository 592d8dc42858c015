"""A server in the test's own process, and people who sign in to it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from licet.accounts import keys
from licet.accounts.service import NewAccount
from licet.events.roles import Side, UserRole
from licet.server.app import create_app
from licet.server.services import Services, open_services
from licet.server.settings import Settings

ORIGIN = "http://localhost"


class Now:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2019, 10, 10, 16, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


class Desk:
    """A server, its clock, and browsers that are signed in to it."""

    password = "correct horse battery"  # noqa: S105

    def __init__(self, services: Services, now: Now) -> None:
        self.services, self.now = services, now
        self.app = create_app(services)

    def browser(self) -> TestClient:
        return TestClient(self.app, base_url=ORIGIN, headers={"Origin": ORIGIN})

    def person(
        self, login: str, *roles: UserRole, organization: str = "acme", side: Side = Side.EXPORTER
    ) -> str:
        """Make an account with a password of its own; gives its key."""
        accounts = self.services.accounts
        if organization not in {item.key for item in accounts.organizations()}:
            accounts.add_organization(organization, organization.title(), side)
        made = accounts.add(NewAccount(login, login.title(), organization, roles, "given by another"))
        accounts.set_password(made.key, "given by another", self.password)
        return made.key

    def sign_in(self, client: TestClient, login: str, code: str | None = None) -> dict[str, Any]:
        """Sign in, and send the session's token from then on."""
        asked = {"login": login, "password": self.password, "code": code}
        answer = client.post("/api/v1/session", json=asked)
        assert answer.status_code == 201, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return dict(answer.json())


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least that it takes, lest the tests spend their time on what is slow on purpose."""
    monkeypatch.setattr(keys, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def desk_at() -> Callable[..., Desk]:
    """Opens a server on a home folder; whoever asks closes its services."""

    def open_desk(home: Path, **settings: Any) -> Desk:
        now = Now()
        return Desk(open_services(Settings(home, **settings), now), now)

    return open_desk


@pytest.fixture
def desk(tmp_path: Path, desk_at: Callable[..., Desk]) -> Iterator[Desk]:
    opened = desk_at(tmp_path)
    yield opened
    opened.services.close()
