"""Commands that are imported when they run: ``licet --help`` reads a table of commands and no module of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    from typer import _click

__all__ = ["LazyCommand", "lazy_group"]


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """A command or a group of commands. ``place``: ``module:name`` of the function or of the :class:`typer.Typer`.

    ``summary``: its line in ``licet --help``. ``panel``: under which heading that line stands.
    """

    place: str
    summary: str
    panel: str

    def load(self, name: str) -> _click.Command:
        """Import the command."""
        module, _, attribute = self.place.partition(":")
        found = getattr(import_module(module), attribute)
        if isinstance(found, typer.Typer):
            app = typer.Typer(add_completion=False)
            app.add_typer(found, name=name, help=self.summary, rich_help_panel=self.panel)
            group: Any = get_command(app)
            return group.commands[name]  # type: ignore[no-any-return]
        app = typer.Typer(add_completion=False)
        app.command(name=name, rich_help_panel=self.panel)(found)
        return get_command(app)

    def line(self, name: str) -> TyperCommand:
        """What ``licet --help`` shows of the command."""
        return TyperCommand(name, help=self.summary, rich_help_panel=self.panel)


class _Commands(MutableMapping[str, Any]):
    """The commands by name, each imported when it is looked up for the first time."""

    def __init__(self, table: Mapping[str, LazyCommand]) -> None:
        self._table = table
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = self._table[name].load(name)
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


def lazy_group(table: Mapping[str, LazyCommand]) -> type[TyperGroup]:
    """The class of a group with the commands of a table, in its order."""

    class LazyGroup(TyperGroup):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.commands = _Commands(table)

        def list_commands(self, ctx: _click.Context) -> list[str]:
            del ctx
            return list(table)

        def format_help(self, ctx: _click.Context, formatter: _click.HelpFormatter) -> None:
            lines: dict[str, _click.Command] = {name: command.line(name) for name, command in table.items()}
            shown = TyperGroup(name=self.name, commands=lines, help=self.help, params=self.params)
            shown.format_help(ctx, formatter)

    return LazyGroup
