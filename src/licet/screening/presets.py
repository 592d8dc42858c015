"""How much screening asks about: three presets, one for all lists and others for single ones.

A preset moves the score from which a person must look. What is equal, holds a listed name or is a listed person's
given and family name is asked about under each. docs/guide/screening.md gives what each finds and how often it
alerts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
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
    by_list: tuple[tuple[ListCode, Preset], ...] = ()

    def of(self, code: ListCode) -> Preset:
        """The preset of a list."""
        return next((preset for named, preset in self.by_list if named is code), self.default)

    @property
    def least(self) -> float:
        """The lowest score from which a person must look, on any list."""
        return min(preset.review for preset in (self.default, *(preset for _, preset in self.by_list)))

    def __str__(self) -> str:
        named = (f"{code.value}={preset.value}" for code, preset in self.by_list)
        return ", ".join((self.default.value, *named))

    @classmethod
    def parse(cls, text: str) -> Presets:
        """Presets as a person writes them: "balanced", or "balanced, SDN=strict, UN=quiet". Raises PresetError."""
        default = Preset.BALANCED
        by_list: dict[ListCode, Preset] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            code, equals, preset = (piece.strip() for piece in part.rpartition("="))
            if equals:
                by_list[_read(ListCode, code.upper())] = _read(Preset, preset.lower())
            else:
                default = _read(Preset, preset.lower())
        return cls(default, tuple(sorted(by_list.items())))


def _read(kind: type[_T], text: str) -> _T:
    try:
        return kind(text)
    except ValueError:
        known = ", ".join(item.value for item in kind)
        what = "preset of screening" if kind is Preset else "list"
        raise PresetError(f"{text!r} is not a {what}. Give one of: {known}.") from None


BALANCED = Presets()
