"""schemathesis against a running server, all checks: without a token, and with one of every role asked for.

    python -m benchmarks.api_schema [--examples 30] [--seconds 300] [--roles none,license_manager,...]

Examples, coverage of every parameter, fuzzing, and sequences of requests that use one another's results (stateful);
``--seconds`` for each role, during which the last two are repeated.

Prints what schemathesis sums up, cases included. It ends with status 1 where any answer was a 5xx or undocumented.
The server is another process, on loopback, over a home folder of its own that is taken away afterwards.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.serve import Server, free_port

from licet.accounts.service import NewAccount
from licet.events.roles import AUTHORITY, Side, UserAction, UserRole, may
from licet.server.services import open_services
from licet.server.settings import Settings

TAKEN = ["2xx", "401", "403", "404", "409", "412", "422", "429"]
"""What a request that fits the schema may be answered with: no schema tells whether a password is right."""


def tokens(home: Path, roles: list[UserRole]) -> dict[UserRole, str]:
    """An account of each role with a token for all that the role may do."""
    services = open_services(Settings(home))
    accounts, found = services.accounts, {}
    accounts.add_organization("acme", "Acme", Side.EXPORTER)
    accounts.add_organization("BIS", "BIS", Side.AUTHORITY)
    for role in roles:
        decider = "BIS" if role in AUTHORITY else "acme"
        who = accounts.add(
            NewAccount(role.value, role.value, decider, {role}, None, "https://id", role.value)
        )
        scopes = [action for action in UserAction if may(role, action)]
        found[role] = str(services.sessions.make_token(who, "schema", scopes, 1).secret)
    services.close()
    return found


def run(url: str, token: str | None, asked: argparse.Namespace, config: Path) -> int:
    """One run of schemathesis; its status."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config), "run",
        f"{url}/api/v1/openapi.json", "--checks", "all", "--max-examples", str(asked.examples),
        "--seed", str(asked.seed),
        "--phases", "examples,coverage,fuzzing,stateful", "--max-time", str(asked.seconds), "--continue-on-failure",
        "--no-color",
    ]  # fmt: skip
    if token is not None:
        command += ["--header", f"Authorization: Bearer {token}"]
    return subprocess.run(command, check=False).returncode  # noqa: S603


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, default=30)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--roles", default="none,license_manager,administrator,licensing_officer")
    asked = parser.parse_args()
    wanted = asked.roles.split(",")
    with tempfile.TemporaryDirectory(prefix="licet-schema-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        config = Path(folder) / "schemathesis.toml"
        statuses = ", ".join(f'"{text}"' for text in TAKEN)
        config.write_text(f"[checks.positive_data_acceptance]\nexpected-statuses = [{statuses}]\n", "utf-8")
        made = tokens(home, [UserRole(item) for item in wanted if item != "none"])
        server, failed = Server(home, free_port()), False
        for name in wanted:
            began = time.monotonic()
            print(f"\n== {'without a token' if name == 'none' else f'as {name}'}", flush=True)
            token = None if name == "none" else made[UserRole(name)]
            failed |= run(server.url, token, asked, config) != 0
            print(f"{time.monotonic() - began:.0f} s", flush=True)
        server.end()
    sys.exit(failed)


if __name__ == "__main__":
    main()
