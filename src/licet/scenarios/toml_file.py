"""TOML files read key by key, with errors that name file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from licet.model.numbers import NumberRangeError, bounded_number
from licet.scenarios.scenario import ScenarioError

__all__ = ["TomlTable", "read_toml"]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_AT = re.compile(r" \(at line (\d+), column (\d+)\)")


def read_toml(content: bytes, file: str) -> TomlTable:
    """The top table of a TOML file. Raises ScenarioError with the line where it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError("not UTF-8", file=file, line=content.count(b"\n", 0, error.start) + 1) from error
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except ValueError as error:  # TOMLDecodeError is one; a whole number of 5,000 digits is another
        at = _AT.search(str(error))
        line = int(at[1]) if at else len(text.splitlines())  # else "at end of document"
        raise ScenarioError(f"not TOML: {_AT.sub('', str(error))}", file=file, line=line) from error
    return TomlTable(data, "", file, dict(_lines(text)))


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """The line of every table and key, by path: ``rule[0]``, ``rule[0].from``."""
    counts: dict[str, int] = {}
    path, inside = "", False
    for number, line in enumerate(text.splitlines(), 1):
        quotes = line.count('"""') + line.count("'''")
        if not inside and (header := _HEADER.match(line)):
            path = header[2]
            if header[1] == "[[":
                counts[path] = counts.get(path, -1) + 1
                path = f"{path}[{counts[path]}]"
            yield path, number
        elif not inside and (key := _KEY.match(line)):
            yield (f"{path}.{key[1]}" if path else key[1]), number
        inside ^= bool(quotes % 2)


class TomlTable:
    """Reads the keys of one table and remembers which were read."""

    def __init__(self, data: Any, path: str, file: str, lines: Mapping[str, int]) -> None:
        self.path, self._file, self._lines = path, file, lines
        if not isinstance(data, Mapping):
            raise self.fault("", f"must be a table, not {data!r}")
        self._data = data
        self._read: set[str] = set()

    @property
    def line(self) -> int | None:
        return self._lines.get(self.path)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path and key else key or self.path

    def fault(self, key: str, message: str) -> ScenarioError:
        """An error at a key of this table, or at the table."""
        line = self._lines.get(self.at(key), self.line)
        return ScenarioError(message, file=self._file, line=line, key=self.at(key))

    def has(self, key: str) -> bool:
        return key in self._data

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self._data:
            if key not in self._read:
                known = ", ".join(sorted(self._read))
                raise self.fault(key, f"unknown key (known here: {known})")

    def each(self, key: str) -> list[TomlTable]:
        """The tables of an array ``[[key]]``."""
        value = self._value(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fault(key, f"must be written [[{key}]], as often as needed")
        return [
            TomlTable(item, f"{self.at(key)}[{i}]", self._file, self._lines) for i, item in enumerate(value)
        ]

    def text(self, key: str) -> str | None:
        return self._typed(key, "text that is not empty", _text)

    def day(self, key: str) -> date | None:
        return self._typed(key, "a date (YYYY-MM-DD)", _day)

    def number(self, key: str) -> Decimal | None:
        return self._typed(key, "a number that is not negative", _number)

    def yes_no(self, key: str) -> bool | None:
        return self._typed(key, "true or false", _yes_no)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text stands for itself."""
        return self._typed(key, "a text or a list of texts", _texts) or ()

    def whole_numbers(self, key: str) -> tuple[int, ...] | None:
        return self._typed(key, "a list of whole numbers", _whole_numbers)

    def choice(self, key: str, kind: type[E]) -> E | None:
        value = self.text(key)
        if value is not None and value not in tuple(kind):
            raise self.fault(key, f"must be one of {', '.join(kind)}, not {value!r}")
        return None if value is None else kind(value)

    def needed(self, key: str, value: T | None) -> T:
        if value is None:
            raise self.fault(key, "is needed here")
        return value

    def _value(self, key: str) -> Any:
        self._read.add(key)
        return self._data.get(key)

    def _typed(self, key: str, want: str, read: Callable[[Any], T]) -> T | None:
        value = self._value(key)
        if value is None:
            return None
        try:
            return read(value)
        except NumberRangeError as error:
            raise self.fault(key, str(error)) from error
        except (TypeError, ValueError) as error:
            raise self.fault(key, f"must be {want}, not {value!r}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return " ".join(value.split())


def _day(value: Any) -> date:
    if isinstance(value, datetime) or not isinstance(value, (date, str)):
        raise TypeError
    return date.fromisoformat(value) if isinstance(value, str) else value


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or value < 0:
        raise TypeError
    return bounded_number(str(value))


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list) and value:
        return tuple(_text(item) for item in value)
    return (_text(value),)


def _whole_numbers(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or any(type(item) is not int for item in value):
        raise TypeError
    return tuple(value)
