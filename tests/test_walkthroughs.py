"""The walk-throughs of the guides are carried out as they stand, in a copy of the source, whose result runs."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^( *)```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def section(title: str, guide: str = "CONTRIBUTING.md") -> str:
    """The text of a guide under a heading."""
    _, _, rest = (ROOT / guide).read_text("utf-8").partition(f"\n## {title}\n")
    assert rest, title
    return rest.partition("\n## ")[0]


def put(path: Path, text: str) -> None:
    """Write a file of the copy, which is a link to the true one until then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(text, "utf-8")


def change(path: Path, diff: str) -> None:
    """Apply a block of a walk-through: what it keeps and takes away has to be there once."""
    lines = diff.splitlines()
    before = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
    after = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
    text = path.read_text("utf-8")
    assert text.count(before) == 1, f"{path}: {text.count(before)} times\n{before}"
    put(path, text.replace(before, after))


@pytest.mark.parametrize(
    ("title", "files", "guide"),
    [
        ("Write a rule", 4, "CONTRIBUTING.md"),
        ("Add a list", 5, "CONTRIBUTING.md"),
        ("Add an act on a case or a license", 4, "CONTRIBUTING.md"),
        ("Add a regime", 8, "docs/guide/regimes.md"),
    ],
)
def test_a_walk_through_does_what_it_says(title: str, files: int, guide: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", copy_function=os.symlink)
    touched, programs = set(), []
    for indent, kind, name, block in BLOCK.findall(section(title, guide)):
        text = textwrap.dedent(block) if kind == "python" else "".join(
            f"{line.removeprefix(indent)}\n" for line in block.splitlines()
        )  # fmt: skip
        if kind == "diff":
            change(tmp_path / name, text)
        elif name:
            assert not (tmp_path / name).exists(), name
            put(tmp_path / name, text)
        else:
            programs.append(text)
        touched |= {name} - {""}
    assert len(touched) == files, touched
    source, home = tmp_path / "src", tmp_path / "home"
    environment = {**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{ROOT}", "LICET_HOME": str(home)}
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join(programs)], capture_output=True, text=True, check=False, cwd=tmp_path,
        env=environment,
    )  # fmt: skip
    assert programs
    assert ran.returncode == 0, ran.stderr


def test_a_copy_made_of_links_keeps_no_hash_for_the_source(tmp_path: Path) -> None:
    """What is kept of a rulebook belongs to the files that were imported, and not to those that links lead to."""
    source = tmp_path / "src"
    shutil.copytree(ROOT / "src", source, copy_function=os.symlink)
    coverage = source / "licet/regimes/us_ear/coverage.toml"
    put(
        coverage,
        coverage.read_text("utf-8").replace("verified_to = 2026-09-01", "verified_to = 2026-08-31", 1),
    )
    program = "from licet.regimes.registry import primary; print(primary().rulebook.content_hash)"
    hashes = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": str(path), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        ).stdout
        for path in (source, ROOT / "src")
    ]  # fmt: skip
    assert hashes[0] != hashes[1]
