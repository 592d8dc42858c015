"""Makes the repository's ``tools`` importable, and finds the real sources or skips with the reason."""

import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from tools.common import shared_data  # noqa: E402  the path must be set first


@pytest.fixture(scope="session")
def data() -> Path:
    folder = shared_data()
    if not folder.is_dir():
        pytest.skip(f"the real sources are not here: {folder} (set LICET_SHARED)")
    return folder
