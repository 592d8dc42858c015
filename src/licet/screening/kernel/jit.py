"""What compiles the kernel: nothing here; :mod:`licet.screening.compiled` loads it again under numba's compiler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["at_once", "jit"]

F = TypeVar("F", bound=Callable[..., Any])


def jit(function: F) -> F:
    """The function as it is."""
    return function


def at_once(whole: Callable[..., Any]) -> Callable[[F], Callable[..., Any]]:
    """A function of whole arrays in place of the decorated one, which gives the same and is for a compiler."""
    return lambda _function: whole
