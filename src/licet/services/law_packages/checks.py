"""What speaks against adopting a law package, found in its files alone; the rest shows when the law is tried."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

import licet
from licet.regimes.registry import regimes
from licet.rules.citation import Citation
from licet.rules.law_files import LawFile
from licet.services.law_packages.package import LawPackage
from licet.watchlists.checks import DEFAULT_LIMITS

__all__ = ["check_files", "files_in_use"]

_FOLDERS = ("", "tables", "cases")
_KINDS = (".csv", ".toml")
_SHOWN = 5


def files_in_use() -> dict[str, bytes]:
    """Every file of the law in use, by its path in a package."""
    found = {}
    own = (f"licet.regimes.{code}" for code in regimes())
    for package in ("licet.regimes", *own, "licet.classification"):
        for folder in _FOLDERS:
            for file in _files(LawFile(package) / folder if folder else LawFile(package)):
                found[file.key] = file.read_bytes()
    return dict(sorted(found.items()))


def _files(folder: LawFile) -> list[LawFile]:
    try:
        return [file for file in folder.iterdir() if file.name.endswith(_KINDS)]
    except FileNotFoundError:  # a regime without tables
        return []


def check_files(package: LawPackage) -> tuple[str, ...]:
    """Every problem of a package that its files show, held against the law in use."""
    return tuple(_problems(package, files_in_use()))


def _problems(package: LawPackage, in_use: Mapping[str, bytes]) -> Iterator[str]:
    if package.engine != licet.__version__:
        yield f"it was made for Licet {package.engine}; this is Licet {licet.__version__}"
    yield from (f"{path}: the file is missing" for path in sorted(in_use.keys() - package.files.keys()))
    for path in sorted(package.files.keys() - in_use.keys()):
        if "/cases/" not in path or not path.endswith(".toml") or not _known_folder(path, in_use):
            yield f"{path}: no rule reads such a file"
    for case, cite in package.changed_cases.items():
        if not _is_citation(cite):
            yield f"changed golden case {case}: {cite!r} is no citation"
    for path in sorted(in_use.keys() & package.files.keys()):
        if package.files[path] != in_use[path]:
            yield from (f"{path}: {words}" for words in _of_file(path, package.files[path], in_use[path]))


def _known_folder(path: str, in_use: Mapping[str, bytes]) -> bool:
    folder = path.rpartition("/")[0]
    return any(known.rpartition("/")[0] == folder for known in in_use)


def _of_file(path: str, new: bytes, old: bytes) -> Iterator[str]:
    try:
        if path.endswith(".toml"):
            tomllib.loads(new.decode())
        else:
            yield from _of_table(_rows(new), _rows(old))
    except ValueError as error:
        yield f"it cannot be read: {error}"


def _rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a table. Raises ValueError for a row with more or fewer cells than the heading."""
    reader = csv.reader(content.decode().splitlines())
    header = next(reader, [])
    if len(set(header)) != len(header):
        raise ValueError("a column stands twice")
    found = []
    for cells in reader:
        if cells and len(cells) != len(header):
            raise ValueError(f"line {reader.line_num} has {len(cells)} cells, the heading {len(header)}")
        if cells:
            found.append(dict(zip(header, cells, strict=True)))
    return found


def _of_table(new: list[dict[str, str]], old: list[dict[str, str]]) -> Iterator[str]:
    if not new:
        yield "it has no rows"
        return
    lacking = [name for name in old[0] if name not in new[0]]
    if lacking:
        yield f"the columns {', '.join(lacking)} are missing"
    lowest = min(len(old) * DEFAULT_LIMITS.lowest, len(old) - DEFAULT_LIMITS.slack)
    if len(new) < lowest:
        yield f"{len(new):,} rows, the law in use has {len(old):,}; fewer than {lowest:,.0f} are refused"
    if "cite" in old[0]:
        before = {tuple(row.values()) for row in old}
        bad = [
            number
            for number, row in enumerate(new, 2)
            if not _is_citation(row.get("cite", "")) and tuple(row.values()) not in before
        ]
        if bad:
            lines = ", ".join(map(str, bad[:_SHOWN]))
            more = " and others" if len(bad) > _SHOWN else ""
            yield f"row {lines}{more}: no citation says where the row comes from"


@cache
def _is_citation(text: str) -> bool:
    try:
        Citation.parse(text)
    except ValueError:
        return False
    return True
