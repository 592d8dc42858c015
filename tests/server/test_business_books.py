"""An uploaded order list of a business system: its columns are confirmed by a person, then it is answered."""

import html
import io
import json
import os
import re
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.conftest import REPO, absent
from tests.server.test_books import desk, signed_in

__all__ = ["desk"]

GERMAN = (
    "Auftragsliste;;;;;;;\r\n;;;;;;;\r\n"
    "Auftrag;Kunde;Land;Artikelnummer;Menge;Nettowert;Lieferdatum;AL-Nummer\r\n"
    "1;Müller & Söhne GmbH;Österreich;0815;2;1.234,50;15.12.2026;EAR99\r\n"
    "2;Huawei Technologies Co., Ltd.;China;4711;1;99,00;16.12.2026;5A992.c\r\n"
    "3;Nirgends GmbH;Atlantis;4711;1;99,00;16.12.2026;5A992.c\r\n"
).encode("cp1252")
SHARED = Path(os.environ.get("LICET_SHARED", REPO.parent / "shared")) / "erp_files"


def upload(client: Any, name: str, content: bytes) -> Any:
    data = {"csrf": client.csrf, "as_of": "", "known_as_of": ""}
    return client.post("/orders", data=data, files={"file": (name, content)}, follow_redirects=False)


