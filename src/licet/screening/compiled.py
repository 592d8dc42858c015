"""The kernel compiled by numba; importing this costs half a second, so only bulk work does.

The source is loaded a second time, as a package of another name in which ``jit`` is numba's compiler. It is
loaded from a copy in the user's own cache folder, named by a hash of the whole source: numba keeps machine code
beside the source, so all installations and environments of a user share it, and a change anywhere in the kernel
makes new code (numba by itself looks only at the file that holds the function).

``kernel`` is compiled where it is used, which takes half a minute once for a user. ``kernel_when_ready`` makes nobody
wait: until the machine code is made it is the plain kernel, and another process makes the code meanwhile. Where the
cache cannot be written, a temporary folder that is the user's alone holds the copy.

Where numba is not installed (it comes with ``licet[bulk]``), the plain kernel serves in its place: it gives the same
scores, and an index of all lists takes about a minute to build.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import gettempdir
from types import ModuleType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from platformdirs import user_cache_path

from licet.screening import kernel as plain

if TYPE_CHECKING:
    from subprocess import Popen

    kernel: ModuleType

__all__ = ["is_ready", "kernel", "kernel_when_ready", "machine_code_made"]

_NAME = "licet.screening._compiled"
_MOST_SECONDS = 600
"""How long machine code may be in the making before another process tries."""
_making: list[Popen[bytes]] = []
"""The process that this one started to make the machine code."""


def _source() -> dict[str, bytes]:
    """Every file of the kernel by its name."""
    folder = Path(plain.__path__[0])
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}


def _copied(source: dict[str, bytes]) -> Path | None:
    """The copy of the source in the user's cache, or in a temporary folder; None where nothing can be written."""
    digest = hashlib.sha256(repr(sorted(source.items())).encode()).hexdigest()[:16]
    for cache in (_cache, _temporary):
        try:
            return _written(source, cache() / f"kernel-{digest}")
        except OSError:
            continue
    return None


def _written(source: dict[str, bytes], folder: Path) -> Path:
    """The source in a folder, written where it is missing or another."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in source.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            beside = folder / f"{name}.{uuid4().hex}"
            beside.write_bytes(content)
            beside.replace(path)
    return folder


def _cache() -> Path:
    return user_cache_path("licet")


def _temporary() -> Path:
    """A folder in which nobody else can put machine code. Raises OSError where there is none."""
    user = os.getuid() if hasattr(os, "getuid") else None
    folder = Path(gettempdir()) / ("licet" if user is None else f"licet-{user}")
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    own = stat.S_ISDIR(state.st_mode) and state.st_uid == user and not state.st_mode & 0o077
    if user is not None and not own:
        raise PermissionError(f"{folder}: others could write there")
    return folder


def _compiled() -> ModuleType:
    """The same source, loaded a second time under a compiler; the source as it is where there is no compiler."""
    try:
        from numba import njit  # noqa: PLC0415  # optional
    except ModuleNotFoundError:
        return plain
    folder = _copied(_source())
    place = folder or Path(plain.__path__[0])
    spec = spec_from_file_location(_NAME, place / "__init__.py", submodule_search_locations=[str(place)])
    assert spec is not None
    assert spec.loader is not None
    compiler = ModuleType(f"{_NAME}.jit")
    compiler.__dict__["jit"] = njit(cache=folder is not None, nogil=True)
    compiler.__dict__["at_once"] = lambda _whole: compiler.__dict__["jit"]
    module = module_from_spec(spec)
    sys.modules[compiler.__name__], sys.modules[_NAME] = compiler, module
    spec.loader.exec_module(module)
    return module


def __getattr__(name: str) -> Any:
    if name != "kernel":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()["kernel"] = _compiled()
    return found


def is_ready() -> bool:
    """Whether the compiled kernel can be used at once, or nothing can be made ahead of its use."""
    if "kernel" in globals() or not _has_compiler():
        return True
    folder = _copied(_source())
    return folder is None or _mark(folder).exists()


def _has_compiler() -> bool:
    try:
        return find_spec("numba") is not None
    except ModuleNotFoundError:
        return False


def machine_code_made() -> None:
    """Note that all machine code is kept beside the source, so that nobody waits for it any more."""
    folder = _copied(_source())
    if folder is not None:
        _mark(folder).touch()
        (folder / "making").unlink(missing_ok=True)


def _mark(folder: Path) -> Path:
    """The file that says that machine code was made, by this Python and this compiler."""
    from importlib.metadata import version  # noqa: PLC0415  # where nothing is made yet

    return folder / f"made-{sys.implementation.cache_tag}-{version('numba')}"


def _make() -> None:
    """Have another process make the machine code, unless one does."""
    folder = _copied(_source())
    if folder is None or _making:
        return
    making = folder / "making"
    try:
        if time.time() - making.stat().st_mtime < _MOST_SECONDS:
            return
        making.unlink()
    except FileNotFoundError:
        pass
    try:
        os.close(os.open(making, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return  # another process was quicker
    from subprocess import DEVNULL, Popen  # noqa: PLC0415  # as above

    command = [sys.executable, "-m", "licet.screening.precompile"]
    _making.append(
        Popen(command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True)  # noqa: S603  # our own
    )


class _KernelWhenReady(ModuleType):
    """The compiled kernel where its machine code is made; until then the plain one."""

    def __getattr__(self, name: str) -> Any:
        if is_ready():
            return getattr(sys.modules[__name__].kernel, name)
        _make()
        return getattr(plain, name)


kernel_when_ready: ModuleType = _KernelWhenReady(f"{_NAME}_when_ready")
