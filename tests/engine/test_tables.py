"""A dated table asked on a day: what it has never heard of, what it was read too late for, and what it says."""

from datetime import date

import pytest

from licet.rules.citation import Citation
from licet.rules.table import CellLookup, Table, look_up

CITE = Citation.parse("15 CFR 738.4")
READ = date(2020, 1, 1)


def record(start: str, end: str, member: str = "yes", published: str = "2020-03-01") -> dict[str, str]:
    return {
        "effective_from": start, "effective_to": end, "member": member, "published_on": published,
        "cite": "85 FR 1", "source": "made",
    }  # fmt: skip


TABLE = Table(
    "made_table",
    CITE,
    frozenset({"CN", "RU", "DE"}),
    READ,
    "0" * 64,
    {("CN", "D:1"): [record("2020-03-01", "2021-01-01")], ("RU", "D:1"): [record("2020-03-01", "", "no")]},
    {},
)
BEGUN, ENDED, EVE = date(2020, 3, 1), date(2021, 1, 1), date(2020, 2, 29)
SAYS = Citation.parse("85 FR 1")


@pytest.mark.parametrize(
    ("key", "as_of", "known_as_of", "expected"),
    [
        (("ZZ", "D:1"), BEGUN, None, CellLookup(None)),
        (("DE", "D:1"), READ, None, CellLookup(False)),
        (("DE", "D:1"), date(2019, 12, 31), None, CellLookup(False, backdated="made_table")),
        (("CN", "D:1"), EVE, None, CellLookup(True, ENDED, SAYS, "made_table")),
        (("CN", "D:1"), BEGUN, None, CellLookup(True, ENDED, SAYS)),
        (("CN", "D:1"), BEGUN, BEGUN, CellLookup(True, ENDED, SAYS)),
        (("CN", "D:1"), BEGUN, EVE, CellLookup(True, ENDED, SAYS, "made_table")),
        (("CN", "D:1"), ENDED, None, CellLookup(False)),
        (("RU", "D:1"), EVE, None, CellLookup(True, BEGUN, SAYS, "made_table")),
        (("RU", "D:1"), BEGUN, None, CellLookup(False, None, SAYS)),
    ],
)
def test_a_table_says_on_a_day(
    key: tuple[str, str], as_of: date, known_as_of: date | None, expected: CellLookup
) -> None:
    assert look_up(TABLE, key, as_of, known_as_of) == expected
