"""Accounts, tokens and organizations at the command line, over the same store as the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.accounts import account, organization, token

RUN = CliRunner()


def test_an_organization_its_account_and_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    assert RUN.invoke(organization, ["add", "acme", "--name", "Acme Inc."]).exit_code == 0
    words = [
        "add",
        "mia",
        "--name",
        "Mia",
        "--organization",
        "acme",
        "--role",
        "compliance_officer",
        "--json",
    ]
    made = json.loads(RUN.invoke(account, words).stdout)
    assert (made["organization"], made["roles"], len(made["password"]) > 20) == (
        "acme", ["compliance_officer"], True,
    )  # fmt: skip
    given = json.loads(
        RUN.invoke(token, ["add", "mia", "--name", "ERP", "--scope", "check a sale", "--json"]).stdout
    )
    assert given["secret"].startswith("licet_")
    assert RUN.invoke(token, ["add", "mia", "--name", "x", "--scope", "adopt lists"]).exit_code == 2
    assert RUN.invoke(token, ["end", "mia", given["key"]]).exit_code == 0
    assert RUN.invoke(token, ["end", "mia", given["key"]]).exit_code == 2
    assert json.loads(RUN.invoke(token, ["list", "mia", "--json"]).stdout)[0]["ended"] is True
    assert "disabled" in RUN.invoke(account, ["disable", "mia"]).stdout
    assert "disabled" in RUN.invoke(account, ["list"]).stdout
    assert RUN.invoke(account, ["add", "kim", "--name", "Kim", "--role", "requester"]).exit_code == 2
