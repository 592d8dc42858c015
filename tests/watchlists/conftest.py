"""Real files where they are, and small files in the official layouts made on the spot."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
HEADER = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]
CslCsv = Callable[..., bytes]


@pytest.fixture(scope="session")
def csl_csv() -> CslCsv:
    """Makes the bytes of a CSV in the official layout from cells by column; ``drop`` leaves columns out."""

    def make(*rows: dict[str, str], drop: tuple[str, ...] = ()) -> bytes:
        columns = [column for column in HEADER if column not in drop]
        out = io.StringIO(newline="")
        writer = csv.DictWriter(
            out, columns, restval="", quoting=csv.QUOTE_ALL, lineterminator="\n", extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode()

    return make
