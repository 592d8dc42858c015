"""What comes in as a file is checked by its content, and what goes out runs nothing."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from licet.orders.book import UnreadableOrdersError
from licet.orders.workbook import table_of_workbook, workbook_of
from licet.services.order_books import UploadError, checked_suffix


def workbook(rows: list[list[object]]) -> BytesIO:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("orders.exe", b"MZ", "not taken"),
        ("orders", b"x", "without an ending"),
        ("orders.csv", b"", "empty"),
        ("orders.csv", b"id\n\xff\xfe", "line 2 is not UTF-8"),
        ("orders.csv", b"id\n\x00", "not text"),
        ("orders.xlsx", b"id,customer", "not that of"),
        ("orders.parquet", b"PK\x03\x04", "not that of"),
    ],
)
def test_a_file_of_another_kind_is_refused(name: str, content: bytes, says: str) -> None:
    with pytest.raises(UploadError, match=says):
        checked_suffix(name, content)


def test_the_cells_of_a_workbook_are_read_as_a_csv_file_would_hold_them() -> None:
    rows: list[list[object]] = [
        ["id", "item.us_origin", "item.value_usd"],
        ["A", True, 120000],
        ["B", None, 1.5],
    ]
    found = table_of_workbook(workbook(rows), 10)
    assert found.rows() == [("A", "yes", "120000"), ("B", None, "1.5")]


@pytest.mark.parametrize("rows", [[], [["id", "id"], ["1", "2"]], [["id"], ["1"], ["2"], ["3"]]])
def test_a_workbook_that_is_no_table_is_refused(rows: list[list[object]]) -> None:
    with pytest.raises(UnreadableOrdersError):
        table_of_workbook(workbook(rows), 2)


@given(st.binary(max_size=200))
def test_a_damaged_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableOrdersError):
        table_of_workbook(BytesIO(b"PK\x03\x04" + content), 10)


def test_a_workbook_that_unpacks_to_a_gigabyte_is_refused_before_it_is_read() -> None:
    out = BytesIO()
    with (
        ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as parts,
        parts.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(1025):
            part.write(bytes(1 << 20))
    with pytest.raises(UnreadableOrdersError, match="1 GB"):
        table_of_workbook(out, 10)


@given(st.lists(st.text("=+-@\t\r abc", min_size=1, max_size=8), min_size=1, max_size=5))
def test_no_cell_of_a_workbook_that_goes_out_is_a_formula(texts: list[str]) -> None:
    content = workbook_of(pl.DataFrame({"customer": texts}), "Answers")
    sheet = load_workbook(BytesIO(content)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert all(
        not str(row[0]).startswith(("=", "+", "-", "@"))
        for row in sheet.iter_rows(min_row=2, values_only=True)
    )
