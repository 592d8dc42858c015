"""A workbook that cannot be read is refused in words, whatever its reader raises."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from licet.orders.book import UnreadableOrdersError
from licet.orders.workbook import table_of_workbook

SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "c">]>'


def workbook(*rows: list[str]) -> bytes:
    book, out = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("orders")
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(workbook(["id"], ["1"]))) as before, ZipFile(out, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            after.writestr(part, change(content) if part == name else content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        workbook(),
        changed(SHEET, lambda content: content.replace(b"<worksheet", ENTITIES + b"<worksheet", 1)),
        changed(SHEET, lambda content: content[: len(content) // 2]),
        changed(SHEET, lambda content: content.replace(b"<c ", b'<c s="999" ')),
        changed(SHEET, lambda _: b""),
        changed("xl/workbook.xml", lambda content: content.replace(b"<sheet ", b"<none ")),
        changed("[Content_Types].xml", lambda _: b"<a/>"),
    ],
    ids=["empty", "entities", "cut", "style", "no sheet", "no sheets", "no types"],
)
def test_it_is_refused_in_words_or_read(content: bytes) -> None:
    try:
        table = table_of_workbook(BytesIO(content), 10)
    except UnreadableOrdersError:
        return  # anything else would be an error of the server
    assert table.columns == ["id"]


def test_an_empty_sheet_and_entities_are_refused() -> None:
    entities = changed(SHEET, lambda content: content.replace(b"<worksheet", ENTITIES + b"<worksheet", 1))
    for content in (workbook(), entities):
        with pytest.raises(UnreadableOrdersError):
            table_of_workbook(BytesIO(content), 10)
