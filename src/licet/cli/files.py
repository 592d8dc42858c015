"""Reading a sale from a file, with errors that name file, line and key; and what ends a command."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from licet.model.defaults import NO_DEFAULTS, Defaults, read_with_defaults
from licet.model.order import Order, order_of
from licet.model.transaction import Transaction
from licet.model.wire import MAX_BYTES, WireError, parse_json
from licet.rules.vocabulary import FactSpec
from licet.services.regimes import adopted_vocabulary

__all__ = [
    "BAD_INPUT",
    "REFUSED",
    "day_of",
    "fail",
    "read_bytes",
    "read_document",
    "read_order_file",
    "read_sale",
    "refused_input",
]

BAD_INPUT = 2
REFUSED = 3


def fail(message: str, status: int = BAD_INPUT) -> NoReturn:
    """End the command with a message on stderr."""
    print(f"licet: {message}", file=sys.stderr)
    raise SystemExit(status)


@contextmanager
def refused_input(name: str) -> Iterator[None]:
    """Turn a bad input into exit status 2 with file, line and key."""
    try:
        yield
    except WireError as error:
        fail("\n".join(f"{name}: {problem.words}" for problem in error.every))


def day_of(text: str | None, option: str) -> date | None:
    """A date given on the command line."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"{option}: {text!r} is no date (YYYY-MM-DD)")


def read_bytes(name: str) -> bytes:
    """The content of a file, or of standard input for "-"; at most a little more than one sale may have."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        path = Path(name)
        if path.stat().st_size > MAX_BYTES:
            fail(f"{name}: {path.stat().st_size:,} bytes is too large for one sale (at most {MAX_BYTES:,})")
        return path.read_bytes()
    except OSError as error:
        fail(f"{name}: {os.strerror(error.errno) if error.errno else error}")


def read_sale(
    name: str,
    as_of: date | None,
    known_as_of: date | None,
    item: Mapping[str, Any] | None = None,
    defaults: Defaults = NO_DEFAULTS,
    vocabulary: Mapping[str, FactSpec] | None = None,
) -> Transaction:
    """One sale from a JSON or TOML file; dates of the command line go before those of the file.

    ``item``: what a product master knows of the item; what the file says of it goes before. ``defaults``: what fills
    what is then left out. ``vocabulary``: the facts that it may state; those of the adopted regimes unless said.
    """
    with refused_input(name):
        data = _dated(name, as_of, known_as_of)
        known = adopted_vocabulary() if vocabulary is None else vocabulary
        return _with_item(data, item, known, defaults)


def read_order_file(
    name: str,
    as_of: date | None,
    known_as_of: date | None,
    item: Mapping[str, Any] | None,
    defaults: Defaults,
    vocabulary: Mapping[str, FactSpec],
) -> Order:
    """A sale, or an order of several lines, as :func:`read_sale`; a sale is an order of one line."""
    with refused_input(name):
        data = _dated(name, as_of, known_as_of)
        return order_of(data, lambda line: _with_item(line, item, vocabulary, defaults))


def read_document(name: str) -> Any:
    """A JSON or TOML file as plain data. Raises WireError."""
    return _parse(name, read_bytes(name))


def _dated(name: str, as_of: date | None, known_as_of: date | None) -> Any:
    """The document of a file, with the dates of the command line."""
    data = read_document(name)
    if isinstance(data, dict):
        dates = {"as_of": as_of, "known_as_of": known_as_of}
        data |= {key: day.isoformat() for key, day in dates.items() if day is not None}
    return data


def _with_item(
    data: Any, item: Mapping[str, Any] | None, vocabulary: Mapping[str, FactSpec], defaults: Defaults
) -> Transaction:
    if item and isinstance(data, dict) and isinstance(data.get("item", {}), dict):
        data["item"] = {**item, **data.get("item", {})}
    return read_with_defaults(data, vocabulary, defaults, default_as_of=date.today())  # noqa: DTZ011


def _parse(name: str, content: bytes) -> Any:
    if not name.endswith(".toml"):
        return parse_json(content)
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise WireError("not UTF-8", line=line) from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # TOMLDecodeError is one; a number of 5,000 digits is another
        raise WireError(f"not TOML: {str(error)[:200]}") from error
