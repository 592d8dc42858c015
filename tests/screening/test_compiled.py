"""The compiled kernel: one copy of its source for all folders of a user, whole or not used; equal answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screening import compiled, kernel
from licet.screening.build import form_hash, packed

SOURCE = {"a.py": b"A = 1\n", "b.py": b"B = 2\n"}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "user_cache_path", lambda name: tmp_path / name)
    return tmp_path


def test_the_source_is_copied_once_and_a_damaged_copy_is_healed(cache: Path) -> None:
    folder = compiled._copied(SOURCE)
    assert folder is not None
    assert folder.is_relative_to(cache)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == SOURCE
    before = (folder / "b.py").stat().st_mtime_ns
    (folder / "a.py").write_bytes(b"A = 3\n")
    assert compiled._copied(SOURCE) == folder
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == SOURCE
    assert (folder / "b.py").stat().st_mtime_ns == before  # what is whole keeps its machine code


@pytest.mark.usefixtures("cache")
def test_another_source_has_another_folder() -> None:
    assert compiled._copied(SOURCE) != compiled._copied({**SOURCE, "b.py": b"B = 3\n"})


def test_where_the_cache_cannot_be_written_a_folder_of_the_user_alone_is(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cache / "licet").write_text("a file where the folder should be")
    monkeypatch.setattr(compiled, "gettempdir", lambda: str(cache))
    folder = compiled._copied(SOURCE)
    assert folder is not None
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    folder.parent.chmod(0o770)
    assert compiled._copied(SOURCE) is None, "others could put machine code there"


def test_where_nothing_can_be_written_there_is_no_copy(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (cache / "licet").write_text("a file where the folder should be")
    monkeypatch.setattr(compiled, "gettempdir", lambda: str(cache / "nowhere"))
    assert compiled._copied(SOURCE) is None


def test_the_compiled_kernel_is_the_same_source() -> None:
    assert compiled._source()["score.py"] == Path(str(kernel.__path__[0]), "score.py").read_bytes()
    assert set(kernel.__all__) <= set(vars(compiled.kernel))


def test_nobody_waits_for_the_machine_code(cache: Path) -> None:
    """Without machine code names are screened at once by the plain kernel, and another process makes it."""
    script = (
        "import sys, licet\n"
        "from licet.screening import compiled\n"
        "screener = licet.Screener.of_names(['Zarya Trading'])\n"
        "found = screener.screen_many(['Zarya Trading'] * 60)\n"
        "print(found[0].verdict, compiled.is_ready(), 'numba' in sys.modules)\n"
        "compiled._making[0].terminate(); compiled._making[0].wait()\n"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(  # our own
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["match", "False", "False"]
    (folder,) = (cache / "licet").glob("kernel-*")
    assert (folder / "making").exists()


def test_what_was_made_is_used(cache: Path) -> None:
    folder = compiled._copied(compiled._source())
    assert folder is not None
    assert folder.is_relative_to(cache)
    assert not compiled._mark(folder).exists()
    compiled.machine_code_made()
    assert compiled._mark(folder).exists()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abc 9&", max_size=30), max_size=4))
def test_forms_have_the_same_hash_everywhere(forms: list[str]) -> None:
    expected = [form_hash(form) for form in forms]
    assert kernel.hashes_of(*packed(forms)).tolist() == expected
    assert compiled.kernel.hashes_of(*packed(forms)).tolist() == expected
