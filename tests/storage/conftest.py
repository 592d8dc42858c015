"""An adopted copy of the whole real list for each test."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def real_home(adopted_lists: Path, tmp_path: Path) -> Path:
    """A home of one's own in which the whole real list of July 31, 2026 was adopted."""
    return Path(shutil.copytree(adopted_lists, tmp_path / "home"))
