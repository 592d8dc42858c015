"""Files of names: every format in and out, bad rows, restart, cells that would be formulas."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from licet.model.listing import Alias, EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.model.transaction import Party, Role
from licet.rules.citation import Citation
from licet.rules.dated import Row as LawRow
from licet.rules.dated import Timeline
from licet.rules.interval import since
from licet.screening import bulk
from licet.screening.decided import Decisions, version_of
from licet.screening.dispositions import (
    DispositionFinding,
    HitReview,
    RecordedDisposition,
    ReviewKind,
    entry_version,
)
from licet.screening.engine import ScoreReason
from licet.screening.kernel import FEATURES
from licet.screening.part import COLUMNS, ScreeningOptions, screen_part
from licet.screening.reasons import in_words
from licet.screening.screener import ListScreener
from licet.tabular.party_columns import Columns
from licet.tabular.rows import BadRow, TextRow, UnreadableFileError, count_rows, read_rows
from licet.tabular.sheets import DECISION, escape_formula, write_rows
from licet.watchlists.countries import iso2

DAY = date(2026, 11, 24)
NAMES = (
    "Huawei Technologies Co., Ltd.",
    "Wuhan Iron and Steel Group",
    "OOO Zaryanka",
    "Mohammed Hussein Al-Rashid",
)


def entry(number: int, name: str, *aliases: Alias, countries: tuple[str, ...] = ("CN",)) -> ListEntry:
    row = LawRow(since("2019-05-16"), date(2019, 5, 21), EntryTerms(), Citation.parse("84 FR 22961"), "test")
    return ListEntry(
        f"EL-{number}", ListCode.EL, name, aliases, countries, (), None, Timeline(f"EL-{number}", [row]),
        (row.cite,), "test",
    )  # fmt: skip


def entries() -> tuple[ListEntry, ...]:
    weak = entry(9, "Strong Name Trading", Alias("Blue Moon Shipping", weak=True), countries=())
    return (*(entry(number, name) for number, name in enumerate(NAMES)), weak)


Opened = Callable[[], ListScreener]


@pytest.fixture(scope="module")
def opened() -> Opened:
    return partial(ListScreener.of, entries())


@pytest.fixture(scope="module")
def screener(opened: Opened) -> ListScreener:
    return opened()


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 3)


def job(source: Path, output: Path, **more: Any) -> bulk.BulkJob:
    options = {key: more.pop(key) for key in ("everything", "limit") if key in more}
    return bulk.BulkJob(
        source,
        output,
        more.pop("columns", Columns()),
        ScreeningOptions(iso2, DAY, **options),
        more.pop("workers", 1),
    )


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def bad_rows(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in bulk.bad_path(output).read_text("utf-8").splitlines()]


PEOPLE = [
    {"id": "a", "name": "HUAWEI TECHNOLOGIES CO LTD", "country": "China"},
    {"id": "b", "name": "Miller Bakery", "country": "US"},
    {"id": "c", "name": "Huawei Technologys Company", "country": "US"},
    {"id": "d", "name": "Blue Moon Shipping", "country": ""},
]


def source_of(kind: str, folder: Path) -> Path:
    path = folder / f"in.{kind}"
    if kind == "csv":
        lines = [
            "Country;NAME;id",
            *(f'{record["country"]};"{record["name"]}";{record["id"]}' for record in PEOPLE),
        ]
        return write(path, "\r\n".join(lines))
    if kind == "jsonl":
        return write(path, "\n\n".join(json.dumps(record) for record in PEOPLE))
    if kind == "xlsx":
        book = Workbook()
        assert book.active is not None
        for row in [
            ("name", "id", "country"),
            *((record["name"], record["id"], record["country"] or None) for record in PEOPLE),
        ]:
            book.active.append(row)
        book.save(path)
        return path
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    parquet.write_table(pa.Table.from_pylist(PEOPLE), path)
    return path


def rows_of(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        return list(read_csv(path))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if path.suffix == ".parquet":
        from pyarrow import parquet  # noqa: PLC0415

        found: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
        return found
    head, *rows = load_workbook(path)["Hits"].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.parametrize("before", ["csv", "xlsx", "jsonl", "parquet"])
@pytest.mark.parametrize("after", ["csv", "xlsx", "jsonl", "parquet"])
def test_every_format_gives_the_same_hits(before: str, after: str, tmp_path: Path, opened: Opened) -> None:
    output = tmp_path / f"out.{after}"
    report = bulk.screen_file(job(source_of(before, tmp_path), output), opened)
    found = {row["id"]: row for row in rows_of(output)}
    assert (report.rows, report.match + report.review, report.clear, report.bad) == (4, 3, 1, 0)
    assert set(found) == {"a", "c", "d"}
    assert (found["a"]["verdict"], found["a"]["entry_id"], found["a"]["stands"]) == ("match", "EL-0", "yes")
    assert (found["d"]["listed_name"], found["d"]["matched_name"]) == (
        "Strong Name Trading",
        "Blue Moon Shipping",
    )
    assert "The country differs" in found["c"]["reasons"]
    assert [column in found["a"] for column in DECISION] == [after == "xlsx"] * 4
    assert not bulk.bad_path(output).exists()
    assert not output.with_name(f"{output.name}.part").exists()


def test_all_writes_clear_names_with_their_nearest(tmp_path: Path, opened: Opened) -> None:
    output = tmp_path / "out.csv"
    source = write(tmp_path / "in.csv", "name\nMiller Iron Bakery\nQqq Xxx\n")
    report = bulk.screen_file(job(source, output, everything=True), opened)
    rows = read_csv(output)
    assert (report.clear, [row["verdict"] for row in rows]) == (2, ["clear", "clear"])
    assert rows[0]["matched_name"] == "Wuhan Iron and Steel Group"
    assert (rows[0]["hits"], rows[1]["entry_id"]) == ("0", "")


def test_bad_rows_are_named_by_line_and_the_rest_goes_on(tmp_path: Path, opened: Opened) -> None:
    lines = [
        b"id,name,country", b"1,OOO Zaryanka,RU", b"2,,RU", b"3,H\xff\xfe,RU", b"4,only two", b'5,"never closed,RU',
        b'6,"OOO', b'Zaryanka",Ruritania', b"7,\xe2\x80\x8b???,RU", b'8,"x"y,RU', b"", b"9,OOO Zaryanka,RU",
    ]  # fmt: skip
    output = tmp_path / "out.csv"
    report = bulk.screen_file(job(write(tmp_path / "in.csv", b"\n".join(lines)), output), opened)
    assert [(row["row"], row["id"]) for row in read_csv(output)] == [("2", "1"), ("7", "6"), ("12", "9")]
    bad = bad_rows(output)
    assert [row["number"] for row in bad] == [3, 4, 5, 6, 7, 9, 10]
    words = (
        "no name",
        "bad encoding",
        "2 cells where the header has 3",
        "quote is not closed",
        "not a country",
    )
    assert all(word in row["problem"] for word, row in zip(words, bad, strict=False))
    assert ("the name has no letters" in bad[5]["problem"], "not CSV" in bad[6]["problem"]) == (True, True)
    assert [row["number"] for row in bad if row["screened"]] == [7]
    assert (report.bad, report.remarked, report.match) == (6, 1, 3)


def test_bad_json_lines_are_named(tmp_path: Path) -> None:
    lines = [
        b'{"name": "A"}',
        b"{",
        b"[1]",
        b'{"name": null}',
        b'{"name": ["A"]}',
        b'{"name": "\\ud800"}',
        b"\xff\n",
    ]
    rows = list(read_rows(write(tmp_path / "in.jsonl", b"\n".join(lines))))
    assert [isinstance(row, TextRow) for row in rows] == [True] + [False] * 6
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert isinstance(rows[5], BadRow)
    assert "bad encoding" in rows[5].problem


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "empty"),
        (
            "a.csv",
            b"what,country\nA,CN\n",
            "no column is known to hold the party's name (there are: what, country)",
        ),
        ("a.csv", b"name,Name\nA,B\n", "2 columns are called 'name'"),
        ("a.csv", b"\xff\xfen\x00a\x00m\x00e\x00\n\x00A", "not utf-16"),
        ("a.xlsx", b"no workbook", "not a whole workbook"),
        ("a.parquet", b"no parquet", "not Parquet"),
        ("a.doc", b"", "not one of"),
    ],
)
def test_a_file_of_which_no_row_can_be_read_is_refused(
    tmp_path: Path, opened: Opened, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        bulk.screen_file(job(write(tmp_path / name, content), tmp_path / "out.csv"), opened)
    assert words in str(refused.value)
    assert not (tmp_path / "out.csv").exists()


def test_the_output_never_overwrites_the_input(tmp_path: Path, opened: Opened) -> None:
    source = write(tmp_path / "in.csv", "name\nOOO Zaryanka\n")
    with pytest.raises(ValueError, match="overwrite"):
        bulk.screen_file(job(source, source), opened)


def test_other_encodings_and_utf16_are_read(tmp_path: Path) -> None:
    row = TextRow(2, "", "Müller", "")
    latin = write(tmp_path / "a.csv", "name\nMüller\n".encode("cp1252"))
    assert [type(read_row) for read_row in read_rows(latin)] == [BadRow]
    assert list(read_rows(latin, Columns(encoding="cp1252"))) == [row]
    assert list(read_rows(write(tmp_path / "b.csv", "name\nMüller\n".encode("utf-16")))) == [row]
    assert list(read_rows(write(tmp_path / "c.csv", "name\nMüller\n".encode("utf-8-sig")))) == [row]
    with pytest.raises(UnreadableFileError, match="no such encoding"):
        list(read_rows(latin, Columns(encoding="klingon")))


@pytest.mark.usefixtures("small_chunks")
def test_after_a_stop_only_what_is_missing_is_done(
    tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "in.csv", "name\n" + "OOO Zaryanka\n" * 10 + "\x00\n")
    output, done = tmp_path / "out.csv", list[int]()

    def stopping(rows: list[TextRow], *rest: Any) -> Any:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(len(rows))
        return screen_part(rows, *rest)

    monkeypatch.setattr(bulk, "screen_part", stopping)
    with pytest.raises(KeyboardInterrupt):
        bulk.screen_file(job(source, output), opened)
    assert (output.exists(), len(list((tmp_path / "out.csv.part").glob("*.json")))) == (False, 2)
    monkeypatch.setattr(bulk, "screen_part", screen_part)
    report = bulk.screen_file(job(source, output), opened)
    assert (report.rows, report.resumed, report.match, report.bad) == (11, 6, 10, 1)
    assert [row["row"] for row in read_csv(output)] == [str(number) for number in range(2, 12)]


def other_lists(opened: Opened) -> ListScreener:
    used = ListsUsed("other", DAY, whole=True, entries=5, fingerprint="another")
    return replace(opened(), lists=(used,))


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("change", ["input", "lists", "options"])
def test_what_was_done_for_something_else_is_not_taken_up(
    tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    source, output = write(tmp_path / "in.csv", "name\n" + "OOO Zaryanka\n" * 5), tmp_path / "out.csv"
    monkeypatch.setattr(bulk, "_assemble", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        bulk.screen_file(job(source, output), opened)
    monkeypatch.undo()
    if change == "input":
        write(source, "name\n" + "Huawei Technologies\n" * 5)
    elif change == "lists":
        opened = partial(other_lists, opened)
    again = job(source, output, everything=change == "options")
    assert bulk.screen_file(again, opened).resumed == 0


def test_many_processes_give_what_one_gives(tmp_path: Path, opened: Opened) -> None:
    """Real processes: a script without a guard of its own would not start them, so this runs one that has it."""
    people = [
        name for number in range(60) for name in (f"Firm {number}", "OOO Zaryanka", "Wuhan Iron & Steel Grp")
    ]
    source = write(tmp_path / "in.csv", "name\n" + "\n".join(people))
    script = write(
        tmp_path / "run.py",
        "import pickle, sys\nfrom pathlib import Path\nfrom licet.screening import bulk\n"
        "if __name__ == '__main__':\n"
        "    bulk.CHUNK = 25\n"
        "    print(bulk.screen_file(*pickle.loads(Path(sys.argv[1]).read_bytes())))\n",
    )
    import pickle  # noqa: PLC0415

    given = (job(source, tmp_path / "two.csv", workers=2), opened)
    pickled = write(tmp_path / "given", pickle.dumps(given))
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, script, pickled], capture_output=True, text=True, env=env, check=False
    )
    assert ran.stderr == ""
    report = bulk.screen_file(job(source, tmp_path / "one.csv"), opened)
    assert (ran.stdout.strip(), report.match) == (str(report), 120)
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()


def asked(rows: list[TextRow], screener: ListScreener, **more: Any) -> list[dict[str, Any]]:
    part = screen_part(rows, screener, ScreeningOptions(iso2, DAY, **more))
    return [dict(zip(COLUMNS, row, strict=True)) for row in part.rows]


@pytest.mark.parametrize("name", ["Wuhan " + "x" * 400, "\U00020002\U00020003 Trading", "OOO Zaryanka " * 50])
def test_a_name_that_is_not_all_read_is_never_clear(name: str, screener: ListScreener) -> None:
    for everything in (False, True):
        part = screen_part(
            [TextRow(1, "", name, "")], screener, ScreeningOptions(iso2, DAY, everything=everything)
        )
        assert {"clear", "cleared"}.isdisjoint({str(row[4]) for row in part.rows})
        assert (len(part.rows) >= 1, part.counts.get("clear", 0)) == (True, 0)
        assert [(row.screened, "could be read" in row.problem) for row in part.bad] == [(True, True)]


def decision(name: str, on: ListEntry, finding: DispositionFinding, **who: Any) -> RecordedDisposition:
    party = version_of(Party(Role.OTHER, name, "US", **who))
    at = datetime(2026, 11, 1, tzinfo=UTC)
    disposition = RecordedDisposition(
        name,
        party,
        on.entry_id,
        entry_version(on),
        finding,
        "a cobbler",
        ("register",),
        "Kim",
        at,
        None,
        "acme",
    )
    approved = HitReview(ReviewKind.APPROVED, "Lee", at, "seen")
    return (
        replace(disposition, second_person=True, reviews=(approved,))
        if finding is DispositionFinding.FALSE_POSITIVE
        else disposition
    )


def test_decisions_are_shown_and_not_dropped_and_open_again(screener: ListScreener) -> None:
    name, on = "OOO Zaryanka", screener.entries[2]
    made: dict[str, Any] = {"decisions": Decisions([decision(name, on, DispositionFinding.FALSE_POSITIVE)])}
    (row,) = asked([TextRow(1, "", name, "US")], screener, **made)
    assert (row["verdict"], row["entry_id"], row["hits"]) == ("cleared", on.entry_id, 1)
    assert "Kim decided on 2026-11-01" in row["decided"]
    assert (
        screen_part([TextRow(1, "", name, "US")], screener, ScreeningOptions(iso2, DAY, **made)).counts[
            "clear"
        ]
        == 1
    )
    (moved,) = asked([TextRow(1, "", name, "CN")], screener, **made)
    assert (moved["verdict"], "the party has changed" in moved["decided"]) == ("match", True)
    changed = replace(on, addresses=("Moscow",))
    other = ListScreener.of((*entries()[:2], changed, *entries()[3:]))
    (again,) = asked([TextRow(1, "", name, "US")], other, **made)
    assert (again["verdict"], "the list entry has changed" in again["decided"]) == ("match", True)
    (before,) = asked([TextRow(1, "", name, "US")], screener, **made, known_as_of=date(2026, 10, 1))
    assert (before["verdict"], before["decided"]) == ("match", None)
    alone = replace(decision(name, on, DispositionFinding.FALSE_POSITIVE), reviews=())
    (waits,) = asked([TextRow(1, "", name, "US")], screener, decisions=Decisions([alone]))
    assert (waits["verdict"], "it waits for review" in waits["decided"]) == ("match", True)
    true = Decisions([decision("Zarianka OOO", on, DispositionFinding.TRUE_MATCH)])
    (said,) = asked([TextRow(1, "", "Zarianka OOO", "US")], screener, decisions=true)
    assert (said["verdict"], "is the listed party" in said["decided"]) == ("match", True)


def test_births_addresses_and_identifiers_of_a_file_speak(tmp_path: Path, screener: ListScreener) -> None:
    person = replace(screener.entries[3], births=("1970-01-02",), identifiers=("Passport, U00242309, TR",))
    known = ListScreener.of((*entries()[:3], person, *entries()[4:]))
    lines = [
        "name,date_of_birth,identifiers", "Muhammad Rashid,,", "Muhammad Rashid,1970-01-02,X 1; U00242309",
        "Muhammad Rashid,1985-05-05,", "Muhammad Rashid,last year,",
    ]  # fmt: skip
    rows = list(read_rows(write(tmp_path / "in.csv", "\n".join(lines))))
    assert not [row for row in rows if isinstance(row, BadRow)]
    part = screen_part(rows, known, ScreeningOptions(iso2, DAY, everything=True))
    found: dict[Any, dict[str, Any]] = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in part.rows}
    assert found[3]["score"] > found[2]["score"] > found[4]["score"]
    assert "An identifying number is the listed party's." in found[3]["reasons"]
    assert "The date of birth differs." in found[4]["reasons"]
    assert found[5]["score"] == found[2]["score"]
    assert [(row.number, row.screened) for row in part.bad] == [(5, True)]


def test_a_column_that_is_named_must_be_there(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", "name,born\nOOO Zaryanka,1970-01-02\n")
    assert list(read_rows(source, Columns(born="born"))) == [TextRow(2, "", "OOO Zaryanka", "", "1970-01-02")]
    with pytest.raises(UnreadableFileError, match="name it with --address-column"):
        list(read_rows(source, Columns(address="home")))


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_made_text(text: str, tmp_path: Path) -> None:
    rows: list[list[str | int | float | None]] = [[text, "fine = 1", -1.5]]
    write_rows(tmp_path / "a.csv", ["id", "b", "score"], rows, {})
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream))[1] == [f"'{text}", "fine = 1", "-1.5"]
    write_rows(tmp_path / "a.xlsx", ["id", "b", "score"], rows, {"input": text})
    book = load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert book["Hits"]["C2"].value == -1.5
    assert str(book["Hits"]["A2"].value).startswith("'")
    assert str(book["About"]["B1"].value).startswith("'")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=4))
def test_a_workbook_can_hold_any_text(texts: list[str]) -> None:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path, columns = Path(folder) / "a.xlsx", [f"c{number}" for number in range(len(texts))]
        for sheet, about in (("Hits", {"of": "a test"}), ("Rows", {})):
            write_rows(path, columns, [texts, ["x" * 40_000] * len(texts)], about)
            rows = list(load_workbook(path)[sheet].iter_rows())
            assert len(rows) == 3
            assert all(cell.data_type != "f" for row in rows for cell in row)


def test_harmless_leaves_everything_else_alone() -> None:
    assert [escape_formula(value) for value in ("a=b", "", 5, -5, None)] == ["a=b", "", 5, -5, None]


def test_bulk_gives_what_one_search_gives(screener: ListScreener) -> None:
    names = [
        "Huawei Technology",
        "Wuhan Iron",
        "Zaryanka OOO",
        "Zarianka",
        "Muhammad Rashid",
        "Blue Moon",
    ]
    for country in ("CN", "US", ""):
        rows = [TextRow(number, "", name, country) for number, name in enumerate(names)]
        part = screen_part(rows, screener, ScreeningOptions(iso2, DAY, limit=20))
        expected = [
            (number, hit.verdict, round(hit.score, 4), screener.entries[hit.entry].entry_id)
            for number, name in enumerate(names)
            for hit in screener.search(name, country or None, 20)
            if hit.verdict != "clear"
        ]
        found = [(row[0], row[4], row[5], row[8]) for row in part.rows]
        assert found == expected
        assert expected


def test_equal_names_in_another_country_are_remarked(screener: ListScreener) -> None:
    part = screen_part([TextRow(1, "", "OOO Zaryanka", "US")], screener, ScreeningOptions(iso2, DAY))
    assert "it is listed in CN, not in US" in str(dict(zip(COLUMNS, part.rows[0], strict=True))["reasons"])


@pytest.mark.parametrize(
    "part", [*FEATURES, "forms_equal", "weak_alias", "country_agrees", "country_differs"]
)
def test_every_reason_has_words(part: str) -> None:
    assert in_words(ScoreReason(part, 0.5, 1.0)) != f"{part.replace('_', ' ')}: 0.50"


def test_rows_are_counted_beforehand(tmp_path: Path) -> None:
    assert count_rows(source_of("csv", tmp_path)) == 4
    assert count_rows(source_of("parquet", tmp_path)) == 4
    assert count_rows(source_of("xlsx", tmp_path)) is None


NASTY = [
    "\u202eiewauH", "=cmd|' /C calc'!A0", "🏢" * 50, "Huawei\x00\x1b[31m", "ﷺ" * 30, "a" * 100_000,
    "Ηuаwеі 华为 هواوي", "x " * 5_000, "\u0301" * 200, "Ⅷ ½ ﬁ", "'; DROP TABLE", "\ud7ff\ue000",
]  # fmt: skip


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_nasty_names_are_answered_in_time(name: str, screener: ListScreener) -> None:
    import time  # noqa: PLC0415

    start = time.perf_counter()
    screener.search(name, "CN")
    assert time.perf_counter() - start < 2


@settings(max_examples=200, deadline=2_000)
@given(
    st.one_of(st.text(max_size=80), st.text("Huawei Технолоджи 华为 \u202e\u200b=+@\x00,.&'", max_size=60))
)
def test_any_text_is_answered(screener: ListScreener, name: str) -> None:
    hits = screener.search(name, "CN")
    assert all(0 < hit.score <= 1 for hit in hits)
    assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)
