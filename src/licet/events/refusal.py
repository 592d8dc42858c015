"""A refusal: an act that the law or Licet's own rules do not allow, and why."""

from __future__ import annotations

from licet.errors import LicetError
from licet.rules.citation import Citation

__all__ = ["Refusal", "need"]


class Refusal(LicetError):  # noqa: N818  # it is no error of the program: somebody was told no
    """An act was refused; nothing happened. ``code`` is stable, for programs; ``message`` is for people.

    ``cite``: the paragraph it rests on; None where a rule of Licet's own refuses.
    """

    def __init__(self, code: str, message: str, cite: Citation | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.cite = code, message, cite

    def __str__(self) -> str:
        return self.message if self.cite is None else f"{self.message} ({self.cite})"


def need(holds: bool, code: str, message: str, cite: Citation | None = None) -> None:
    """Refusal unless it holds."""
    if not holds:
        raise Refusal(code, message, cite)
