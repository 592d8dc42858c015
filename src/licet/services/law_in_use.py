"""The law of a workspace: what the log says was adopted, and what lies in its folder, have to be the same."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from licet.rules.law_files import ADOPTED, LawFileError, use_law
from licet.storage.home import law_root
from licet.storage.server import rows_of

__all__ = ["use_law_of"]

_LAST = (
    "SELECT kind, payload FROM event "
    "WHERE stream = 'law' AND kind IN ('law.adopted', 'law.shipped_used') ORDER BY seq DESC LIMIT 1"
)
_AGAIN = 0.5
"""Seconds after which a difference is looked at again: an adoption writes to both, one after the other."""


def use_law_of(home: Path) -> None:
    """Answer under the law that a workspace adopted. Raises LawFileError.

    Where the log names a package that the folder does not have (a folder that was not restored, another machine that
    shares the database), nothing answers under another law in its place.
    """
    use_law(law_root(home))
    if _on_record(home) != _in_folder(home):
        time.sleep(_AGAIN)
        if (wanted := _on_record(home)) != (found := _in_folder(home)):
            raise LawFileError(
                f"the log says that {_words(wanted)} was adopted, and {law_root(home)} has {_words(found)}: bring "
                "the folder from the machine or backup that has it, or run licet law use-shipped"
            )


def _on_record(home: Path) -> str | None:
    rows = rows_of(home, _LAST)
    if not rows or rows[0][0] != "law.adopted":
        return None
    payload = rows[0][1]
    data: Mapping[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
    return str(data["sha256"])


def _in_folder(home: Path) -> str | None:
    try:
        return str(json.loads((law_root(home) / ADOPTED).read_bytes())["sha256"])
    except FileNotFoundError:
        return None


def _words(sha256: str | None) -> str:
    return "the law that came with Licet" if sha256 is None else f"the law package {sha256[:16]}"
