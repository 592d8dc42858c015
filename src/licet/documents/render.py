"""From a template of this package and plain data to PDF: the same data, the same bytes.

Data reach a template as JSON through ``sys.inputs`` and are read there as values. Nothing is ever put into markup, so
that no name can speak Typst.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from typing import Any, Final

import typst

from licet.documents.scripts import readable
from licet.events.encoding import plain

__all__ = ["Rendered", "render", "to_png"]

_TEMPLATES = files("licet.documents") / "templates"
_STANDARD: Final = "a-2b"
"""PDF/A-2b: it can be read in decades, and Typst refuses a page with a character that no font shows."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document. ``title`` is for people, ``name`` for a file.

    ``needs_system_fonts``: some script asked for fonts that are not in the package.
    """

    title: str
    name: str
    pdf: bytes
    needs_system_fonts: bool


def render(template: str, title: str, name: str, data: Mapping[str, Any], made_at: datetime) -> Rendered:
    """Render a template, such as ``license``. ``made_at``: the instant that the file bears."""
    inputs, system = _inputs(data)
    with as_file(_TEMPLATES) as folder:
        pdf = typst.compile(
            folder / f"{template}.typ",
            root=folder,
            format="pdf",
            sys_inputs=inputs,
            ignore_system_fonts=not system,
            pdf_standards=_STANDARD,
            timestamp=int(made_at.timestamp()),
        )
    assert isinstance(pdf, bytes)
    return Rendered(title, name, pdf, system)


def to_png(template: str, data: Mapping[str, Any], *, ppi: float = 80.0) -> list[bytes]:
    """The pages of a template as pictures, for looking at them."""
    inputs, system = _inputs(data)
    with as_file(_TEMPLATES) as folder:
        compiler = typst.Compiler(root=folder, sys_inputs=inputs, ignore_system_fonts=not system)
        made: Any = compiler.compile(folder / f"{template}.typ", format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _inputs(data: Mapping[str, Any]) -> tuple[dict[str, str], bool]:
    shown, system = readable(plain(dict(data)))
    return {"data": json.dumps(shown, ensure_ascii=False, sort_keys=True)}, system
