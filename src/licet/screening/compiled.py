"""The kernel compiled by numba; importing this costs half a second, so only bulk work does."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

from numba import njit

from licet.screening import kernel as plain

__all__ = ["kernel"]


def _compiled() -> ModuleType:
    """The same source, loaded a second time under a compiler."""
    name = "licet.screening._kernel_compiled"
    spec = spec_from_file_location(name, plain.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    module.__dict__["_COMPILER"] = njit(cache=True, nogil=True)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


kernel = _compiled()
