"""The files of law: those of the installed package, or those of a law package that a workspace adopted.

A process answers under one law for as long as it runs: the choice is made when the first file is read, and what is
adopted later is used by processes that start later. Processes that share the work of one use its law.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.errors import LicetError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = [
    "ADOPTED",
    "MANIFEST",
    "AdoptedLaw",
    "LawFile",
    "LawFileError",
    "adopted_law",
    "law_in_use",
    "use_law",
]

ADOPTED, MANIFEST = "adopted.json", "manifest.json"
_OF_PARENT = "_LICET_LAW"


class LawFileError(LicetError):
    """The adopted law cannot be used; the text says why. Nothing answers under another law in its place."""


@dataclass(frozen=True, slots=True)
class AdoptedLaw:
    """A law package whose files answer. ``sha256``: of the package; ``files``: by path, the sha256 of each file."""

    version: str
    sha256: str
    folder: Path
    files: Mapping[str, str]

    @property
    def title(self) -> str:
        """What receipts call it."""
        return f"{self.version} {self.sha256}"

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises LawFileError where they are not those that were adopted."""
        try:
            content = (self.folder / path).read_bytes()
        except OSError as error:
            raise LawFileError(f"the adopted law {self.version} lacks {path}: {error.strerror}") from error
        if hashlib.sha256(content).hexdigest() != self.files.get(path):
            raise LawFileError(f"the adopted law {self.version}: {path} was changed after it was adopted")
        return content


class _Choice:
    """Which law this process reads. ``root``: the folder ``law`` of the workspace; ``made``: a file was read."""

    root: Path | None = None
    law: AdoptedLaw | None = None
    made: bool = False


def use_law(root: Path) -> None:
    """Read the law that a workspace adopted, if any; ``root``: its folder ``law``.

    Raises LawFileError where this process answers under other law already.
    """
    if _Choice.root == root:
        return
    if _Choice.made:
        wanted = adopted_law(root)
        if wanted != _Choice.law:
            raise LawFileError(
                f"this process answers under {_words(_Choice.law)}, and the workspace adopted {_words(wanted)}; "
                "start another process for it"
            )
    _Choice.root = root


def law_in_use() -> AdoptedLaw | None:
    """The adopted law that this process reads; None: the law that came with Licet."""
    if not _Choice.made:
        folder = _law_of_parent()
        if folder is not None:
            _Choice.law = _read(Path(folder)) if folder else None
        elif _Choice.root is not None:
            _Choice.law = adopted_law(_Choice.root)
        _Choice.made = True
        os.environ[_OF_PARENT] = "" if _Choice.law is None else str(_Choice.law.folder)
    return _Choice.law


def _law_of_parent() -> str | None:
    """The folder of the law of the process whose work this one shares; empty: that of Licet; None: it shares none."""
    folder = os.environ.get(_OF_PARENT)
    if folder is None:
        return None
    from multiprocessing import parent_process  # noqa: PLC0415 - loads what a command that starts alone never needs

    return folder if parent_process() is not None else None


def adopted_law(root: Path) -> AdoptedLaw | None:
    """The law that a workspace adopted last. Raises LawFileError where what it adopted is not there as it was."""
    try:
        adopted = json.loads((root / ADOPTED).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise LawFileError(f"{root / ADOPTED}: it cannot be read: {error}") from error
    found = _read(root / "versions" / adopted["sha256"])
    if found.sha256 != adopted["sha256"] or _hash_of_manifest(found.folder) != adopted["manifest"]:
        raise LawFileError(f"the adopted law {found.version} was changed after it was adopted")
    return found


def _read(folder: Path) -> AdoptedLaw:
    import licet  # noqa: PLC0415 - the version alone, of a package that imports nothing by itself

    try:
        data: Mapping[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise LawFileError(f"{folder / MANIFEST}: it cannot be read: {error}") from error
    if data["engine"] != licet.__version__:
        raise LawFileError(
            f"the adopted law {data['version']} was made for Licet {data['engine']}, and this is Licet "
            f"{licet.__version__}: adopt a package made for it, or return to the law that came with it "
            "(licet law use-shipped)"
        )
    return AdoptedLaw(data["version"], folder.name, folder, data["files"])


def _hash_of_manifest(folder: Path) -> str:
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def _words(law: AdoptedLaw | None) -> str:
    return "the law that came with Licet" if law is None else f"the law package {law.version}"


@dataclass(frozen=True, slots=True)
class LawFile:
    """A file or folder of law, named by a package and a path in it; which one that is, is settled when it is read."""

    package: str
    path: str = ""

    def __truediv__(self, name: str) -> LawFile:
        return LawFile(self.package, f"{self.path}/{name}" if self.path else name)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def key(self) -> str:
        """The path under which packages of law name the file."""
        return f"{self.package}/{self.path}"

    def read_bytes(self) -> bytes:
        law = law_in_use()
        return self.shipped.read_bytes() if law is None else law.read(self.key)

    def read_text(self, encoding: str = "utf-8") -> str:
        return self.read_bytes().decode(encoding)

    def iterdir(self) -> Iterator[LawFile]:
        """The files of a folder, in no order."""
        law = law_in_use()
        if law is None:
            return (self / item.name for item in self.shipped.iterdir() if item.is_file())
        begin = f"{self.package}/{self.path}/" if self.path else f"{self.package}/"
        names = (key.removeprefix(begin) for key in law.files if key.startswith(begin))
        return (self / name for name in names if "/" not in name)

    @property
    def shipped(self) -> Traversable:
        """The file that came with Licet."""
        from importlib.resources import files  # noqa: PLC0415 - loads what adopted law never needs

        found = files(self.package)
        for part in self.path.split("/") if self.path else ():
            found = found / part
        return found
