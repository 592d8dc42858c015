"""Every page is documented."""

from pathlib import Path

import pytest

from licet.web.page import NAVIGATION

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guide" / "web.md").read_text("utf-8")


@pytest.mark.parametrize(("url", "name"), [page[:2] for _, pages in NAVIGATION for page in pages])
def test_every_page_is_documented(url: str, name: str) -> None:
    assert f"| {name} | `{url}` |" in GUIDE
