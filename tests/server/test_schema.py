"""schemathesis against the OpenAPI document, all checks, with a token and without: no 5xx, nothing undocumented.

Short here; ``licet serve`` and ``schemathesis run --checks all`` make the long run (docs/guide/api.md).
"""

from collections.abc import Iterator
from typing import Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.config import SchemathesisConfig

from licet.events.roles import UserAction, UserRole, may

_TAKEN = ["2xx", "401", "403", "404", "409", "422", "429"]
"""422 as well: that a password is right, a name can be compared or a file is an order book no schema can tell."""
_QUICK = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def served(desk_at: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    desk = desk_at(
        tmp_path_factory.mktemp("schema"), requests_per_minute=10**9, public_url="http://testserver"
    )
    yield desk
    desk.services.close()


def token(desk: Any, login: str, role: UserRole) -> str:
    key = desk.person(login, role)
    scopes = [action for action in UserAction if may(role, action)]
    return str(desk.services.sessions.make_token(desk.services.accounts.find(key), "t", scopes, 300).secret)


@pytest.mark.parametrize("role", [None, UserRole.LICENSE_MANAGER, UserRole.ADMINISTRATOR])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_route_answers_as_documented(served: Any, role: UserRole | None) -> None:
    config = SchemathesisConfig.from_dict(
        {"checks": {"positive_data_acceptance": {"expected-statuses": _TAKEN}}}
    )
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", served.app, config=config)
    headers = {} if role is None else {"Authorization": f"Bearer {token(served, role.value, role)}"}
    seen = 0
    for result in schema.get_all_operations():
        operation = cast("Any", result).ok()

        @_QUICK
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            case.call_and_validate(headers=headers)

        check()
        seen += 1
    assert seen > 90
