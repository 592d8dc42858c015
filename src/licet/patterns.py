"""Regular expressions that are compiled when they are first used: a command uses few of those that it imports."""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["pattern"]


class _Pattern:
    """Stands for a compiled pattern, whose methods it keeps once they were asked for: they cost nothing more then."""

    def __init__(self, text: str, flags: int) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._given), name)
        setattr(self, name, found)
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    r"""As ``re.compile``, but that the pattern is compiled, and found to be wrong, when it is first used.

    >>> pattern(r"\d+").findall("736 and 744")
    ['736', '744']
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))
