"""The derived file: fast, checked, made again when it is missing, and the same for ever."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from licet.model.listing import Alias, ListCode
from licet.storage.adopt import AdoptionRequest, adopt
from licet.storage.state import ListState, load_entries, open_state
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, Snapshot

TODAY = date(2026, 11, 23)
D1, D2 = date(2022, 1, 10), date(2023, 1, 10)


def take(home: Path, day: date, *rows: RawRow) -> None:
    found = Snapshot(Format.CSL_CSV, f"{day:%Y%m%d}".ljust(64, "0"), day, "test", rows)
    adopt(home, found, AdoptionRequest("list.csv", TODAY, accept_anyway="a test", as_whole=True))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    el = RawRow(
        list_code=ListCode.EL, name="Acme", line=1, aliases=(Alias("A", weak=True), Alias("阿克梅")),
        countries=("CN", "HK"), requirement="For all items, see §§ 734.9(e)1 of the EAR2", policy="Denial",
        start_date=date(2019, 5, 16), notices_text="84 FR 22961 5/21/19", addresses=("1 A St.", "2 B St."),
        kind="Entity", programs=("P", "Q"),
    )  # fmt: skip
    take(tmp_path, D1, el, RawRow(list_code=ListCode.SDN, name="Other", line=2, official_id="7"))
    return tmp_path


def opened(home: Path, known: date | None = None, upto: int | None = None) -> ListState:
    state = open_state(home, known, upto)
    assert state is not None
    return state


def test_an_entry_comes_back_as_it_was_read(home: Path) -> None:
    state = opened(home)
    number = state.find(state.entry(0).entry_id)
    assert number == 0
    entry = state.entry(number)
    assert (entry.name, entry.list_code, entry.kind) == ("Acme", ListCode.EL, "Entity")
    assert entry.aliases == (Alias("A", weak=True), Alias("阿克梅"))
    assert (entry.countries, entry.addresses) == (("CN", "HK"), ("1 A St.", "2 B St."))
    row = entry.terms.rows[0]
    assert (row.in_force.start, row.published_on, str(row.cite)) == (
        date(2019, 5, 16), date(2019, 5, 21), "84 FR 22961",
    )  # fmt: skip
    assert (row.value.requirement, row.value.policy) == (
        "For all items, see §§ 734.9(e)1 of the EAR2",
        "Denial",
    )
    assert (row.value.footnotes, row.value.programs, row.value.standard_order) == ((1, 2), ("P", "Q"), None)


def test_names_stand_in_columns(home: Path) -> None:
    state = opened(home)
    names = state.names()
    assert list(names.text) == ["Acme", "A", "阿克梅", "Other"]
    assert list(names.entry) == [0, 0, 0, 1]
    assert list(names.weak) == [0, 1, 0, 0]
    assert [state.code(number) for number in range(len(state))] == [ListCode.EL, ListCode.SDN]
    assert list(state.countries) == ["CN HK", ""]
    assert state.find("SDN-7") == 1
    assert state.find("SDN-8") is None


@pytest.mark.parametrize("number", [-1, 2])
def test_there_is_no_entry_outside(home: Path, number: int) -> None:
    with pytest.raises(IndexError, match=f"entry {number} of 2"):
        opened(home).entry(number)


def test_sources_tell_count_snapshot_and_age(home: Path) -> None:
    state = opened(home)
    source = state.sources[ListCode.SDN]
    assert (source.count, source.snapshot, source.data_date, source.age_days(date(2022, 1, 12))) == (
        1,
        1,
        D1,
        2,
    )
    assert (state.snapshot_date, state.oldest_date, state.age_days(D2), state.whole) == (D1, D1, 365, False)


def test_a_missing_or_damaged_file_is_made_again_and_is_the_same(home: Path) -> None:
    wanted = opened(home).fingerprint
    (path,) = (home / "states").iterdir()
    good = path.read_bytes()
    for bad in (
        b"",
        good[:100],
        good[:-1],
        good[:-9] + b"xxxxxxxxx",
        b"x" * 500,
        good.replace(b"Acme", b"Acne"),
    ):
        path.write_bytes(bad)
        assert opened(home).fingerprint == wanted
        assert path.read_bytes() == good
    path.unlink()
    assert opened(home).fingerprint == wanted


def test_what_was_known_by_a_day_leaves_later_data_out(home: Path) -> None:
    first = opened(home).fingerprint
    take(home, D2, RawRow(list_code=ListCode.EL, name="New", line=1))
    assert opened(home).fingerprint != first
    assert opened(home, known=D1).fingerprint == first
    assert open_state(home, date(2021, 12, 31)) is None


def test_an_older_state_can_be_opened_by_its_adoption(home: Path) -> None:
    first = opened(home)
    take(home, D2, RawRow(list_code=ListCode.EL, name="New", line=1))
    take(home, date(2021, 1, 1), RawRow(list_code=ListCode.EL, name="Old", line=1))
    for path in (home / "states").iterdir():
        path.unlink()
    again = opened(home, upto=first.adoption)
    assert (again.fingerprint, again.adoption) == (first.fingerprint, first.adoption)


def test_no_home_and_no_list_give_none(tmp_path: Path) -> None:
    assert open_state(tmp_path / "nowhere") is None
    assert load_entries(tmp_path) == []
    (tmp_path / "licet.sqlite3").touch()
    assert open_state(tmp_path) is None


def test_entries_that_may_be_listed_are_kept_for_an_earlier_day(tmp_path: Path) -> None:
    take(tmp_path, D1, RawRow(list_code=ListCode.EL, name="Acme", line=1, notices_text="84 FR 1"))
    assert len(load_entries(tmp_path, as_of=date(2019, 1, 1))) == 1
    assert load_entries(tmp_path, as_of=date(2018, 12, 31)) == []


def test_the_way_in_loads_neither_sqlalchemy_nor_polars(home: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from licet.storage.state import open_state;"
        "state = open_state(Path(sys.argv[1])); state.entry(0); len(state.names());"
        "heavy = {'sqlalchemy', 'alembic', 'polars', 'numpy', 'pyarrow', 'pycountry'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, str(home)], check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == "[]"
