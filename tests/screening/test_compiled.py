"""The compiled kernel: one copy of its source for all folders of a user, whole or not used; equal answers."""

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


def test_where_nothing_can_be_written_there_is_no_copy(cache: Path) -> None:
    (cache / "licet").write_text("a file where the folder should be")
    assert compiled._copied(SOURCE) is None


def test_the_compiled_kernel_is_the_same_source() -> None:
    assert compiled._source()["score.py"] == Path(str(kernel.__path__[0]), "score.py").read_bytes()
    assert set(kernel.__all__) <= set(vars(compiled.kernel))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abc 9&", max_size=30), max_size=4))
def test_forms_have_the_same_hash_everywhere(forms: list[str]) -> None:
    expected = [form_hash(form) for form in forms]
    assert kernel.hashes_of(*packed(forms)).tolist() == expected
    assert compiled.kernel.hashes_of(*packed(forms)).tolist() == expected
