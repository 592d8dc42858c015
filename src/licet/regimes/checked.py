"""A rulebook is checked once for each version of its files; what was checked is not checked at every start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from licet.kept import kept, package_hash
from licet.rules.law_files import law_in_use
from licet.rules.rulebook import Rulebook

__all__ = ["FOLLOWS_FROM", "checked_once"]

FOLLOWS_FROM = ("rules", "model", "regimes")
"""The packages from which rulebooks and what checks them follow (a test holds that they import no other)."""
_LICET = Path(__file__).parents[1]
"""The files that were imported: of a copy made of links, the copy."""


def checked_once(name: str, load: Callable[[str | None], Rulebook]) -> Rulebook:
    """The rulebook that ``load`` puts together. Raises LawConflictError where it contradicts itself.

    ``load`` takes the content hash of what was checked before. It is kept in the user's cache folder under a hash of
    every file that the rulebook follows from: after a change anywhere, and under another law package, the rulebook is
    checked and hashed anew.
    """
    law = law_in_use()
    key = package_hash(_LICET, *FOLLOWS_FROM, but="cases") + ("" if law is None else f"-{law.sha256}")
    made: list[Rulebook] = []

    def check() -> list[str]:
        made.append(load(None))
        return [made[0].content_hash]

    (content_hash,) = kept(f"rulebook-{name}", key, check)
    return made[0] if made else load(content_hash)
