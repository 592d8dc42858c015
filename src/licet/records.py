"""``dataclass`` as the standard library has it, but that methods are written when they are first called.

The standard library writes and compiles up to seven methods of a class when its module is imported. A command
imports some 150 such classes, makes objects of half of them, and compares or prints few (decision 0265).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """The class with the methods of a dataclass. One that inherits from a dataclass has them written at once."""
        if cls is None:
            return lambda given: dataclass(given, **options)
        if any(dataclasses.is_dataclass(base) for base in cls.__mro__[1:]) or options.keys() - _LAZY:
            return dataclasses.dataclass(cls, **options)
        return _lazy(cls, **options)


_LAZY = {"frozen", "slots", "eq", "kw_only"}
"""The options of classes whose methods are written when they are first called."""


def _lazy(
    cls: type, *, frozen: bool = False, slots: bool = False, eq: bool = True, kw_only: bool = False
) -> type:
    own = dict(cls.__dict__)
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # where there is none, the standard library makes up a signature
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)

    def written(name: str) -> Any:
        """A method as the standard library writes it, for a class of the same fields."""
        names = own.keys() - {"__dict__", "__weakref__"}
        twin = type(cls)(cls.__name__, cls.__bases__, {key: own[key] for key in names})
        which = {"init": name == "__init__", "repr": name == "__repr__", "eq": name in ("__eq__", "__hash__")}
        return getattr(dataclasses.dataclass(frozen=frozen, kw_only=kw_only, **which)(twin), name)

    names = ["__init__", "__repr__", *(["__eq__"] if eq else [])]
    if eq and own.get("__hash__") is None:
        if frozen:
            names.append("__hash__")
        else:
            made.__hash__ = None
    for name in names:
        if name == "__hash__" or name not in own:
            setattr(made, name, _first(made, name, written))
    if frozen:
        made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
        if slots:
            made.__getstate__, made.__setstate__ = _state, _set_state
    made.__dataclass_params__.frozen = frozen
    return made  # type: ignore[no-any-return]


def _first(made: type, name: str, written: Callable[[str], Any]) -> Callable[..., Any]:
    """A method that has itself written at its first call."""

    def method(self: Any, *values: Any, **named: Any) -> Any:
        real = written(name)
        setattr(made, name, real)
        return real(self, *values, **named)

    return method


def _refuse_to_set(_self: Any, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
