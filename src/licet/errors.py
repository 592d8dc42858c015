"""What all errors of Licet have in common."""

from __future__ import annotations

__all__ = ["LicetError"]


class LicetError(Exception):
    """The base of every error that Licet raises of itself; its text says in a sentence what is wrong.

    >>> from licet import LicetError, open_workspace
    >>> try:
    ...     open_workspace().check({"action": "export", "destination": "Atlantis"})
    ... except LicetError as error:
    ...     print(type(error).__name__)
    WireError
    """
