"""Small files that unpack to large tables, and texts that take long to read, are refused or read at once."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from licet.orders.book import UnreadableOrdersError
from licet.orders.workbook import table_of_workbook
from licet.tabular import documents, grid
from licet.tabular.business import read_business_file
from licet.tabular.load import NotABusinessFileError, load_tables
from licet.tabular.markup import html_grids
from licet.tabular.rows import BadRow, UnreadableFileError, csv_table, read_rows
from licet.tabular.values import read_amount, read_date

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>{}</worksheet>'
OFFICE = "urn:schemas-microsoft-com:office:spreadsheet"
FAR = '<row><c r="XFD{}" t="inlineStr"><is><t>x</t></is></c></row>'


def workbook(rows: str, behind: str = "", strings: str = "") -> bytes:
    plain, out = BytesIO(), BytesIO()
    book = Workbook()
    book.active.append(["Customer"])
    book.save(plain)
    with ZipFile(plain) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = SHEET.format(rows, behind).encode()
            after.writestr(name, content)
        if strings:
            after.writestr("xl/sharedStrings.xml", strings)
    return out.getvalue()


def parquet() -> bytes:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 900_000, pa.int32()), pa.array(["x" * 3500]))
    out = pa.BufferOutputStream()
    pq.write_table(pa.table({"customer": column}), out, compression="zstd")
    return bytes(out.getvalue())


def bombs() -> dict[str, bytes]:
    many = 40_000
    cell = f'<Cell xmlns="{OFFICE}" a:Index="16384" xmlns:a="{OFFICE}"/>'
    sheet = (
        f'<Workbook xmlns="{OFFICE}"><Worksheet>' + f"<Row>{cell}</Row>" * 3_000 + "</Worksheet></Workbook>"
    )
    around = "".join(f'<a{number} b="1"/>' for number in range(3_000))
    return {
        "keys.json": json.dumps([{f"k{number % 19_000}": 1} for number in range(many)]).encode(),
        "keys.jsonl": b"\n".join(b'{"k%d": 1}' % (number % 19_000) for number in range(many)),
        "above.json": json.dumps([{**{f"k{n}": 1 for n in range(9_000)}, "lines": [{"a": 1}] * 9_000}]).encode(),
        "long.json": json.dumps([{"k" * 2_000: {f"a{number}": 1 for number in range(9_000)}}] * 2).encode(),
        "objects.json": b'{"a": [' + b"[]," * 100_000 + b"[]]}",
        "tags.xml": b"<?xml version='1.0'?><a>" + b"<b/>" * 100_000 + b"</a>",
        "sheet.xml": f"<?xml version='1.0'?>{sheet}".encode(),
        "around.xml": f'<?xml version="1.0"?><a {" ".join(f"k{n}=" + chr(34) + "1" + chr(34) for n in range(9_000))}>'
        f"{'<line><b>1</b></line>' * 9_000}{around}</a>".encode(),
        "span.html": b"<table>" + b"<tr><td colspan=16384>x</td></tr>" * 3_000 + b"</table>",
        "far.xlsx": workbook("".join(FAR.format(number) for number in range(1, 3_000))),
        "rows.xlsx": workbook('<row r="1"/><row r="99999999999"><c r="A99999999999"/></row>'),
        "merged.xlsx": workbook("<row/>", '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "column.xlsx": workbook("<row/>", '<mergeCells><mergeCell ref="XFD1:XFD900000"/></mergeCells>'),
        "text.xlsx": workbook("<row/>", strings=" " * 70_000_000),
        "text.parquet": parquet(),
    }  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bombs")
    for name, content in bombs().items():
        assert len(content) < 600_000
        (made / name).write_bytes(content)
    return made


def test_a_small_file_that_unpacks_to_a_large_table_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_MOST_OBJECTS", 100_000)
    monkeypatch.setattr(grid, "_MOST_CELLS", 3_000_000)
    for path in sorted(folder.iterdir()):
        with pytest.raises(NotABusinessFileError, match="more than|at most"):
            load_tables(path)


def test_a_workbook_of_orders_is_as_wide_as_its_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    head = '<row><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
    far = workbook(head + "".join(FAR.format(number) for number in range(2, 300)))
    assert table_of_workbook(BytesIO(far), 200_000).shape == (298, 1)
    monkeypatch.setattr(grid, "_MOST_CELLS", 300_000)
    with pytest.raises(UnreadableOrdersError, match="more than"):
        table_of_workbook(BytesIO(workbook("".join(FAR.format(n) for n in range(1, 30)))), 200_000)


def test_a_sheet_has_no_more_rows_than_sheets_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "names.xlsx"
    head = '<row><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    file.write_bytes(workbook(head + '<row r="999999999999"><c><v>1</v></c></row>'))
    monkeypatch.setattr("licet.tabular.rows._LAST_ROW", 1000)
    with pytest.raises(UnreadableFileError, match="at most"):
        list(read_rows(file))


def test_a_long_line_of_signs_is_read_at_once(tmp_path: Path) -> None:
    """Each of these took from seconds to years."""
    path, many = tmp_path / "customers.csv", 200_000
    for line in ("+" * 200 + "x", "-" * many + "x", "#" * many + "x", "a," * many, '"a', '""b"' * many):
        path.write_text(f"Customer,Country\n{line}\nMuster Werke,DE\n", "utf-8")
        try:
            assert read_business_file(path).records
        except NotABusinessFileError as error:
            assert "cell" in str(error) or "heading" in str(error) or "column" in str(error)  # noqa: PT017
    for text in ("1" + " " * many + "1x", "T" * many, "T1:11" + " " * many + "x"):
        with pytest.raises(ValueError, match="is not a"):
            read_amount(text, ".")
        with pytest.raises(ValueError, match="date|day"):
            read_date(text, "dmy")  # type: ignore[arg-type]


def test_tags_that_are_not_closed_are_read_once() -> None:
    """Each took minutes, or ended in an error of the program."""
    for tag in ("<!--", "<!", "<![x", "<?", "</a ", "<a b='", '<a b= "', "<a b= "):
        assert html_grids("<table>" + tag * 60_000) == []
    page = """<!DOCTYPE html><html><!-- <table><tr><td>no --><style>td > p {color: red}</style><TABLE border=1>
    <tr><th colspan="2" title="a > b">Cust<b>omer</b></th><th COLSPAN=99999999999>x</th></tr>
    <tr><td>A &amp; B<br>C<td>1 &lt; 2<!-- -- ></td> -->3</td></tr></table></html>"""
    (grid_found,) = html_grids(page)
    assert [row.cells for row in grid_found.rows] == [("Customer", "", "x"), ("A & B C", "1 < 23")]


def test_a_number_beyond_all_is_a_fault_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(f"Order,Customer,Country,Item,Quantity\n1,A,DE,X,{'9' * 60}\n2,B,DE,Y,5\n", "utf-8")
    read = read_business_file(path)
    assert len(read.records) == 1
    assert any("at most 1e+18" in fault.problem for fault in read.faults)
    for value in (float("inf"), float("nan"), 1e300):
        with pytest.raises(ValueError, match="not a number|at most"):
            read_amount(value, None)


def test_a_quote_that_is_not_closed_costs_one_pass_over_the_next_lines(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("id,name\n" + '1,"\n' + ('""' * 1_500 + "\n") * 1_000, "utf-8")
    bad = [record for record in csv_table(path, ",").records if isinstance(record, BadRow)]
    assert (bad[0].number, bad[0].problem) == (2, "a quote is not closed")
