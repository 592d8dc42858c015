"""Text on the command line stays as it is: typer 0.29 else imports pydantic, which takes as long as typer itself.

Whatever is not of the wanted type yet is read by typer, as before. tests/cli/test_start.py notices where a later
typer no longer reads parameters in this place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer.core

if TYPE_CHECKING:
    from typer import _click
    from typer._coercion import RuntimeParam, TypeDescriptor

__all__ = ["leave_text_as_given"]


@dataclass(frozen=True)
class _AsGiven:
    """How one parameter is read. ``read``: makes what typer reads it by."""

    descriptor: TypeDescriptor
    read: Callable[[TypeDescriptor], RuntimeParam]

    def coerce(self, value: Any, param: Any, ctx: _click.Context) -> Any:
        """The value of a parameter."""
        wanted = self.descriptor.annotation
        many = param.multiple or param.nargs == -1
        if not many and (value is None or (isinstance(wanted, type) and isinstance(value, wanted))):
            return value
        return self.read(self.descriptor).coerce(value, param=param, ctx=ctx)


def leave_text_as_given() -> None:
    """Let typer read only what has to be read; nothing where this typer is of another make."""
    read = getattr(typer.core, "build_runtime_param", None)
    if read is not None and not isinstance(read, _OptionReader):
        typer.core.build_runtime_param = _OptionReader(read)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class _OptionReader:
    read: Callable[[TypeDescriptor], RuntimeParam]

    def __call__(self, descriptor: TypeDescriptor) -> Any:
        special = descriptor.file_annotation is not None or descriptor.parameter_info.parser is not None
        return self.read(descriptor) if special else _AsGiven(descriptor, self.read)
