"""A rulebook that was checked before is the very one that checking would give."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from licet import kept
from licet.regimes.checked import FOLLOWS_FROM, checked_once
from licet.regimes.registry import PRIMARY, regimes
from licet.regimes.us_ear import ear
from licet.rules.dated import LawConflictError
from licet.rules.rulebook import Rulebook
from licet.rules.standing import Position

_MODULES = """
import json, sys
from licet.regimes.us_ear import ear
ear()
print(json.dumps(sorted(name for name in sys.modules if name.startswith("licet."))))
"""
_BESIDE = {"licet.errors", "licet.kept", "licet.durable"}
"""Modules that say nothing of law."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "cache_folder", lambda: tmp_path)
    return tmp_path


def _computed(book: Rulebook) -> str:
    known = book.__dict__.pop("content_hash", None)
    computed = book.content_hash
    assert known in (None, computed)
    return computed


def test_the_kept_hash_is_that_of_the_law() -> None:
    made = [ear.__wrapped__() for _ in range(2)]
    first, second = (_computed(book) for book in made)
    assert first == second == _computed(regimes()[PRIMARY].rulebook)
    under = [_computed(book.under(Position.ANNOUNCED)) for book in made]
    assert under[0] == under[1] != first


def test_a_contradiction_is_found_each_time() -> None:
    def contradictory(checked: str | None) -> Rulebook:
        assert checked is None
        raise LawConflictError("two texts answer one question")

    for _ in range(2):
        with pytest.raises(LawConflictError):
            checked_once("made_up", contradictory)


def test_the_law_follows_from_the_files_that_are_hashed_alone() -> None:
    done = subprocess.run([sys.executable, "-c", _MODULES], check=True, capture_output=True, text=True)
    others = {name for name in json.loads(done.stdout) if name.split(".")[1] not in FOLLOWS_FROM}
    assert others == _BESIDE & others
