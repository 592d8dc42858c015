"""Health, metrics, logs without persons, backup and restore, and the doctor."""

import asyncio
import io
import json
import logging
import os
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from licet.accounts import keys
from licet.events.roles import UserRole
from licet.server import operations
from licet.server.health import HealthStatus, check_health
from licet.server.settings import SettingError, Settings
from licet.server.telemetry import log_to
from licet.storage.backup import BackupError, back_up, restore


def test_a_server_says_whether_it_lives_and_whether_it_is_ready(desk: Any) -> None:
    with desk.browser() as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").json() == {"status": "ready", "adoption": 0}
        desk.app.state.stopping = True
        assert client.get("/readyz").status_code == 503


def test_all_who_ask_at_once_whether_it_is_ready_are_answered_by_one_look(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = list[int]()

    def look(_services: Any) -> dict[str, Any]:
        looks.append(1)
        time.sleep(0.05)
        return {"status": "ready"}

    monkeypatch.setattr(operations, "_ready", look)
    request: Any = SimpleNamespace(app=desk.app)

    async def ask() -> None:
        for _ in range(2):
            answers = await asyncio.gather(*(operations.readyz(request) for _ in range(50)))
            assert answers == [{"status": "ready"}] * 50

    asyncio.run(ask())
    assert len(looks) == 2


def test_a_metrics_token_is_no_word_that_one_guesses(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="LICET_METRICS_TOKEN"):
        Settings.of(tmp_path, {"LICET_METRICS_TOKEN": "prometheus"})


def test_all_that_is_wrong_with_settings_is_said_at_once(tmp_path: Path) -> None:
    wrong = {
        "LICET_PUBLIC_URL": "http://[licet", "LICET_REQUESTS_PER_MINUTE": "9" * 5000, "LICET_REQUESTS_AT_ONCE": "0",
        "LICET_MAX_UPLOAD_BYTES": "64 MB", "LICET_TRUSTED_PROXIES": "10.0.0.0/8,proxy", "LICET_SECOND_FACTOR": "all",
        "LICET_OIDC_ISSUER": "http://id.example.com",
    }  # fmt: skip
    with pytest.raises(SettingError) as raised:
        Settings.of(tmp_path, wrong)
    for name in (*wrong, "LICET_OIDC_CLIENT_ID", "LICET_OIDC_CLIENT_SECRET"):
        assert f"{name}: " in str(raised.value)
    assert Settings.of(tmp_path, dict.fromkeys(wrong, "")) == Settings(tmp_path)


def test_metrics_are_for_whoever_has_their_token(desk_at: Any, tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "measured", metrics_token="a token")  # noqa: S106
    client = desk.browser()
    client.get("/api/v1/cases/C-SECRET-NAME")
    assert client.get("/metrics").status_code == 401
    found = client.get("/metrics", headers={"Authorization": "Bearer a token"}).text
    desk.services.close()
    assert "licet_requests_total{" in found
    assert "SECRET-NAME" not in found


def test_the_log_tells_routes_and_no_persons(desk: Any) -> None:
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    lines = io.StringIO()
    before = {name: logging.getLogger(name).handlers for name in ("licet", "uvicorn")}
    log_to(lines)
    try:
        client = desk.browser()
        desk.sign_in(client, "cora")
        client.get("/api/v1/timelines/Huawei?as_of=2019-10-10")
    finally:
        for name, handlers in before.items():
            logging.getLogger(name).handlers = handlers
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(item["method"], item["status"]) for item in said] == [("POST", 201), ("GET", 200)]
    assert all(set(item) >= {"at", "route", "ms", "request_id"} for item in said)
    assert not any(word in lines.getvalue() for word in ("cora", "Huawei", "2019-10-10", "testclient"))


def test_a_backup_put_back_is_the_same_house(desk: Any, desk_at: Any, tmp_path: Path) -> None:
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    home = desk.services.settings.home
    archive, other = tmp_path / "backup.zip", tmp_path / "elsewhere"
    put = back_up(home, archive)
    assert {"licet.sqlite3", "server.key"} <= set(put)
    assert archive.stat().st_mode & 0o077 == 0
    assert restore(archive, other) == put
    again = desk_at(other)
    desk.sign_in(again.browser(), "cora")
    with again.browser() as client:
        assert again.sign_in(client, "cora")["login"] == "cora"
    again.services.close()
    assert (other / "server.key").read_bytes() == (home / "server.key").read_bytes()


def test_a_backup_that_is_damaged_or_points_elsewhere_is_refused(desk: Any, tmp_path: Path) -> None:
    archive = tmp_path / "backup.zip"
    back_up(desk.services.settings.home, archive)
    with pytest.raises(BackupError, match="not empty"):
        restore(archive, desk.services.settings.home)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(archive.read_bytes()[:-200])
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as made:
        made.writestr("../outside", "x")
        hashes = {"../outside": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
        made.writestr("manifest.json", json.dumps({"licet": "0", "schema": "0001", "sha256": hashes}))
    for path in (broken, evil):
        with pytest.raises(BackupError):
            restore(path, tmp_path / "new")
        assert not (tmp_path / "new").exists()


def test_what_lowers_its_own_priority_goes_on_where_that_is_forbidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "setpriority", forbidden, raising=False)
    keys._below_others()
    unit = (Path(__file__).parents[2] / "deploy/licet.service").read_text("utf-8")
    denied = [line for line in unit.splitlines() if line.startswith("SystemCallFilter=~")]
    assert denied == ["SystemCallFilter=~@privileged"]  # not @resources, which has setpriority


def test_the_doctor_finds_what_is_wrong(desk: Any) -> None:
    home = desk.services.settings.home
    assert not [finding for finding in check_health(home) if finding.verdict is HealthStatus.BAD]
    (home / "server.key").chmod(0o644)
    assert [finding.what for finding in check_health(home) if finding.verdict is HealthStatus.BAD] == [
        "server.key"
    ]
