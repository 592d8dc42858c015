"""``licet lists`` as people and scripts use it: words, one JSON document, exit status."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from typer.testing import CliRunner, Result

from licet.cli.lists import app

REPO = Path(__file__).resolve().parents[2]
COLUMNS = (
    "source", "entity_number", "type", "programs", "name", "addresses", "federal_register_notice",
    "start_date", "end_date", "standard_order", "license_requirement", "license_policy", "alt_names",
    "title", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner",
    "remarks", "source_list_url", "citizenships", "dates_of_birth", "nationalities", "places_of_birth",
    "source_information_url", "ids",
)  # fmt: skip
EL, UVL = (
    "Entity List (EL) - Bureau of Industry and Security",
    "Unverified List (UVL) - Bureau of Industry and Security",
)
HTML = b"<!DOCTYPE html><html><title>Down for maintenance</title></html>"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("LICET_HOME", str(folder))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return folder


def rows(*names: str, **more: str) -> list[dict[str, str]]:
    return [
        {"source": EL, "name": name, "start_date": "2019-05-16", "license_policy": "Denial", **more}
        for name in names
    ]


def as_csv(found: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue().encode()


def write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def lists(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def accepted(*words: str) -> Result:
    """Adopt a file in spite of its problems, as a person does who was shown them."""
    refused = lists("adopt", *(word for word in words if word != "--as-whole"), "--json")
    code = document(refused)["code"]
    shown = () if code is None else ("--shown", code)
    return lists("adopt", *words, "--accept-anyway", "a sample", *shown)


def document(result: Result) -> Any:
    """The one JSON document on stdout; nothing else may stand there."""
    return json.loads(result.stdout)


@pytest.fixture
def adopted(tmp_path: Path) -> str:
    file = write(
        tmp_path / "csl_2022-01-10.csv", as_csv(rows("Acme Ltd.", "Beta", *(f"P{i}" for i in range(30))))
    )
    assert lists("adopt", file, "--accept-anyway", "a sample", "--as-whole").exit_code == 0
    return file


def test_before_any_list_the_status_says_so() -> None:
    result = lists("status")
    assert (result.exit_code, "No list has been adopted yet" in result.stdout) == (0, True)
    assert document(lists("status", "--json"))["adopted"] is False


def test_adopt_tells_what_was_adopted(tmp_path: Path) -> None:
    file = write(tmp_path / "csl_2022-01-10.csv", as_csv([*rows("Acme Ltd."), *rows(" ")]))
    refused = lists("adopt", file, "--accept-anyway", "a sample", "--json")
    assert refused.exit_code == 3, "the row that could not be read was not shown yet"
    result = lists(
        "adopt", file, "--accept-anyway", "a sample", "--shown", document(refused)["code"], "--json"
    )
    assert result.exit_code == 0
    found = document(result)
    assert (found["adopted"], found["snapshot"], found["data_date"], found["added"]) == (
        True,
        1,
        "2022-01-10",
        1,
    )
    assert found["counts"] == {"EL": 1}
    assert found["rows_refused"] == [
        {"line": 3, "reason": "name: empty", "text": f"{EL},,,, ,,,2019-05-16,,,,Denial,,,,,,,,,,,,,,,,"}
    ]
    assert found["accepted_reason"] == "a sample"


def test_adopt_in_words_names_refused_rows_and_accepted_problems(tmp_path: Path) -> None:
    file = write(tmp_path / "csl_2022-01-10.csv", as_csv([*rows("Acme Ltd."), *rows(" ")]))
    out = accepted(file).stdout
    assert "csl-csv of 2022-01-10 adopted as snapshot 1." in out
    assert "line 3: name: empty" in out
    assert "because: a sample" in out
    assert "EL: too few rows: 1 rows; a whole list has at least 1000" in out


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (HTML, "HTML page instead of data"),
        (b"", "empty file"),
        (as_csv(rows("Acme Ltd."))[:-30], "truncated"),
        (as_csv(rows("Caf\xe9")).decode().encode("latin-1"), "broken encoding"),
        (as_csv([{"source": UVL, "name": "X"}]), "source missing"),
        (as_csv(rows("Acme Ltd.")), "too few rows"),
    ],
)
def test_a_bad_file_is_refused_with_3_and_the_old_list_goes_on(
    tmp_path: Path, adopted: str, data: bytes, kind: str
) -> None:
    assert adopted
    before = document(lists("status", "--json"))
    file = write(tmp_path / "csl_2022-02-10.csv", data)
    result = lists("adopt", file, "--json")
    assert result.exit_code == 3
    found = document(result)
    assert found["adopted"] is False
    assert kind in {problem["kind"] for problem in found["problems"]}
    assert found["standing"]["newest"] == "2022-01-10"
    words = lists("adopt", file).stderr
    assert "not adopted; nothing was changed" in words
    assert kind in words
    assert "go on answering: 32 entries, newest data 2022-01-10" in words
    assert document(lists("status", "--json")) == before


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("adopt", "nowhere.csv"), "nowhere.csv: No such file or directory"),
        (("adopt", "{undated}"), "say of which day it is with --as-of-date"),
        (("adopt", "{undated}", "--as-of-date", "2999-01-01"), "is still to come"),
        (
            ("adopt", "{undated}", "--as-of-date", "2022-01-01", "--accept-anyway", " "),
            "a reason in words is needed",
        ),
        (("adopt", "{undated}", "--as-whole"), "--as-whole and --shown go with --accept-anyway"),
        (("adopt", "{strange}"), "unknown format"),
        (("show", "Acme"), "no list has been adopted yet"),
        (("diff", "1", "2"), "no list has been adopted yet"),
        (("diff", "{undated}", "1"), "a file is compared with a file"),
        (("diff", "yesterday", "1"), "no such file, and neither a snapshot's number nor a date"),
    ],
)
def test_bad_input_gives_2_and_says_what(tmp_path: Path, words: tuple[str, ...], reason: str) -> None:
    files = {
        "undated": write(tmp_path / "list.csv", as_csv(rows("Acme Ltd."))),
        "strange": write(tmp_path / "strange.txt", b"one two three"),
    }
    result = lists(*(word.format(**files) for word in words))
    assert result.exit_code == 2
    assert reason in result.stderr.replace("\n", " ")
    assert result.stdout == ""


def test_bad_input_as_json_is_one_document_too() -> None:
    result = lists("show", "Acme", "--json")
    assert result.exit_code == 2
    assert "no list has been adopted yet" in document(result)["error"]


def test_a_date_that_is_none_gives_2(adopted: str) -> None:
    assert lists("adopt", adopted, "--as-of-date", "10 Jan").exit_code == 2


def test_status_shows_count_date_and_age(adopted: str) -> None:
    assert adopted
    found = document(lists("status", "--json"))
    (el,) = found["lists"]
    assert (el["code"], el["count"], el["data_date"], el["accepted_reason"]) == (
        "EL",
        32,
        "2022-01-10",
        "a sample",
    )
    assert el["age_days"] > 1_700
    assert found["stale"] is True
    assert "SDN" in found["not_adopted"]
    out = lists("status").stdout
    assert "STALE" in out
    assert str(el["age_days"]) in out
    assert "accepted anyway: a sample" in out


def test_show_finds_an_entry_by_id_and_by_name(adopted: str) -> None:
    assert adopted
    (entry,) = document(lists("show", "ACME LTD", "--json"))["entries"]
    assert (entry["name"], entry["terms"][0]["from"], entry["listed_since_known"]) == (
        "Acme Ltd.",
        "2019-05-16",
        True,
    )
    out = lists("show", entry["entry_id"]).stdout
    assert f"Acme Ltd.  EL  {entry['entry_id']}" in out
    assert "from 2019-05-16: listed" in out
    missing = lists("show", "Acm")
    assert (missing.exit_code, "no entry has this id" in missing.stderr) == (2, True)


def test_diff_of_adopted_snapshots_and_of_files_agree(tmp_path: Path, adopted: str) -> None:
    later = [
        *rows("Acme Ltd.", license_policy="Approval"),
        *rows(*(f"P{i}" for i in range(30))),
        *rows("Gamma"),
    ]
    newer = write(tmp_path / "csl_2022-03-10.csv", as_csv(later))
    assert accepted(newer, "--as-whole").exit_code == 0
    by_file = document(lists("diff", adopted, newer, "--json"))
    assert by_file["counts"] == {"added": 1, "removed": 1, "changed": 1}
    assert [party["name"] for party in by_file["removed"]] == ["Beta"]
    assert by_file["changed"][0]["fields"] == [{"field": "policy", "old": "Denial", "new": "Approval"}]
    for words in (("1", "2"), ("2022-01-10", "2022-03-10")):
        assert document(lists("diff", *words, "--json")) == {**by_file, "from": words[0], "to": words[1]}
    out = lists("diff", "1", "2").stdout
    assert "policy: Denial -> Approval" in out
    assert lists("diff", "1", "7").exit_code == 2


class Handler(BaseHTTPRequestHandler):
    body: ClassVar[bytes]
    drops: ClassVar[int]

    def do_GET(self) -> None:
        start = int((self.headers["Range"] or "bytes=0-")[6:-1])
        rest = self.body[start:]
        self.send_response(206 if start else 200)
        self.send_header("ETag", '"one"')
        self.send_header("Last-Modified", "Thu, 10 Mar 2022 05:00:00 GMT")
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        cut, Handler.drops = Handler.drops > 0, Handler.drops - 1
        self.wfile.write(rest[: len(rest) // 2] if cut else rest)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def url() -> Iterator[str]:
    Handler.body, Handler.drops = as_csv(rows(*(f"P{i}" for i in range(31)))), 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}/consolidated.csv"
        running.shutdown()
        thread.join()


def test_update_downloads_and_adopts_with_the_servers_date(adopted: str, url: str) -> None:
    assert adopted
    Handler.drops = 1
    refused = document(lists("update", "--url", url, "--json"))
    (problem,) = refused["problems"]
    assert problem["names"] == ["Acme Ltd.", "Beta"], "two parties fewer, and nothing says why"
    words = ("--accept-anyway", "91 FR 1 took them off", "--as-whole", "--shown", refused["code"])
    result = lists("update", "--url", url, "--json", *words)
    assert result.exit_code == 0
    found = document(result)
    assert (found["data_date"], found["data_date_basis"]) == ("2022-03-10", "Last-Modified of the download")
    assert (found["added"], found["gone"]) == (1, 2)
    assert result.stderr == ""


def test_update_refuses_a_page_and_the_old_list_goes_on(adopted: str, url: str) -> None:
    assert adopted
    Handler.body = HTML
    result = lists("update", "--url", url, "--json")
    assert result.exit_code == 3
    assert document(result)["problems"][0]["kind"] == "HTML page instead of data"
    assert document(result)["standing"]["entries"] == 32


def test_update_that_cannot_download_says_why_and_changes_nothing(adopted: str) -> None:
    assert adopted
    before = document(lists("status", "--json"))
    result = lists("update", "--url", "http://10.255.255.1/x.csv")
    assert result.exit_code == 3
    assert "only https addresses are fetched" in result.stderr
    assert document(lists("status", "--json")) == before


@pytest.mark.real_data
def test_the_whole_real_list_is_adopted_and_shown(real_lists: Path) -> None:
    assert lists("adopt", str(real_lists / "csl/csl_2026-07-31_compact.json.gz")).exit_code == 0
    found = document(lists("status", "--json"))
    assert (found["entries"], found["whole"]) == (25_921, True)
    others = ["UFLPA", "WRO", "1260H", "UN", "EU", "UK", "CH", "FTM", "OWN"]
    assert found["not_adopted"] == ["FSE", *others], "FSE stands empty in the file; the others are not in it"
    (huawei,) = document(lists("show", "Huawei Device Co., Ltd.", "--json"))["entries"]
    assert huawei["terms"][0]["footnotes"] == [1, 2]
    assert huawei["not_before"] == "2019-01-01"
