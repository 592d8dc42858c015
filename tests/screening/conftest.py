"""The screener of the whole real list, made once for all tests of screening in a process."""

from datetime import date
from pathlib import Path

import pytest

from licet.screening.screener import Screener
from licet.services.screening import open_screener
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read


@pytest.fixture(scope="session")
def listed_screener(real_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Screener:
    home = tmp_path_factory.mktemp("home")
    snapshot = read(real_lists / "csl" / "csl_2026-07-31_compact.json.gz")
    adopt(home, snapshot, AdoptionRequest("csl", today=date(2026, 7, 31)))
    return open_screener(home)[0].compiled()