def fields_of(page: str) -> dict[str, str]:
    """What a page of columns has in its fields."""
    inputs = re.findall(r'name="(column-\d+)" list="fields" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in inputs}


def ended(desk: Any, key: str) -> Any:
    for _ in range(2400):
        book = desk.services.order_books.book("acme", key)
        if book.state in {"answered", "failed"}:
            break
        time.sleep(0.05)
    return book


def test_columns_are_confirmed_before_lines_are_answered(desk: Any) -> None:
    cora = signed_in(desk, "compliance_officer")
    made = upload(cora, "VA05.txt", GERMAN)
    assert made.status_code == 303, made.text
    where = made.headers["location"]
    key = where.rpartition("/")[2]
    page = cora.get(where).text
    said = fields_of(page)
    assert list(said.values()) == [
        "order", "customer name", "party country", "item", "quantity", "value", "ship date", "eccn"
    ]  # fmt: skip
    assert "Nothing is answered before you confirm" in page
    assert "Müller &amp; Söhne GmbH" in page
    assert desk.services.order_books.book("acme", key).state == "to confirm"
    assert cora.get(f"{where}/answers.csv").status_code == 404

    said["csrf"] = cora.csrf  # type: ignore[attr-defined]
    wrong = {**said, "column-3": "part", "column-4": "value", "decimal": "", "dates": ""}
    refused = cora.post(f"{where}/columns", data=wrong)
    assert refused.status_code == 422
    assert "is no field" in refused.text
    assert "holds value already" in refused.text
    assert fields_of(refused.text)["column-3"] == "part"  # what was typed is not lost

    right = {**said, "column-3": "", "decimal": ",", "dates": "dmy"}
    assert cora.post(f"{where}/columns", data=right, follow_redirects=False).status_code == 303
    book = ended(desk, key)
    assert (book.state, book.lines, book.bad) == ("answered", 2, 1)
    page = cora.get(where).text
    assert "Atlantis" in page
    assert "Huawei Technologies" in cora.get(f"{where}/lines/2").text
    assert cora.get(f"/what-if?book={key}").status_code == 200
    taken = pl.read_csv(io.BytesIO(cora.get(f"{where}/answers.csv").content), infer_schema=False)
    assert taken.columns[:9] == ["file_row", *GERMAN.decode("cp1252").splitlines()[2].split(";")]
    assert taken["Artikelnummer"].to_list() == ["0815", "4711"]
    assert taken["Nettowert"].to_list() == ["1.234,50", "99,00"]
    assert (
        cora.post(f"{where}/columns", data=right, follow_redirects=False).status_code == 303
    )  # is done once
    again = cora.post(f"{where}/answers", data=said, follow_redirects=False)
    assert again.status_code == 303
    assert ended(desk, key).lines == 2


def test_programs_confirm_what_the_problem_names(desk: Any) -> None:
    cora = signed_in(desk, "compliance_officer")

    def post(**data: str) -> Any:
        return cora.post("/api/v1/jobs/answers", files={"orders": ("VA05.txt", GERMAN)}, data=data)

    asked = post()
    assert asked.status_code == 422
    (error,) = asked.json()["errors"]
    guessed = json.loads(error["detail"].partition("taken for ")[2])
    assert guessed["columns"]["customer.name"] == "Kunde"
    wrong = post(columns=json.dumps({"columns": {"part": "Kunde", "item": "Teil"}, "decimal": ";"}))
    assert [item["detail"].partition(":")[0] for item in wrong.json()["errors"]] == [
        "columns.part", "columns.item", "decimal"
    ]  # fmt: skip
    assert post(columns="{").status_code == post(columns="[]").status_code == 422
    made = post(columns=json.dumps(guessed))
    assert made.status_code == 202, made.text
    book = ended(desk, made.json()["key"])
    assert (book.state, book.lines, book.bad) == ("answered", 2, 1)


def test_columns_are_saved_by_name_and_fill_in_the_next_file(desk: Any) -> None:
    cora, other = signed_in(desk, "compliance_officer"), signed_in(desk, "other")
    where = upload(cora, "VA05.txt", GERMAN).headers["location"]
    said = {**fields_of(cora.get(where).text), "csrf": cora.csrf, "column-3": "", "save_as": "va05"}  # type: ignore[attr-defined]
    assert cora.post(f"{where}/columns", data=said, follow_redirects=False).status_code == 303
    assert ended(desk, where.rpartition("/")[2]).lines == 2

    again = upload(cora, "VA05.txt", GERMAN).headers["location"]
    page = cora.get(again).text
    assert "Filled in by your saved mapping va05" in page
    assert "Not used by the saved mapping, and looking like a field: Artikelnummer (item)" in page
    assert fields_of(page)["column-3"] == ""
    assert fields_of(cora.get(f"{again}?mapping=").text)["column-3"] == "item"
    changed = {**fields_of(page), "csrf": cora.csrf, "column-3": "item", "save_as": "va05"}  # type: ignore[attr-defined]
    refused = cora.post(f"{again}/columns", data=changed)
    assert refused.status_code == 422
    assert "a different mapping is saved" in refused.text
    assert desk.services.order_books.book("acme", again.rpartition("/")[2]).state == "to confirm"
    bad = cora.post(f"{again}/columns", data={**changed, "save_as": "../va05"})
    assert "is not a name for a mapping" in html.unescape(bad.text)
    replaced = cora.post(f"{again}/columns", data={**changed, "replace": "yes"}, follow_redirects=False)
    assert replaced.status_code == 303

    folder = desk.services.settings.home / "mappings" / "acme"
    (folder / "damaged.json").write_text("{")
    assert "va05" in cora.get(upload(cora, "VA05.txt", GERMAN).headers["location"]).text
    assert cora.post(
        "/api/v1/jobs/answers", data={"mapping": "damaged"}, files={"orders": ("VA05.txt", GERMAN)}
    ).status_code == 422  # fmt: skip
    (kept,) = cora.get("/api/v1/mappings").json()["items"]
    assert (kept["name"], kept["columns"]["item"]) == ("va05", "Artikelnummer")
    assert other.get("/api/v1/mappings").json() == {"items": []}
    data, files = {"mapping": "va05"}, {"orders": ("VA05.txt", GERMAN)}
    made = cora.post("/api/v1/jobs/answers", data=data, files=files)
    assert made.status_code == 202, made.text
    book = ended(desk, made.json()["key"])
    assert (book.state, book.lines, book.bad) == ("answered", 2, 1)
    assert other.post("/api/v1/jobs/answers", data=data, files=files).status_code == 422


def test_programs_keep_mappings(desk: Any) -> None:
    cora = signed_in(desk, "compliance_officer")
    where = "/api/v1/mappings/erp"
    made = cora.put(where, json={"columns": {"item": "Teil", "customer.name": "Kunde"}, "decimal": ","})
    assert made.json() == {
        "name": "erp", "columns": {"item": "Teil", "customer.name": "Kunde"}, "decimal": ","
    }  # fmt: skip
    assert cora.put(where, json={"columns": {"item": "Artikel"}}).json()["columns"] == {"item": "Artikel"}
    wrong = cora.put(where, json={"columns": {"part": "Teil"}})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["detail"].startswith("columns.part: is no field")
    lacking = cora.post(
        "/api/v1/jobs/answers", data={"mapping": "erp"}, files={"orders": ("VA05.txt", GERMAN)}
    )
    assert "the file has no column 'Artikel'" in lacking.text
    assert cora.delete(where).status_code == 204
    assert cora.delete(where).status_code == 404


def test_others_see_nothing_and_a_book_to_confirm_is_taken_away(desk: Any) -> None:
    cora, other = signed_in(desk, "compliance_officer"), signed_in(desk, "other")
    where = upload(cora, "VA05.txt", GERMAN).headers["location"]
    assert other.get(where).status_code == 404
    assert other.post(f"{where}/columns", data={"csrf": other.csrf}).status_code == 404  # type: ignore[attr-defined]
    key = where.rpartition("/")[2]
    assert cora.delete(f"/api/v1/jobs/{key}").status_code == 204
    assert cora.get(where).status_code == 404


def test_settings_that_stop_a_book_are_named(desk: Any) -> None:
    cora, home = signed_in(desk, "compliance_officer"), desk.services.settings.home
    (home / "defaults.toml").write_text(
        "[exchange_rates]\nvalue = 'ecb'\npolicy = 'Manual 4'\nby = 'M. Lopez'\n"
    )
    (home / "exchange_rates.csv").write_text("Date,USD\nyesterday,1.2\n")
    where = upload(cora, "VA05.txt", GERMAN).headers["location"]
    said = {**fields_of(cora.get(where).text), "csrf": cora.csrf}  # type: ignore[attr-defined]
    cora.post(f"{where}/columns", data=said)
    book = ended(desk, where.rpartition("/")[2])
    assert book.problem == "exchange_rates.csv: line 2: 'yesterday' is no day such as 2026-09-24"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not a whole workbook of Excel 97"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0" + bytes(600), "a.png"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"Auftrag;Kunde\n" + b"1;Muster GmbH\n" * 100_001, "more than 100,000 lines"),
    ],
)
def test_what_is_no_order_list_is_refused_in_words(desk: Any, name: str, content: bytes, words: str) -> None:
    refused = upload(signed_in(desk, "compliance_officer"), name, content)
    assert refused.status_code == 422
    assert words in refused.text


def test_order_lists_of_business_systems_are_answered_as_guessed(desk: Any) -> None:
    if not SHARED.is_dir():
        absent("the files of business systems are not here")
    cora = signed_in(desk, "compliance_officer")
    for name in (
        "01_SAP_VA05_20261129.txt",
        "03_SAP_ORDERS05_0000000000740118.xml",
        "05_shopify_orders_export_1.csv",
    ):
        made = upload(cora, name, (SHARED / name).read_bytes())
        assert made.status_code == 303, (name, made.text[:300])
        where = made.headers["location"]
        said = {**fields_of(cora.get(where).text), "csrf": cora.csrf, "decimal": "", "dates": ""}  # type: ignore[attr-defined]
        assert cora.post(f"{where}/columns", data=said, follow_redirects=False).status_code == 303
        book = ended(desk, where.rpartition("/")[2])
        assert book.state == "answered", (name, book.problem)
        assert book.lines > 5
