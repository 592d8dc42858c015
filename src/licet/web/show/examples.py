"""Sales that can be loaded with one press: golden cases of the rulebook, so that their answers are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from licet.regimes.golden import cases

__all__ = ["EXAMPLES", "Example", "example"]


@dataclass(frozen=True, slots=True)
class Example:
    """A golden case by its name, with what the page calls it and the days that it is asked about."""

    key: str
    title: str
    case: str
    days: tuple[tuple[str, str], ...]


_OCTOBER = (("as_of", "2019-10-10"), ("known_as_of", "2019-10-10"))
EXAMPLES = (
    Example(
        "october-2019",
        "October 2019: chips for Huawei",
        "October 2019, nothing has changed: new chips for Huawei",
        _OCTOBER,
    ),
    Example(
        "network",
        "October 2019: parts for a running network",
        "upkeep of a running network under a contract of March 2019, in the first period",
        _OCTOBER,
    ),
    Example("one-fact", "One fact is missing", "upkeep under a contract of unknown date", _OCTOBER),
)


@cache
def _cases() -> dict[str, dict[str, Any]]:
    wanted = {item.case for item in EXAMPLES}
    return {case.name: case.sale for case in cases() if case.file == "huawei.toml" and case.name in wanted}


def example(key: str) -> dict[str, Any] | None:
    """The example's sale in the wire format; None where there is no such example."""
    item = next((item for item in EXAMPLES if item.key == key), None)
    if item is None:
        return None
    return {**{name: _plain(value) for name, value in _cases()[item.case].items()}, **dict(item.days)}


def _plain(value: Any) -> Any:
    """TOML's dates as the wire format writes them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
