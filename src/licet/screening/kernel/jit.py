"""What compiles the kernel: nothing here; :mod:`licet.screening.compiled` loads it again under numba's compiler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["jit"]

F = TypeVar("F", bound=Callable[..., Any])


def jit(function: F) -> F:
    """The function as it is."""
    return function
