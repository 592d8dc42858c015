"""Screening on the real lists as they stood on a day and as they were known on a day."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.services.screening import ScreeningRequest, open_screener, screening_document
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

pytestmark = pytest.mark.real_data
EARLIER, LATER = date(2023, 11, 30), date(2026, 7, 31)


@pytest.fixture(scope="module")
def home(real_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a part of the list of 2023 was adopted, and the whole list of 2026."""
    home, folder = tmp_path_factory.mktemp("home"), real_lists / "csl"
    part = folder / "csl_2023-11-30_partial_watchman.csv.gz"
    adopt(home, read(part), AdoptionRequest(part.name, EARLIER, data_date=EARLIER, accept_anyway="a part"))
    adopt(
        home,
        read(folder / "csl_2026-07-31_compact.json.gz"),
        AdoptionRequest("csl", today=LATER, accept_anyway="removed since 2023"),
    )
    return home


@pytest.mark.parametrize(
    ("name", "as_of", "known", "stands"),
    [
        ("ZTE Parsian", date(2016, 3, 7), None, "no"),
        ("ZTE Parsian", date(2016, 3, 8), None, "yes"),
        ("Huawei Technologies Co., Ltd.", date(2019, 10, 10), date(2019, 5, 20), "no"),
        ("Huawei Technologies Co., Ltd.", date(2019, 10, 10), date(2019, 5, 21), "yes"),
        ("Evren KAYAKIRAN", date(2024, 1, 1), EARLIER, "yes"),
        ("Evren KAYAKIRAN", date(2024, 1, 1), date(2023, 11, 29), None),
        ("Yangtze Memory Technologies Co., Ltd.", LATER, date(2026, 7, 30), None),
        ("Yangtze Memory Technologies Co., Ltd.", LATER, LATER, "yes"),
        ("Yangtze Memory Technologies Co., Ltd.", date(2023, 1, 1), None, "unknown"),
    ],
)
def test_an_entry_stands_as_of_its_day_on_what_was_known(
    home: Path, name: str, as_of: date, known: date | None, stands: str | None
) -> None:
    """None: no list that had been adopted with data of that day has it."""
    screener, _ = open_screener(home, known)
    document: dict[str, Any] = screening_document(ScreeningRequest(name, None, as_of, known), screener)
    strong = [hit for hit in document["hits"] if hit["score"] == 1.0 and hit["list"] in {"EL", "FSE"}]
    assert (strong[0]["stands"] if strong else None) == stands
