"""The kernel compiled by numba; importing this costs half a second, so only bulk work does.

The source is loaded a second time, as a package of another name in which ``jit`` is numba's compiler. It is
loaded from a copy in the user's own cache folder, named by a hash of the whole source: numba keeps machine code
beside the source, so all installations and environments of a user share it, and a change anywhere in the kernel
makes new code (numba by itself looks only at the file that holds the function).

Where numba is not installed (it comes with ``licet[bulk]``), the plain kernel serves in its place: it gives the same
scores, and an index of all lists takes about a minute to build.
"""

from __future__ import annotations

import hashlib
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from uuid import uuid4

from platformdirs import user_cache_path

from licet.screening import kernel as plain

__all__ = ["kernel"]

_NAME = "licet.screening._compiled"


def _source() -> dict[str, bytes]:
    """Every file of the kernel by its name."""
    folder = Path(plain.__path__[0])
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}


def _copied(source: dict[str, bytes]) -> Path | None:
    """The copy of the source in the user's cache; None where nothing can be written there."""
    digest = hashlib.sha256(repr(sorted(source.items())).encode()).hexdigest()[:16]
    folder = user_cache_path("licet") / f"kernel-{digest}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in source.items():
            path = folder / name
            if not path.exists() or path.read_bytes() != content:
                beside = folder / f"{name}.{uuid4().hex}"
                beside.write_bytes(content)
                beside.replace(path)
    except OSError:
        return None
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
    module = module_from_spec(spec)
    sys.modules[compiler.__name__], sys.modules[_NAME] = compiler, module
    spec.loader.exec_module(module)
    return module


kernel = _compiled()
