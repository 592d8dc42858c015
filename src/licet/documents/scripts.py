"""Names in scripts that no font at hand can show are written in Latin letters beside a note, never as empty boxes."""

from __future__ import annotations

from functools import cache
from typing import Any

import typst
from anyascii import anyascii

__all__ = ["NOTE", "readable"]

NOTE = "transliterated"

_SHOW = b'#set text(font: "Libertinus Serif")\n#sys.inputs.at("text")'


def readable(data: Any) -> tuple[Any, bool]:
    """Plain data with every text that can be shown, and whether fonts of the system are needed for it."""
    system = False

    def walk(value: Any) -> Any:
        nonlocal system
        if isinstance(value, str):
            text, uses = _shown(value)
            system = system or uses
            return text
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        return [walk(item) for item in value] if isinstance(value, list) else value

    return walk(data), system


def _shown(text: str) -> tuple[str, bool]:
    """A text as it can be shown, and whether that takes the system's fonts."""
    text = _clean(text)
    if text.isascii() or _can_show(text, system=False):
        return text, False
    if _can_show(text, system=True):
        return text, True
    latin = anyascii(text).strip()
    codes = text.encode("unicode_escape").decode()
    return (f"{latin} [{NOTE}]" if latin else f"[no font shows this: {codes}]"), False


def _clean(text: str) -> str:
    """Without control characters and marks of direction, which no page shows; line breaks stay."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable())


@cache
def _can_show(text: str, *, system: bool) -> bool:
    """Whether fonts have every character: PDF/A forbids a character that is not shown, so Typst says."""
    try:
        typst.compile(
            _SHOW,
            format="pdf",
            sys_inputs={"text": text},
            ignore_system_fonts=not system,
            pdf_standards="a-2b",
            timestamp=0,
        )
    except typst.TypstError:
        return False
    return True
