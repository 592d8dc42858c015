"""A command for every act of licensing, made from the act itself: its parameters are the options."""

from __future__ import annotations

import inspect
import json
import re
import tomllib
import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from licet.cli.files import day_of, fail
from licet.cli.session import AsJson, Session, keep_file, option, say, session_command
from licet.events.decoding import read
from licet.events.event import Act
from licet.licensing.case import Case
from licet.licensing.license import License
from licet.services.cases.act_table import supplied_to
from licet.services.cases.acts import signature_of

__all__ = ["add_acts", "read_data"]

_DOCUMENTS = frozenset({"document", "documents"})
_HELP = {
    "document": "A file (it is kept), or the SHA-256 of one that was.",
    "documents": "A file (it is kept), or the SHA-256 of one that was; may be given again.",
    "conditions": "The id of a condition, such as C1; may be given again.",
    "agencies": "An agency, such as DOD; may be given again.",
}

Read = Callable[[Session, Any], Any]


def add_acts(app: typer.Typer, functions: Iterable[Callable[..., Any]], subject: str) -> None:
    """Add a command for each act. ``subject``: what it is done to, in words."""
    for function in functions:
        name = function.__name__.replace("_", "-")
        app.command(name=name, help=_help(function))(_command(function, subject))


def _help(function: Callable[..., Any]) -> str:
    """The first line of the act's docstring."""
    return (inspect.getdoc(function) or "").partition("\n")[0].replace("``", "'")


def _command(function: Callable[..., Any], subject: str) -> Callable[..., None]:
    """A function for typer, whose signature is that of the act."""
    wanted = _wanted(function)

    def command(session: Session, /, **given: Any) -> None:
        about, reason = given.pop("subject"), given.pop("reason")
        expected, as_json = given.pop("expected"), given.pop("as_json")
        stated = {name: value for name, value in given.items() if value is not None and value != []}
        arguments = {name: wanted[name][1](session, value) for name, value in stated.items()}
        done = session.case_service.act(
            session.actor, about, function, reason=reason, expected=expected, **arguments
        )
        say(done, as_json=as_json)

    parameters = [
        option("subject", Annotated[str, typer.Argument(help=subject)]),
        *(parameter for parameter, _ in wanted.values()),
        option("reason", Annotated[str, typer.Option("--reason", help="Why.")], ""),
        option(
            "expected",
            Annotated[
                int | None,
                typer.Option("--expected", help="The version that you have seen; refused when it is older."),
            ],
            None,
        ),
        option("as_json", AsJson, False),
    ]
    return session_command(command, parameters)


_NONE = inspect.Parameter.empty


def _wanted(function: Callable[..., Any]) -> dict[str, tuple[inspect.Parameter, Read]]:
    """The parameters that a person gives, each with how it is read."""
    signature, hints = signature_of(function), typing.get_type_hints(function)
    skipped = {signature.first, signature.act, *supplied_to(function)}
    return {
        name: _option(name, hints[name], parameter.default)
        for name, parameter in inspect.signature(function).parameters.items()
        if name not in skipped and hints[name] is not Act
    }


def _option(name: str, hint: Any, default: Any) -> tuple[inspect.Parameter, Read]:
    flag, needed = f"--{name.replace('_', '-')}", default is _NONE
    kind, many = _kind(hint)
    text = _HELP.get(name, "")
    if kind is bool:
        flags = f"{flag}/--no{flag[1:]}"
        return option(
            name, Annotated[bool, typer.Option(flags, help=text)], _NONE if needed else default
        ), _as_is
    words, reading = _reading(name, kind, flag)
    shown = typer.Option(flag, help=f"{text or words}{' May be given again.' if many and not text else ''}")
    if many:
        return option(name, Annotated[list[str] | None, shown], None), lambda session, all_: tuple(
            reading(session, item) for item in all_
        )
    if isinstance(kind, type) and issubclass(kind, Enum):
        return option(
            name, Annotated[kind if needed else kind | None, shown], _NONE if needed else None
        ), _as_is
    return option(name, Annotated[str if needed else str | None, shown], _NONE if needed else None), reading


def _kind(hint: Any) -> tuple[Any, bool]:
    """What one value is, and whether there may be several."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in {types.UnionType, typing.Union}:
        return _kind(next(item for item in inner if item is not type(None)))
    if origin is not None and inner and (origin is tuple or issubclass(origin, Iterable)):
        return inner[0], True
    return hint, False


def _as_is(_session: Session, value: Any) -> Any:
    return value


def _reading(name: str, kind: Any, flag: str) -> tuple[str, Read]:
    """Words for the help of a parameter, and how its text is read."""
    if name in _DOCUMENTS:
        return "", keep_file
    if kind is date:
        return "A day (YYYY-MM-DD).", lambda _, text: day_of(text, flag)
    if kind is int:
        return "A number.", lambda _, text: _number(int, text, flag)
    if kind is Decimal:
        return "An amount.", lambda _, text: _number(Decimal, text, flag)
    if isinstance(kind, type) and is_dataclass(kind) and kind not in {Case, License}:
        name = re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()
        words = f"A file with the {name} as JSON or TOML, or the JSON itself."
        return words, lambda _, text: read_data(kind, text, flag)
    return "", _as_is


def _number(kind: Callable[[str], Any], text: str, flag: str) -> Any:
    try:
        return kind(text)
    except (ValueError, InvalidOperation):
        fail(f"{flag}: {text!r} is no number")


def read_data(kind: type, text: str, flag: str) -> Any:
    """An object of the domain from a file, or from JSON given as such."""
    try:
        return read(kind, _parsed(text))
    except (ValueError, OSError, RecursionError) as error:
        fail(f"{flag}: {'' if text.lstrip().startswith('{') else f'{text}: '}{error}")


def _parsed(text: str) -> Any:
    if text.lstrip().startswith("{"):
        return json.loads(text, parse_float=str)
    content = Path(text).read_text("utf-8")
    return (
        tomllib.loads(content, parse_float=str)
        if text.endswith(".toml")
        else json.loads(content, parse_float=str)
    )
