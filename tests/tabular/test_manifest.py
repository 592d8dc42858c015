"""The given files of business systems, against what a right import of each yields."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from benchmarks.business_files import score, search_in
from tests.conftest import REPO, absent

SHARED = Path(os.environ.get("LICET_SHARED", REPO.parent / "shared"))
NOT_ADOPTED = {
    "row 33: listed party 'Evren KAYAKIRAN' not found",
    "row 153: listed party 'Al Gihaz Co., Ltd. for Contracting and Trading' not found",
}
"""Parties of the given result of a screening that are not on the lists of July 31, 2026."""


def given_files() -> tuple[Path, list[dict[str, Any]]]:
    folder = SHARED / "erp_files"
    if not (folder / "manifest.json").is_file():
        absent(f"the given business files are not here: {folder} (set LICET_SHARED)")
    files: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    return folder, files


def test_every_given_file_is_read_as_its_manifest_says() -> None:
    """Records, samples, bad rows, duplicates and the fields of every file, as guessed."""
    folder, files = given_files()
    told = [score(folder, entry) for entry in files]
    assert {item.file: item.misses for item in told if item.misses} == {}
    assert all(item.columns[0] == item.columns[1] for item in told)


@pytest.mark.real_data
def test_every_listed_party_of_the_given_files_is_found(adopted_lists: Path) -> None:
    folder, files = given_files()
    search = search_in(adopted_lists)
    told = [score(folder, entry, search) for entry in files if entry["expect"].get("listed")]
    assert len(told) >= 10
    assert {miss for item in told for miss in item.misses} == NOT_ADOPTED
