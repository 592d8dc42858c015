"""The real lists where they are, and an adopted copy of the whole one."""

import os
import shutil
from pathlib import Path

import pytest

from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

REPO = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def data() -> Path:
    folder = Path(os.environ.get("LICET_SHARED", REPO.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"the real lists are not here: {folder} (set LICET_SHARED)")
    return folder


@pytest.fixture(scope="session")
def adopted_once(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("adopted")
    path = data / "csl/csl_2026-07-31_compact.json.gz"
    snapshot = read(path)
    assert snapshot.data_date is not None
    adopt(home, snapshot, AdoptionRequest(path.name, today=snapshot.data_date))
    return home


@pytest.fixture
def real_home(adopted_once: Path, tmp_path: Path) -> Path:
    """A home of one's own in which the whole real list of 31 July 2026 was adopted."""
    return Path(shutil.copytree(adopted_once, tmp_path / "home"))
