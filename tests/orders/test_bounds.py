"""Files that unpack to far more than they are: refused by what they hold, without unpacking it."""

import tracemalloc
import zipfile
from io import BytesIO
from typing import Literal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from licet.orders.book import UnreadableOrdersError
from licet.orders.bounds import Bounds, check_bounds

SMALL = Bounds(lines=1000, workbook_lines=50, columns=20, text=1_000_000)


def parquet(table: pa.Table) -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(table, out, compression="zstd")
    return bytes(out.getvalue())


def arrow(table: pl.DataFrame, compression: Literal["uncompressed", "lz4", "zstd"]) -> bytes:
    out = BytesIO()
    table.write_ipc(out, compression=compression)
    return out.getvalue()


def workbook(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("orders")
    for number in range(rows):
        sheet.append([number, "text"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix", "lines"),
    [
        (b"id,eccn\n1,EAR99\n2,EAR99\n", ".csv", 3),
        (parquet(pa.table({"id": ["a", "b"], "value_usd": [1, 2]})), ".parquet", 2),
        (arrow(pl.DataFrame({"id": ["a", "b", "c"]}), "uncompressed"), ".arrow", 3),
        (workbook(50), ".xlsx", 50),
    ],
    ids=["csv", "parquet", "arrow", "xlsx"],
)
def test_a_file_within_bounds_says_how_many_lines_it_has(content: bytes, suffix: str, lines: int) -> None:
    assert check_bounds(content, suffix, SMALL) == lines


@pytest.mark.parametrize(
    ("content", "suffix", "says"),
    [
        (b"a\n" * 1001, ".csv", "1,001 lines"),
        (b"a," * 30, ".csv", "31 columns"),
        (parquet(pa.table({"id": range(1001)})), ".parquet", "1,001 lines"),
        (parquet(pa.table({str(n): [1] for n in range(21)})), ".parquet", "21 columns"),
        (parquet(pa.table({"id": ["x" * 5000] * 900})), ".parquet", "unpacks to more than"),
        (parquet(pa.table({"id": [[1]]})), ".parquet", "lists within a cell"),
        (parquet(pa.table({"id": ["a"]}))[:-9], ".parquet", "damaged"),
        (b"PAR1" + b"\0" * 100, ".parquet", "damaged"),
        (arrow(pl.DataFrame({"id": ["x" * 5000] * 900}), "zstd"), ".arrow", "packed Arrow"),
        (arrow(pl.DataFrame({"id": ["x" * 5000] * 900}), "lz4"), ".arrow", "packed Arrow"),
        (arrow(pl.DataFrame({"id": ["x" * 5000] * 900}), "uncompressed"), ".arrow", "unpacks to more than"),
        (b"ARROW1\0\0" + b"junk" * 30, ".arrow", "damaged"),
        (workbook(51), ".xlsx", "51 lines"),
        (b"PK\x03\x04junk", ".xlsx", "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_beyond_its_bounds_is_refused(content: bytes, suffix: str, says: str) -> None:
    with pytest.raises(UnreadableOrdersError, match=says):
        check_bounds(content, suffix, SMALL)


def test_three_gigabytes_of_text_are_measured_and_not_made() -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 600_000, pa.int32()), pa.array(["x" * 5000]))
    content = parquet(pa.table({"id": column}))
    assert len(content) < 50_000
    before = pa.total_allocated_bytes()
    with pytest.raises(UnreadableOrdersError, match="unpacks to more than 512 MB"):
        check_bounds(content, ".parquet")
    assert pa.total_allocated_bytes() - before < 50_000_000


def test_a_workbook_is_counted_without_holding_it() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", "<row/>" * 10_000_000)
    tracemalloc.start()
    with pytest.raises(UnreadableOrdersError, match="10,000,000 lines"):
        check_bounds(out.getvalue(), ".xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000
