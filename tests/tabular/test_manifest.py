"""The given files of business systems, against what a right import of each yields."""

from __future__ import annotations

import json
import os
from pathlib import Path

from benchmarks.business_files import score
from tests.conftest import REPO, absent


def test_every_given_file_is_read_as_its_manifest_says() -> None:
    """Records, samples, bad rows, duplicates and the fields of every file; the parties are screened elsewhere."""
    folder = Path(os.environ.get("LICET_SHARED", REPO.parent / "shared")) / "erp_files"
    if not (folder / "manifest.json").is_file():
        absent(f"the given business files are not here: {folder} (set LICET_SHARED)")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    told = [score(folder, entry) for entry in manifest["files"]]
    assert {item.file: item.misses for item in told if item.misses} == {}
    assert all(item.columns[0] == item.columns[1] for item in told)
