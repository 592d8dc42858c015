"""How much screening asks about: three presets, one for all lists and others for single ones.

A preset moves the score from which a person must look. What is equal, holds a listed name or is a listed person's
given and family name is asked about under each. docs/guide/screening.md gives what each finds and how often it
alerts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from licet.errors import LicetError
from licet.model.listing import ListCode

__all__ = ["BALANCED", "Preset", "PresetError", "Presets"]


_T = TypeVar("_T", bound=StrEnum)


class PresetError(LicetError, ValueError):
    """A text that names no presets; the message says what is accepted."""


class Preset(StrEnum):
    """How much is asked about. ``review``: the score from which a person must look."""

    STRICT = "strict"
    BALANCED = "balanced"
    QUIET = "quiet"

    @property
    def review(self) -> float:
        return _REVIEW[self]


_REVIEW = {Preset.STRICT: 0.15, Preset.BALANCED: 0.3, Preset.QUIET: 0.5}


@dataclass(frozen=True)
class Presets:
    """The preset of every list. ``by_list``: of single ones; ``default``: of all others.

    >>> str(Presets.parse("quiet, SDN=strict")), Presets.parse("quiet, SDN=strict").of(ListCode.SDN).value
    ('quiet, SDN=strict', 'strict')
    """

    default: Preset = Preset.BALANCED
    by_list: Mapping[ListCode, Preset] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, code: ListCode) -> Preset:
        """The preset of a list."""
        return self.by_list.get(code, self.default)

    @property
    def least(self) -> float:
        """The lowest score from which a person must look, on any list."""
        return min(one.review for one in (self.default, *self.by_list.values()))

    @property
    def alike(self) -> Preset | None:
        """The one preset of all lists; None where they differ."""
        return self.default if set(self.by_list.values()) <= {self.default} else None

    def __str__(self) -> str:
        named = (f"{code.value}={preset.value}" for code, preset in sorted(self.by_list.items()))
        return ", ".join((self.default.value, *named))

    @classmethod
    def parse(cls, text: str) -> Presets:
        """Presets as a person writes them: "balanced", or "balanced, SDN=strict, UN=quiet". Raises PresetError."""
        default, by_list = Preset.BALANCED, {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            code, equals, preset = (piece.strip() for piece in part.rpartition("="))
            if equals:
                by_list[_read(ListCode, code.upper())] = _read(Preset, preset.lower())
            else:
                default = _read(Preset, preset.lower())
        return cls(default, MappingProxyType({c: p for c, p in by_list.items() if p is not default}))


def _read(kind: type[_T], text: str) -> _T:
    try:
        return kind(text)
    except ValueError:
        known = ", ".join(one.value for one in kind)
        what = "preset of screening" if kind is Preset else "list"
        raise PresetError(f"{text!r} is not a {what}. Give one of: {known}.") from None


BALANCED = Presets()
