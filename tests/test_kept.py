"""What is kept in the user's cache folder is what would be made anew, or is made anew."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from licet import kept as module
from licet.kept import kept, package_hash, source_hash


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def refused() -> Iterator[str]:
    raise AssertionError("made a second time")


def test_it_is_made_once() -> None:
    assert kept("words", "1", lambda: ["a", "b"]) == ["a", "b"]
    assert kept("words", "1", refused) == ["a", "b"]


def test_another_key_has_another() -> None:
    kept("words", "1", lambda: ["a"])
    assert kept("words", "2", lambda: ["b"]) == ["b"]


@pytest.mark.parametrize("content", [b"", b"{", b'0000\n["x"]'])
def test_a_damaged_one_is_made_anew(folder: Path, content: bytes) -> None:
    kept("words", "1", lambda: ["a"])
    (folder / "words-1.json").write_bytes(content)
    assert kept("words", "1", lambda: ["b"]) == ["b"]
    assert kept("words", "1", refused) == ["b"]


def test_where_nothing_can_be_written_it_is_made_each_time(folder: Path) -> None:
    folder.write_text("no folder", "utf-8")
    assert kept("words", "1", lambda: ["a"]) == ["a"]
    assert kept("words", "1", lambda: ["b"]) == ["b"]


def test_the_key_follows_from_the_content_of_files() -> None:
    some = source_hash(("licet.rules", "table.py"))
    assert some == source_hash(("licet.rules", "table.py"))
    assert some != source_hash(("licet.rules", "dated.py"))
    with pytest.raises(ModuleNotFoundError):
        source_hash(("licet_of_nobody", "table.py"))


def test_the_key_of_packages_follows_from_every_file_but_those_left_out(tmp_path: Path) -> None:
    names = ("law/rules.py", "law/tables/chart.csv", "law/cases/golden.toml", "other/rules.py")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", "utf-8")
    keys = [package_hash(tmp_path, "law", but="cases")]
    for name in names:
        (tmp_path / name).write_text("2", "utf-8")
        keys.append(package_hash(tmp_path, "law", but="cases"))
    (tmp_path / "law" / "rules.py").rename(tmp_path / "law" / "rule.py")
    keys.append(package_hash(tmp_path, "law", but="cases"))
    assert [first != second for first, second in pairwise(keys)] == [True, True, False, False, True]
