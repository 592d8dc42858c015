"""What changed from one list to the next, on small rows and on two real lists."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from licet.model.listing import Alias, ListCode
from licet.watchlists.diff import FieldChange, ListSide, diff, diff_snapshots
from licet.watchlists.reading import read
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format


def test_each_changed_field_is_told_with_old_and_new() -> None:
    old = RawRow(
        list_code=ListCode.EL, name="Acme", line=1, aliases=(Alias("A"),), start_date=date(2019, 1, 2)
    )
    new = RawRow(
        list_code=ListCode.EL, name="ACME", line=9, aliases=(Alias("A"), Alias("B")), policy="Denial"
    )
    found = diff(
        ListSide({"x": old, "gone": old}, Format.CSL_CSV), ListSide({"x": new, "new": new}, Format.CSL_CSV)
    )
    assert (list(found.added), list(found.removed)) == (["new"], ["gone"])
    assert {change.field: (change.old, change.new) for change in found.changed[0].fields} == {
        "name": ("Acme", "ACME"),
        "aliases": ("A", "A; B"),
        "start_date": ("2019-01-02", None),
        "policy": (None, "Denial"),
    }


def test_a_field_that_one_format_lacks_is_not_a_change() -> None:
    old = RawRow(
        list_code=ListCode.EL, name="Acme", line=1, addresses=("1 A St.",), start_date=date(2019, 1, 2)
    )
    new = RawRow(list_code=ListCode.EL, name="Acme", line=1)
    assert diff(ListSide({"x": old}, Format.CSL_CSV), ListSide({"x": new}, Format.CSL_COMPACT)).changed == ()
    assert diff(ListSide({"x": old}, Format.CSL_CSV), ListSide({"x": new}, Format.CSL_CSV)).changed


@pytest.mark.real_data
def test_the_denied_persons_of_2019_and_2022(real_lists: Path) -> None:
    """546 rows became 581. Every row is accounted for, and against plain sets of the files' own cells."""
    old, new = (
        read(real_lists / f"other_lists/dpl_{when}_watchman.txt.gz") for when in ("2019-07", "2022-09")
    )
    found = diff_snapshots(old, new)
    assert (len(found.added), len(found.removed), len(found.changed)) == (168, 133, 56)
    assert len(old.rows) - len(found.removed) + len(found.added) == len(new.rows)

    fields = Counter(change.field for item in found.changed for change in item.fields)
    assert fields == {"notices_text": 55, "start_date": 55, "end_date": 55, "addresses": 3}
    assert {row.name for row in found.added.values()} - {row.name for row in old.rows}
    by_name_old, by_name_new = (Counter(row.name for row in side.rows) for side in (old, new))
    added, removed = (Counter(row.name for row in side.values()) for side in (found.added, found.removed))
    assert by_name_new - by_name_old == added - removed
    assert by_name_old - by_name_new == removed - added


@pytest.mark.real_data
def test_mahan_airways_was_renewed_and_shows_old_and_new_dates(real_lists: Path) -> None:
    old, new = (
        read(real_lists / f"other_lists/dpl_{when}_watchman.txt.gz") for when in ("2019-07", "2022-09")
    )
    mahan = [item for item in diff_snapshots(old, new).changed if item.name == "MAHAN AIRWAYS"]
    assert mahan
    assert FieldChange("start_date", "2019-06-05", "2022-05-13") in mahan[0].fields
    assert FieldChange("end_date", "2019-12-03", "2022-11-09") in mahan[0].fields
