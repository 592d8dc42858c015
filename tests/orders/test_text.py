"""CSV order files: a line that does not fit costs no other line, and a file that fits is read as one."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.orders.book import UnreadableOrdersError
from licet.orders.flat import cells_of, read_flat, write_cells
from licet.orders.text import read_csv
from licet.regimes.us_ear import ear

HEAD = "id,destination,end_use\n"


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "orders.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2,Sunfield\\, North,DE,civil", "5 cells where the header has 3: 2,Sunfield"),
        ("2,DE", "2 cells where the header has 3: 2,DE; put a value that holds a separator"),
        ('2,"DE,civil', "a quote is not closed"),
        ('2,D"E,civil"', "not CSV"),
        ('2,"DE"x,civil', "not CSV"),
    ],
)
def test_a_line_that_does_not_fit_costs_no_other_line(tmp_path: Path, line: str, says: str) -> None:
    table, bad = read_csv(written(tmp_path, f"{HEAD}1,FR,civil\n{line}\n3,IT,civil\n"))
    if says == "not CSV" and not bad:
        assert table.row(1)[0] == "2"  # the csv module takes a quote inside a value as it stands
    else:
        assert [(bad_line.row, bad_line.key) for bad_line in bad.values()] == [(2, "line 3")]
        assert says in bad[1].problem
        assert table.row(1) == (None, None, None)
    assert table["id"].to_list()[::2] == ["1", "3"]
    assert table["destination"].to_list()[::2] == ["FR", "IT"]


def test_a_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    content = f"{HEAD}1,FR,civil\n".encode() + "2,M\u00fcnchen,civil\n".encode("latin-1") + b"3,IT,civil\n"
    table, bad = read_csv(written(tmp_path, content))
    assert [(line.row, line.key) for line in bad.values()] == [(2, "line 3")]
    assert "not UTF-8: 2,M" in bad[1].problem
    assert table["id"].to_list() == ["1", None, "3"]


def test_lines_are_counted_as_a_person_counts_them(tmp_path: Path) -> None:
    """A value over two lines before it: the row is the second, the line the fourth."""
    _, bad = read_csv(written(tmp_path, f'{HEAD}1,"a\nb",civil\n2,DE\n'))
    assert [(line.row, line.key) for line in bad.values()] == [(2, "line 4")]


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOrdersError, match="two columns have the name 'id'"):
        read_csv(written(tmp_path, "id,id\n1\n"))


VALUES = st.text(st.sampled_from('ab ,;"\n\r\u00e9'), max_size=5)
ROWS = st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=6)


@given(ROWS, st.sampled_from(["\n", "\r\n"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_a_program_writes_is_read_as_it_was(tmp_path: Path, rows: list[list[str]], end: str) -> None:
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["id", "x", "y"], *rows])
    table, bad = read_csv(path)
    assert not bad
    assert [[cell or "" for cell in row] for row in table.rows()] == rows


@given(st.text(st.sampled_from('ab,"\n'), max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_line_is_lost_whatever_stands_in_a_file(tmp_path: Path, content: str) -> None:
    """The last line is never swallowed by a quote that is left open before it."""
    table, bad = read_csv(written(tmp_path, f"id,x\n{content}\n1,last\n"))
    assert table.row(table.height - 1) == ("1", "last")
    assert table.height - 1 not in bad


def test_what_is_wrong_with_a_line_outlives_the_filling_of_its_file(tmp_path: Path) -> None:
    """A book filled from the product master, or with stated facts, is read again from Parquet."""
    orders, filled = tmp_path / "orders.csv", tmp_path / "filled.parquet"
    orders.write_text("id,action,destination\na,export,DE\nb,export,DE,DE\nc,export,FR\n", "utf-8")
    table, bad = cells_of(orders)
    assert [line.row for line in bad.values()] == [2]
    write_cells(table.with_columns(pl.lit("EAR99").alias("item.eccn")), bad, filled)
    assert cells_of(filled)[1] == bad
    assert read_flat(filled, ear(), date(2026, 9, 20)).bad[0].problem == bad[1].problem
    table.write_parquet(filled, metadata={"licet.bad_lines": "[1]"})
    assert cells_of(filled)[1] == {}
