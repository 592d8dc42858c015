"""Days that people give in forms and addresses."""

from __future__ import annotations

from datetime import date

from licet.model.wire import WireError

__all__ = ["day_of", "short_day"]


def day_of(text: object, field: str) -> date | None:
    """A day as YYYY-MM-DD; None where nothing is said. Raises WireError that names the field."""
    said = "" if text is None else str(text).strip()
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise WireError(f"{said!r} is no day (YYYY-MM-DD)", key=field) from error


def short_day(day: date | str | None) -> str:
    """A day for a narrow column.

    >>> short_day("2019-10-10T08:00:00Z"), short_day(None)
    ('Oct 10, 2019', '')
    """
    if not day:
        return ""
    read = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return f"{read:%b} {read.day}, {read.year}"
