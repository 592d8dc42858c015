import io
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from licet.cli import demo_page
from licet.server.services import open_services
from licet.server.settings import Settings


def test_the_link_opens_the_example_once(tmp_path: Path) -> None:
    services = open_services(Settings(tmp_path))
    try:
        app, path = demo_page.example_app(services)
        browser = TestClient(app, base_url="http://localhost")
        answer = browser.get(path)
        assert answer.url.path == "/ask"
        assert "License required" in answer.text
        assert "Huawei Technologies Co., Ltd." in answer.text
        assert TestClient(app, base_url="http://localhost").get(path).status_code == 404
        assert "/sign-in" in str(TestClient(app, base_url="http://localhost").get("/ask").url)
    finally:
        services.close()


def test_nobody_is_asked_where_nobody_can_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    monkeypatch.setattr(demo_page, "_serve", lambda _: pytest.fail("the page was opened"))
    demo_page.offer()


@pytest.mark.parametrize(("typed", "opened"), [("y", True), ("", False), ("n", False)])
def test_the_page_opens_for_yes_alone(monkeypatch: pytest.MonkeyPatch, typed: str, opened: bool) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    seen: list[Path] = []
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr("builtins.input", lambda _: typed)
    monkeypatch.setattr(demo_page, "_serve", seen.append)
    demo_page.offer()
    assert bool(seen) is opened
