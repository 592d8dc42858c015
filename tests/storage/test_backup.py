"""Backups: sealed on request, nothing left of one that is killed, and nothing restored that no backup holds."""

import hashlib
import io
import json
import os
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from licet.model.defaults import DEFAULTS_FILE
from licet.services.cases.papers import _FILE
from licet.services.company import COMPANY_FILE
from licet.services.notices import NOTICES_FILE
from licet.services.screening_presets import PRESETS_FILE
from licet.storage.backup import BackupError, back_up, restore
from licet.storage.database import HEAD, open_database
from licet.storage.home import database_path
from licet.storage.sealed import SealedError, seal, unseal

SETTINGS = (
    DEFAULTS_FILE, NOTICES_FILE, PRESETS_FILE, COMPANY_FILE, _FILE, "notices.jsonl", "watch.json", "assistants.jsonl",
)  # fmt: skip
FOLDERS = ("books/61636d65/aaaaaaaaaaaa", "masters/acme", "mappings", "receipts")
PASSPHRASE = "four words or more"  # noqa: S105


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    open_database(folder).close()
    for name in (*SETTINGS, *(f"{inner}/file.json" for inner in FOLDERS)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}")
    (folder / "states").mkdir()
    (folder / "states" / "x.lists").write_text("made again")
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_home_and_its_database_are_their_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        home = tmp_path / "home"
        open_database(home).close()
        assert (mode(home), mode(database_path(home))) == (0o700, 0o600)
        home.chmod(0o755)
        database_path(home).chmod(0o644)
        open_database(home).close()
        assert (mode(home), mode(database_path(home))) == (0o700, 0o600)
    finally:
        os.umask(before)


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_what_was_backed_up_is_restored(home: Path, tmp_path: Path, passphrase: str | None) -> None:
    out = tmp_path / "out" / "backup.zip"
    out.parent.mkdir()
    names = back_up(home, out, passphrase)
    assert set(names) == {"licet.sqlite3", *SETTINGS, *(f"{name}/file.json" for name in FOLDERS)}
    assert [path.name for path in out.parent.iterdir()] == ["backup.zip"]
    assert mode(out) == 0o600
    assert zipfile.is_zipfile(out) is (passphrase is None)
    again = tmp_path / "again"
    assert restore(out, again, passphrase) == names
    assert mode(again) == 0o700
    open_database(again).close()


def test_a_sealed_backup_needs_its_passphrase(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "backup.zip"
    back_up(home, out, PASSPHRASE)
    with pytest.raises(BackupError, match="is sealed"):
        restore(out, tmp_path / "again")
    with pytest.raises(BackupError, match="passphrase is wrong"):
        restore(out, tmp_path / "again", "another passphrase")
    with pytest.raises(ValueError, match="12 characters"):
        back_up(home, tmp_path / "short.zip", "short")
    assert not (tmp_path / "short.zip").exists()
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (2 << 20) + 7])
def test_a_sealed_file_says_when_a_byte_of_it_was_changed(size: int) -> None:
    plain, sealed, again = os.urandom(size), io.BytesIO(), io.BytesIO()
    seal(io.BytesIO(plain), sealed, PASSPHRASE)
    content = sealed.getvalue()
    unseal(io.BytesIO(content), again, PASSPHRASE)
    assert again.getvalue() == plain
    damaged = [
        content[:-1],
        content + b"x",
        content[:40] + b"?" + content[41:],
        content[: 27 + (1 << 20) + 16],
    ]
    for bad in damaged:
        if bad != content:
            with pytest.raises(SealedError):
                unseal(io.BytesIO(bad), io.BytesIO(), PASSPHRASE)


@pytest.mark.parametrize(
    "name",
    [
        "evil.py", "indexes/x/text.npy", "states/x.lists", "receipts", "../x", "/etc/x", "jobs/../../x", "jobs/./x",
        "jobs//x", "jobs\\..\\x", "masters/../evil.py",
    ],
)  # fmt: skip
def test_nothing_is_restored_that_no_backup_holds(tmp_path: Path, name: str) -> None:
    path = tmp_path / "backup.zip"
    made(path, {"licet.sqlite3": b"x", name: b"x"})
    with pytest.raises(BackupError, match="nothing that a backup holds|points outside"):
        restore(path, tmp_path / "home")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "manifest",
    ["[" * 100_000, "[]", '{"sha256": []}', '{"licet": "0", "schema": 1, "sha256": {}}', "9" * 5000],
)
def test_a_manifest_that_is_none_is_told(tmp_path: Path, manifest: str) -> None:
    path = tmp_path / "backup.zip"
    made(path, {}, manifest)
    with pytest.raises(BackupError, match="is no backup of Licet"):
        restore(path, tmp_path / "home")


def test_a_restore_that_cannot_be_done_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    made(path, {"licet.sqlite3": b"x", "jobs/a": b"x", "jobs/a/b": b"x"})
    with pytest.raises(OSError, match="jobs"):
        restore(path, tmp_path / "home")
    assert not list((tmp_path / "home").iterdir())


def made(path: Path, files: dict[str, bytes], manifest: str | None = None) -> None:
    """A backup that holds these files."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        said = {"licet": "0", "schema": HEAD, "sha256": hashes}
        archive.writestr("manifest.json", json.dumps(said) if manifest is None else manifest)


_KILLED = """
import sys, pathlib
from licet.storage import backup
def stop(*_): print("now", flush=True); sys.stdin.read()
backup._others = stop
backup.back_up(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
"""


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name are Linux's")
def test_a_backup_that_is_killed_leaves_nothing(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "backup.zip"
    out.parent.mkdir()
    before = sorted(home.rglob("*"))
    work = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(home), str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert work.stdout is not None
    assert work.stdout.readline() == b"now\n"
    work.send_signal(signal.SIGKILL)
    work.communicate()
    assert list(out.parent.iterdir()) == []
    assert [path for path in sorted(home.rglob("*")) if not path.name.endswith(("-wal", "-shm"))] == before
