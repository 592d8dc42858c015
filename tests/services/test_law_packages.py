"""Law packages: refused with the reason for whatever is wrong, adopted by two persons, named by receipts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.cli.command import run_command

import licet
from licet.rules.law_files import ADOPTED, LawFileError, adopted_law, law_in_use, use_law
from licet.services.law_packages.building import build
from licet.services.law_packages.checks import check_files, files_in_use
from licet.services.law_packages.fetching import LawAddressError, TextsWanted, fetch_package, fetch_texts
from licet.services.law_packages.package import (
    LawPackageError,
    LawVersion,
    open_package,
    package_bytes,
)
from licet.services.law_packages.store import LawPackages, LawRefusedError
from licet.services.products import product_master
from licet.storage.backup import back_up, restore
from licet.storage.home import law_root
from licet.storage.server import rows_of
from licet.storage.signing import public_key
from licet.watchlists.download import DownloadError, Patience

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CONTROL_LIST = "licet.classification/tables/control_list.csv"
DEFAULT = "default"
CHART = "licet.regimes.us_ear/tables/country_chart.csv"
MADE_ROW = "IS,AT:1,2027-01-01,,2026-12-01,91 FR 70000,made for a test\n"
SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2027-02-01",
    "destination": "IS",
    "end_use": "civil",
    "item": {"kind": "commodity", "eccn": "3A991", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Daemi ehf", "country": "IS", "owners": []}],
}


def made(version: str = "2026-12-01.1", **changes: bytes) -> bytes:
    """A package of the law in use with some files changed, each named by the last part of its path."""
    found = files_in_use()
    for path in found:
        name = path.rpartition("/")[2].replace(".", "_")
        found[path] = changes.get(name, found[path])
    return package_bytes(KEY, LawVersion.parse(version), found)


def store(home: Path) -> LawPackages:
    found = LawPackages(home)
    found.trust(public_key(KEY), "maintainers", reason="read on their site", who="ann")
    return found


def refused(packages: LawPackages, content: bytes) -> str:
    with pytest.raises(LawRefusedError) as error:
        packages.propose(content, who="ann")
    assert packages.proposals() == ()
    assert packages.adopted() is None
    return str(error.value)


def signer_of(content: bytes) -> str | None:
    """The signer of a package; None where it is no package or its signature does not hold."""
    try:
        return open_package(content).signer
    except LawPackageError:
        return None


def test_any_flipped_bit_is_found() -> None:
    content = package_bytes(KEY, LawVersion.parse("2026-12-01.1"), {"a.csv": b"x", "b.csv": b"y"})
    assert open_package(content).files == {"a.csv": b"x", "b.csv": b"y"}
    assert signer_of(content) == public_key(KEY)
    for place in range(len(content)):
        for bit in range(8):
            other = bytearray(content)
            other[place] ^= 1 << bit
            assert signer_of(bytes(other)) != public_key(KEY), (place, bit)


def test_the_same_law_gives_the_same_bytes() -> None:
    assert build("2026-12-01.1", KEY) == build("2026-12-01.1", KEY)


def test_a_package_of_the_law_in_use_has_no_problem() -> None:
    assert check_files(open_package(made())) == ()


def test_every_table_and_case_of_the_law_is_in_a_package() -> None:
    """One that is left out makes every package unreadable."""
    root = Path(licet.__file__).parent
    there = {
        path.relative_to(root).as_posix()
        for folder in ("regimes", "classification")
        for path in (root / folder).rglob("*")
        if path.suffix in {".csv", ".toml"}
    }
    packed = {key.partition("/") for key in files_in_use()}
    assert there == {f"{name.replace('.', '/').removeprefix('licet/')}/{path}" for name, _, path in packed}


def without_a_citation() -> bytes:
    return files_in_use()[CHART] + MADE_ROW.replace("91 FR 70000", "somewhere").encode()


def cut() -> bytes:
    return b"".join(files_in_use()[CHART].splitlines(keepends=True)[:900])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: made()[:-1] + b"?", "the signature does not hold"),
        (lambda: b"PK" + made(), "no law package"),
        (lambda: package_bytes(Ed25519PrivateKey.generate(), LawVersion.parse("2026-12-01.1"), files_in_use()),
         "not one that you trust"),
        (lambda: made(country_chart_csv=without_a_citation()), "row 1798: no citation says"),
        (lambda: made(country_chart_csv=cut()), "899 rows, the law in use has 1,796"),
        (lambda: made(country_chart_csv=b"destination,column\nDE\n"), "line 2 has 1 cells, the heading 2"),
        (lambda: made(standing_toml=b"[["), "standing.toml: it cannot be read"),
        (lambda: package_bytes(KEY, LawVersion.parse("2026-12-01.1"), {"../x.csv": b"a"}),
         "../x.csv: no rule reads such a file"),
        (lambda: package_bytes(KEY, LawVersion.parse("2026-12-01.1"), files_in_use(), engine="9.9.9"),
         "made for Licet 9.9.9"),
        (lambda: package_bytes(KEY, LawVersion.parse("2026-12-01.1"), files_in_use(), changed_cases={"a": "b"}),
         "'b' is no citation"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_the_reason(
    content: Callable[[], bytes], words: str, tmp_path: Path
) -> None:
    assert words in refused(store(tmp_path), content())


def test_a_distrusted_signer_and_requests_without_a_reason_are_refused(tmp_path: Path) -> None:
    packages = store(tmp_path)
    with pytest.raises(LawRefusedError, match="64 hexadecimal digits"):
        packages.trust("AB", "x", reason="y")
    with pytest.raises(LawRefusedError, match="why you trust it"):
        packages.trust(public_key(KEY), "x", reason=" ")
    packages.distrust(public_key(KEY), reason="the key was lost")
    assert packages.signers() == ()
    assert "not one that you trust" in refused(packages, made())


def check(home: Path) -> dict[str, Any]:
    """The answer to the sale in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "licet.cli.main", "check", "-", "--json"],
        input=json.dumps(SALE), capture_output=True, text=True, check=False,
        env={**os.environ, "LICET_HOME": str(home)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_law_with_a_failing_golden_case_is_refused_and_the_old_law_answers(tmp_path: Path) -> None:
    table = files_in_use()["licet.regimes.us_ear/tables/country_groups.csv"].decode()
    spoiled = table.replace("D:5,CN,yes", "D:5,CN,no")
    assert spoiled != table
    words = refused(store(tmp_path), made(country_groups_csv=spoiled.encode()))
    assert words.startswith("golden case ")
    assert "answer is" in words
    assert check(tmp_path)["answer"] == "no_license_required"


def test_a_package_is_adopted_by_two_persons_and_named_by_receipts(tmp_path: Path) -> None:
    packages, before = store(tmp_path), check(tmp_path)
    chart = files_in_use()[CHART]
    approved_parts(tmp_path)
    changed = files_in_use()[CONTROL_LIST].replace(b"304 and 316 stainless", b"304, 316 and 321 stainless")
    proposal = packages.propose(
        made(country_chart_csv=chart + MADE_ROW.encode(), control_list_csv=changed), who="ann"
    )
    assert opened_again(tmp_path) == {}
    assert check(tmp_path)["answer"] == "no_license_required"
    with pytest.raises(LawRefusedError, match="another person"):
        packages.adopt(proposal.key, who="ann")
    packages.adopt(proposal.key, who="ben")
    with pytest.raises(LawRefusedError, match="no such package that waits"):
        packages.adopt(proposal.key, who="cid")

    after = check(tmp_path)
    assert opened_again(tmp_path) == {"VALVE-2": ["the text of 2B999.g changed"]}
    assert (before["answer"], after["answer"]) == ("no_license_required", "license_required")
    assert "law_package" not in before["receipt"]
    assert after["receipt"]["law_package"] == f"2026-12-01.1 {proposal.sha256}"
    assert after["receipt"]["rulebook"] != before["receipt"]["rulebook"]
    kept = rows_of(tmp_path, "SELECT kind FROM event WHERE stream = 'law' ORDER BY seq")
    assert [row[0] for row in kept] == ["law.signer_trusted", "law.proposed", "law.adopted"]

    older = package_bytes(KEY, LawVersion.parse("2026-11-30.9"), files_in_use())
    with pytest.raises(LawRefusedError, match=r"2026-11-30\.9 is not newer than 2026-12-01\.1"):
        packages.propose(older, who="ann")
    assert law_in_use() is None
    with pytest.raises(LawFileError, match="start another process"):
        use_law(law_root(tmp_path))
    missing_folder(tmp_path)
    changed_after_adoption(tmp_path, proposal.sha256)
    packages.use_shipped(reason="trial over", who="ann")
    assert check(tmp_path)["answer"] == "no_license_required"


def approved_parts(home: Path) -> None:
    """Three parts whose classifications count: two of one entry, one of another."""
    master = product_master(home, DEFAULT, to_change=True)
    eccns = {"VALVE-2": "2B999.g", "WELD-1": "2B999.d", "CAM-1": "6A003.b.4.b"}
    rows = [{"part": part, "description": part, "eccn": eccn} for part, eccn in eccns.items()]
    master.import_rows(rows, "M. Ruiz", date(2026, 11, 30))
    master.approve(eccns, "K. Osei", date(2026, 11, 30))


def opened_again(home: Path) -> dict[str, list[str]]:
    """The parts that *Today* names as opened again, in a process of its own that reads the law of the workspace."""
    program = (
        "import json, pathlib, sys; from datetime import date\n"
        "from licet.rules.law_files import use_law\n"
        "from licet.storage.home import law_root\n"
        "from licet.services.open_classifications import open_classifications\n"
        "home = pathlib.Path(sys.argv[1]); use_law(law_root(home))\n"
        "print(json.dumps(open_classifications(home, sys.argv[2], date(2026, 12, 1)).reopened))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(home), DEFAULT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def refused_check(home: Path) -> str:
    """Why no answer is given, in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "licet.cli.main", "check", "-"], input=json.dumps(SALE), capture_output=True,
        text=True, check=False, env={**os.environ, "LICET_HOME": str(home)},
    )  # fmt: skip
    assert ended.returncode == 2
    return ended.stderr


def missing_folder(home: Path) -> None:
    """A workspace whose folder lacks the law that its log names answers nothing, and its backup has it."""
    folder = law_root(home)
    folder.rename(home / "elsewhere")
    assert "the log says that the law package" in refused_check(home)
    (home / "elsewhere").rename(folder)
    back_up(home, home / "backup.zip")
    restore(home / "backup.zip", home / "restored")
    assert check(home / "restored")["answer"] == "license_required"


def changed_after_adoption(home: Path, sha256: str) -> None:
    """A file that is not the one adopted answers nothing, and neither does other law in its place."""
    path = law_root(home) / "versions" / sha256 / CHART
    content = path.read_bytes()
    path.write_bytes(content.replace(b"IS,AT:1", b"IS,AT:2"))
    assert "was changed after it was adopted" in refused_check(home)
    path.write_bytes(content)
    pointer = law_root(home) / ADOPTED
    kept = pointer.read_text()
    pointer.write_text(kept.replace(sha256[:8], "00000000"))
    with pytest.raises(LawFileError):
        adopted_law(law_root(home))
    pointer.write_text(kept)


def test_the_command_line_says_what_goes_on_answering(tmp_path: Path) -> None:
    env = {"LICET_HOME": str(tmp_path), "LICET_LAW_URL": ""}
    package = tmp_path / "p"
    package.write_bytes(made())
    ended = run_command("law", "propose", str(package), env=env)
    assert ended.returncode == 3
    assert "not one that you trust" in ended.stderr
    assert "the law that came with Licet goes on answering" in ended.stderr
    ended = run_command("law", "update", env=env)
    assert ended.returncode == 2
    assert "LICET_LAW_URL" in ended.stderr
    assert "answers" in run_command("law", "packages", env=env).stdout


def test_what_to_fetch_is_said_plainly() -> None:
    wanted = TextsWanted(parts=("744",), documents=("2025-19001",))
    with pytest.raises(LawAddressError, match="of which day"):
        wanted.addresses()
    with pytest.raises(LawAddressError, match="no number of a part"):
        TextsWanted(parts=("../744",)).addresses()
    with pytest.raises(LawAddressError, match="say which"):
        TextsWanted().addresses()


class _Site(BaseHTTPRequestHandler):
    """Answers each address with its own words."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_texts_are_fetched_once(site: str, tmp_path: Path) -> None:
    words = ["law", "fetch-text", str(tmp_path / "texts"), "--part", "744", "--date", "2026-11-30"]
    words += ["--document", "2025-19001", "--ecfr", site, "--register", site]
    env = {"LICET_HOME": str(tmp_path / "home")}
    ended = run_command(*words, "--json", env=env)
    assert ended.returncode == 0, ended.stderr
    assert {
        Path(item["file"]).name: Path(item["file"]).read_text() for item in json.loads(ended.stdout)["files"]
    } == {
        "title-15_part-744_2026-11-30.xml": "/api/versioner/v1/full/2026-11-30/title-15.xml?part=744",
        "2025-19001.json": "/api/v1/documents/2025-19001.json",
    }
    assert "there already" in run_command(*words, env=env).stdout


def test_without_a_network_nothing_changes_and_it_says_so(tmp_path: Path) -> None:
    nowhere, once = "http://127.0.0.1:9", Patience(attempts=1)
    with pytest.raises(DownloadError, match="no connection"):
        fetch_texts(TextsWanted(documents=("2025-19001",), register=nowhere), tmp_path, patience=once)
    with pytest.raises(DownloadError, match="no connection"):
        fetch_package(f"{nowhere}/law", tmp_path, patience=once)
    with pytest.raises(DownloadError, match="only https"):
        fetch_package("http://example.com/law", tmp_path)
