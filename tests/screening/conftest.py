"""The screener of the whole real list, made once for all tests of screening in a process."""

from pathlib import Path

import pytest

from licet.screening.screener import ListScreener
from licet.services.screening import open_screener


@pytest.fixture(scope="session")
def listed_screener(adopted_lists: Path) -> ListScreener:
    return open_screener(adopted_lists)[0].compiled()
